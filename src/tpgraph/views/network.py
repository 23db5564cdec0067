"""The company as a network, and positions for the page: the only module to import networkx."""

from __future__ import annotations

import math
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import lexical

_TPG = v.NAMESPACE
_LINKS = {
    "atStage": ("at-stage", "stage"),
    "inCategory": ("in-category", "category"),
    "inModality": ("in-modality", "modality"),
    "servesGoal": ("serves-goal", "goal"),
}
# A force layout costs the square of the nodes: beyond this many, rings are drawn instead.
_FORCE_LIMIT = 480
_SCALE = 900.0


def network(analysis: Conclusions) -> Any:
    """A ``networkx.MultiDiGraph``.

    Nodes are IRIs with ``label``, ``group`` (touchpoint, stage, category, modality, goal, kind,
    gap, unknown, recommendation) and, for touchpoints, ``status``; edges carry ``kind``
    (at-stage, in-category, in-modality, serves-goal, is-a, leads-to, concerns, addresses).
    """
    import networkx as nx

    graph = nx.MultiDiGraph(company=analysis.inventory.company.iri)
    label = analysis.narrator.label
    engine = analysis.inference.engine
    for row in analysis.inventory.touchpoints:
        status = next((val.iri for val in row.values.get("status", ())), "") or ""
        graph.add_node(
            row.iri, label=row.name, group="touchpoint", status=status.removeprefix(_TPG)
        )
    for row in analysis.inventory.touchpoints:
        for value in row.values.get("type", ()):
            if value.iri:
                graph.add_node(value.iri, label=label(value.iri), group="kind")
                graph.add_edge(row.iri, value.iri, kind="is-a")
        for value in row.values.get("leads_to", ()):
            if value.iri in graph:
                graph.add_edge(row.iri, value.iri, kind="leads-to")
    for name, (kind, group) in _LINKS.items():
        for s, _, o in engine.triples(p=_TPG + name):
            term = lexical(o)
            graph.add_node(term, label=label(term), group=group)
            graph.add_edge(s, term, kind=kind)
    for finding in analysis.findings:
        graph.add_node(finding.id, label=finding.title, group=finding.status)
        for concern in finding.concerns:
            if concern not in graph and concern != analysis.inventory.company.iri:
                graph.add_node(concern, label=label(concern), group=_group(concern, analysis))
            if concern in graph:
                graph.add_edge(finding.id, concern, kind="concerns")
    for recommendation in analysis.recommendations:
        graph.add_node(recommendation.id, label=recommendation.title, group="recommendation")
        for finding_id in recommendation.addresses:
            if finding_id in graph:
                graph.add_edge(recommendation.id, finding_id, kind="addresses")
    return graph


def _group(term: str, analysis: Conclusions) -> str:
    groups = {
        "touchpointCategories": "category",
        "purchaseStages": "stage",
        "modalities": "modality",
        "goals": "goal",
    }
    for _, _, scheme in analysis.inference.engine.triples(
        s=term, p="http://www.w3.org/2004/02/skos/core#inScheme"
    ):
        if (name := lexical(scheme).removeprefix(_TPG)) in groups:
            return groups[name]
    return "kind"


def positions(graph: Any) -> dict[str, tuple[float, float]]:
    """Where each node stands, in pixels around 0,0; one graph always gives one picture."""
    import networkx as nx

    simple = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    if len(simple) <= 1:
        return dict.fromkeys(simple, (0.0, 0.0))
    if len(simple) > _FORCE_LIMIT:
        return _rings(graph)
    spread = _SCALE * math.sqrt(len(simple) / 60)
    found = nx.spring_layout(simple, seed=7, iterations=80, k=2.2 / math.sqrt(len(simple)))
    return {
        n: (round(float(x) * spread, 1), round(float(y) * spread, 1)) for n, (x, y) in found.items()
    }


def _rings(graph: Any) -> dict[str, tuple[float, float]]:
    """Concepts inside, touchpoints around them, findings and recommendations outside."""
    rings: dict[int, list[str]] = {}
    order = {"touchpoint": 2, "gap": 3, "unknown": 3, "recommendation": 4, "kind": 1}
    for node, data in sorted(graph.nodes(data=True)):
        rings.setdefault(order.get(data.get("group", ""), 0), []).append(node)
    found: dict[str, tuple[float, float]] = {}
    radius = 0.0
    for ring in sorted(rings):
        members = rings[ring]
        # Room for each node on its ring, and between the rings.
        radius = max(radius + 220.0, len(members) * 46.0 / (2 * math.pi))
        for i, node in enumerate(members):
            angle = 2 * math.pi * i / len(members)
            found[node] = (round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1))
    return found


def network_bytes(analysis: Conclusions, file_format: str) -> bytes:
    """The network as GraphML or GEXF, readable by Gephi, yEd and Cytoscape."""
    import io

    import networkx as nx

    out = io.BytesIO()
    write = nx.write_graphml if file_format == "graphml" else nx.write_gexf
    write(network(analysis), out)
    return out.getvalue()
