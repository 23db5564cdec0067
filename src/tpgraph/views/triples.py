"""An analysis as quads: graphs of asserted facts with their places, of what follows, of advice."""

from __future__ import annotations

from collections.abc import Container, Iterator

import pyoxigraph as ox

from tpgraph import vocabulary as v
from tpgraph.model import Fact, Finding, Place, Recommendation
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import DERIVED
from tpgraph.store import Literal, Object
from tpgraph.store.graphs import asserted_graph, findings_graph, recommendations_graph

_TPG = v.NAMESPACE
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# What is inferred on the way and worth asking for, besides the values that count.
ALSO_DERIVED = ("linksTo", "lacks", "covers", "suggested")
PREFIXES = {
    "tpg": _TPG,
    "rule": v.RULE,
    "rdf": _RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": _XSD,
}


def quads(analysis: Conclusions, findings: list[Finding]) -> Iterator[ox.Quad]:
    """Asserted facts with their places, then what was inferred, found and recommended."""
    yield from found_quads(analysis, findings, analysis.asserted.facts)
    advice = ox.NamedNode(recommendations_graph(analysis.inventory.company.iri))
    for recommendation in analysis.recommendations:
        for p, o in _recommendation(recommendation, analysis):
            yield quad(recommendation.id, p, o, advice)


def found_quads(
    analysis: Conclusions, findings: list[Finding], placed: Container[str]
) -> Iterator[ox.Quad]:
    """Asserted facts, then what was inferred and found: all but advice.

    ``placed`` are the statement IRIs of the facts whose places are told.
    """
    company = analysis.inventory.company.iri
    asserted = ox.NamedNode(asserted_graph(company))
    stated: set[tuple[str, str, str]] = set()
    for triple in ox.parse(analysis.asserted.ntriples, format=ox.RdfFormat.N_TRIPLES):
        stated.add((str(triple.subject), str(triple.predicate), str(triple.object)))
        yield ox.Quad(triple.subject, triple.predicate, triple.object, asserted)
    for fact in analysis.asserted.facts.values():
        if fact.id not in placed:
            continue
        for iri, place in zip(fact_iris(fact), fact.places or (None,), strict=True):
            for p, o in _fact(fact, place):
                yield quad(iri, p, o, asserted)
    graph = ox.NamedNode(findings_graph(company))
    for s, p, o in _inferred(analysis):
        found = quad(s, p, o, graph)
        # What is asserted is not said again: a count over both graphs would be too high.
        if (str(found.subject), str(found.predicate), str(found.object)) not in stated:
            yield found
    for finding in findings:
        for p, o in _finding(finding, analysis):
            yield quad(finding.id, p, o, graph)


def quad(s: str, p: str, o: Object, graph: ox.NamedNode) -> ox.Quad:
    """A quad of our own terms."""
    if isinstance(o, Literal):
        term: ox.Literal | ox.NamedNode = (
            ox.Literal(o.value, language=o.language)
            if o.language
            else ox.Literal(o.value, datatype=ox.NamedNode(o.datatype))
        )
    else:
        term = ox.NamedNode(o)
    return ox.Quad(ox.NamedNode(s), ox.NamedNode(p), term, graph)


def fact_iris(fact: Fact) -> list[str]:
    """The statement IRI of a fact, and one more for each further place that states it."""
    return [fact.id, *(f"{fact.id}-{number}" for number, _ in enumerate(fact.also, start=2))]


def _fact(fact: Fact, place: Place | None) -> Iterator[tuple[str, Object]]:
    yield _RDF + "type", _TPG + "Fact"
    yield _RDF + "subject", fact.s
    yield _RDF + "predicate", fact.p
    yield _RDF + "object", fact.o if fact.o.startswith(("http://", "https://")) else Literal(fact.o)
    if place is None:
        return
    yield _TPG + "file", Literal(place.file)
    if place.sheet:
        yield _TPG + "sheet", Literal(place.sheet)
    if place.row is not None:
        yield _TPG + "row", Literal(str(place.row), _XSD + "integer")
    if place.column:
        yield _TPG + "column", Literal(place.column)


def _inferred(analysis: Conclusions) -> Iterator[tuple[str, str, Object]]:
    engine = analysis.inference.engine
    kinds = [t for t in engine.triples(p=_RDF + "type") if t[0] in analysis.narrator.names]
    for name in (*DERIVED, *ALSO_DERIVED):
        yield from engine.triples(p=_TPG + name)
    above: dict[str, list[str]] = {}
    for s, _, o in engine.triples(p="http://www.w3.org/2000/01/rdf-schema#subClassOf"):
        if isinstance(o, str):
            above.setdefault(s, []).append(o)
    for s, p, kind in kinds:
        if isinstance(kind, str):
            for general in above.get(kind, ()):
                yield s, p, general
    # A touchpoint with a value is a member of the class that the value defines.
    defined = {o: c for c, _, o in engine.triples(p=_TPG + "definedByValue")}
    for name in ("inCategory", "inModality", "inContactForm"):
        for s, _, value in engine.triples(p=_TPG + name):
            if value in defined:
                yield s, _RDF + "type", defined[value]


def _finding(finding: Finding, analysis: Conclusions) -> Iterator[tuple[str, Object]]:
    language = analysis.lang
    yield _RDF + "type", _TPG + "Finding"
    yield _TPG + "rule", v.RULE + finding.rule
    yield _TPG + "ofCompany", analysis.inventory.company.iri
    yield _TPG + "status", _TPG + finding.status
    for concern in finding.concerns:
        yield _TPG + "concerns", concern
    yield _TPG + "severity", _decimal(finding.severity)
    yield _TPG + "level", Literal(finding.level)
    yield _TPG + "title", Literal(finding.title, _RDF + "langString", language)
    yield _TPG + "message", Literal(finding.message, _RDF + "langString", language)
    for name, number in (
        ("measured", finding.measured),
        ("threshold", finding.threshold),
        ("margin", finding.margin),
    ):
        if number is not None:
            yield _TPG + name, _decimal(number)
    if finding.area:
        yield _TPG + "area", Literal(finding.area)
    if finding.borderline:
        yield _TPG + "borderline", Literal("true", _XSD + "boolean")
    if finding.threshold_source:
        yield _TPG + "thresholdSource", Literal(finding.threshold_source)
    if finding.accepted:
        yield _TPG + "acceptedReason", Literal(finding.accepted.reason)
    for fact in finding.facts:
        for iri in fact_iris(fact):
            yield _TPG + "usesFact", iri
    raw = analysis.inference.findings.get(finding.id)
    for cell in raw.settled_by if raw else ():
        yield _TPG + "settledBy", cell


def _recommendation(
    recommendation: Recommendation, analysis: Conclusions
) -> Iterator[tuple[str, Object]]:
    language = analysis.lang
    yield _RDF + "type", _TPG + "Recommendation"
    yield _TPG + "rule", v.RULE + recommendation.rule
    yield _TPG + "ofCompany", analysis.inventory.company.iri
    yield _TPG + "action", Literal(recommendation.edits[0].action)
    yield _TPG + "title", Literal(recommendation.title, _RDF + "langString", language)
    yield _TPG + "message", Literal(recommendation.message, _RDF + "langString", language)
    yield _TPG + "effort", Literal(recommendation.effort)
    for finding in recommendation.addresses:
        yield _TPG + "addresses", finding
    for suggestion in recommendation.suggestions:
        yield _TPG + "suggests", suggestion.kind
    for edit in recommendation.edits:
        if edit.target:
            yield _TPG + "target", edit.target
        for column, text in edit.cells.items():
            yield _TPG + "edit", Literal(f"{column}={text}")
    outcome = recommendation.outcome
    for name, ids in (
        ("closes", outcome.closes),
        ("opens", outcome.opens),
        ("makesKnown", outcome.makes_known),
        ("noLongerAsks", outcome.unasked),
    ):
        for finding in ids:
            yield _TPG + name, finding


def _decimal(number: float) -> Literal:
    return Literal(f"{number:g}", _XSD + "decimal")
