"""Edits and costs as people type them on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from tpgraph.errors import CallError


def cells(text: str) -> dict[str, str]:
    """The cells of ``column=value|column=value``. Raises CallError for other forms."""
    found: dict[str, str] = {}
    for part in text.split("|"):
        column, separator, value = part.partition("=")
        if not separator or not column.strip():
            raise CallError(
                f"{part.strip()!r} is not COLUMN=VALUE. "
                'Write --add "name=Desk|type=customer service|stages=purchase;post-purchase".'
            )
        if column.strip() in found:
            raise CallError(f"{column.strip()!r} is given twice: put several values with ;.")
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
            raise CallError(
                f'{text!r} is not NAME: COLUMN=VALUE. Write --set "Shop: satisfaction=4".'
            )
        for column, value in cells(text[len(name) + 1 :]).items():
            if column in found.setdefault(name.strip(), {}):
                raise CallError(f"{column!r} of {name.strip()!r} is given twice.")
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
            raise CallError(f"{text!r} is not ID=NUMBER or RULE=NUMBER. Write --cost name-owner=0.")
        found[key.strip()] = cost
    return found
