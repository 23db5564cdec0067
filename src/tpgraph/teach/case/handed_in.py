"""Reads what students handed in: workbooks, tables of answers, SPARQL; whatever it holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tpgraph.errors import TpgraphError
from tpgraph.inventory.encoding import decode
from tpgraph.inventory.formats import ods, xlsx
from tpgraph.inventory.formats.grid import Grid
from tpgraph.phrases import Phrase, phrase, shown
from tpgraph.teach.case.answers import Answer, Form, Reader, Submission, heading_words
from tpgraph.teach.case.asking import ask
from tpgraph.text import normalise

MOST_BYTES = 5_000_000
_MOST_ROWS = 2_000
_MOST_ANSWERS = 500
_LONGEST = 300  # characters of a cell that are looked at
_COLUMNS = ("status", "rule", "concerns")
_CODE = re.compile(r"\bTP-[0-9A-F]{8}\b")
_RULE_COMMENT = re.compile(r"^\s*#\s*rule\s*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_MOST_COLUMNS = 30
_LOOKED_AT = 200  # rows, where the headings say nothing
_HEAD_ROWS = 40  # among which the headings are looked for

Row = tuple[int, dict[int, str]]


def read_submission(path: Path, reader: Reader, *, time_limit_s: float) -> Submission:
    """What a file says. What cannot be read is reported in ``trouble``, never raised."""
    form, read = _reading(path, reader, time_limit_s)
    language = reader.key["lang"]
    why: Phrase | None
    try:
        if read is None:
            raise _UnfitError(phrase("case.form"))
        if (size := path.stat().st_size) > MOST_BYTES:
            raise _UnfitError(phrase("case.too-large", size=size // 1_000_000))
        if not size:
            raise _UnfitError(phrase("case.empty-file"))
        return read()
    except _UnfitError as unfit:
        why = unfit.why
    except TpgraphError as error:
        why = _why(error)
    except (OSError, ValueError, KeyError, ArithmeticError, RecursionError, MemoryError) as error:
        why = phrase("case.unreadable", why=shown(error))
    return Submission(path.name, form, language=language, trouble=why)


def _why(error: TpgraphError) -> Phrase:
    """What a reader found, without the place: the table names the file already."""
    said = error.args[0] if error.args else None
    if not isinstance(said, Phrase):
        return phrase("case.unreadable", why=shown(error))
    message = said.slots.get("message")
    return phrase("case.unreadable", why=message) if isinstance(message, Phrase) else said


def _reading(
    path: Path, reader: Reader, time_limit_s: float
) -> tuple[Form, Callable[[], Submission] | None]:
    """The form of a file, by its ending, and what reads it."""
    ending = path.suffix.lower()
    if ending in (".xlsx", ".xlsm", ".ods"):
        return "workbook", lambda: _workbook(path, reader)
    if ending in (".csv", ".tsv"):
        return "table", lambda: _table(path, reader)
    if ending in (".rq", ".sparql"):
        return "sparql", lambda: _sparql(path, reader, time_limit_s)
    return "workbook", None


class _UnfitError(Exception):
    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


# ----------------------------------------------------------------------------------- workbooks


def _workbook(path: Path, reader: Reader) -> Submission:
    opened = ods.sheets_in if path.suffix.lower() == ".ods" else xlsx.sheets_in
    best: tuple[int, list[Row], dict[str, int]] | None = None
    codes: set[str] = set()
    with opened(path) as sheets:
        for sheet in sheets[:20]:
            if sheet.is_hidden:
                continue
            rows = _rows(sheet.read(_MOST_ROWS))
            codes |= {
                code for _, cells in rows for c in cells.values() for code in _CODE.findall(c)
            }
            at, columns = _columns(rows, reader)
            if columns and (best is None or len(columns) > len(best[2])):
                best = at, rows, columns
    _require_case(codes, reader)
    if best is None:
        raise _UnfitError(phrase("case.no-answers"))
    at, rows, columns = best
    answers = _answers(rows[at:], columns, reader)
    said = [c for _, cells in rows for c in cells.values()]
    language = reader.language_of(said) or reader.key["lang"]
    if not answers:
        why = phrase("case.nothing-answered")
        return Submission(path.name, "workbook", _student(rows[:at]), language, trouble=why)
    return Submission(path.name, "workbook", _student(rows[:at]), language, answers)


def _rows(grid: Grid) -> list[Row]:
    return [
        (
            number,
            {
                at: _text(c if isinstance(c, str) else c.text)
                for at, c in cells.items()
                if at <= _MOST_COLUMNS
            },
        )
        for number, cells in grid.rows
    ]


def _text(cell: str) -> str:
    return " ".join(cell[: _LONGEST * 4].split())[:_LONGEST]


def _require_case(codes: set[str], reader: Reader) -> None:
    if codes and reader.key["code"] not in codes:
        raise _UnfitError(phrase("case.other", code=sorted(codes)[0], own=reader.key["code"]))


def _student(head: Sequence[Row]) -> str:
    """The name beside the words "Your name", in any language."""
    from tpgraph.model import LANGUAGES
    from tpgraph.reason.texts import texts_in

    asked = {normalise(texts_in(lang, "case")("answers.name")) for lang in LANGUAGES}
    for _, cells in head:
        words = [text for _, text in sorted(cells.items()) if text.strip()]
        if len(words) > 1 and normalise(words[0]) in asked:
            return words[1]
    return ""


def _columns(rows: Sequence[Row], reader: Reader) -> tuple[int, dict[str, int]]:
    """Where the answers begin and which column is which: by headings, else by what they hold."""
    known = heading_words()
    for at, (_, cells) in enumerate(rows[:_HEAD_ROWS]):
        found = {known[normalise(c)]: col for col, c in cells.items() if normalise(c) in known}
        if len(found.keys() & set(_COLUMNS)) >= 2:
            return at + 1, _by_content(rows[at + 1 :], reader) | found
    found = _by_content(rows, reader)
    if not {"status", "rule"} <= found.keys():
        return 0, {}
    status, rule = found["status"], found["rule"]
    first = next(
        at
        for at, (_, cells) in enumerate(rows)
        if reader.status(cells.get(status, "")) and reader.rule(cells.get(rule, ""))
    )
    return first, found


def _by_content(rows: Sequence[Row], reader: Reader) -> dict[str, int]:
    """For sheets with other headings: the columns in which most cells are what is looked for."""
    tests: Mapping[str, Callable[[str], object]] = {
        "status": reader.status,
        "rule": reader.rule,
        "concerns": lambda words: reader.concern(words, None),
    }
    counts: dict[tuple[str, int], int] = {}
    for _, cells in rows[:_LOOKED_AT]:
        for col, text in cells.items():
            for column, understood in tests.items():
                if text and understood(text):
                    counts[column, col] = counts.get((column, col), 0) + 1
    found: dict[str, int] = {}
    for (column, col), _ in sorted(counts.items(), key=lambda each: -each[1]):
        if column not in found and col not in found.values():
            found[column] = col
    return found


def _answers(rows: Sequence[Row], columns: Mapping[str, int], reader: Reader) -> tuple[Answer, ...]:
    answers = []
    for number, cells in rows:
        words = [cells.get(columns.get(column, 0), "").strip() for column in _COLUMNS]
        if any(words):
            answers.append(reader.answer(number, *words))
    if len(answers) > _MOST_ANSWERS:
        raise _UnfitError(phrase("case.too-many", count=len(answers), most=_MOST_ANSWERS))
    return tuple(answers)


# -------------------------------------------------------------------------------------- tables


def _table(path: Path, reader: Reader) -> Submission:
    text, _ = decode(path.read_bytes(), path.name, str(path))
    if "\0" in text:
        raise _UnfitError(phrase("case.no-answers"))
    _require_case(set(_CODE.findall(text)), reader)
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    first = lines.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    read = csv.reader(io.StringIO(lines), delimiter=delimiter)
    rows: list[Row] = []
    for number, cells in enumerate(read, start=1):
        if number > _MOST_ROWS:
            raise _UnfitError(phrase("case.too-many", count=number, most=_MOST_ROWS))
        rows.append(
            (number, {at: _text(cell) for at, cell in enumerate(cells[:_MOST_COLUMNS], start=1)})
        )
    at, columns = _columns(rows, reader)
    if not columns:
        raise _UnfitError(phrase("case.no-answers"))
    answers = _answers(rows[at:], columns, reader)
    said = [c for _, cells in rows for c in cells.values()]
    language = reader.language_of(said) or reader.key["lang"]
    trouble = None if answers else phrase("case.nothing-answered")
    return Submission(path.name, "table", "", language, answers, trouble)


# -------------------------------------------------------------------------------------- SPARQL


def _sparql(path: Path, reader: Reader, time_limit_s: float) -> Submission:
    text, _ = decode(path.read_bytes(), path.name, str(path))
    _require_case(set(_CODE.findall(text)), reader)
    named = [name for line in _RULE_COMMENT.findall(text) for name in re.split(r"[,\s]+", line)]
    rules = [found for name in named if (found := reader.rule(name)) is not None]
    language = reader.key["lang"]
    result = ask(text, reader.key["graph"], time_limit_s=time_limit_s)
    if isinstance(result, Phrase):
        return Submission(path.name, "sparql", "", language, trouble=result)
    names, found_rows = result
    at = {name.lower(): number for number, name in enumerate(names)}
    # The first column is what is found where none is called so.
    concern = at.get("concern", 0)
    if "rule" not in at and len(set(rules)) != 1:
        return Submission(path.name, "sparql", "", language, trouble=phrase("case.which-rule"))
    answers: list[Answer] = []
    for number, row in enumerate(found_rows, start=1):
        status = row[at["status"]] if "status" in at else "gap"
        rule = row[at["rule"]] if "rule" in at else rules[0]
        answers.append(reader.answer(number, status, rule, row[concern]))
    if len(answers) > _MOST_ANSWERS:
        raise _UnfitError(phrase("case.too-many", count=len(answers), most=_MOST_ANSWERS))
    scope = frozenset(rules) & reader.asked if rules else None
    if scope is not None and not scope:
        return Submission(path.name, "sparql", "", language, trouble=phrase("case.which-rule"))
    return Submission(
        path.name, "sparql", "", language, tuple(answers), None, scope, "status" not in at
    )
