"""How far two terms are apart in the graph: what is near the right answer is hard to tell from it.

A link from a kind to the kind above it is 1 long; one to a value is the longer, the more kinds have
that value (1 and the binary logarithm of their number), since a value of nearly all kinds makes no
two of them alike; terms that a statement connects are 2 apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from tpgraph.query.names import RDFS, SKOS, TOUCHPOINT
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.facts import Facts
from tpgraph.teach.quiz.model import Level

FAR = 40.0  # where no way leads from one to the other


class Distances:
    """Ways between terms."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[str, Mapping[str, float]] = {}

    def between(self, one: str, other: str) -> float:
        """The length of the shortest way."""
        # A way is as long in both directions; values, being few, are better to start from.
        start, end = (one, other) if one in self._known else (other, one)
        if start not in self._known:
            self._known[start] = self._ways(start)
        # Rounded, since a sum depends on where it was begun.
        return round(self._known[start].get(end, FAR), 6)

    def mean(self, one: str, others: Sequence[str]) -> float:
        """The mean length, to the second decimal."""
        if not others:
            return 0.0
        return round(sum(self.between(one, other) for other in others) / len(others), 2)

    def chosen(
        self, right: str, wrong: Iterable[str], count: int, level: Level, chance: Chance
    ) -> tuple[str, ...]:
        """So many wrong answers: the farthest, those in the middle, or the nearest.

        One more than is needed is in reach, so that chance has something to choose from.
        """
        ranked = sorted(chance.shuffled(sorted(wrong)), key=lambda w: self.between(right, w))
        reach = min(len(ranked), count + 1)
        start = {
            "hard": 0,
            "medium": (len(ranked) - reach) // 2,
            "easy": len(ranked) - reach,
        }[level]
        return tuple(chance.some(ranked[start : start + reach], count))

    @cached_property
    def _ways(self) -> Callable[[str], Mapping[str, float]]:
        from tpgraph.views.network import shortest_ways

        return shortest_ways(self._links())

    def _links(self) -> list[tuple[str, str, float]]:
        b = self.facts.b
        often = Counter(f.value for facts in self.facts.stated.values() for f in facts)
        links = [
            (f.subject, f.value, 1 + math.log2(often[f.value]))
            for facts in self.facts.stated.values()
            for f in facts
        ]
        for term, sort in b.sorts.items():
            if sort in ("kind", "concept"):
                above = [*b.iris(term, SKOS + "broader"), *b.iris(term, RDFS + "subClassOf")]
                links += [(term, up, 1.0) for up in above if up != TOUCHPOINT]
        links += [(s.about, s.object, 2.0) for s in b.statements.values() if s.object]
        # Terms of one list are apart even where nothing else connects them.
        for scheme, members in b.schemes.items():
            links += [(scheme, member, 1 + math.log2(len(members))) for member in members]
        return links
