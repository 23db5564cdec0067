"""A lesson's handout as one page that opens from disk, loads nothing and prints well."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.reason.texts import texts_in
from tpgraph.teach.concept_map import ConceptMap
from tpgraph.teach.lesson.model import FOR_TEACHERS, Lesson
from tpgraph.teach.lesson.options import lettered
from tpgraph.teach.lesson.pictures import readable
from tpgraph.views.inlined import inlined, policy, rendered
from tpgraph.views.wording import direction

_FOLDER = "lesson"  # of the page's own assets
# The room of a picture on the page, and the least size of its letters there.
_ROOM_PT, _LETTERS_PT = (500.0, 640.0), 7.5


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
        lettered=lettered,
        pictures=lambda drawn: [Markup(svg) for svg in _pictures(drawn)],
    )


def _pictures(drawn: ConceptMap) -> Iterator[str]:
    """The map in parts that can be read; what their elements are called is told apart."""
    for n, (part, is_tall) in enumerate(readable(drawn, *_ROOM_PT, _LETTERS_PT), 1):
        svg = part.svg(is_tall=is_tall)
        yield (
            svg.replace('"title description"', f'"title-{n} description-{n}"')
            .replace('id="title"', f'id="title-{n}"')
            .replace('id="description"', f'id="description-{n}"')
        )
