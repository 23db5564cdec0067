"""What a name in a rule can be mistaken for: a sibling of the same scheme or class, or nothing."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import NAMESPACE

_PREFIXES = {"tpg:": NAMESPACE, "work:": "https://w3id.org/tpgraph/working#"}
_MEMBERS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?group ?member WHERE {
  { ?member skos:inScheme ?group } UNION { ?member a owl:Class ; rdfs:subClassOf ?group }
  FILTER (isIRI(?group))
}
"""
# What the run-time facts hold and no scheme does.
_ALSO = (("gap", "ok", "unknown"), ("cost", "reach"), ("conversions", "contacts"))


def others(name: str) -> tuple[str, ...]:
    """For ``tpg:radioSpot``, its sibling; for a name without siblings, one that nothing bears."""
    prefix = next((p for p in _PREFIXES if name.startswith(p)), None)
    if prefix is None:
        return ()
    sibling = _siblings().get(name.removeprefix(prefix)) if prefix == "tpg:" else None
    return (f"tpg:{sibling}",) if sibling else ("work:borneByNothing",)


@cache
def _siblings() -> dict[str, str]:
    """Local name to the next one of its scheme or parent, by the alphabet."""
    import pyoxigraph as ox

    store = ox.Store()
    for path in sorted(ontology_dir().glob("**/*.ttl")):
        if path.parent.name in ("", "schemes", "kinds", "ontology") or path.name == "tpgraph.ttl":
            store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    answer = store.query(_MEMBERS)
    assert isinstance(answer, ox.QuerySolutions)
    for row in answer:
        member = row["member"]
        if isinstance(member, ox.NamedNode) and member.value.startswith(NAMESPACE):
            groups[str(row["group"])].add(member.value.removeprefix(NAMESPACE))
    for n, names in enumerate(_ALSO):
        groups[f"also {n}"] = set(names)
    found: dict[str, str] = {}
    for _, members in sorted(groups.items()):
        ordered = sorted(members)
        for i, name in enumerate(ordered):
            if len(ordered) > 1:
                found.setdefault(name, ordered[(i + 1) % len(ordered)])
    return found
