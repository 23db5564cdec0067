"""Turns a quiz into the bytes of a format, by the format's name."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

from tpgraph.reason.texts import texts_in
from tpgraph.teach.quiz.model import Quiz
from tpgraph.views.export import require_free
from tpgraph.views.whole import write_files

# What each is; a format's module is loaded when it is written.
FORMATS = ("gift", "anki", "moodle", "qti", "h5p", "html", "json")
TEXT_FORMATS = ("gift", "moodle", "html", "json")


def quiz_bytes(quiz: Quiz, file_format: str, as_of: str) -> bytes:
    """The quiz in one of :data:`FORMATS`; ``as_of`` is the day that the JSON names."""
    if file_format == "json":
        from tpgraph.teach.quiz.formats.as_json import quiz_json

        text = json.dumps(quiz_json(quiz, as_of), ensure_ascii=False, indent=2) + "\n"
        return text.encode()
    module = import_module(f"tpgraph.teach.quiz.formats.{file_format}")
    made: str | bytes = getattr(module, file_format)(quiz)
    return made.encode() if isinstance(made, str) else made


def write_quiz(
    quiz: Quiz, file_format: str, path: Path, as_of: str, *, force: bool = False
) -> list[Path]:
    """Writes the quiz. Raises CallError for a file that is there, unless ``force``."""
    require_free(path, force=force)
    return write_files(path.parent, {path.name: quiz_bytes(quiz, file_format, as_of)})


def remarks(quiz: Quiz, file_format: str) -> list[str]:
    """What has to be said besides: that there are fewer questions, what a format lacks."""
    t = texts_in(quiz.language, "quiz")
    told = []
    count = len(quiz.marked)
    if count < quiz.wanted:
        told.append(t("fewer", count=count, wanted=quiz.wanted))
    if file_format == "h5p":
        from tpgraph.teach.quiz.formats.h5p import LIBRARIES

        told.append(t("h5p.note", libraries=t.listed(name for name, *_ in LIBRARIES)))
        if count < len(quiz.questions):
            told.append(t("h5p.open", count=len(quiz.questions) - count))
    return told
