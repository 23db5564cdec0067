"""What every reader of a format hands over: headers, and rows with the number people see."""

from __future__ import annotations

from typing import NamedTuple

from tpgraph.model import Problem


class Table(NamedTuple):
    """The touchpoints of a file, as written.

    ``header_row`` and the number of each row are those that a spreadsheet shows (1 is the first).
    A wholly blank row is left out. ``separators`` stand between several values of a cell.
    ``delimiter`` is the character between cells, for messages.
    """

    file: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    separators: str
    delimiter: str = ","
    sheet: str | None = None
    problems: tuple[Problem, ...] = ()
