"""Knows the rows of a list that only add up the others: "Total", "Итого", "جمع کل"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tpgraph.inventory import words
from tpgraph.inventory.currency_codes import CODES
from tpgraph.inventory.numbers import CURRENCIES, Reading, read_number
from tpgraph.resources import read_text
from tpgraph.text import normalise

TOTALS = "recognition/totals.tsv"
_LONGEST = 40  # characters of a word for total with what may stand beside it


def is_total_row(name: str, cells: Iterable[str]) -> bool:
    """Whether a row called ``name`` adds up others: all its other ``cells`` are blank or figures.

    A year or a currency beside the word does not count: "Totale 2026 (EUR)".
    """
    if len(name) > _LONGEST:
        return False
    kept = (token for token in normalise(name).split() if not _stands_beside(token))
    return " ".join(kept) in _words() and all(map(_is_figure, cells))


def is_total_word(text: str) -> bool:
    """Whether ``text`` is a word for total, in any of the five languages."""
    return bool(text) and normalise(text) in _words()


def _is_figure(cell: str) -> bool:
    text = cell.strip().removesuffix("%").removesuffix("٪")
    return words.is_blank(text) or isinstance(read_number(text), Reading)


def _stands_beside(token: str) -> bool:
    return token.isdigit() or token.upper() in CODES or token in CURRENCIES


@cache
def _words() -> frozenset[str]:
    lines = (line for line in read_text(TOTALS).splitlines() if line and line[:1] != "#")
    said = (word for line in lines for word in line.split("\t")[1].split("|"))
    return frozenset(normalise(word) for word in said)
