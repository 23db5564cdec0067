"""Edits and costs as people type them on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown


def cells(text: str) -> dict[str, str]:
    """The cells of ``column=value|column=value``. Raises CallError for other forms."""
    found: dict[str, str] = {}
    for part in text.split("|"):
        column, separator, value = part.partition("=")
        if not separator or not column.strip():
            raise CallError(phrase("call.no-cell", text=shown(part.strip())))
        if column.strip() in found:
            raise CallError(phrase("call.cell-twice", column=shown(column.strip())))
        found[column.strip()] = value.strip()
    return found


def changes(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Names to the cells to set, of ``NAME: column=value|column=value``."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        # A name may hold a colon, and a value too: the one before the first column counts.
        head, separator, _ = text.partition("=")
        name, colon, _ = head.rpartition(":")
        if not separator or not colon or not name.strip():
            raise CallError(phrase("call.no-change", text=shown(text)))
        for column, value in cells(text[len(name) + 1 :]).items():
            if column in found.setdefault(name.strip(), {}):
                raise CallError(phrase("call.cell-twice", column=shown(column)))
            found[name.strip()][column] = value
    return found


def costs(texts: Iterable[str]) -> dict[str, float]:
    """What actions cost, of ``ID=NUMBER`` or ``RULE=NUMBER``."""
    found: dict[str, float] = {}
    for text in texts:
        key, separator, number = text.rpartition("=")
        try:
            cost = float(number)
        except ValueError:
            separator = ""
        if not separator or not key.strip() or not isfinite(cost):
            raise CallError(phrase("call.no-cost", text=shown(text)))
        found[key.strip()] = cost
    return found
