"""The columns of an inventory: what each holds, in what range, and how many values a cell takes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.recognise import Index, closest
from tpgraph.phrases import Column, listed, phrase, shown
from tpgraph.vocabulary import COLUMNS

__all__ = [
    "COLUMNS",
    "COUNTS",
    "METRICS",
    "Range",
    "expand_scope",
    "has_one_value",
    "range_of",
    "require_column",
]

METRICS = ("cost", "reach", "contacts", "clicks", "conversions", "satisfaction", "importance")
# Whole things are counted here: "1,200" can only mean twelve hundred.
COUNTS = frozenset({"reach", "contacts", "clicks", "conversions", "complaints"})

_ONE_VALUE = frozenset(
    {"name", "status", "currency", "satisfaction_scale", "importance_scale", "notes"}
)
_RATED_1_TO_5 = frozenset({"importance", "space", "staff", "convenience", "atmosphere", "design"})


class Range(NamedTuple):
    """The lowest and highest value that a number may have; ``None`` is no limit."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, number: Decimal) -> bool:
        """Whether ``number`` lies in the range, ends included."""
        above = self.low is None or number >= self.low
        return above and (self.high is None or number <= self.high)


_AT_LEAST_0 = Range(Decimal(0), None)
_1_TO_5 = Range(Decimal(1), Decimal(5))
_ANY = Range(None, None)


def range_of(column: str) -> Range:
    """The range of a column of numbers, where the row states no scale of its own."""
    if column in _RATED_1_TO_5:
        return _1_TO_5
    return _ANY if column == "satisfaction" else _AT_LEAST_0


def has_one_value(column: str) -> bool:
    """Whether a cell of ``column`` holds one value, so that ``|`` is part of its text."""
    return column in _ONE_VALUE


def require_column(name: str, index: Index) -> str:
    """The canonical name of a column that somebody names in a call.

    Raises CallError with the nearest name where there is none.
    """
    if name in COLUMNS:
        return name
    column = index.column(name)
    if column is None:
        near = index.near_columns(name) or tuple(COLUMNS)
        mend = phrase("mend.near", near=listed([Column(c) for c in near]))
        raise CallError(phrase("call.no-column", name=shown(name), mend=mend))
    return column


def expand_scope(scope: str, index: Index) -> tuple[str, ...]:
    """The columns that a word of ``complete`` stands for; empty where it stands for none."""
    if scope in COLUMNS:
        return (scope,)
    word = scope.strip().casefold()
    if word in ("all", "true"):
        return tuple(COLUMNS)
    if word == "metrics":
        return METRICS
    column = index.column(scope)
    return () if column is None else (column,)


def near_scopes(scope: str, index: Index) -> tuple[str, ...]:
    """The words of ``complete`` that look most like ``scope``, best first."""
    names: Iterable[str] = (*COLUMNS, "metrics", "all")
    return closest(scope, names, 3) or index.near_columns(scope)
