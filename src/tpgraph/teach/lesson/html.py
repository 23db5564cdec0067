"""A lesson's handout as one page that opens from disk, loads nothing and prints well."""

from __future__ import annotations

from tpgraph.reason.texts import texts_in
from tpgraph.teach.lesson.model import FOR_TEACHERS, Lesson
from tpgraph.views.inlined import inlined, policy, rendered
from tpgraph.views.wording import direction

_FOLDER = "lesson"  # of the page's own assets


def render(lesson: Lesson, lang: str) -> str:
    """The page; ``lang`` is the language of the words around the lesson, usually its own."""
    from markupsafe import Markup

    css = inlined(_FOLDER, "lesson.css")
    return rendered(
        _FOLDER,
        "lesson.html.j2",
        lesson=lesson,
        t=texts_in(lang, "lesson"),
        direction=direction,
        teachers=FOR_TEACHERS,
        css=Markup(css),
        policy=policy(css, ""),
        picture=lambda drawn: Markup(drawn.svg()),
    )
