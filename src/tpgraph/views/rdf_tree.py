"""A graph as blocks for people: each subject with its properties, what has no name set inside.

Blank nodes get the labels of RDFC-1.0, so that the same graph always gives the same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from tpgraph.query.names import DCTERMS, OWL, RDF, RDFS, SKOS, STATEMENT, TPG

PREFIXES = {
    "tpg": TPG,
    "statement": STATEMENT,
    "dcterms": DCTERMS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"
LANGUAGE_ORDER = {"en": 0, "ro": 1, "ru": 2, "fa": 3, "it": 4}
# The order of properties in a block; others follow by name, and sources close it.
_PROPERTIES = {
    p: n
    for n, p in enumerate(
        (
            RDF + "type",
            *(RDFS + x for x in ("subClassOf", "subPropertyOf", "domain", "range")),
            *(OWL + x for x in ("equivalentClass", "onProperty", "hasValue", "intersectionOf")),
            *(SKOS + x for x in ("inScheme", "topConceptOf", "broader", "notation")),
            *(TPG + x for x in ("position", "about", "relation", "object", "sentence")),
            *(SKOS + x for x in ("prefLabel", "altLabel", "hiddenLabel", "definition")),
            *(SKOS + x for x in ("example", "scopeNote", "related")),
        )
    )
}
_LAST = 10_000

Node: TypeAlias = "ox.NamedNode | ox.BlankNode"
Value: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal"


@dataclass(frozen=True, slots=True)
class Block:
    """A subject with its properties in order; each property has its values in order."""

    subject: Node
    properties: tuple[tuple[str, tuple[Value, ...]], ...]


class Tree:
    """A graph's subjects with their properties, and which blank nodes can stand inside others."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        self.triples = sorted((quad.triple for quad in dataset), key=str)
        by_subject: dict[Any, dict[str, list[Value]]] = {}
        uses: Counter[Any] = Counter()
        for t in self.triples:
            value: Any = t.object
            by_subject.setdefault(t.subject, {}).setdefault(t.predicate.value, []).append(value)
            if isinstance(value, ox.BlankNode):
                uses[value] += 1
        self.blocks = {
            subject: Block(
                subject,
                tuple(
                    (p, tuple(sorted(values, key=_value_place)))
                    for p, values in sorted(of.items(), key=lambda item: _property_place(item[0]))
                ),
            )
            for subject, of in by_subject.items()
        }
        self.inside = {n for n, count in uses.items() if count == 1 and n in self.blocks}
        self.inside -= self._in_circles()

    def _in_circles(self) -> set[Any]:
        """Blank nodes that no block with a name, or used twice, leads to."""
        reached: set[Any] = set()
        todo = [s for s in self.blocks if s not in self.inside]
        while todo:
            subject = todo.pop()
            reached.add(subject)
            for _, values in self.blocks[subject].properties:
                todo += [v for v in values if v in self.inside and v not in reached]
        return self.inside - reached

    def items(self, node: Value) -> list[Value] | None:
        """The items of a list that can be written as one; ``None`` where the node is no such."""
        found: list[Value] = []
        while not (isinstance(node, ox.NamedNode) and node.value == NIL):
            block = self.blocks.get(node) if node in self.inside else None
            if block is None:
                return None
            properties = dict(block.properties)
            if properties.keys() != {FIRST, REST} or any(len(v) != 1 for v in properties.values()):
                return None
            found.append(properties[FIRST][0])
            node = properties[REST][0]
        return found


def short(iri: str) -> str | None:
    """An IRI with its prefix, such as ``tpg:Coupon``; ``None`` where it has to be written out."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and _plain(local):
            return f"{prefix}:{local}"
    return None


def _plain(local: str) -> bool:
    kept = local.replace("-", "").replace("_", "")
    return local[:1].isalpha() and local.isascii() and kept.isalnum() and not local.endswith("-")


def _property_place(p: str) -> tuple[int, str]:
    return (_LAST + 1, p) if p == DCTERMS + "source" else (_PROPERTIES.get(p, _LAST), p)


def _value_place(value: Value) -> tuple[int, int, str]:
    if isinstance(value, ox.NamedNode):
        return (0, 0, value.value)
    if isinstance(value, ox.BlankNode):
        return (2, 0, value.value)
    language = value.language or ""
    return (1, LANGUAGE_ORDER.get(language, 9 if language else -1), f"{language} {value.value}")
