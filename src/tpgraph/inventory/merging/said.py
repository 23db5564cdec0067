"""What one source says of a column of a touchpoint, and when two of them say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from tpgraph.inventory.graph import url_key
from tpgraph.inventory.rows import DERIVED
from tpgraph.model import Place, TouchpointRow, Value
from tpgraph.text import normalise


class Said(NamedTuple):
    """What one source says of a column."""

    part: TouchpointRow
    column: str
    values: tuple[Value, ...]
    is_none: bool
    is_unclear: bool

    @property
    def is_answer(self) -> bool:
        """Whether it is understood, at least in part."""
        return bool(self.values) or self.is_none

    @property
    def key(self) -> frozenset[object]:
        """Equal where two sources say the same; empty for none."""
        return frozenset(value_key(self.column, value) for value in self.values)

    @property
    def text(self) -> str:
        """What stands in the cell."""
        written = self.part.raw.get(self.column)
        return written or " | ".join(v.text for v in self.values) or "none"

    @property
    def place(self) -> Place:
        """The cell."""
        return self.values[0].place if self.values else replace(self.part.place, column=self.column)


def with_notes(said: Said, wanted: Callable[[str | None], bool]) -> Said:
    """``said`` with the values of which the note is ``wanted``."""
    return said._replace(values=tuple(v for v in said.values if wanted(v.place.note)))


def together(column: str, cells: Iterable[Iterable[Value]]) -> tuple[Value, ...]:
    """The values of the cells of several sources, equal ones as one with all its places."""
    found: dict[object, list[Value]] = {}
    for cell in cells:
        for value in cell:
            found.setdefault(value_key(column, value), []).append(value)
    values = []
    for alike in found.values():
        first = min(alike, key=lambda v: (v.literal or "", is_derived(v)))
        places = dict.fromkeys(p for v in alike if v is not first for p in (v.place, *v.also))
        also = (*first.also, *(place for place in places if place != first.place))
        values.append(replace(first, also=also))
    return tuple(values)


def value_key(column: str, value: Value) -> object:
    """What two values are compared by: spelling and letter case of a text do not count."""
    literal = value.literal or ""
    if value.iri or value.datatype != "string":
        return value.iri or literal
    return url_key(literal) if column == "url" else normalise(literal) or literal


def is_derived(value: Value) -> bool:
    """Whether no cell of the column states it."""
    return value.place.note in DERIVED
