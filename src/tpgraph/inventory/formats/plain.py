"""Makes a plain table of a workbook that is no inventory: what an import reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tpgraph.inventory.formats.grid import Sheet, spread
from tpgraph.inventory.formats.typed import cell_text
from tpgraph.inventory.header_row import LOOKED_AT, Finder
from tpgraph.inventory.limits import Counter
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.table import Table
from tpgraph.model import Place
from tpgraph.phrases import phrase

# A column of numbers: a number of three decimals is written so that none is taken for thousands.
_FIGURES = "contacts"


def plain_table(path: Path, sheets: Sequence[Sheet], find: Finder) -> Table:
    """The table of the sheet that begins with most filled cells; a visible one goes first.

    ``find`` finds its header. Raises InputError where no sheet holds anything.
    """
    sizes = [(sum(len(c) for _, c in s.read(LOOKED_AT).rows), s) for s in sheets]
    filled = [(not s.is_hidden, size, -i, s) for i, (size, s) in enumerate(sizes) if size]
    if not filled:
        raise input_error("empty-file", Place(str(path)))
    sheet = max(filled, key=lambda each: each[:3])[-1]
    rows = sheet.read(None).rows
    position = find([list(cells.values()) for _, cells in rows[:LOOKED_AT]])
    header_row, header = rows[position]
    width = max(header)
    Counter("WIDTH", Place(str(path), sheet=sheet.name)).take(width * len(rows))
    return Table(
        file=path.name,
        header_row=header_row,
        headers=tuple(cell_text(cell, None) for cell in spread(header, width)),
        rows=tuple(
            (number, [cell_text(cell, _FIGURES) for cell in spread(cells, max(width, *cells))])
            for number, cells in rows[position + 1 :]
        ),
        separators="|;",
        delimiter=phrase("what.border"),
        sheet=sheet.name,
    )
