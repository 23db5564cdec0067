"""The workbook that problems are marked in: the inventory's own, or one made of its table."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.limits import MB, Counter
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.read import read_tables
from tpgraph.inventory.recognise import load_index
from tpgraph.inventory.sources import KEY
from tpgraph.inventory.table import Table
from tpgraph.model import Inventory, Place
from tpgraph.views.choices import choices_in
from tpgraph.views.company_rows import company_rows
from tpgraph.views.wording import direction

_WORKBOOKS = (".xlsx", ".xlsm")
_FIRST = 2  # row of the first touchpoint in a workbook that is made; 1 is the header


class Cell(NamedTuple):
    """A cell by its sheet's title, row and column, both from 1."""

    sheet: str
    row: int
    column: int


class Sheet(NamedTuple):
    """A sheet that holds a further source: where its rows and columns are, as in :class:`Base`."""

    title: str
    rows: dict[int, int]
    columns: dict[str, int]

    def cell_of(self, place: Place) -> Cell | None:
        """The cell that a place of this source is; None for the source as a whole."""
        if place.row not in self.rows:
            return None
        at = self.columns.get(place.column or "") or self.columns.get("name") or 1
        return Cell(self.title, self.rows[place.row], at)


class Base:
    """A workbook of openpyxl, and where in it the places of problems are."""

    def __init__(self, book: Any, file: str, sheet: str) -> None:
        self.book = book
        self.values: Mapping[str, Mapping[str, Any]] = {}
        self.rows: dict[int, int] = {}  # number in the file -> row of the sheet
        self.columns: dict[str, int] = {}  # canonical name or header -> column
        self.keys: dict[str, Cell] = {}  # key of the company -> cell of its first value
        self.others: dict[str, Sheet] = {}  # the further sources, by their files
        self._file, self._sheet = file, sheet
        self._merged: dict[tuple[str, str], Any] = {}

    def cell_of(self, place: Place) -> Cell | None:
        """The cell that a place is; None for a file as a whole and for what the book lacks."""
        column = place.column or ""
        if place.file in self.others:
            return self.others[place.file].cell_of(place)
        if self.others and place.file not in (self._file, FILE_NAME):
            return None
        if place.sheet and place.sheet != self._sheet:
            return self._lettered(place)
        if place.file == self._file and place.row in self.rows:
            # What is wrong with a row as a whole, or with a blank column, stands at its name.
            at = self.columns.get(column) or self.columns.get("name") or 1
            return Cell(self._sheet, self.rows[place.row], at)
        return self.keys.get(column) or self.keys.get(column.partition(".")[0])

    def _lettered(self, place: Place) -> Cell | None:
        """A cell of another sheet, such as that of the company, by row and letters."""
        from openpyxl.utils import column_index_from_string

        column = place.column or ""
        sheet = place.sheet or ""
        if sheet not in self.book.sheetnames or place.row is None or not column.isalpha():
            return None
        try:
            return Cell(sheet, place.row, column_index_from_string(column))
        except ValueError:
            return None

    def at(self, where: Cell) -> Any:
        """The cell of openpyxl; of merged ones the one that shows."""
        from openpyxl.cell.cell import MergedCell

        sheet = self.book[where.sheet]
        cell = sheet.cell(where.row, where.column)
        if not isinstance(cell, MergedCell):
            return cell
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
        return cell

    def new_sheet(self, title: str) -> Any:
        """A new last sheet; an older one of that name, of a copy marked before, gives way."""
        if title in self.book.sheetnames:
            self.book.remove(self.book[title])
        return self.book.create_sheet(title)


def open_base(inventory: Inventory, language: str) -> Base:
    """The workbook of an inventory that was read from a path.

    Raises InputError where it is too large to be marked, or cannot be read again.
    """
    (path, table), *others = read_tables(inventory.path)
    count = Counter("MARKED", Place(str(path)))  # openpyxl keeps much of each
    for each in (table, *(other for _, other in others)):
        count.take(sum(len(cells) - cells.count("") for _, cells in each.rows))
    is_own = path.suffix.lower() in _WORKBOOKS
    base = _own(path, table) if is_own else _made(table, language)
    base.columns = _columns(inventory, table)
    for _, other in others:
        _add_source(base, inventory, other, language)
    _add_company(base, inventory, path, table, language, is_own=is_own)
    return base


def _columns(inventory: Inventory, table: Table) -> dict[str, int]:
    """The column of each canonical name, as the reader took the headers, and of each header."""
    index = load_index()
    taken = {
        r.text: r.offers[0].term
        for r in inventory.recognitions
        if r.what == "header" and r.status in ("taken", "decided") and r.offers
    }
    found: dict[str, int] = {}
    for at, written in enumerate(table.headers, start=1):
        header = one_line(clean(written).text)
        if header:
            name = index.column(header) or taken.get(header) or header
            found.setdefault(name, at)
    return found


def _own(path: Path, table: Table) -> Base:
    """The inventory's own workbook with all its sheets, formulas and formats."""
    from openpyxl import load_workbook

    _refuse_entities(path)
    book = load_workbook(path)
    computed = load_workbook(path, data_only=True)
    base = Base(book, table.file, table.sheet or book.sheetnames[0])
    base.values = {
        sheet.title: {
            cell.coordinate: computed[sheet.title][cell.coordinate].value
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }
    base.rows = {table.header_row: table.header_row} | {n: n for n, _ in table.rows}
    return base


def _refuse_entities(path: Path) -> None:
    """No part of a workbook needs a document type, and attacks do: the reader saw only some."""
    place = Place(str(path))
    size = Counter("UNPACKED_MB", place, MB)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            last = b""
            with archive.open(name) as stream:
                while block := stream.read(MB):
                    size.take(len(block))
                    if b"<!DOCTYPE" in last + block or b"<!ENTITY" in last + block:
                        raise input_error("doctype", place)
                    last = block[-16:]


def _made(table: Table, language: str) -> Base:
    """A workbook of the table as it is written, row for row."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = choices_in(language).texts("sheet.touchpoints")
    sheet.sheet_view.rightToLeft = direction(language) == "rtl"
    base = Base(book, table.file, sheet.title)
    base.rows = _write(sheet, table)
    return base


def _add_source(base: Base, inventory: Inventory, table: Table, language: str) -> None:
    """A sheet of a further source, as it is written."""
    # A title holds 31 characters, and none that a path is made of.
    first = title = re.sub(r"[\\/*?:\[\]]", " ", table.file)[:25].strip(" '") or "2"
    number = 1
    while title.casefold() in (name.casefold() for name in base.book.sheetnames):
        number += 1
        title = f"{first} {number}"
    sheet = base.book.create_sheet(title)
    sheet.sheet_view.rightToLeft = direction(language) == "rtl"
    base.others[table.file] = Sheet(title, _write(sheet, table), _columns(inventory, table))


def _write(sheet: Any, table: Table) -> dict[int, int]:
    """Write a table row for row; gives the row of the sheet for each number in the file."""
    from openpyxl.styles import Alignment, Font

    rows = {table.header_row: 1}
    for column, header in enumerate(table.headers, start=1):
        cell = _put(sheet, 1, column, header)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 22
    for row, (number, cells) in enumerate(table.rows, start=_FIRST):
        rows[number] = row
        for column, text in enumerate(cells, start=1):
            if text.strip():
                _put(sheet, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    return rows


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """A text, never a formula, and never made a number or date by a spreadsheet program."""
    cell = sheet.cell(row, column)
    cell.value = clean(text).text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell


def _add_company(
    base: Base, inventory: Inventory, path: Path, table: Table, language: str, *, is_own: bool
) -> None:
    """A sheet of the company, where the workbook has none: as its file says it, or its name alone.

    Without it the copy would be read as a company called like the copy.
    """
    if is_own and table.company is not None:
        return
    toml = path.parent / FILE_NAME
    if inventory.company.place.file == FILE_NAME and toml.is_file():
        said: Mapping[str, Any] = tomllib.loads(toml.read_text("utf-8-sig"))
    else:
        said = table.company.values if table.company is not None else {}
    title = choices_in(language).texts("sheet.company")
    while title in base.book.sheetnames:
        title += " 2"
    sheet = base.book.create_sheet(title)
    sheet.sheet_view.rightToLeft = direction(language) == "rtl"
    said = {key: value for key, value in said.items() if key != KEY}
    rows = company_rows({**said, "name": inventory.company.name})
    for row, (key, values) in enumerate(rows, start=1):
        _put(sheet, row, 1, key)
        for column, text in enumerate(values, start=2):
            _put(sheet, row, column, text)
        base.keys.setdefault(key, Cell(title, row, 2))
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 40
