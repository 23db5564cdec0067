"""Finds the header of a table: titles, dates and the like may stand above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tpgraph.inventory.recognise import Index

# Finds the position of the header among the first rows.
Finder = Callable[[Sequence[Sequence[object]]], int]

LOOKED_AT = 30  # rows, filled ones, in which the header must be


def find_header(rows: Iterable[Sequence[str]], index: Index) -> int:
    """The position of the header among ``rows``: where the cells are names of columns.

    The first row with a column for the name and another known column; else the fullest one with
    a column for the name; else the one with most known columns, the first of equals.
    """
    best, best_fit = 0, (False, 0)
    taken: tuple[int, int] | None = None  # position and number of known columns
    for position, cells in enumerate(rows):
        if position >= LOOKED_AT:
            break
        is_named, known, filled = fitness(cells, index)
        if taken is not None:
            # The lower row of a head of two, whose upper one holds headings of groups.
            return position if is_named and known > taken[1] else taken[0]
        if is_named and known > 1:
            taken = position, known
        fit = (is_named, filled if is_named else known)
        if fit > best_fit:
            best, best_fit = position, fit
    return taken[0] if taken is not None else best


def fullest_row(rows: Sequence[Sequence[object]]) -> int:
    """The position of the header among ``rows`` of a table that is no inventory.

    The first with more than half as many filled cells as any: titles above it are short, and a
    damaged row below it may be longer.
    """
    counts = [sum(1 for cell in cells if str(cell).strip()) for cells in rows]
    return next((at for at, n in enumerate(counts) if n * 2 > max(counts)), 0)


def fitness(cells: Sequence[str], index: Index) -> tuple[bool, int, int]:
    """Whether a row has a column for the name, how many known columns, how many filled cells."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    known = {index.column(cell) for cell in filled} - {None}
    return "name" in known, len(known), len(filled)
