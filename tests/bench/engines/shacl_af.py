"""The rules as SHACL-AF rules, for pySHACL: one shape with the company's graph as its one focus."""

from __future__ import annotations

from collections.abc import Iterable

from tpgraph.reason.rules import Rule

_FOCUS = "<https://w3id.org/tpgraph/ontology#purchase>"  # any node there is: rules do not use it
_PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def shapes_of(rules: Iterable[Rule]) -> str:
    """A shapes graph in Turtle with each rule as ``sh:SPARQLRule``, in their order."""
    shapes = [
        f"<urn:rules#{rule.name}> a sh:NodeShape ; sh:targetNode {_FOCUS} ; sh:rule "
        f"[ a sh:SPARQLRule ; sh:order {place} ; sh:construct {_literal(rule.text)} ] ."
        for place, rule in enumerate(rules)
    ]
    return _PREFIXES + "\n".join(shapes) + "\n"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
