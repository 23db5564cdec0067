"""Reads a workbook of LibreOffice (.ods): walks through its XML, so that it is never a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tpgraph.inventory.formats.grid import Cell, Grid, Merge, Sheet
from tpgraph.inventory.formats.plain import plain_table
from tpgraph.inventory.formats.typed import Typed, currency_in, number_text, percent_text
from tpgraph.inventory.formats.workbook import table_of
from tpgraph.inventory.formats.xmlwalk import Enough
from tpgraph.inventory.formats.zipped import Parts, open_parts
from tpgraph.inventory.header_row import Finder
from tpgraph.inventory.limits import MB, Counter
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import Table
from tpgraph.model import Place
from tpgraph.phrases import phrase

_FORM = phrase("what.ods")
_CONTENT = "content.xml"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_SHEETS = 1000
_CELLS = ("table:table-cell", "table:covered-table-cell")
# What stands in a cell and is not its text.
_NOT_TEXT = frozenset(
    {"office:annotation", "draw:frame", "draw:custom-shape", "text:ruby-text", "text:note"}
)
_ERRORS = ("#", "Err:")


def read(path: Path, index: Index) -> Table:
    """The touchpoints (and company) of a workbook.

    Raises InputError where it is damaged, encrypted, over a limit, or has no touchpoints.
    """
    with open_parts(path, _FORM) as parts:
        return table_of(path, _sheets(parts), index)


def read_plain(path: Path, find: Finder) -> Table:
    """The fullest table of a workbook that is no inventory; raises InputError as :func:`read`."""
    with open_parts(path, _FORM) as parts:
        return plain_table(path, _sheets(parts), find)


@contextmanager
def sheets_in(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook that need not be an inventory; raises InputError as :func:`read`."""
    with open_parts(path, _FORM) as parts:
        yield _sheets(parts)


def _sheets(parts: Parts) -> list[Sheet]:
    if not parts.holds(_CONTENT):
        raise input_error("damaged-file", parts.place, form=_FORM, why=phrase("why.no-content"))
    names = _Names()
    parts.walk(_CONTENT, names)
    if not names.sheets:
        why = phrase("why.no-sheets")
        raise input_error("damaged-file", parts.place, form=_FORM, why=why)
    texts = Counter("TEXT_MB", parts.place, MB)
    return [
        Sheet(name, style in names.hidden, _SheetReader(parts, number, texts))
        for number, (name, style) in enumerate(names.sheets[:_MOST_SHEETS])
    ]


class _Names:
    """The names of the sheets, and the styles under which a sheet is hidden."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.hidden: set[str] = set()
        self._style = ""
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                found = attributes.get("table:name", ""), attributes.get("table:style-name", "")
                self.sheets.append(found)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self.hidden.add(self._style)

    def end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1

    def text(self, text: str) -> None:
        """Nothing: names are attributes."""


class _SheetReader:
    """Reads one sheet when it is asked to."""

    def __init__(self, parts: Parts, number: int, texts: Counter) -> None:
        self._parts, self._number, self._texts = parts, number, texts

    def __call__(self, most: int | None) -> Grid:
        walker = _SheetWalker(self._number, most, self._texts, self._parts.place)
        self._parts.walk(_CONTENT, walker)
        return walker.grid


class _SheetWalker:
    """Collects the filled cells of the sheet ``number``."""

    def __init__(self, number: int, most: int | None, texts: Counter, place: Place) -> None:
        self.grid = Grid()
        self._wanted, self._most = number, most
        self._texts = texts
        self._filled, self._rows = Counter("CELLS", place), Counter("ROWS", place)
        self._table, self._depth = -1, 0
        self._row = self._column = self._columns = 0
        self._repeated_row = self._repeated_cell = 1
        self._cells: dict[int, Cell] = {}
        self._attributes: Mapping[str, str] = {}
        self._pieces: list[str] = []
        self._has_paragraph = False
        self._is_here = False
        self._in_text = self._skipped = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            self._table += self._depth == 1
            self._is_here = self._depth == 1 and self._table == self._wanted
        elif not self._is_here:
            return
        elif name in _NOT_TEXT or self._skipped:
            self._skipped += name in _NOT_TEXT
        elif name in _CELLS:
            self._repeated_cell = _count(attributes.get("table:number-columns-repeated"))
            self._attributes = attributes
            self._pieces = []
            self._has_paragraph = False
        elif name.startswith("text:"):
            self._start_text(name, attributes)
        elif name == "table:table-row":
            self._repeated_row = _count(attributes.get("table:number-rows-repeated"))
            self._column = 0
            if attributes.get("table:visibility", "visible") != "visible":
                first = self._row + 1
                last = min(self._row + self._repeated_row, first + 10_000)
                self.grid.hidden_rows.extend(range(first, last + 1))
        elif name == "table:table-column":
            count = _count(attributes.get("table:number-columns-repeated"))
            if attributes.get("table:visibility", "visible") != "visible":
                self.grid.hidden_columns.append((self._columns + 1, self._columns + count))
            self._columns += count

    def _start_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("text:p", "text:h"):
            if self._has_paragraph:
                self._pieces.append("\n")
            self._has_paragraph = True
            self._in_text += 1
        elif name == "text:s":
            self._pieces.append(" " * min(_count(attributes.get("text:c")), 100))
        elif name == "text:tab":
            self._pieces.append("\t")
        elif name == "text:line-break":
            self._pieces.append("\n")

    def end(self, name: str) -> None:
        if name == "table:table":
            is_done = self._is_here
            self._depth -= 1
            self._is_here = self._depth == 1 and self._table == self._wanted
            if is_done:
                raise Enough
        elif not self._is_here:
            return
        elif self._skipped:
            self._skipped -= name in _NOT_TEXT
        elif name in _CELLS:
            self._end_cell()
        elif name in ("text:p", "text:h"):
            self._in_text -= 1
        elif name == "table:table-row":
            self._end_row()

    def text(self, text: str) -> None:
        if self._in_text and not self._skipped:
            self._texts.take(len(text))
            self._pieces.append(text)

    def _end_cell(self) -> None:
        first = self._column + 1
        self._column = min(self._column + self._repeated_cell, _LAST_COLUMN)
        cell = self._cell()
        if cell is None:
            return
        self._filled.take(self._column - first + 1)
        for column in range(first, self._column + 1):
            self._cells[column] = cell
        down = _count(self._attributes.get("table:number-rows-spanned"))
        right = _count(self._attributes.get("table:number-columns-spanned"))
        if (down > 1 or right > 1) and len(self.grid.merges) < 200_000:
            last_row = min(self._row + down, _LAST_ROW)
            merge = Merge(self._row + 1, first, last_row, min(first + right - 1, _LAST_COLUMN))
            self.grid.merges.append(merge)

    def _end_row(self) -> None:
        first = self._row + 1
        self._row = min(self._row + self._repeated_row, _LAST_ROW)
        if not self._cells:
            return
        cells, self._cells = self._cells, {}
        for number in range(first, self._row + 1):
            self._rows.take()
            if number > first:
                self._filled.take(len(cells))
            self.grid.rows.append((number, cells if number == first else dict(cells)))
            if self._most is not None and len(self.grid.rows) >= self._most:
                raise Enough

    def _cell(self) -> Cell | None:
        attributes = self._attributes
        kind = attributes.get("office:value-type", "")
        shown = "".join(self._pieces)
        is_error = attributes.get("calcext:value-type") == "error"
        if is_error or (
            "table:formula" in attributes and kind in ("", "string") and shown.startswith(_ERRORS)
        ):
            return Typed(shown or "Err", "error")
        if kind in ("float", "percentage", "currency"):
            return self._number(kind, shown)
        if kind == "date":
            # Midnight is no time that anybody wrote.
            return Typed(
                attributes.get("office:date-value", shown).removesuffix("T00:00:00"), "date"
            )
        if kind == "boolean":
            return Typed(attributes.get("office:boolean-value", "false"), "boolean")
        if kind == "string" and not shown:
            shown = attributes.get("office:string-value", "")
        # A formula that gives an empty text has an empty paragraph; without one it has no value.
        if "table:formula" in attributes and not shown and not kind and not self._has_paragraph:
            return Typed("", "uncomputed")
        return shown if shown.strip() else None

    def _number(self, kind: str, shown: str) -> Cell:
        try:
            number = float(self._attributes.get("office:value", ""))
        except ValueError:
            return shown
        if kind == "percentage":
            return Typed(percent_text(number), "percent")
        currency = self._attributes.get("office:currency", "").strip()
        is_code = len(currency) == 3 and currency.isascii() and currency.isalpha()
        # A format such as 0.00 "€" is no currency for the program that saved it; its sign is shown.
        return Typed(number_text(number), "number", currency if is_code else currency_in(shown))


def _count(text: str | None) -> int:
    """A number of repetitions: 1 where it is not said, never more than a sheet can hold."""
    if text and text.isascii() and text.isdigit():
        return max(1, min(int(text[:9]), _LAST_ROW))
    return 1
