"""What the checker looks proofs up in: asserted facts with places, ontology, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.inventory.graph import InventoryGraph, statement_iri
from tpgraph.model import Place
from tpgraph.reason.proof.principles import principles
from tpgraph.reason.proof.search import Solution, solutions
from tpgraph.reason.proof.triples import Index, Node, number, parse_ntriples, text_of
from tpgraph.resources import ontology_dir
from tpgraph.store.base import XSD, Literal, Object

TPG = v.NAMESPACE
TRUE, FALSE = (Literal(text, XSD + "boolean") for text in ("true", "false"))


class World:
    """One company's asserted facts and the ontology; what follows is inferred when asked for."""

    def __init__(self, asserted: InventoryGraph) -> None:
        self.asserted = Index(parse_ntriples(asserted.ntriples))
        self.ontology = _ontology()
        self._places = {key: fact.places for key, fact in asserted.facts.items()}
        self._derived: dict[str, Index] = {}

    def match(self, s: str | None, p: str, o: Object | None) -> Iterator[Node]:
        """The triples of a predicate, asserted, of the ontology or inferred."""
        if p in principles():
            yield from self._inferred(p).match(s, p, o)
        else:
            yield from self.asserted.match(s, p, o)
            yield from self.ontology.match(s, p, o)

    def _inferred(self, p: str) -> Index:
        if p not in self._derived:
            found = Index()
            for principle in principles()[p]:
                for way in principle.ways(self):
                    s = way.bindings["s"]
                    if isinstance(s, str):
                        found.add((s, p, way.bindings["o"]))
            self._derived[p] = found
        return self._derived[p]

    def places(self, company: str, triple: Node) -> tuple[Place, ...]:
        """Where an asserted triple stands; empty for what reading an inventory adds."""
        s, p, o = triple
        return self._places.get(statement_iri(company, s, p, text_of(o)), ())

    def rows(self, pattern: str) -> list[Solution]:
        """The matches of a pattern."""
        return solutions(pattern, self)

    def has(self, s: str, name: str, o: Object | None = None) -> bool:
        """Whether a subject has a property of our vocabulary, with that value if one is given."""
        return next(self.match(s, TPG + name, o), None) is not None

    def values(self, s: str, name: str) -> list[Object]:
        """The values of a property, each once, sorted by text."""
        return sorted({o for _, _, o in self.match(s, TPG + name, None)}, key=text_of)

    def iris(self, s: str, name: str) -> set[str]:
        """The values of a property that are IRIs."""
        return {o for o in self.values(s, name) if isinstance(o, str)}

    def numbers(self, s: str, name: str) -> list[Decimal]:
        """The numbers of a property, smallest first."""
        return sorted(number(o) for o in self.values(s, name))

    def number(self, s: str, name: str) -> Decimal | None:
        """The number of a property, the least where there are several."""
        return next(iter(self.numbers(s, name)), None)

    def subjects(self, name: str, o: Object) -> set[str]:
        """What has a value."""
        return {s for s, _, _ in self.match(None, TPG + name, o)}

    def touchpoints(self, company: str) -> set[str]:
        """The active touchpoints of a company."""
        return self.subjects("ofCompany", company) & self.subjects("lifecycle", TPG + "active")

    def declared(self, company: str, column: str) -> bool:
        """Whether a column is declared complete."""
        return self.has(company, "complete", v.COLUMNS[column].iri)

    def closed(self, company: str, column: str) -> bool:
        """Whether a column is declared complete and nothing in it is unclear."""
        doubtful = self.has(company, "doubtful", v.COLUMNS[column].iri)
        return self.declared(company, column) and not doubtful

    def lacks(self, touchpoint: str, column: str) -> bool:
        """Whether a touchpoint is known to have nothing in a column."""
        return self.has(touchpoint, "lacks", v.COLUMNS[column].iri)

    def knows(self, touchpoint: str, company: str, column: str) -> bool:
        """Whether all is known that a column says of a touchpoint, by its kind or completeness."""
        iri = v.COLUMNS[column].iri
        unclear = self.has(touchpoint, "unclear", iri)
        return (
            (self.has(touchpoint, "stated", iri) and not unclear)
            or self.has(touchpoint, "suggested", iri)
            or (self.declared(company, column) and not unclear)
        )


@cache
def _ontology() -> Index:
    """What the ontology gives at run time: closure, values of kinds, lists; read once."""
    return Index(parse_ntriples((ontology_dir() / "generated" / "runtime.nt").read_bytes()))


def rounded(value: Decimal, digits: int = 3) -> Decimal:
    """Rounded as the rules round: halves go up."""
    scale = Decimal(10) ** digits
    return (value * scale + Decimal("0.5")).__floor__() / scale


def cells(subject: str, columns: Iterable[str]) -> list[str]:
    """The cells of a subject."""
    return [f"{subject}#{column}" for column in columns]
