"""Says the cells of an inventory as text that is read back as the same facts, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.formats.typed import unmistakable
from tpgraph.inventory.recognise import Index, load_index
from tpgraph.inventory.rows import ASSUMED, FROM_THE_ADDRESS, FROM_THE_NAME
from tpgraph.model import Inventory, TouchpointRow, Value
from tpgraph.views.choices import Choices

_DERIVED = (ASSUMED, FROM_THE_NAME, FROM_THE_ADDRESS)  # the reader finds them again
_PARTING = ("|", ";")  # between several values of a cell


class Rows(NamedTuple):
    """The cells of all touchpoints: by canonical column, and those of columns not recognised."""

    cells: tuple[dict[str, str], ...]
    extra: tuple[dict[str, str], ...]
    extra_headers: tuple[str, ...]


def rows_of(inventory: Inventory, choices: Choices) -> Rows:
    """The cells of ``inventory`` with the terms as ``choices`` calls them, blank ones left out."""
    teller = CellTeller(inventory, choices)
    extra = tuple(dict(row.extra) for row in inventory.touchpoints)
    headers = tuple(dict.fromkeys(header for row in extra for header in row))
    return Rows(tuple(map(teller.cells, inventory.touchpoints)), extra, headers)


class CellTeller:
    """Says what cells of an inventory hold."""

    def __init__(self, inventory: Inventory, choices: Choices) -> None:
        """Take the inventory whose names links are to, and the words of a language."""
        self._names = {row.iri: row.name for row in inventory.touchpoints}
        self._choices = choices
        self._index: Index = load_index()
        self._labels: dict[tuple[str | None, str], str | None] = {}

    def cells(self, row: TouchpointRow) -> dict[str, str]:
        """The cells of a touchpoint that are not blank, by canonical column."""
        found = {"name": row.name}
        for column in COLUMNS:
            text = "" if column == "name" else self._cell(row, column)
            if text:
                found[column] = text
        return found

    def _cell(self, row: TouchpointRow, column: str) -> str:
        if column in row.unclear:  # what was not understood stays as it was written
            return row.raw.get(column, "?")
        if column in row.none:
            return self._choices.texts("word.none")
        values = [v for v in row.values.get(column, ()) if v.place.note not in _DERIVED]
        said = [text for v in values if (text := self._value(column, v)) is not None]
        if len(said) < len({v.text for v in values}):
            return row.raw.get(column, "")
        return "|".join(said)

    def _value(self, column: str, value: Value) -> str | None:
        """A value as text; None where no word says it, or another value of the cell does."""
        holds = COLUMNS[column].holds
        if holds == "links":
            return self._names.get(value.iri or "")
        if value.iri:
            # The platform that a channel names is found again by its text.
            return None if column == "channel" else self.term(COLUMNS[column].scheme, value.iri)
        text = value.literal or ""
        if value.datatype == "boolean":
            return self._choices.texts("word.yes" if text == "true" else "word.no")
        return unmistakable(text) if value.datatype == "decimal" else text

    def term(self, scheme: str | None, iri: str) -> str | None:
        """What a term is called: in the language, else where that is not understood otherwise."""
        key = (scheme, iri)
        if key not in self._labels:
            self._labels[key] = next(self._understood(scheme, iri), None)
        return self._labels[key]

    def _understood(self, scheme: str | None, iri: str) -> Iterator[str]:
        for label in (self._choices.of_iri(iri), self._index.label_of_term(scheme, iri)):
            is_one = label and not any(mark in label for mark in _PARTING)
            if label and is_one and self._index.terms(scheme, label) == (iri,):
                yield label
