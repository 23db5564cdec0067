"""The ontology asked anew, in SPARQL over its own files: nothing of the quiz's code is used.

The values of kinds are those that the rules run on (``generated/runtime.nt``, made when the
ontology is built); statements and disagreements are those of the source files.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from tests.conftest import ROOT

TPG = "https://w3id.org/tpgraph/ontology#"
TOUCHPOINT = TPG + "Touchpoint"
_ONTOLOGY = ROOT / "ontology"
_PREFIXES = """
PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


class Lookup:
    """Answers that a question's key is held against."""

    def __init__(self) -> None:
        self.store = ox.Store()
        for folder in ("schemes", "kinds", "statements", "properties"):
            for file in sorted((_ONTOLOGY / folder).glob("*.ttl")):
                self.store.load(path=str(file))
        self.store.load(path=str(_ONTOLOGY / "generated" / "runtime.nt"))

    def rows(self, query: str) -> list[tuple[str, ...]]:
        found = self.store.query(_PREFIXES + query)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(value.value for value in row) for row in found]

    @cached_property
    def effective(self) -> dict[tuple[str, str], set[str]]:
        """(kind, property) to values."""
        found: dict[tuple[str, str], set[str]] = {}
        for prop, scheme in self.schemes.items():
            default = TPG + "default" + prop.removeprefix(TPG)[0].upper() + prop[len(TPG) + 1 :]
            for kind, value in self.rows(
                f"SELECT DISTINCT ?k ?v {{ {{ ?k <{default}> ?v }} UNION "
                f"{{ ?k tpg:mustHave ?v . ?v skos:inScheme <{scheme}> }} }}"
            ):
                found.setdefault((kind, prop), set()).add(value)
        return found

    @cached_property
    def schemes(self) -> dict[str, str]:
        """Property to the scheme of its values."""
        return {
            TPG + prop: TPG + scheme
            for prop, scheme in (
                ("category", "touchpointCategories"), ("stage", "purchaseStages"),
                ("goal", "goals"), ("modality", "modalities"), ("contactForm", "contactForms"),
                ("ownership", "ownerships"), ("media", "mediaTypes"),
            )
        }  # fmt: skip

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """Each term to those above and below it."""
        found: dict[str, set[str]] = {}
        for one, other in self.rows(
            "SELECT ?a ?b { ?a (rdfs:subClassOf|skos:broader)+ ?b FILTER(isIRI(?b)) "
            "FILTER(?b != tpg:Touchpoint) }"
        ):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found

    def family(self, term: str) -> set[str]:
        return {term} | self.near.get(term, set())

    @cached_property
    def said(self) -> set[tuple[str, str]]:
        """Terms that a statement connects, in either direction."""
        pairs = self.rows("SELECT ?a ?o { ?s tpg:about ?a ; tpg:object ?o }")
        return {(a, o) for a, o in pairs} | {(o, a) for a, o in pairs}

    @cached_property
    def disagreements(self) -> list[set[str]]:
        """The terms that each disagreement is on."""
        found: dict[str, set[str]] = {}
        for iri, term in self.rows("SELECT ?d ?t { ?d a tpg:Disagreement ; tpg:onTerm ?t }"):
            found.setdefault(iri, set()).add(term)
        return list(found.values())

    @cached_property
    def readings(self) -> set[tuple[str, str]]:
        """What some reading of a disagreement says, as a pair of terms."""
        rows = self.rows("SELECT ?a ?o { ?d tpg:reading ?s . ?s tpg:about ?a ; tpg:object ?o }")
        return {(a, o) for a, o in rows}

    def has(self, kind: str, prop: str, value: str) -> bool:
        return value in self.effective.get((kind, prop), set())

    def is_disputed(self, kind: str, values: Iterable[str], scheme: str) -> bool:
        values = set(values)
        return any(
            kind in terms and terms & (values | {scheme}) for terms in self.disagreements
        ) or any((kind, value) in self.readings for value in values)

    def may_be_wrong(self, kind: str, prop: str, value: str) -> bool:
        """Whether nothing at all speaks for a value, and another value is stated."""
        # Any touchpoint may be felt: emotional is never missing, so never wrong either.
        if not self.effective.get((kind, prop)) or value == TPG + "emotional":
            return False
        values = self.family(value)
        for one in self.family(kind):
            if self.effective.get((one, prop), set()) & values:
                return False
            if any((one, v) in self.said for v in values):
                return False
            if self.is_disputed(one, values, self.schemes[prop]):
                return False
        return True

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """(term, language) to its label."""
        rows = self.rows("SELECT ?t (LANG(?l) AS ?n) ?l { ?t skos:prefLabel ?l }")
        return {(term, language): label for term, language, label in rows}

    @cached_property
    def definitions(self) -> dict[tuple[str, str], str]:
        """(term, language) to its definition."""
        rows = self.rows("SELECT ?t (LANG(?l) AS ?n) ?l { ?t skos:definition ?l }")
        return {(term, language): text for term, language, text in rows}

    @cached_property
    def positions(self) -> dict[str, float]:
        return {t: float(n) for t, n in self.rows("SELECT ?t ?n { ?t tpg:position ?n }")}

    @cached_property
    def statements(self) -> set[tuple[str, ...]]:
        return set(
            self.rows("SELECT ?a ?r ?o { ?s tpg:about ?a ; tpg:relation ?r ; tpg:object ?o }")
        )
