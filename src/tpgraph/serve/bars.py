"""A query's answer as bars: its first column of numbers by its first column of words."""

from __future__ import annotations

from dataclasses import dataclass

from tpgraph.query.results import Result, short
from tpgraph.store import Literal

_MOST = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its number, and its length from 0 to 100."""

    label: str
    value: float | int
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars with the name of the column they are of."""

    column: str
    bars: list[Bar]


def bars(result: Result) -> Bars | None:
    """The bars of an answer; none where it has no column of numbers, or a negative one."""
    numbers = {
        name: [_number(row[i]) for row in result.rows] for i, name in enumerate(result.columns)
    }
    column = next((n for n, of in numbers.items() if any(v is not None for v in of)), None)
    if column is None:
        return None
    words = [i for i, name in enumerate(result.columns) if all(v is None for v in numbers[name])]
    found = [
        (", ".join(short(row[i]) for i in words[:2]), value)
        for row, value in zip(result.rows, numbers[column], strict=True)
        if value is not None
    ][:_MOST]
    if not words or min(value for _, value in found) < 0:
        return None
    most = max(value for _, value in found) or 1
    return Bars(column, [Bar(label, value, round(100 * value / most, 1)) for label, value in found])


def _number(term: object) -> float | int | None:
    if not isinstance(term, Literal):
        return None
    value = term.to_python()
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
