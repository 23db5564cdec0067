"""What all who make items work with: facts, distances, hints, a level and chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tpgraph.query.terms import Book
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.distance import Distances
from tpgraph.teach.quiz.facts import Facts
from tpgraph.teach.quiz.hints import Hints
from tpgraph.teach.quiz.model import Item, Level


@lru_cache(maxsize=4)
def _knowledge(b: Book) -> tuple[Facts, Distances, Hints]:
    facts = Facts(b)
    return facts, Distances(facts), Hints(b)


@dataclass(frozen=True, slots=True)
class Bench:
    """The tools for the items of one quiz."""

    facts: Facts
    distances: Distances
    hints: Hints
    level: Level
    seed: str
    topic: str | None = None

    @classmethod
    def of(cls, b: Book, level: Level, seed: str, topic: str | None = None) -> Bench:
        """The tools for an ontology; what does not depend on the seed is made once."""
        return cls(*_knowledge(b), level, seed, topic)

    def chance(self, *about: str) -> Chance:
        """Chance for one item: what is asked elsewhere does not change it."""
        return Chance("|".join((self.seed, self.level, *about)))

    def wants(self, topics: frozenset[str]) -> bool:
        """Whether a question about these is on the topic."""
        return self.topic is None or self.topic in topics

    def topics(self, *terms: str) -> frozenset[str]:
        """The terms that a question on these is about: they, all above them, and their lists."""
        return frozenset().union(*(self.facts.topics(term) for term in terms))


def in_turn(lanes: Iterable[Iterator[Item]]) -> Iterator[Item]:
    """One item of each lane after the other, until all are empty; each is made when its turn is."""
    waiting = list(lanes)
    while waiting:
        for lane in list(waiting):
            item = next(lane, None)
            if item is None:
                waiting.remove(lane)
            else:
                yield item
