"""Reads one company of a batch: its own folder or file, or its rows of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tpgraph.batch.inputs import Input
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import Unit
from tpgraph.batch.table import Head, is_damaged
from tpgraph.inventory import read_inventory
from tpgraph.inventory.audience import for_audience
from tpgraph.inventory.crosshairs import with_cross_hairs
from tpgraph.inventory.csvfile import delimiter_name
from tpgraph.inventory.limits import over
from tpgraph.inventory.mapping import find_mapping, read_mapping
from tpgraph.inventory.messages import input_error, problem, shown
from tpgraph.inventory.read import read_table
from tpgraph.inventory.recognise import Index, load_index
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.inventory.words import NO, YES, is_in
from tpgraph.model import Decisions, Inventory, Place, Problem
from tpgraph.phrases import Slot

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


class Reader:
    """Reads the companies of a batch, one after the other."""

    def __init__(self, inputs: list[Input], settings: Settings) -> None:
        self._inputs = inputs
        self._settings = settings
        self._mappings: dict[Path, tuple[Index, Decisions | None, list[Problem]]] = {}

    def source(self, unit: Unit) -> str:
        """The path that a company is from."""
        return str(self._inputs[unit.source].path)

    def read(self, unit: Unit) -> Inventory:
        """The inventory of a company.

        Raises InputError where it cannot be read, CallError where the audience or the cross-hairs
        are none of its.
        """
        found = self._inputs[unit.source]
        settings = self._settings
        if found.head is None:
            inventory = read_inventory(found.path, as_of=settings.day(), complete=settings.complete)
        else:
            inventory = self._of_rows(unit, found.head)
        if settings.cross_hairs is not None:
            inventory = with_cross_hairs(inventory, settings.cross_hairs)
        if settings.audience is not None:
            inventory = for_audience(inventory, settings.audience)
        return inventory

    def _of_rows(self, unit: Unit, head: Head) -> Inventory:
        if unit.too_many:
            raise over("ROWS", Place(str(head.path), row=unit.rows[0][0]))
        for number, cells in unit.rows:
            if is_damaged(cells):
                raise input_error("not-in-encoding", Place(str(head.path), row=number))
        index, decisions, noted = self._deciding(head.path)
        table, differing = company_table(unit, head)
        table = table._replace(problems=(*noted, *differing))
        return read_table(
            table,
            head.path,
            as_of=self._settings.day(),
            complete=self._settings.complete,
            index=index,
            decisions=decisions,
        )

    def _deciding(self, path: Path) -> tuple[Index, Decisions | None, list[Problem]]:
        """The labels to read a table by, with the decisions of the mapping file beside it."""
        beside = find_mapping(path)
        if beside not in self._mappings:
            index, noted = load_index(), list[Problem]()
            decisions = read_mapping(beside, index, noted)
            known = index if decisions is None else index.deciding(decisions)
            self._mappings[beside] = (known, decisions, noted)
        return self._mappings[beside]


def company_table(unit: Unit, head: Head) -> tuple[Table, list[Problem]]:
    """The rows of one company as a table of their own, and facts in which they differ."""
    apart = {head.company, *head.facts}
    kept = [i for i in range(len(head.headers)) if i not in apart]
    # Cells beyond the header stay where they are, to be reported.
    width = len(head.headers)
    rows = tuple(
        (n, [*(cells[i] if i < len(cells) else "" for i in kept), *cells[width:]])
        for n, cells in unit.rows
    )
    facts = _Facts(unit, head)
    table = Table(
        file=head.path.name,
        header_row=head.row,
        headers=tuple(head.headers[i] for i in kept),
        rows=rows,
        separators=head.separators,
        delimiter=delimiter_name(head.delimiter),
        company=CompanyData(facts.values, facts.place_of),
    )
    return table, facts.differing


class _Facts:
    """What the rows of a company say of the company itself: the first row that says it counts."""

    def __init__(self, unit: Unit, head: Head) -> None:
        self._unit, self._head = unit, head
        self.differing: list[Problem] = []

    @cached_property
    def _stated(self) -> Mapping[int, tuple[int, str]]:
        """The row and the text, by the position of the column."""
        stated: dict[int, tuple[int, str]] = {}
        for number, cells in self._unit.rows:
            for position in self._head.facts:
                text = cells[position].strip() if position < len(cells) else ""
                if not text:
                    continue
                row, first = stated.setdefault(position, (number, text))
                if text != first:
                    header = self._head.headers[position]
                    place = Place(self._head.path.name, row=number, column=header)
                    said: dict[str, Slot] = {"other": shown(first), "earlier": row}
                    self.differing.append(problem("company-rows-differ", place, said, value=text))
        return stated

    @cached_property
    def values(self) -> dict[str, Any]:
        """The facts under the keys of ``company.toml``."""
        found: dict[str, Any] = {"name": self._unit.name}
        for position, (_, text) in self._stated.items():
            key, table = self._head.facts[position]
            if table:
                found.setdefault(table, {})[key] = _bound(text)
            elif key == "complete":
                found[key] = is_in(text, YES) or (not is_in(text, NO) and text)
            else:
                found[key] = text
        return found

    @property
    def place_of(self) -> Callable[[str, str, int], Place]:
        """Gives the place of a fact: the first row that states it."""
        places = {
            self._head.facts[position]: (row, self._head.headers[position])
            for position, (row, _) in self._stated.items()
        }
        first = (self._unit.rows[0][0], self._head.headers[self._head.company])
        file = self._head.path.name

        def place(key: str, table: str, _number: int) -> Place:
            row, column = places.get((key, table), first)
            return Place(file, row=row, column=column)

        return place


def _bound(text: str) -> Any:
    """A bound as ``company.toml`` would have it: a number, a day, several texts, or a text."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if "|" in text:
        return [part.strip() for part in text.split("|") if part.strip()]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
