"""How large an inventory may be: named limits, each with the environment variable that raises it.

They keep a hostile or mistaken file from taking more than about 1 GB of memory. A company's real
list is a thousand times smaller.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Many, Phrase, phrase, shown

MB = 1024 * 1024
LONGEST_CELL = 3_000_000  # characters: in whatever letters, the store takes it


class Limit(NamedTuple):
    """What is limited, and how many of them are allowed unless somebody says more."""

    said: Phrase
    default: int


LIMITS = {
    "FILE_MB": Limit(phrase("limit.file"), 64),
    # What is unpacked is walked through, not kept: this limits time rather than memory.
    "UNPACKED_MB": Limit(phrase("limit.unpacked"), 400),
    "TEXT_MB": Limit(phrase("limit.text"), 64),
    "ROWS": Limit(phrase("limit.rows"), 200_000),
    "CELLS": Limit(phrase("limit.cells"), 2_700_000),
    "WIDTH": Limit(phrase("limit.width"), 15_000_000),
    "PARTS": Limit(phrase("limit.parts"), 10_000),
    "KEYS": Limit(phrase("limit.keys"), 50_000),
    "TRIPLES": Limit(phrase("limit.triples"), 1_200_000),
    "MARKED": Limit(phrase("limit.marked"), 500_000),
}


def limit(name: str) -> int:
    """The limit ``name`` of :data:`LIMITS`, or what ``TPGRAPH_MAX_<name>`` sets in its place.

    Raises CallError where that is no whole number above 0.
    """
    text = os.environ.get(variable(name))
    if text is None:
        return LIMITS[name].default
    if not (text.isascii() and text.isdigit() and int(text[:18]) > 0):
        raise CallError(phrase("call.bad-limit", variable=variable(name), value=shown(text)))
    return int(text[:18])


def variable(name: str) -> str:
    """The environment variable that sets the limit ``name``."""
    return f"TPGRAPH_MAX_{name}"


def over(name: str, place: Place) -> InputError:
    """The error that says that the limit ``name`` is passed, and how to raise it."""
    return input_error(
        "over-limit",
        place,
        said=LIMITS[name].said,
        limit=Many(limit(name)),
        variable=variable(name),
    )


class Counter:
    """Counts up to a limit, and raises InputError beyond it."""

    def __init__(self, name: str, place: Place, unit: int = 1) -> None:
        """``unit`` is how many are one of the limit's own, such as :data:`MB` bytes."""
        self._name, self._place = name, place
        self.left = limit(name) * unit

    def take(self, count: int = 1) -> None:
        """Count ``count`` more."""
        self.left -= count
        if self.left < 0:
            raise over(self._name, self._place)
