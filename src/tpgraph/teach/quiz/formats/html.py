"""One page that opens from disk, loads nothing and marks itself."""

from __future__ import annotations

import json

from tpgraph.reason.texts import texts_in
from tpgraph.teach.quiz.formats.marking import answer_text, key_of
from tpgraph.teach.quiz.model import Quiz
from tpgraph.views.inlined import inlined, policy, rendered
from tpgraph.views.wording import direction, wording_in

_FOLDER = "quiz"  # of the page's own assets


def html(quiz: Quiz) -> str:
    """The page. The key stands in it, hidden from the eye alone: it is for practice."""
    from markupsafe import Markup

    css, script = inlined(_FOLDER, "quiz.css"), inlined(_FOLDER, "quiz.js")
    order = wording_in(quiz.language).order
    texts = texts_in(quiz.language, "quiz")
    return rendered(
        _FOLDER,
        "quiz.html.j2",
        quiz=quiz,
        t=texts,
        direction=direction(quiz.language),
        css=Markup(css),
        script=Markup(script),
        policy=policy(css, script),
        keys=[json.dumps(key_of(q), ensure_ascii=False) for q in quiz.questions],
        terms=[sorted((term for term, _ in q.pairs), key=order) for q in quiz.questions],
        answers=[answer_text(q) for q in quiz.questions],
    )
