"""Complete columns with a cell that is not understood: what they cover is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tpgraph.inventory.messages import problem
from tpgraph.model import Place, Problem, TouchpointRow
from tpgraph.phrases import Column, Quoted, Slot, phrase

_ROWS_NAMED = 5


def doubtful_columns(
    declared: Mapping[str, Place],
    touchpoints: Iterable[TouchpointRow],
    left_out: Iterable[tuple[Place, Iterable[str]]] = (),
) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The columns of ``declared`` with a cell that is not understood, and a problem for each.

    What such a column covers as a whole cannot be known; for the other touchpoints a blank still
    means none. ``left_out`` are rows that were not taken (they have no name) with the columns
    they fill. ``type`` is never doubtful: a kind that is not understood leaves the touchpoint,
    and what is stated of it, in place.
    """
    if not declared:
        return frozenset(), ()
    doubtful: dict[str, list[Place]] = {}
    is_merged = False
    for touchpoint in touchpoints:
        is_merged = is_merged or bool(touchpoint.parts)
        unclear = set(touchpoint.unclear)
        if "status" in unclear and "status" not in touchpoint.values:
            # Whether it is active is not known, so neither is what it covers by itself or its kind.
            unclear.update(declared if "type" in touchpoint.values else touchpoint.values)
        for column in unclear:
            doubtful.setdefault(column, []).append(touchpoint.place)
    for place, columns in left_out:
        for column in columns:
            doubtful.setdefault(column, []).append(place)
    doubtful.pop("type", None)
    found = [(column, place) for column, place in declared.items() if column in doubtful]
    problems = tuple(
        problem(
            "not-closed",
            place,
            value=column,
            what=Quoted(Column(column)),
            rows=_rows(doubtful[column], with_file=is_merged),
        )
        for column, place in found
    )
    return frozenset(column for column, _ in found), problems


def _rows(places: list[Place], *, with_file: bool) -> Slot:
    named: tuple[Slot, ...] = tuple(
        p if with_file or p.row is None else phrase("place.row", row=p.row)
        for p in places[:_ROWS_NAMED]
    )
    more = len(places) - len(named)
    return phrase("list.more", named=named, count=more) if more else named
