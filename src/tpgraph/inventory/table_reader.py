"""Reads the rows of one table: what each says of a touchpoint, before links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tpgraph.inventory.cells import CellParser
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.header_reader import HeaderReader
from tpgraph.inventory.iris import IriMaker
from tpgraph.inventory.messages import input_error, problem
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.rows import RowReader
from tpgraph.inventory.table import Table
from tpgraph.inventory.totals import is_total_row
from tpgraph.model import Place, Problem, Recognition, TouchpointRow, Value

_NOTHING: frozenset[str] = frozenset()  # one for all rows
LeftOut = list[tuple[Place, list[str]]]


class TableReader:
    """Turns the rows of a table into touchpoints.

    What is noticed goes to ``problems``; ``left_out`` holds the rows without a name with the
    columns they fill.
    """

    def __init__(
        self, table: Table, path: str, as_of: date, index: Index, problems: list[Problem]
    ) -> None:
        """``path`` is the file as somebody gave it, for errors that end the reading."""
        self._table = table
        self._path = path
        self._problems = problems
        self._header = HeaderReader(table, path, index, problems)
        parser = CellParser(index, as_of=as_of, separators=table.separators)
        self._rows = RowReader(index, parser)
        self.left_out: LeftOut = []

    @property
    def recognitions(self) -> tuple[Recognition, ...]:
        """Headers, values and names that are no labels, and what became of them."""
        return (*self._header.recognitions, *self._rows.recognitions)

    def read(self, iris: IriMaker | None) -> list[TouchpointRow]:
        """The touchpoints, with links as text.

        Without ``iris`` the table is one source of several: then nothing has an IRI yet, and no
        blank type or status is filled in, since another source may state it (:meth:`fill_in`).
        Raises InputError where there are no touchpoints.
        """
        columns = self._header.columns()
        self._header.report_stray_cells()
        touchpoints: list[TouchpointRow] = []
        for number, cells in self._table.rows:
            place = Place(self._table.file, sheet=self._table.sheet, row=number)
            raw, extra = self._split_row(columns, cells, place)
            name = one_line(raw.get("name", ""))
            if name and is_total_row(name, (*_others(raw), *extra.values())):
                self._problems.append(
                    problem("total-row", replace(place, column="name"), value=name)
                )
            elif name:
                touchpoints.append(self._touchpoint(iris, name, place, raw, extra))
            else:
                place_of_name = replace(place, column="name")
                self._problems.append(problem("no-name", place_of_name))
                self.left_out.append((place, list(raw)))
        if not touchpoints:
            raise input_error("no-touchpoints", Place(self._path, sheet=self._table.sheet))
        return touchpoints

    def fill_in(
        self, part: TouchpointRow, columns: frozenset[str], known: Mapping[str, tuple[Value, ...]]
    ) -> TouchpointRow:
        """``part`` with what its name says of the blank ``columns``, and what is assumed.

        ``known`` is what all sources say of the touchpoint.
        """
        place = part.place
        reading = self._rows.read(
            part.name, {}, lambda column: replace(place, column=column), columns, known
        )
        self._problems += reading.problems
        return replace(part, values={**part.values, **reading.values})

    def _split_row(
        self, columns: list[tuple[str | None, str]], cells: list[str], place: Place
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The cells that are not blank, by canonical column, and those of unknown columns."""
        raw: dict[str, str] = {}
        extra: dict[str, str] = {}
        # A row may be shorter than the header, or longer: then it is reported, and cut.
        for (column, header), cell in zip(columns, cells, strict=False):
            if not cell or not header:
                continue
            text, was_harmful = (cell.strip(), False) if cell.isprintable() else clean(cell)
            if was_harmful:
                where = replace(place, column=column or header[:80])
                self._problems.append(problem("control-characters", where))
            if text and column is not None:
                raw[column] = text
            elif text:
                extra[header] = text
        return raw, extra

    def _touchpoint(
        self,
        iris: IriMaker | None,
        name: str,
        place: Place,
        raw: dict[str, str],
        extra: dict[str, str],
    ) -> TouchpointRow:
        file, sheet, row = place.file, place.sheet, place.row
        only = None if iris else dict.fromkeys([*raw, "name", "channel"])
        reading = self._rows.read(name, raw, lambda column: Place(file, sheet, row, column), only)
        self._problems += reading.problems
        return TouchpointRow(
            iri=iris.make(name) if iris else "",
            name=name,
            place=place,
            values=reading.values,
            none=frozenset(reading.none) if reading.none else _NOTHING,
            unclear=frozenset(reading.unclear) if reading.unclear else _NOTHING,
            raw=raw,
            extra=extra,
        )


def _others(raw: dict[str, str]) -> list[str]:
    return [text for column, text in raw.items() if column != "name"]
