"""Recognises a header that is a label but for its unit or endings: "Cost/month", "Nr. contacte".

What may stand beside a label are units that fit its column, and small words; number, case and
article may differ. The words stand in ``ontology/recognition/header_words.tsv``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from tpgraph.inventory.columns import COUNTS
from tpgraph.inventory.concepts import small_words, stem
from tpgraph.resources import read_text
from tpgraph.text import normalise

HEADER_WORDS = "recognition/header_words.tsv"
_LONGEST = 60  # characters; what is longer is a sentence
_RATED = frozenset(
    {"satisfaction", "importance", "space", "staff", "convenience", "atmosphere", "design"}
)
_NO = ("no", "not", "nu", "non", "не", "n")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class Headers:
    """The labels of the columns, by the stems of their words."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        """``columns`` are normalised labels and the columns they stand for."""
        self._labels = columns
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for label, column in columns.items():
            found[_stems(label.split())].add(column)
        self._by_stems = {
            key: next(iter(named)) for key, named in found.items() if key and len(named) == 1
        }

    def column(self, header: str) -> str | None:
        """The column that ``header`` surely means, although it is no label; None if unsure."""
        if len(header) > _LONGEST:
            return None
        alternatives = {self._labels.get(normalise(part)) for part in header.split("/")}
        if len(alternatives) == 1 and None not in alternatives:
            return alternatives.pop()  # two names of one column: "Network / platform"
        for text in (header, _BRACKETS.sub(" ", header)):
            tokens = normalise(text).split()
            column = self._by_stems.get(_stems(tokens))
            aside = normalise(header).split()
            if column is not None and all(_fits(t, column) for t in aside if t not in tokens):
                return column
            column = self._without_units(tokens)
            if column is not None and all(_fits(t, column) for t in aside if t not in tokens):
                return column
        return None

    def _without_units(self, tokens: list[str]) -> str | None:
        """The column whose label is left when the units that fit it are taken off."""
        found = set()
        for column in {*COUNTS, *_RATED, "cost", "response_hours"}:
            left = [token for token in tokens if not _fits(token, column)]
            if left and len(left) < len(tokens):
                named = self._labels.get(" ".join(left)) or self._by_stems.get(_stems(left))
                if named == column:
                    found.add(column)
        return found.pop() if len(found) == 1 else None


def _fits(token: str, column: str) -> bool:
    """Whether ``token`` is a unit, a period or a number that ``column`` may be in."""
    words = _words()
    if column == "cost":
        return token in words["currency"] or token in words["period"] or token.isdigit()
    if column in COUNTS:
        return token in words["quantity"] or token in words["period"] or token.isdigit()
    if column in _RATED:
        return token.isdigit() or token in words["scale"]
    return column == "response_hours" and token in words["hours"]


def _stems(tokens: list[str]) -> frozenset[str]:
    # "No." may be a number.
    return frozenset(stem(t) for t in tokens if t in _NO or t not in small_words())


@cache
def _words() -> dict[str, frozenset[str]]:
    lines = (line.split("\t") for line in read_text(HEADER_WORDS).splitlines() if line[:1] != "#")
    return {name: frozenset(words.split()) for name, words in lines}
