"""Rows too wide for the terminal, one below the other: each a block of names and values."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.reason.texts import Texts
from tpgraph.views.safe import clipped, printable
from tpgraph.views.tables import CELL_MAX_CHARACTERS, padded, table, text_width, width, wrapped

# In narrower columns than this words are cut, and a table cannot be read.
_COLUMN_MIN_WIDTH = 15
_GAP = "  "
_VALUE_MIN_WIDTH = 20


def table_or_records(heads: Sequence[str], rows: Sequence[Sequence[str]], texts: Texts) -> str:
    """A table where it fits the terminal, else a block a row."""
    return table(heads, rows) if _fits(heads, rows) else records(heads, rows, texts)


def _fits(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    gaps = len(_GAP) * (len(heads) - 1)
    if (width() - gaps) // max(len(heads), 1) >= _COLUMN_MIN_WIDTH:
        return True
    widest = (max(map(text_width, cells)) for cells in zip(heads, *rows, strict=True))
    return sum(widest) + gaps <= width()


def records(heads: Sequence[str], rows: Sequence[Sequence[str]], texts: Texts) -> str:
    """Each row as a block: what a column is called, and beside it the value, if there is one."""
    names = max(map(text_width, heads), default=0)
    room = max(width() - names - len(_GAP), _VALUE_MIN_WIDTH)
    lines: list[str] = []
    for number, row in enumerate(rows, start=1):
        title = texts("query.record", number=number, count=len(rows))
        lines.append(f"── {title} ".ljust(width(), "─"))
        for head, cell in zip(heads, row, strict=True):
            text = printable(clipped(str(cell), CELL_MAX_CHARACTERS))
            for n, part in enumerate(wrapped(text, room) if text else ()):
                lines.append(f"{padded(head if n == 0 else '', names)}{_GAP}{part}".rstrip())
    return "\n".join(lines) + "\n" if lines else ""
