"""Marks a class: reads the key and all submissions, and says how hard each question was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError, InputError
from tpgraph.phrases import phrase, shown
from tpgraph.teach.case.answers import Reader
from tpgraph.teach.case.asking import TIME_LIMIT_S
from tpgraph.teach.case.handed_in import read_submission
from tpgraph.teach.case.key import MARKING, SCHEMA
from tpgraph.teach.case.marking import Mark, Marked, mark

RIGHT = ("found", "unknown_right", "sound")
_MARKS_OF_KEY = ("rules", "items", "marking", "company", "code", "graph", "lang")


@dataclass(frozen=True)
class Question:
    """An item of the key and how a class did: of ``asked`` who could be marked, ``right`` were.

    ``wrong`` counts what others answered instead; None is nothing.
    """

    item: Mapping[str, Any]
    asked: int
    right: int
    wrong: Mapping[str | None, int]

    @property
    def difficulty(self) -> float | None:
        """The part that was not right: 0 is easy, 1 is what nobody knew. None: nobody tried."""
        return 1 - self.right / self.asked if self.asked else None


@dataclass(frozen=True)
class Grades:
    """A class's marks, in the order of the files, and its questions in the key's."""

    key: Mapping[str, Any]
    marked: tuple[Marked, ...]
    questions: tuple[Question, ...]


def read_key(path: Path) -> dict[str, Any]:
    """A case's key. Raises InputError where the file is none."""
    try:
        key = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(phrase("case.no-key", file=str(path), why=shown(error))) from error
    if not isinstance(key, dict) or key.get("sort") != "case-key":
        raise InputError(phrase("case.not-a-key", file=str(path)))
    lacking = [name for name in _MARKS_OF_KEY if name not in key]
    if lacking or key.get("schema") != SCHEMA:
        raise InputError(phrase("case.not-a-key", file=str(path)))
    marking = key["marking"]
    sound = isinstance(marking, dict) and all(
        name in MARKING and isinstance(points, int | float) and not isinstance(points, bool)
        for name, points in marking.items()
    )
    if not sound:
        known = tuple(MARKING)
        raise InputError(phrase("case.bad-marking", file=str(path), known=known))
    return key


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files that were handed in; of a folder all that stand in it, but for hidden ones.

    Raises CallError for a path that does not exist, or where there is no file at all.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))
            )
        elif path.exists():
            found.append(path)
        else:
            raise CallError(phrase("case.no-file", file=str(path)))
    if not found:
        raise CallError(phrase("case.no-submissions"))
    return found


def grade(
    key: Mapping[str, Any],
    paths: Iterable[Path],
    *,
    time_limit_s: float = TIME_LIMIT_S,
    on_progress: Callable[[int, int], None] | None = None,
) -> Grades:
    """The marks of everything that was handed in. What is broken is reported in its mark."""
    reader = Reader(key)
    files = list(paths)
    marked: list[Marked] = []
    names = Counter(path.name for path in files)
    for number, path in enumerate(files, start=1):
        submission = read_submission(path, reader, time_limit_s=time_limit_s)
        if names[path.name] > 1:
            # Of two files of one name the folders tell them apart.
            submission = replace(submission, file=f"{path.parent.name}/{path.name}")
        marked.append(mark(submission, key))
        if on_progress:
            on_progress(number, len(files))
    return Grades(key, tuple(marked), tuple(_questions(key, marked)))


def _questions(key: Mapping[str, Any], marked: Sequence[Marked]) -> Iterable[Question]:
    by_item: dict[str, list[Mark]] = {}
    for each in marked:
        for one in each.marks:
            if one.item is not None:
                by_item.setdefault(one.item["id"], []).append(one)
    for item in key["items"]:
        marks = by_item.get(item["id"], [])
        wrong: Counter[str | None] = Counter(
            one.answer.status if one.answer else None for one in marks if one.verdict not in RIGHT
        )
        right = sum(one.verdict in RIGHT for one in marks)
        yield Question(item, len(marks), right, wrong)
