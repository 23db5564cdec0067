"""Reads class expressions out of RDF: which construct a node is, and its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tpgraph.reason.gate.source import OWL, RDF, RDFS, Source

TYPE = RDF + "type"
NIL = RDF + "nil"
# Constructs of class expressions, and whether their part is a list.
CONNECTIVES = {
    OWL + "intersectionOf": True,
    OWL + "unionOf": True,
    OWL + "oneOf": True,
    OWL + "complementOf": False,
}
RESTRICTIONS = {
    OWL + name
    for name in (
        "someValuesFrom",
        "allValuesFrom",
        "hasValue",
        "hasSelf",
        "minCardinality",
        "maxCardinality",
        "cardinality",
        "minQualifiedCardinality",
        "maxQualifiedCardinality",
        "qualifiedCardinality",
    )
}
# Predicates whose subject and object are class expressions.
CLASS_AXIOMS = (RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith")


@dataclass(slots=True)
class Graph:
    """The source as look-ups: subject to predicate to objects, anonymous node to what is above."""

    triples: list[tuple[Any, str, Any]] = field(default_factory=list)
    of: Mapping[Any, Mapping[str, list[Any]]] = field(default_factory=dict)
    above: Mapping[Any, Any] = field(default_factory=dict)

    @classmethod
    @lru_cache(maxsize=1)  # one check after the other reads the same source
    def of_source(cls, source: Source) -> Graph:
        """The default graph of a source, the ontology without the catalogues; not to be changed."""
        import pyoxigraph as ox

        of: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        triples, above = [], {}
        for quad in source.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            of[quad.subject][quad.predicate.value].append(quad.object)
            triples.append((quad.subject, quad.predicate.value, quad.object))
            if isinstance(quad.object, ox.BlankNode):
                above[quad.object] = quad.subject
        return cls(triples, of, above)

    def values(self, node: Any, predicate: str) -> list[Any]:
        """The objects of a node for a predicate."""
        return list(self.of[node].get(predicate, ())) if node in self.of else []

    def typed(self, iri: str) -> set[Any]:
        """The nodes of an rdf:type."""
        return {s for s, p, o in self.triples if p == TYPE and o.value == iri}

    def items(self, head: Any) -> list[Any] | None:
        """The members of an RDF list; None where it is broken."""
        found: list[Any] = []
        seen = set()
        while head.value != NIL:
            first, rest = self.values(head, RDF + "first"), self.values(head, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or head in seen:
                return None
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def construct(self, node: Any) -> tuple[str, list[Any]] | None:
        """The construct of an anonymous class and its parts; None where it is not exactly one."""
        here = self.of.get(node, {})
        found = [p for p in here if p in CONNECTIVES or p in RESTRICTIONS]
        if len(found) != 1 or len(here[found[0]]) != 1:
            return None
        construct, part = found[0], here[found[0]][0]
        if construct in RESTRICTIONS:
            return (construct, [part]) if len(self.values(node, OWL + "onProperty")) == 1 else None
        parts = self.items(part) if CONNECTIVES[construct] else [part]
        return None if parts is None else (construct, parts)


def is_blank(node: Any) -> bool:
    """Whether a node is anonymous."""
    import pyoxigraph as ox

    return isinstance(node, ox.BlankNode)


def is_iri(node: Any) -> bool:
    """Whether a node has an IRI."""
    import pyoxigraph as ox

    return isinstance(node, ox.NamedNode)


def owner(graph: Graph, node: Any) -> str:
    """The named subject in whose description an anonymous node stands; empty if there is none."""
    seen = set()
    while is_blank(node) and node not in seen:
        seen.add(node)
        if node not in graph.above:
            return ""
        node = graph.above[node]
    return str(node.value) if is_iri(node) else ""


def class_positions(graph: Graph) -> Iterator[tuple[Any, str, Any]]:
    """Every triple in which class expressions stand: subclass, equivalence, disjointness."""
    for s, p, o in graph.triples:
        if p in CLASS_AXIOMS:
            yield s, p, o
