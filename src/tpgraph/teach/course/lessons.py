"""Lessons of a unit: handouts for students, slides and answers for the teacher."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tpgraph.query.names import TPG
from tpgraph.query.terms import Book
from tpgraph.teach.course.model import unit_name
from tpgraph.teach.course.units import TOPICS
from tpgraph.teach.lesson.content import lesson
from tpgraph.teach.lesson.docx import handout
from tpgraph.teach.lesson.html import render
from tpgraph.teach.lesson.model import FOR_TEACHERS
from tpgraph.teach.lesson.slides import slides
from tpgraph.text import slug


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A file of a lesson: ``topic`` is what its term is called, ``sort`` a key of the texts."""

    path: str
    topic: str
    sort: str
    is_for_teacher: bool


def lesson_files(number: int, language: str, b: Book, teacher: str) -> list[LessonFile]:
    """The files that the lessons of a unit have; ``teacher`` is the teacher's folder."""
    found = []
    for topic in TOPICS[number]:
        name = f"lessons/{unit_name(number)}-{slug(b.label(TPG + topic, 'en'))}"
        label = b.label(TPG + topic, language)
        found += [
            LessonFile(f"{name}.html", label, "handout", False),
            LessonFile(f"{name}.docx", label, "handout", False),
            LessonFile(f"{teacher}/{name}.pptx", label, "slides", True),
            LessonFile(f"{teacher}/{name}-answers.html", label, "answers", True),
        ]
    return found


def lesson_contents(number: int, language: str, files: list[LessonFile]) -> dict[str, bytes]:
    """What is in the files of :func:`lesson_files`."""
    made: dict[str, bytes] = {}
    paths = iter(files)
    for topic in TOPICS[number]:
        whole = lesson(TPG + topic, language)
        asked = tuple(s for s in whole.sections if s.key not in FOR_TEACHERS)
        open_ = replace(whole, sections=asked)
        contents = (
            render(open_, language).encode(),
            handout(open_),
            slides(whole),
            render(whole, language).encode(),
        )
        made |= {next(paths).path: content for content in contents}
    return made
