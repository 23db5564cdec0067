"""What every reader of a format hands over: headers, and rows with the number people see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tpgraph.model import Place, Problem
from tpgraph.phrases import Slot


class CompanyData(NamedTuple):
    """What a file says of the company itself, under the keys of ``company.toml``.

    ``place_of`` gives the place of a key; a key in a table (``bounds``, ``accept``) is asked for
    with the table's name and, for ``accept``, its number from 0.
    """

    values: Mapping[str, Any]
    place_of: Callable[[str, str, int], Place]


class Table(NamedTuple):
    """The touchpoints of a file, as written.

    ``header_row`` and the number of each row are those that a person sees in the program for such
    files (1 is the first): rows of a spreadsheet, lines of a text.
    A wholly blank row is left out. ``separators`` stand between several values of a cell.
    ``delimiter`` is the character between cells, for messages. ``company`` is what the same file
    says of the company, None where it says nothing.
    """

    file: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    separators: str
    delimiter: Slot = ","
    sheet: str | None = None
    problems: tuple[Problem, ...] = ()
    company: CompanyData | None = None
