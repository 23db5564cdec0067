"""Makes a table of records, each with columns of its own: what JSON and RDF hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.limits import LONGEST_CELL, Counter
from tpgraph.inventory.messages import input_error, problem
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Many


def table_of_records(
    path: Path,
    records: Iterable[tuple[int, Mapping[str, str]]],
    index: Index,
    *,
    separators: str,
    problems: list[Problem],
    company: CompanyData | None,
) -> Table:
    """The table of ``records``: the row each stands in, and its texts by column as written.

    A column has its canonical name where it is recognised, so that records may call it by
    different names. What is noticed goes to ``problems``. Raises InputError over a limit, and
    where there are no records.
    """
    place = Place(str(path))
    rows_left, cells_left = Counter("ROWS", place), Counter("CELLS", place)
    positions: dict[str, int] = {}
    known: dict[str, str] = {}
    found: list[tuple[int, dict[int, str]]] = []
    for row, record in records:
        rows_left.take()
        cells: dict[int, str] = {}
        for key, text in record.items():
            if not text:
                continue
            if len(text) > LONGEST_CELL:
                raise input_error("cell-too-large", place, limit=Many(LONGEST_CELL))
            header = known.get(key)
            if header is None:
                plain = one_line(clean(key).text)
                header = known[key] = index.column(plain) or plain or "?"
            at = positions.setdefault(header, len(positions))
            if at in cells and cells[at] != text:
                problems.append(
                    problem("duplicate-key", Place(path.name, row=row, column=key[:80]), value=key)
                )
            cells[at] = text
        cells_left.take(len(cells))
        if cells:
            found.append((row, cells))
    if not found:
        raise input_error("no-touchpoints", place)
    width = len(positions)
    Counter("WIDTH", place).take(width * len(found))
    return Table(
        file=path.name,
        header_row=1,
        headers=tuple(positions),
        rows=tuple((row, [cells.get(at, "") for at in range(width)]) for row, cells in found),
        separators=separators,
        problems=tuple(problems),
        company=company,
    )
