"""The network as pyvis holds it, for the page. Only here is pyvis imported.

What pyvis writes itself is never used: its templates do not escape labels and load scripts from
the net.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

# Shape and size of each group; colours are the page's, since they follow light and dark.
_NODES: Mapping[str, tuple[str, int]] = {
    "touchpoint": ("square", 15),
    "gap": ("diamond", 18),
    "unknown": ("dot", 11),
    "recommendation": ("star", 18),
    "stage": ("dot", 26),
    "category": ("dot", 26),
    "modality": ("dot", 16),
    "goal": ("dot", 16),
    "kind": ("dot", 10),
}
# Positions come with the nodes. pyvis's own physics takes minutes on a large network.
_NETWORK_OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}},
    "interaction": {
        "hover": True,
        "dragNodes": True,
        "hideEdgesOnDrag": False,
        "tooltipDelay": 1000000,
        "keyboard": {"enabled": False},
    },
}


def network_data(network: Mapping[str, Any]) -> dict[str, Any]:
    """The network as pyvis hands it to vis-network: ``nodes``, ``edges`` and ``options``.

    Nodes carry id, group, shape, size, x and y, and no text: the page labels them in the reader's
    language, as text, never as markup.
    """
    net = _pyvis_network()
    for node in network["nodes"]:
        shape, size = _NODES.get(node["group"], ("dot", 8))
        net.add_node(
            node["id"],
            label=" ",
            shape=shape,
            size=size,
            group=node["group"],
            x=node["x"],
            y=node["y"],
        )
    for edge in network["edges"]:
        net.add_edge(edge["from"], edge["to"], kind=edge["kind"])
    nodes, edges, _, _, _, options = net.get_network_data()
    return {
        "nodes": [{k: v for k, v in n.items() if k not in ("label", "font")} for n in nodes],
        "edges": edges,
        "options": json.loads(options),
    }


def _pyvis_network() -> Any:
    """Pyvis's Network, empty, with what would write files or unescaped text closed off."""
    from pyvis.network import Network

    class Ids(dict[str, None]):
        # pyvis looks every node and every edge's ends up here: its list would make that quadratic.
        def append(self, id_: str) -> None:
            self[id_] = None

    class OfflineNetwork(Network):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(directed=True)
            self.node_ids = Ids()
            self.options = dict(_NETWORK_OPTIONS)

        def get_nodes(self) -> Any:
            return self.node_ids

        def generate_html(self, *_: Any, **__: Any) -> str:
            raise NotImplementedError("The page is written by tpgraph.views.page.render_page.")

        write_html = show = save_graph = generate_html

    return OfflineNetwork()
