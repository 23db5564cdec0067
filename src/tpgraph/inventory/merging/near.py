"""Offers names of different sources that look like one touchpoint; nothing is merged by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tpgraph.inventory.merging.decisions import MergeDecisions
from tpgraph.model import TouchpointRow
from tpgraph.text import normalise

_ENOUGH_ALIKE = 82  # rapidfuzz's ratio, 0..100: a letter or an ending differs
_OFFERED = 3
MOST_COMPARED = 4_000_000  # pairs: about a second


class Near(NamedTuple):
    """A touchpoint, and at most three of other sources that it may be, best first."""

    row: TouchpointRow
    others: tuple[TouchpointRow, ...]


def near_names(
    clusters: Sequence[Sequence[TouchpointRow]], decisions: MergeDecisions
) -> list[Near] | None:
    """For touchpoints that no other source names, those of other sources that they may be.

    Each pair once. None where there are more than :data:`MOST_COMPARED` pairs.
    """
    alone: dict[str, list[TouchpointRow]] = {}
    for cluster in clusters:
        if len(cluster) == 1:
            alone.setdefault(cluster[0].place.file, []).append(cluster[0])
    files = sorted(alone)
    pairs = [(a, b) for i, a in enumerate(files) for b in files[i + 1 :]]
    if sum(len(alone[a]) * len(alone[b]) for a, b in pairs) > MOST_COMPARED:
        return None
    found: dict[int, Near] = {}
    for a, b in pairs:
        words = [normalise(row.name) for row in alone[b]]
        for row in alone[a]:
            others = tuple(
                alone[b][at]
                for at in _like(normalise(row.name), words)
                if not decisions.are_different(row.name, alone[b][at].name)
            )
            if others:
                earlier = found.get(id(row), Near(row, ()))
                found[id(row)] = Near(row, (*earlier.others, *others)[:_OFFERED])
    return list(found.values())


def _like(word: str, words: Sequence[str]) -> Iterable[int]:
    """The positions of the words that look like ``word``, best first."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio, token_set_ratio

    if not word:
        return
    alike = process.extract(
        word, words, scorer=ratio, score_cutoff=_ENOUGH_ALIKE, limit=_OFFERED + 1
    )
    # All words of the one are words of the other: "Instagram", "Instagram page".
    within = process.extract(word, words, scorer=token_set_ratio, score_cutoff=100, limit=_OFFERED)
    for at in dict.fromkeys(at for _, _, at in (*alike, *within)):
        # Equal names were left apart for a reason; other digits are another thing.
        if words[at] != word and _digits(words[at]) == _digits(word):
            yield at


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())
