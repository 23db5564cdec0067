"""Fills the template of a language with a company's own inventory: a workbook to work on."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tpgraph.model import Inventory
from tpgraph.views.cells_back import CellTeller, Rows, rows_of
from tpgraph.views.choices import Choices, choices_in
from tpgraph.views.company_back import company_keys
from tpgraph.views.template import BOUNDS, FIRST_ROW, HEADER_ROW, template_book
from tpgraph.vocabulary import COLUMNS

_PARTS_A_SCOPE = ",،|;"  # in the row of complete columns
_FIRST_DAY = date(1900, 3, 1)  # before it the programs do not agree on days


def own_workbook(inventory: Inventory, language: str) -> bytes:
    """The workbook of ``inventory`` with the headings, terms and lists of a language."""
    out = io.BytesIO()
    own_book(inventory, language).save(out)
    return out.getvalue()


def own_book(inventory: Inventory, language: str) -> Any:
    """The same workbook as openpyxl has it: to be added to, or saved."""
    choices = choices_in(language)
    book = template_book(choices)
    touchpoints, company = book.worksheets[:2]
    _fill_touchpoints(touchpoints, rows_of(inventory, choices))
    keys = company_keys(inventory.company, CellTeller(inventory, choices))
    _fill_company(company, keys, choices)
    return book


def _fill_touchpoints(sheet: Any, rows: Rows) -> None:
    columns = {column: at for at, column in enumerate(COLUMNS, start=1)}
    beyond = {h: at for at, h in enumerate(rows.extra_headers, start=len(COLUMNS) + 1)}
    for header, at in beyond.items():
        _write(sheet, HEADER_ROW, at, header)
    for number, (cells, extra) in enumerate(zip(rows.cells, rows.extra, strict=True), FIRST_ROW):
        for column, text in cells.items():
            _write(sheet, number, columns[column], _typed(column, text))
        for header, text in extra.items():
            _write(sheet, number, beyond[header], text)


def _typed(column: str, text: str) -> Any:
    """A number or day as the programs have them, where nothing of it is lost; else the text."""
    holds = COLUMNS[column].holds
    try:
        if holds == "number":
            number = float(text)
            return number if Decimal(f"{number:.15g}") == Decimal(text) else text
        if holds == "date" and (day := date.fromisoformat(text)) >= _FIRST_DAY:
            return day
    except (ValueError, ArithmeticError):
        pass
    return text


def _fill_company(sheet: Any, keys: Mapping[str, Any], choices: Choices) -> None:
    texts = choices.texts
    rows = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    for key, value in keys.items():
        if key in ("bounds", "accept"):
            continue
        values = value if isinstance(value, list) else [value]
        if key == "complete" and value is not True:
            values = [_scope(column, choices) for column in values]
        said = [texts("word.yes" if v else "word.no") if isinstance(v, bool) else v for v in values]
        for at, text in enumerate(said or [texts("word.none")], start=2):
            _write(sheet, rows[texts(f"company.{key}")], at, text)
    for name, value in keys.get("bounds", {}).items():
        line = rows[name] if name in BOUNDS else _new_line(sheet, f"bounds.{name}")
        for at, one in enumerate(value if isinstance(value, list) else [value], start=2):
            _write(sheet, line, at, one)
    for accept in keys.get("accept", ()):
        line = _new_line(sheet, "accept")
        said = [accept["rule"], "|".join(accept["concerns"]), accept["reason"]]
        for at, text in enumerate([*said, accept.get("until")], start=2):
            _write(sheet, line, at, text)


def _scope(column: str, choices: Choices) -> str:
    heading = choices.heading(column)
    return column if any(mark in heading for mark in _PARTS_A_SCOPE) else heading


def _new_line(sheet: Any, key: str) -> int:
    line: int = sheet.max_row + 1
    _write(sheet, line, 1, key)
    return line


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, an error or a number, whatever it begins with
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
