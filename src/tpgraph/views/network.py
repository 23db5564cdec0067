"""The company as a network, and positions for the page: the only module to import networkx."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
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
_EVEN_LIMIT = 120
_PIVOTS = 1_000
# The side of the square that a node and its label need.
_NODE_PX = 80.0
# Screens are wider than high.
WIDE = 1.5


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


def link_measures(
    nodes: Iterable[str], links: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, bool, int, int]]:
    """Per node: betweenness, articulation point or not, how many it reaches, and is reached from.

    Betweenness follows the links' direction and is a part of all pairs (0 to 1), to the third
    decimal; of a large network it is estimated from ``_PIVOTS`` starts. Whether the network falls
    apart without a node is asked of the links as ways in either direction.
    """
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted((a, b) for a, b in links if a != b and a in graph and b in graph))
    pivots = _PIVOTS if len(graph) > _PIVOTS else None
    between = nx.betweenness_centrality(graph, k=pivots, seed=7)
    cuts = set(nx.articulation_points(graph.to_undirected()))
    return {
        n: (
            round(between[n], 3),
            n in cuts,
            len(nx.descendants(graph, n)),
            len(nx.ancestors(graph, n)),
        )
        for n in graph
    }


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
    parts = sorted(nx.connected_components(simple), key=lambda part: (-len(part), min(part)))
    return _packed([_force(_part(simple, part)) for part in parts])


def _part(graph: Any, nodes: set[str]) -> Any:
    """The part of a graph as one of its own: a subgraph's nodes come in the order of a set."""
    import networkx as nx

    part = nx.Graph()
    part.add_nodes_from(sorted(nodes))
    part.add_edges_from(edge for edge in graph.edges() if edge[0] in nodes)
    return part


def _force(part: Any) -> dict[str, tuple[float, float]]:
    """A connected part on its own, with room for a label at each node; from 0,0 on."""
    import networkx as nx

    count = len(part)
    if count > _EVEN_LIMIT:
        found = nx.spring_layout(part, seed=7, iterations=80, k=3.2 / math.sqrt(count))
    else:
        # Attractive and repulsive forces: spreads hubs better than springs, but costs more.
        start = nx.circular_layout(part)
        found = nx.arf_layout(part, pos=start, a=1.6, max_iter=600, seed=7)
    xs = [float(x) for x, _ in found.values()]
    ys = [float(y) for _, y in found.values()]
    side = _NODE_PX * math.sqrt(count) / max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    return {
        n: ((float(x) - min(xs)) * side * WIDE, (float(y) - min(ys)) * side)
        for n, (x, y) in found.items()
    }


def _packed(parts: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """The parts in rows, the largest first; the whole around 0,0 and wider than high."""
    area = sum(
        (max(x for x, _ in part.values()) + _NODE_PX)
        * (max(y for _, y in part.values()) + _NODE_PX)
        for part in parts
    )
    widest = max(max(x for x, _ in part.values()) for part in parts)
    width = max(widest, math.sqrt(area * WIDE))
    placed: dict[str, tuple[float, float]] = {}
    left = top = row_height = 0.0
    for n, part in enumerate(parts):
        part_width = max(x for x, _ in part.values())
        part_height = max(y for _, y in part.values())
        if n and left + part_width > width:
            left, top, row_height = 0.0, top + row_height + _NODE_PX, 0.0
        placed |= {node: (x + left, y + top) for node, (x, y) in part.items()}
        left += part_width + _NODE_PX
        row_height = max(row_height, part_height)
    middle = max(x for x, _ in placed.values()) / 2, max(y for _, y in placed.values()) / 2
    return {n: (round(x - middle[0], 1), round(y - middle[1], 1)) for n, (x, y) in placed.items()}


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


def shortest_ways(
    links: Iterable[tuple[str, str, float]],
) -> Callable[[str], Mapping[str, float]]:
    """From a node to every node that links lead to, in either direction, how long the way is.

    A link is two nodes and its length.
    """
    import networkx as nx

    graph = nx.Graph()
    for start, end, length in links:
        if not graph.has_edge(start, end) or graph.edges[start, end]["weight"] > length:
            graph.add_edge(start, end, weight=length)

    def ways(start: str) -> Mapping[str, float]:
        if start not in graph:
            return {start: 0.0}
        found: Mapping[str, float] = nx.single_source_dijkstra_path_length(graph, start)
        return found

    return ways


def graphml(
    nodes: Mapping[str, Mapping[str, str]],
    links: Iterable[tuple[str, str, Mapping[str, str]]],
) -> bytes:
    """Nodes and directed links with their attributes as GraphML."""
    import io

    import networkx as nx

    graph = nx.MultiDiGraph()
    for node, told in nodes.items():
        graph.add_node(node, **told)
    for start, end, told in links:
        graph.add_edge(start, end, **told)
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def network_bytes(analysis: Conclusions, file_format: str) -> bytes:
    """The network as GraphML or GEXF, readable by Gephi, yEd and Cytoscape."""
    import io

    import networkx as nx

    out = io.BytesIO()
    write = nx.write_graphml if file_format == "graphml" else nx.write_gexf
    write(network(analysis), out)
    return out.getvalue()
