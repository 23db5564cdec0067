"""OWL 2 RL: class expressions stand only where the profile allows them.

Checked, after section 4.2 of the Profiles: what stands below a subclass axiom or in a
disjointness, what stands above it or is a domain or range, and what is equivalent; the datatypes
of RL; no disjoint union and no reflexive property. The ontology must be OWL 2 DL as well, which
``owl2_dl`` sees to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tpgraph.reason.gate.expressions import TYPE, Graph, is_iri, owner
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import OWL, RDF, RDFS, Source, short

CHECK = "owl2-rl"
_SUB = {OWL + n for n in ("intersectionOf", "unionOf", "oneOf", "someValuesFrom", "hasValue")}
_SUPER = {OWL + n for n in ("intersectionOf", "complementOf", "allValuesFrom", "hasValue")}
_AT_MOST = {OWL + "maxCardinality", OWL + "maxQualifiedCardinality"}
_EQUIVALENT = {OWL + "intersectionOf", OWL + "hasValue"}
# Of the datatypes of OWL 2; rdf:langString came after it, and rdf:PlainLiteral is what RL has.
_NO_DATATYPES = {OWL + "real", OWL + "rational", RDF + "langString"}


def find(source: Source) -> Iterator[Fault]:
    """What breaks OWL 2 RL."""
    graph = Graph.of_source(source)

    def fault(node: Any, message: str, mend: str) -> Fault:
        term = node.value if is_iri(node) else owner(graph, node)
        return source.fault(ERROR, CHECK, term, message, mend)

    data = graph.typed(OWL + "DatatypeProperty")
    data_names = {node.value for node in data}
    for s, p, o in graph.triples:
        wrong: list[str] = []
        if p == RDFS + "subClassOf":
            wrong = [*_below(graph, s), *_above(graph, o)]
        elif p == OWL + "disjointWith":
            wrong = [*_below(graph, s), *_below(graph, o)]
        elif p == OWL + "equivalentClass":
            wrong = [*_equivalent(graph, s), *_equivalent(graph, o)]
        elif p == RDFS + "domain" or (p == RDFS + "range" and s not in data):
            wrong = list(_above(graph, o))
        elif p == RDFS + "range" and o.value in _NO_DATATYPES:
            wrong = [f"{short(o.value)} as a range"]
        elif p == OWL + "disjointUnionOf":
            wrong = ["a disjoint union"]
        elif p == TYPE and o.value == OWL + "ReflexiveProperty":
            wrong = ["a reflexive property"]
        elif (p in data_names or p == OWL + "hasValue") and _datatype(o) in _NO_DATATYPES:
            wrong = [f"{short(_datatype(o))} as the datatype of a value"]
        for what in wrong:
            yield fault(
                s,
                f"OWL 2 RL does not allow {what}",
                "Say it with named classes, intersections and values, or leave it out",
            )


def _datatype(node: Any) -> str:
    """The datatype of a literal; empty for what is none."""
    import pyoxigraph as ox

    return node.datatype.value if isinstance(node, ox.Literal) else ""


def _below(graph: Graph, node: Any) -> Iterator[str]:
    """What may not stand below: the subclass expressions of RL."""
    if is_iri(node):
        if node.value == OWL + "Thing":
            yield "owl:Thing below another class"
        return
    found = graph.construct(node)
    if found is None:
        return
    construct, parts = found
    if construct not in _SUB:
        yield f"{short(construct)} below another class"
    elif construct in (OWL + "intersectionOf", OWL + "unionOf"):
        for part in parts:
            yield from _below(graph, part)
    elif construct == OWL + "someValuesFrom" and parts[0].value != OWL + "Thing":
        yield from _below(graph, parts[0])


def _above(graph: Graph, node: Any) -> Iterator[str]:
    """What may not stand above: the superclass expressions of RL."""
    if is_iri(node):
        if node.value == OWL + "Thing":
            yield "owl:Thing above another class"
        return
    found = graph.construct(node)
    if found is None:
        return
    construct, parts = found
    if construct in _AT_MOST:
        if str(parts[0].value) not in ("0", "1"):
            yield f"{short(construct)} of more than one"
    elif construct not in _SUPER:
        yield f"{short(construct)} above another class"
    elif construct == OWL + "complementOf":
        yield from _below(graph, parts[0])
    elif construct != OWL + "hasValue":
        for part in parts:
            yield from _above(graph, part)


def _equivalent(graph: Graph, node: Any) -> Iterator[str]:
    if is_iri(node):
        if node.value == OWL + "Thing":
            yield "owl:Thing equivalent to another class"
        return
    found = graph.construct(node)
    if found is None:
        return
    construct, parts = found
    if construct not in _EQUIVALENT:
        yield f"{short(construct)} in an equivalence"
    elif construct == OWL + "intersectionOf":
        for part in parts:
            yield from _equivalent(graph, part)
