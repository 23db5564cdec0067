"""Statements hold of what they are about: a typical value they assert is one the kind has.

A statement such as "coupons are sales promotion" must be true of the kind as the ontology has it:
by an axiom of it or of a kind above, by its own typical value, or else by those of the nearest
kinds above. Only the readings of a recorded disagreement need not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tpgraph.reason.gate.expressions import Graph, is_iri
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import OWL, RDFS, TPG, Source, short

CHECK = "statement-holds"
# Relation, and the property whose value an axiom fixes.
_RELATIONS = {
    "typicalCategory": "category",
    "typicalStage": "stage",
    "typicalGoal": "goal",
    "typicalModality": "modality",
    "typicalContactForm": "contactForm",
    "typicalOwnership": "ownership",
    "typicalMedia": "media",
}


def find(source: Source) -> Iterator[Fault]:
    """Statements about a kind that the kind's own description does not bear out."""
    graph = Graph.of_source(source)
    above = _above(graph)
    readings = {o for _, p, o in graph.triples if p == TPG + "reading"}
    for statement, p, relation in graph.triples:
        name = relation.value.removeprefix(TPG) if is_iri(relation) else ""
        if p != TPG + "relation" or name not in _RELATIONS or statement in readings:
            continue
        for kind in graph.values(statement, TPG + "about"):
            if kind.value not in above:
                continue
            held = _held(graph, kind.value, name, above)
            for value in graph.values(statement, TPG + "object"):
                if value.value not in held:
                    yield source.fault(
                        ERROR,
                        CHECK,
                        statement.value,
                        f"{short(statement.value)} says {short(relation.value)} "
                        f"{short(value.value)} of {short(kind.value)}, which does not have it",
                        f"Add tpg:{name} {short(value.value)} to {short(kind.value)}, "
                        "or record the readings as a tpg:Disagreement",
                    )


def _above(graph: Graph) -> dict[str, set[str]]:
    """For every class that lies under Touchpoint: the named classes above it."""
    direct: dict[str, set[str]] = defaultdict(set)
    for s, p, o in graph.triples:
        if p == RDFS + "subClassOf" and is_iri(s) and is_iri(o):
            direct[s.value].add(o.value)
    found: dict[str, set[str]] = {TPG + "Touchpoint": set()}

    def climb(cls: str, seen: frozenset[str]) -> set[str]:
        reached: set[str] = set()
        for parent in direct[cls] - seen:
            reached |= {parent} | climb(parent, seen | {parent})
        return reached

    for cls in list(direct):
        parents = climb(cls, frozenset({cls}))
        if TPG + "Touchpoint" in parents:
            found[cls] = parents
    return found


def _held(graph: Graph, kind: str, name: str, above: dict[str, set[str]]) -> set[str]:
    """The values a kind has: fixed by axioms, its own typical ones, else the nearest above."""
    import pyoxigraph as ox

    held: set[str] = set()
    for cls in (kind, *above[kind]):
        for part in graph.values(ox.NamedNode(cls), RDFS + "subClassOf"):
            on = [node.value for node in graph.values(part, OWL + "onProperty")]
            if on == [TPG + _RELATIONS[name]]:
                held |= {node.value for node in graph.values(part, OWL + "hasValue")}

    def own(cls: str) -> set[str]:
        return {node.value for node in graph.values(ox.NamedNode(cls), TPG + name)}

    if own(kind):
        return held | own(kind)
    stating = [cls for cls in above[kind] if own(cls)]
    nearest = [c for c in stating if not any(c in above.get(other, ()) for other in stating)]
    return held.union(*(own(cls) for cls in nearest))
