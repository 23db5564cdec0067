"""What may be asked and what is provably wrong: an open world, so silence alone proves nothing.

A value is wrong for a kind of touchpoint where the ontology states other values of the same
property for it, and neither the kind nor one above or below it has that value, or one broader or
narrower, and no statement of a document connects the two, and no disagreement is about them.
"""

from __future__ import annotations

from functools import cached_property

from tpgraph.query.names import RDFS, SKOS, TOUCHPOINT, TPG
from tpgraph.query.terms import Book
from tpgraph.teach.disputes import Disputes
from tpgraph.teach.quiz.model import Fact
from tpgraph.teach.values import kind_values

# The properties that are asked, with their schemes.
SCHEMES = {
    TPG + "category": TPG + "touchpointCategories",
    TPG + "stage": TPG + "purchaseStages",
    TPG + "goal": TPG + "goals",
    TPG + "modality": TPG + "modalities",
    TPG + "contactForm": TPG + "contactForms",
    TPG + "ownership": TPG + "ownerships",
    TPG + "media": TPG + "mediaTypes",
}

# Whatever is met may be felt, too: no touchpoint excludes it, and no rule finds it missing.
_NEVER_WRONG = frozenset({TPG + "emotional"})


def is_borne_out(fact: Fact) -> bool:
    """Whether a fact is more than tpgraph's own judgement of what is usually so."""
    return bool(fact.said) or fact.how == "necessary"


class Facts:
    """The facts that questions are made of."""

    def __init__(self, b: Book) -> None:
        self.b = b
        self.disputes = Disputes(b)
        self._families: dict[str, frozenset[str]] = {}
        self._topics: dict[str, frozenset[str]] = {}

    @cached_property
    def stated(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """What a kind has, by kind and property: values that are always or usually so."""
        found: dict[tuple[str, str], tuple[Fact, ...]] = {}
        for kind, values in kind_values(self.b).items():
            for prop in SCHEMES:
                facts = tuple(
                    Fact(kind, prop, v.value, v.how, v.of, v.said)
                    for v in values
                    if v.property == prop and v.how != "impossible"
                )
                if facts:
                    found[kind, prop] = facts
        return found

    @cached_property
    def asked(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """Of :attr:`stated`, what no disagreement of the documents is about."""
        return {
            (kind, prop): facts
            for (kind, prop), facts in self.stated.items()
            if not self._is_open(kind, prop)
        }

    @cached_property
    def sound(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """Of :attr:`asked`, what is always so or said by a document, every value of it."""
        return {key: facts for key, facts in self.asked.items() if all(map(is_borne_out, facts))}

    def is_wrong(self, kind: str, prop: str, value: str) -> bool:
        """Whether a value is provably wrong for a kind, as this module says it."""
        if (kind, prop) not in self.asked or value in _NEVER_WRONG:
            return False
        meant = self.family(value)
        kinds = self.family(kind)
        return not any(meant & self.connected(k) for k in kinds)

    def family(self, term: str) -> frozenset[str]:
        """A term, all above it and all below it; for a kind without ``tpg:Touchpoint``."""
        if term not in self._families:
            above = self._closure(term, up=True)
            below = self._closure(term, up=False)
            self._families[term] = frozenset(above | below | {term}) - {TOUCHPOINT}
        return self._families[term]

    def topics(self, term: str) -> frozenset[str]:
        """A term, all above it, the lists they are in, and ``tpg:Touchpoint`` for a kind."""
        if term not in self._topics:
            line = {term, *self._closure(term, up=True)}
            lists = {s for t in line for s in self.b.iris(t, SKOS + "inScheme")}
            kind = {TOUCHPOINT} if term in self.b.kinds else set()
            self._topics[term] = frozenset(line | lists | kind)
        return self._topics[term]

    def are_apart(self, one: str, other: str) -> bool:
        """Whether neither term is above the other, and nothing connects them."""
        return (
            other not in self.family(one)
            and other not in self.connected(one)
            and one not in self.connected(other)
            and (one, other) not in self._related
            and (other, one) not in self._related
        )

    def connected(self, term: str) -> frozenset[str]:
        """The terms that values and statements connect with a term."""
        return self._connections.get(term, frozenset())

    @cached_property
    def _related(self) -> frozenset[tuple[str, str]]:
        terms = [iri for iri, sort in self.b.sorts.items() if sort in ("kind", "concept")]
        return frozenset((t, other) for t in terms for other in self.b.iris(t, SKOS + "related"))

    @cached_property
    def _connections(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}

        def connect(one: str, other: str) -> None:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)

        for facts in self.stated.values():
            for fact in facts:
                connect(fact.subject, fact.value)
        for said in self.b.statements.values():
            if said.object:
                connect(said.about, said.object)
        return {term: frozenset(others) for term, others in found.items()}

    def _is_open(self, kind: str, prop: str) -> bool:
        scheme = SCHEMES[prop]
        values = self.b.schemes[scheme]
        return any(
            self.disputes.is_open(k, value, scheme) for k in self.family(kind) for value in values
        )

    def _closure(self, term: str, *, up: bool) -> set[str]:
        found: set[str] = set()
        todo = [term]
        while todo:
            one = todo.pop()
            links = self._above(one) if up else self._below(one)
            new = [t for t in links if t not in found and t != TOUCHPOINT]
            found.update(new)
            todo += new
        return found

    def _above(self, term: str) -> list[str]:
        return [*self.b.iris(term, SKOS + "broader"), *self.b.iris(term, RDFS + "subClassOf")]

    def _below(self, term: str) -> list[str]:
        return [
            *self.b.subjects(SKOS + "broader", term),
            *self.b.subjects(RDFS + "subClassOf", term),
        ]
