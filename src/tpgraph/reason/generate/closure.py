"""HermiT's closure over named classes, and which kinds and defined classes exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from tpgraph.reason.owl import Classification
from tpgraph.reason.source import OWL, RDFS, Source


def disjoint_pairs(source: Source, found: Classification) -> frozenset[tuple[str, str]]:
    """Kind and defined class that exclude each other, inherited down the closure."""
    below: dict[str, set[str]] = defaultdict(set)
    for s, o in found.subclasses:
        below[o].add(s)
    pairs: set[tuple[str, str]] = set()
    for quad in source.store.quads_for_pattern(None, ox.NamedNode(OWL + "disjointWith"), None):
        a, b = quad.subject.value, quad.object.value
        for x in {a, *below[a]}:
            pairs.update((x, y) for y in {b, *below[b]})
    defined = set(source.defined())
    return frozenset((x, y) for a, b in pairs for x, y in ((a, b), (b, a)) if y in defined)


def closure_ntriples(found: Classification, disjoint: Iterable[tuple[str, str]]) -> str:
    """Both as sorted N-Triples: ``rdfs:subClassOf`` and ``owl:disjointWith``."""
    lines = [f"<{s}> <{RDFS}subClassOf> <{o}> ." for s, o in found.subclasses]
    lines += [f"<{s}> <{OWL}disjointWith> <{o}> ." for s, o in disjoint]
    return "\n".join(sorted(lines)) + "\n"
