"""What the readers of workbooks make of a sheet, whatever its format: filled cells by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tpgraph.inventory.formats.typed import Typed

Cell = str | Typed


class Merge(NamedTuple):
    """A merged cell: its first and last row and column, counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Grid:
    """The filled cells of a sheet.

    ``rows`` holds the filled rows in their order, each with its number and its cells by column;
    rows and columns count from 1. ``hidden_columns`` are first and last of hidden ranges.
    """

    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class Sheet(NamedTuple):
    """A sheet that can be read: ``read(most)`` gives its grid, at most ``most`` filled rows."""

    name: str
    is_hidden: bool
    read: Callable[[int | None], Grid]


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column's letters; 0 where they are none."""
    number = 0
    for char in name.upper():
        if not "A" <= char <= "Z" or number > 100_000:
            return 0
        number = number * 26 + ord(char) - 64
    return number


def spread(cells: Mapping[int, Cell], width: int) -> list[Cell]:
    """The cells of a row as a list of ``width``; what lies beyond is left out."""
    row: list[Cell] = [""] * width
    for column, cell in cells.items():
        if column <= width:
            row[column - 1] = cell
    return row
