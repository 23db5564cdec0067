"""The facts that rules share, over graphs that the reader itself would never make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Value
from tpgraph.reason.infer import infer
from tpgraph.reason.rules import load_rules


def test_a_link_to_itself_connects_nothing(tmp_path: Path) -> None:
    path = tmp_path / "touchpoints.csv"
    path.write_text("name\nKiosk\n", encoding="utf-8")
    inventory = read_inventory(path, as_of=date(2026, 11, 22), complete=["leads_to"])
    (kiosk,) = inventory.touchpoints
    itself = Value("Kiosk", kiosk.place, iri=kiosk.iri)
    looped = replace(kiosk, values={**kiosk.values, "leads_to": (itself,)})
    graph = inventory_graph(replace(inventory, touchpoints=(looped,)))
    found = infer(graph, load_rules()).findings.values()
    assert [f.status for f in found if f.rule == "isolated-touchpoint"] == ["gap"]
