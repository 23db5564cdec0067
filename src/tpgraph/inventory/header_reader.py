"""Understands the header of a table: which column each heading is; says what is not one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.messages import (
    IN_WORDS,
    MISSPELT,
    NEAR,
    did_you_mean,
    input_error,
    problem,
    shown,
)
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.rows import DECIDED
from tpgraph.inventory.table import Table
from tpgraph.model import Offer, Place, Problem, Recognition
from tpgraph.phrases import Column, Phrase, Slot, phrase

_IN_WORDS_SCORE = 0.95  # of a header that is a label but for a unit or endings


class HeaderReader:
    """Reads the headings of one table; what is noticed goes to ``problems``."""

    def __init__(self, table: Table, path: str, index: Index, problems: list[Problem]) -> None:
        """``path`` is the file as somebody gave it, for errors that end the reading."""
        self._table = table
        self._path = path
        self._index = index
        self._problems = problems
        self.recognitions: list[Recognition] = []

    def columns(self) -> list[tuple[str | None, str]]:
        """For each header, the canonical column (None where it is not recognised) and its text.

        Raises InputError where no column holds the names, or two headers are one column.
        """
        place = Place(self._path, sheet=self._table.sheet, row=self._table.header_row)
        headers = [one_line(clean(header).text) for header in self._table.headers]
        columns = [self._index.column(header) if header else None for header in headers]
        self._take_misspelt(headers, columns)
        first: dict[str, str] = {}
        for column, header in zip(columns, headers, strict=True):
            if column is None:
                continue
            if column in first:
                both = {"first": shown(first[column]), "second": shown(header)}
                raise input_error("duplicate-headers", place, column=Column(column), **both)
            first[column] = header
        if "name" not in first:
            near = [h for h in headers if h and "name" in self._index.near_columns(h, 1)]
            slots: dict[str, Slot] = {"headers": _some([shown(h) for h in headers], 20)}
            if near:
                slots["mend"] = phrase("mend.is-it-name", header=shown(near[0]))
            raise input_error("no-name-column", place, **slots)
        self._report_unknown(headers, columns)
        return list(zip(columns, _distinct(headers), strict=True))

    def _take_misspelt(self, headers: list[str], columns: list[str | None]) -> None:
        """Headers with a letter wrong become the column they surely mean, if it is free."""
        file, sheet, row = self._table.file, self._table.sheet, self._table.header_row
        for i, header in enumerate(headers):
            if not header or columns[i] is not None:
                continue
            place = Place(file, sheet=sheet, row=row, column=header[:80])
            if self._index.is_decided(header):
                self.recognitions.append(
                    Recognition("header", header, "decided", DECIDED, (), place)
                )
                continue
            offers, is_sure, reason = self._like_columns(header)
            offers = tuple(o for o in offers if o.term not in columns)
            is_sure = is_sure and bool(offers) and self._may_hold(offers[0].term, i)
            if is_sure and headers.count(header) == 1:
                best = offers[0]
                columns[i] = best.term
                self._problems.append(
                    problem(
                        "column-taken",
                        place,
                        value=header,
                        taken=Column(best.term),
                        score=best.score,
                        reason=reason,
                    )
                )
                found = Recognition("header", header, "taken", reason, offers, place)
            else:
                status: Literal["offered", "unknown"] = "offered" if offers else "unknown"
                near = NEAR if offers else None
                found = Recognition("header", header, status, near, offers, place)
            self.recognitions.append(found)

    def _may_hold(self, column: str, at: int) -> bool:
        """Whether what stands under a heading can be of ``column``: in one of numbers some digit.

        So that "Contatto" over "personale" is not taken for the number of contacts.
        """
        if COLUMNS[column].holds != "number":
            return True
        filled = [cells[at] for _, cells in self._table.rows if len(cells) > at and cells[at]]
        return not filled or any(char.isdigit() for cell in filled for char in cell)

    def _like_columns(self, header: str) -> tuple[tuple[Offer, ...], bool, Phrase]:
        """What ``header``, which is no label, may mean, whether surely, and why."""
        column = self._index.column_in_words(header)
        if column is not None:
            return (Offer(column, column, _IN_WORDS_SCORE),), True, IN_WORDS
        return *self._index.like_columns(header), MISSPELT

    def _report_unknown(self, headers: list[str], columns: list[str | None]) -> None:
        file, sheet, row = self._table.file, self._table.sheet, self._table.header_row
        for header, column in zip(headers, columns, strict=True):
            if header and column is None and not self._index.is_decided(header):
                near = [c for c in self._index.near_columns(header) if c not in columns]
                columns_near = [Column(c) for c in near]
                slots: dict[str, Slot] = {"mend": did_you_mean(columns_near)} if near else {}
                place = Place(file, sheet=sheet, row=row, column=header[:80])
                self._problems.append(problem("unknown-column", place, slots, value=header))

    def report_stray_cells(self) -> None:
        """Cells under a blank header, and cells beyond the last header."""
        headers = self._table.headers
        width = len(headers)
        blank = [i for i, header in enumerate(headers) if not clean(header).text]
        for i in blank:
            if any(len(cells) > i and cells[i].strip() for _, cells in self._table.rows):
                from tpgraph.inventory.formats.grid import letters

                at = letters(i + 1)
                place = Place(self._table.file, self._table.sheet, self._table.header_row, at)
                self._problems.append(problem("blank-header", place, number=i + 1))
        for number, cells in self._table.rows:
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                place = Place(self._table.file, sheet=self._table.sheet, row=number)
                self._problems.append(
                    problem(
                        "too-many-cells",
                        place,
                        cells=len(cells),
                        headers=width,
                        delimiter=self._table.delimiter,
                    )
                )


def _some(items: Sequence[Slot], most: int) -> Slot:
    return (*items[:most], "…") if len(items) > most else tuple(items)


def _distinct(headers: list[str]) -> list[str]:
    """The headers, a second one of a name with its number, so that no cell hides another."""
    counts: dict[str, int] = {}
    distinct = []
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
        is_repeated = header and counts[header] > 1
        distinct.append(f"{header} ({counts[header]})" if is_repeated else header)
    return distinct
