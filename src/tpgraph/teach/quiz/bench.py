"""What all who make items work with: facts, distances, hints, a level and chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tpgraph.query.names import SKOS, TOUCHPOINT
from tpgraph.query.terms import Book
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.distance import Distances
from tpgraph.teach.quiz.facts import Facts
from tpgraph.teach.quiz.hints import Hints
from tpgraph.teach.quiz.model import Level


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

    @classmethod
    def of(cls, b: Book, level: Level, seed: str) -> Bench:
        """The tools for an ontology; what does not depend on the seed is made once."""
        return cls(*_knowledge(b), level, seed)

    def chance(self, *about: str) -> Chance:
        """Chance for one item: what is asked elsewhere does not change it."""
        return Chance("|".join((self.seed, self.level, *about)))

    def topics(self, *terms: str) -> frozenset[str]:
        """The terms that a question on these is about: they, all above them, and their lists."""
        found: set[str] = set()
        for term in terms:
            above = self.facts.above(term)
            found |= {term, *above}
            found.update(s for t in (term, *above) for s in self.facts.b.iris(t, SKOS + "inScheme"))
            if term in self.facts.b.kinds:
                found.add(TOUCHPOINT)
        return frozenset(found)
