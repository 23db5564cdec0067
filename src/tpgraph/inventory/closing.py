"""What stays complete: a column is not closed while one of its cells is not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tpgraph.inventory.messages import problem
from tpgraph.model import Place, Problem, TouchpointRow

_ROWS_NAMED = 5


def close_columns(
    declared: Mapping[str, Place],
    touchpoints: Iterable[TouchpointRow],
    left_out: Iterable[tuple[Place, Iterable[str]]] = (),
) -> tuple[dict[str, Place], tuple[Problem, ...]]:
    """The columns of ``declared`` that are complete, and a problem for each that is not.

    ``left_out`` are rows that were not taken (they have no name) with the columns they fill: what
    they say is not known. ``type`` stays closed: a kind that is not understood leaves the
    touchpoint, and what is stated of it, in place.
    """
    if not declared:
        return {}, ()
    doubtful: dict[str, list[Place]] = {}
    for touchpoint in touchpoints:
        for column in touchpoint.unclear:
            doubtful.setdefault(column, []).append(touchpoint.place)
    for place, columns in left_out:
        for column in columns:
            doubtful.setdefault(column, []).append(place)
    doubtful.pop("type", None)
    complete = {c: place for c, place in declared.items() if c not in doubtful}
    problems = tuple(
        problem("not-closed", place, value=column, rows=_rows(doubtful[column]))
        for column, place in declared.items()
        if column in doubtful
    )
    return complete, problems


def declared_columns(
    complete: Mapping[str, Place], problems: Iterable[Problem]
) -> dict[str, Place]:
    """What was declared complete: what is, and what ``not-closed`` took out."""
    taken_out = {p.value: p.place for p in problems if p.code == "not-closed" and p.value}
    return {**complete, **taken_out}


def _rows(places: list[Place]) -> str:
    named = [f"row {p.row}" if p.row is not None else str(p) for p in places[:_ROWS_NAMED]]
    more = len(places) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
