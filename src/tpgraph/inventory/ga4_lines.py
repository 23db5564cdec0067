"""Opens a download of Google Analytics, CSV or workbook: its rows, comments and blank lines."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.imports import WORKBOOKS, Doubt, encoding_doubts, read_table
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place, Problem
from tpgraph.phrases import Reported

_COMMENT = r'\s*"?#(?=[\s\-=",;]|$)'
_FIGURE = r"[+\-−]?[\d.,٫٬'’\s]*\d[\d.,٫٬'’\s]*%?"

# A row's number, its cells, and, where it looks like a comment, its text.
Line = tuple[int, list[str], str | None]
Known = Callable[[Sequence[str]], int]  # how many columns a header names that are known


class Opened(NamedTuple):
    """The lines of a download in their order; what was noticed while they became text."""

    lines: Iterable[Line]
    doubts: tuple[Doubt, ...]


def open_lines(path: Path, known: Known) -> Opened:
    """Opens a download; ``known`` tells a delimiter from the others by the headers under it.

    Raises InputError where it cannot be read, or is empty.
    """
    if path.suffix.lower() in WORKBOOKS:
        return Opened(_of_workbook(path), ())
    text, problems = _text(path)
    lines = text.split("\n")
    records = _records(lines, _delimiter(lines, known), str(path))
    return Opened(records, tuple(encoding_doubts(problems)))


def is_figure(text: str) -> bool:
    """Whether a cell is a number, however it is written."""
    return re.fullmatch(_FIGURE, text) is not None


def _of_workbook(path: Path) -> Iterator[Line]:
    """The rows of a workbook's fullest sheet, and an empty one where it leaves some out."""
    table = read_table(path, lambda rows: 0)
    last = 0
    for number, cells in ((table.header_row, table.headers), *table.rows):
        if last and number > last + 1:
            yield number - 1, [], None
        last = number
        cleaned = [_cleaned(cell) for cell in cells]
        text = "\t".join(cleaned)
        yield number, cleaned, text if re.match(_COMMENT, text) else None


def _text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    data = load(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # "CSV for Excel" of older exports
        data = data.decode("utf-16", "replace").encode()
    text, problems = decode(data, path.name, str(path))
    if not text.strip():
        raise input_error("empty-file", Place(str(path)))
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def _delimiter(lines: Sequence[str], known: Known) -> str:
    """The delimiter under which most headers are known; the first of equals: a comma."""

    def fit(delimiter: str) -> int:
        best = 0
        for line in lines:
            if line.count(delimiter) and not re.match(_COMMENT, line):
                cells = _split(line, delimiter)
                if not any(is_figure(cell.strip()) for cell in cells):
                    best = max(best, known([_cleaned(c) for c in cells]))
        return best

    return max(",;\t", key=fit)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # longer than a cell may be
        return []


def _records(lines: Sequence[str], delimiter: str, file: str) -> Iterator[Line]:
    """Each line or row with its number and cells; the text of a comment as the third."""
    comments = {n: line for n, line in enumerate(lines, 1) if re.match(_COMMENT, line)}

    def fed() -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            yield "\n" if number in comments else f"{line}\n"

    reader = csv.reader(fed(), delimiter=delimiter, strict=True)
    number = 1
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = Place(file, row=number)
            if "unexpected end of data" in str(error):
                raise input_error("open-quote", place) from error
            raise input_error("bad-csv", place, why=Reported(str(error))) from error
        comment = comments.get(number)
        if comment is not None:
            cells = _split(comment, delimiter)
        yield number, [_cleaned(cell) for cell in cells], comment


def _cleaned(cell: str) -> str:
    return one_line(unicodedata.normalize("NFC", clean(cell).text))
