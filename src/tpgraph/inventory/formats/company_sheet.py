"""Reads the sheet of a workbook that describes the company: a key and its values in each row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from tpgraph.inventory.cells import split
from tpgraph.inventory.dates import iso_date
from tpgraph.inventory.formats.grid import Cell, Grid, letters
from tpgraph.inventory.formats.sheet_words import company_key
from tpgraph.inventory.formats.typed import Typed
from tpgraph.inventory.numbers import Reading, read_number
from tpgraph.inventory.table import CompanyData
from tpgraph.inventory.words import NO, YES, is_in
from tpgraph.model import Place, Problem
from tpgraph.text import normalise

_MOST_ROWS = 1000
_MOST_VALUES = 100  # cells to the right of a key
_ACCEPT = ("rule", "concerns", "reason", "until")
_LISTS = frozenset({"sells", "goals", "understanding_methods", "complete"})


def read_company_sheet(
    file: str, sheet: str, grid: Grid, problems: list[Problem]
) -> CompanyData | None:
    """What the sheet says, under the keys of ``company.toml``; None where it says nothing.

    The key stands in the first filled cell of a row, its values to the right of it (or a row of
    keys with the values below it). A row ``bounds.review_days`` or ``review_days`` is a bound; a
    row ``accept`` holds rule, concerns, reason and until.
    """
    rows = grid.rows[:_MOST_ROWS]
    if _is_across(rows):
        (_, keys), (number, values) = rows[0], rows[1]
        pairs = [(number, c, key, [values[c]] if c in values else []) for c, key in keys.items()]
    else:
        pairs = []
        for number, cells in rows:
            at = min(cells)
            last = min(max(cells), at + _MOST_VALUES)
            values_of_row = [cells.get(c, "") for c in range(at + 1, last + 1)]
            pairs.append((number, at, cells[at], values_of_row))
    return _Collector(file, sheet, problems).collect(pairs)


def _is_across(rows: list[tuple[int, dict[int, Cell]]]) -> bool:
    """Whether the keys stand beside each other in the first row."""
    if len(rows) != 2:
        return False
    known = [company_key(_text(cell)) for cell in rows[0][1].values()]
    below = company_key(_text(min(rows[1][1].items())[1]))
    return len([k for k in known if k]) > 1 and below is None


class _Collector:
    def __init__(self, file: str, sheet: str, problems: list[Problem]) -> None:
        self._file, self._sheet = file, sheet
        self._problems = problems
        self._places: dict[tuple[str, str, int], Place] = {}
        self._values: dict[str, Any] = {}

    def collect(self, pairs: list[tuple[int, int, Cell, list[Cell]]]) -> CompanyData | None:
        bounds: dict[str, Any] = {}
        accepts: list[dict[str, Any]] = []
        for row, at, key_cell, cells in pairs:
            said = _text(key_cell)
            texts = [t for t in map(_text, cells) if t]
            key = company_key(said)
            place = Place(self._file, self._sheet, row, letters(at + 1))
            if key == "accept":
                for name in _ACCEPT:
                    self._places["accept", name, len(accepts)] = place
                accepts.append(_accept([_text(cell) for cell in cells]))
            elif key is not None and key not in self._values:
                self._put(key, cells, texts, place)
            elif texts and key is None:
                bound = _bound_name(said)
                value = [number_or_text(cell) for cell in cells if _text(cell)]
                if bound:
                    bounds[bound] = value[0] if len(value) == 1 else value
                    self._places["bounds", bound, 0] = place
                elif len(said) <= 60:
                    self._values[said] = texts  # an unknown key, which the company's reader says
                    self._places["", said, 0] = place
        if bounds:
            self._values["bounds"] = bounds
        if accepts:
            self._values["accept"] = accepts
        if not self._values:
            return None
        return CompanyData(self._values, self._place_of)

    def _put(self, key: str, cells: list[Cell], texts: list[str], place: Place) -> None:
        self._places["", key, 0] = place
        if not texts:
            return  # blank: not known
        if key in _LISTS:
            values = [part for text in texts for part in split(text, "|;")]
            if key == "complete":
                values = [part for value in values for part in split(value, ",،")]
                if len(values) == 1 and is_in(values[0], YES | NO):
                    self._values[key] = is_in(values[0], YES)
                    return
            self._values[key] = values
        else:
            self._values[key] = texts[0] if len(texts) == 1 else " | ".join(texts)

    def _place_of(self, key: str, table: str, number: int) -> Place:
        found = self._places.get((table, key, number))
        return found or Place(self._file, self._sheet)


def _accept(texts: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in zip(_ACCEPT, texts, strict=False):
        if text:
            found[name] = split(text, "|;") if name == "concerns" else text
    until = iso_date(found.get("until", ""))
    if until is not None:
        found["until"] = until
    return found


def _bound_name(text: str) -> str | None:
    """The name of a bound: ``bounds.review_days``, ``review_days`` or ``review days``."""
    name = text.strip().casefold()
    is_told = name.startswith("bounds.")
    name = re.sub(r"[\s\-]+", "_", normalise(name.removeprefix("bounds.")))
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name):
        return None
    return (
        name if is_told or name.endswith(("_max", "_min", "_days")) or name == "languages" else None
    )


def number_or_text(cell: Cell) -> Mapping[str, Any] | int | float | str | bool | date:
    """What a cell of a bound holds: a number where it is one without a doubt, else its text."""
    text = _text(cell)
    if isinstance(cell, Typed) and cell.kind == "boolean":
        return text == "true"
    if isinstance(cell, Typed) and cell.kind == "date":
        return iso_date(text) or text
    if isinstance(cell, Typed) and cell.kind == "percent":
        return float(text) / 100
    reading = read_number(text)
    if not isinstance(reading, Reading) or reading.other is not None or reading.currency:
        return text
    number = reading.number
    return int(number) if number == int(number) else float(number)


def _text(cell: Cell) -> str:
    return (cell if isinstance(cell, str) else cell.text).strip()
