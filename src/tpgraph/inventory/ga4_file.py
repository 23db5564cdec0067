"""Reads a download of Google Analytics: its blocks, their columns, periods, rows and totals.

A download may begin with lines of ``#``, hold several tables one below the other (a chart's
figures, then the table), and end with a row of totals whose place differs between reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tpgraph.inventory.ga4_channels import words
from tpgraph.inventory.ga4_lines import is_figure, open_lines
from tpgraph.inventory.imports import TOO_LONG, Doubt, Skipped
from tpgraph.inventory.messages import input_error, shown
from tpgraph.inventory.numbers import Reading, canonical, read_number
from tpgraph.inventory.totals import is_total_word
from tpgraph.model import Place
from tpgraph.phrases import Phrase, Slot, phrase
from tpgraph.text import normalise

DIMENSIONS = ("channel", "source/medium", "source", "medium", "campaign")
FIGURES = ("visits", "users", "conversions", "clicks")
_TELLS_WHERE_FROM = frozenset(DIMENSIONS) - {"campaign"}
_COUNTS_PEOPLE = ("visits", "users", "conversions")

NO_COLUMNS = phrase("skipped.no-columns")
TOTAL = phrase("skipped.total")
NO_FIGURE = phrase("skipped.no-figure")

_LEFT_OUT = {
    "users": "doubt.users",
    "conversions": "doubt.conversions",
    "clicks": "doubt.clicks",
}

_DAY = r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)"


class Row(NamedTuple):
    """A row of figures: what each dimension says (as written), and the counts that are known.

    ``doubts`` are figures that were left out, and why.
    """

    place: Place
    dimensions: Mapping[str, str]
    figures: Mapping[str, Decimal]
    doubts: tuple[Phrase, ...] = ()


class Block(NamedTuple):
    """One table of a download that says where visits came from.

    ``period`` is its first and last day (``2026-01-01``), where the lines above tell them.
    ``unused`` are the headers that were not needed. ``total`` is the visits in a row of totals.
    """

    file: str
    header_row: int
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    period: tuple[str, str] | None
    rows: tuple[Row, ...]
    total: Decimal | None


class Export(NamedTuple):
    """A download: the blocks that can be used, and the rows that cannot, with the reason."""

    path: str
    file: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def rows_read(self) -> int:
        """All rows of figures; headers, comments and blank lines aside."""
        return sum(len(b.rows) for b in self.blocks) + len(self.skipped)


def read_export(path: Path) -> Export:
    """Read a download: a text (any common encoding and delimiter) or a workbook, in any language.

    Raises InputError where it cannot be read, or where no block says where visits came from.
    """
    opened = open_lines(path, lambda cells: len(_columns(cells)))
    parts: list[_Part] = []
    skipped: list[Skipped] = []
    period: tuple[str, str] | None = None
    days: list[str] = []
    is_new = True  # after a comment or a blank line, where a block may begin
    for number, cells, comment in opened.lines:
        part = parts[-1] if parts else None
        if comment is not None and not (part and part.takes(cells)):
            days += ["-".join(found) for found in re.findall(_DAY, comment)]
            is_new = True
            continue
        if not any(cells):
            is_new = True
            continue
        found = _columns(cells)
        begins = is_new and not any(map(is_figure, cells)) and not _is_total(cells)
        if found or begins or part is None:
            if len(days) >= 2:
                period = (min(days), max(days))
            days = []
            parts.append(_Part(path.name, number, cells, found, period))
            if found or begins:
                is_new = False
                continue
        is_new = False
        parts[-1].lines.append((number, cells))
    blocks = []
    for part in parts:
        if part.columns:
            block, unread = part.block()
            blocks.append(block)
            skipped += unread
        else:
            skipped += [Skipped(Place(path.name, row=n), NO_COLUMNS) for n, _ in part.lines]
    if not blocks:
        headers = next((p.headers for p in parts if len(p.headers) > 1), [])
        named = ", ".join(h for h in headers if h)[:200]
        seen: Slot = named or phrase("what.nothing")
        raise input_error("no-ga4-columns", Place(str(path)), headers=seen)
    return Export(str(path), path.name, tuple(blocks), tuple(skipped), opened.doubts)


class _Part:
    """Lines below one header, while the file is read. ``columns`` is empty where it is no use."""

    def __init__(
        self,
        file: str,
        header_row: int,
        headers: list[str],
        columns: Mapping[str, int],
        period: tuple[str, str] | None,
    ) -> None:
        self.file, self.header_row, self.headers = file, header_row, headers
        self.columns, self.period = columns, period
        self.lines: list[tuple[int, list[str]]] = []

    def takes(self, cells: list[str]) -> bool:
        """Whether a line that looks like a comment is a row: a campaign may begin with ``#``."""
        at = [i for name, i in self.columns.items() if name in FIGURES]
        return len(cells) == len(self.headers) and any(is_figure(cells[i]) for i in at)

    def block(self) -> tuple[Block, list[Skipped]]:
        skipped: list[Skipped] = []
        rows: list[Row] = []
        total: Decimal | None = None
        style = self._style()
        for number, cells in self.lines:
            place = Place(self.file, row=number)
            if self._is_total(cells):
                skipped.append(Skipped(place, TOTAL))
                figure = _figure(self._cell(cells, "visits"), "visits", style)
                total = figure if total is None and isinstance(figure, Decimal) else total
            elif any(cells[len(self.headers) :]):
                skipped.append(Skipped(place, TOO_LONG))
            else:
                row = self._row(place, cells, style)
                if isinstance(row, Row):
                    rows.append(row)
                else:
                    skipped.append(Skipped(place, row))
        used = set(self.columns.values())
        unused = tuple(h for i, h in enumerate(self.headers) if h and i not in used)
        columns = tuple(self.columns)
        block = Block(self.file, self.header_row, columns, unused, self.period, tuple(rows), total)
        return block, skipped

    def _row(self, place: Place, cells: list[str], style: str) -> Row | Phrase:
        figures: dict[str, Decimal] = {}
        doubts = []
        for name in FIGURES:
            text = self._cell(cells, name)
            if not text and name == "visits" and name in self.columns:
                return NO_FIGURE
            if not text:
                continue
            figure = _figure(text, name, style)
            if isinstance(figure, Decimal):
                figures[name] = figure
            elif name == "visits":
                return phrase("skipped.not-a-count", value=shown(text), why=figure)
            else:
                doubts.append(phrase(_LEFT_OUT[name], value=shown(text), why=figure))
        if not figures:
            return NO_FIGURE
        dimensions = {n: self._cell(cells, n) for n in DIMENSIONS if n in self.columns}
        return Row(place, dimensions, figures, tuple(doubts))

    def _is_total(self, cells: list[str]) -> bool:
        """Totals name nothing, or a word for total; in some reports that stands behind the row."""
        said = [self._cell(cells, n) for n in DIMENSIONS if n in self.columns]
        if any(map(is_total_word, cells[len(self.headers) :])):
            return True
        return all(not text or is_total_word(text) for text in said)

    def _cell(self, cells: list[str], name: str) -> str:
        at = self.columns.get(name)
        return cells[at] if at is not None and at < len(cells) else ""

    def _style(self) -> str:
        """Whether thousands are parted here: ``plain``, ``grouped``, or ``unclear``."""
        texts = [self._cell(cells, n) for _, cells in self.lines for n in ("visits", "users")]
        if any(re.fullmatch(r"\d{4,}(\.\d+)?", text) for text in texts):
            return "plain"
        # Visits are whole: a mark in one of them can only part thousands.
        return (
            "grouped" if any(re.search(r"\d[.,٬'’\s]\d{3}", text) for text in texts) else "unclear"
        )


# ------------------------------------------------------------------------------------ columns


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """The columns that a header names; empty where they do not say what came from where."""
    best: dict[str, tuple[tuple[int, int], int]] = {}
    for at, cell in enumerate(cells):
        found = _meaning(cell)
        if found is None:
            continue
        name, rank = found
        if name not in best or rank < best[name][0]:
            best[name] = (rank, at)
    names = {name: at for name, (_, at) in best.items()}
    if not _TELLS_WHERE_FROM & names.keys() or not any(n in names for n in _COUNTS_PEOPLE):
        return {}
    return {name: names[name] for name in (*DIMENSIONS, *FIGURES) if name in names}


def _meaning(header: str) -> tuple[str, tuple[int, int]] | None:
    """What a header means, and its rank: the session's before the first user's."""
    if not header or len(header) > 120:
        return None
    word = _plain(header)
    for name in FIGURES:
        if word in _labels()[name]:
            return name, (0, _labels()[name][word])
    kept = _kept(word)
    for name in DIMENSIONS:
        if kept and kept in _dimension_labels()[name]:
            is_first = any(part in _labels()["first user"] for part in word.split())
            return name, (int(is_first), 0)
    return None


def _plain(header: str) -> str:
    """A header as it is compared; ``sessionSource`` of the API is two words."""
    return normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).replace("_", " "))


def _kept(word: str) -> frozenset[str]:
    return frozenset(word.split()) - _labels_of_qualifiers()


@cache
def _labels() -> dict[str, dict[str, int]]:
    """The normalised names of each meaning, with their rank in the file."""
    return {
        means: {normalise(name): rank for rank, name in reversed(list(enumerate(names)))}
        for means, names in words().items()
    }


@cache
def _labels_of_qualifiers() -> frozenset[str]:
    return frozenset(part for name in _labels()["does not count"] for part in name.split())


@cache
def _dimension_labels() -> dict[str, frozenset[frozenset[str]]]:
    return {n: frozenset(_kept(label) for label in _labels()[n]) for n in DIMENSIONS}


def _is_total(cells: Sequence[str]) -> bool:
    return any(map(is_total_word, cells))


# ------------------------------------------------------------------------------------ figures


def _figure(text: str, name: str, style: str) -> Decimal | Slot:
    """A count of 0 or more, or why it is none. Conversions may be shared out, so have decimals."""
    reading = read_number(text)
    if not isinstance(reading, Reading):
        return reading
    number = reading.number
    is_part = number != number.to_integral_value()
    # A count is whole: where it is not, its mark parts thousands, whatever other cells do.
    if reading.other is not None and (style != "plain" or (is_part and name != "conversions")):
        if name == "conversions" and style == "unclear":
            numbers = canonical(reading.number), canonical(reading.other)
            return phrase("why.two-numbers", one=numbers[0], other=numbers[1])
        number = reading.other
    if number < 0:
        return phrase("why.negative")
    if name != "conversions" and number != number.to_integral_value():
        return phrase("why.not-whole")
    return number
