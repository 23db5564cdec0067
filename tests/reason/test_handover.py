"""Handover between stages where something is only supposed, and along many links."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Edit, Inventory
from tpgraph.reason.infer import STATUSES, infer
from tpgraph.reason.rules import load_rules

COLUMNS = ["stages", "leads_to", "supports"]


def inventory(folder: Path, text: str) -> Inventory:
    path = folder / "touchpoints.csv"
    path.write_text(text, encoding="utf-8")
    return read_inventory(path, as_of=date(2026, 11, 22), complete=COLUMNS)


def statuses(inventory: Inventory, rule: str) -> dict[str, str]:
    """Local name of the stage to the status that the rule gives it."""
    found = infer(inventory_graph(inventory), load_rules(), statuses=STATUSES).findings.values()
    return {f.concerns[0].rsplit("#", 1)[1]: f.status for f in found if f.rule == rule}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {"needRecognition": "unknown"}),
        ({"leads_to": "Poster"}, {"needRecognition": "gap"}),
        ({"leads_to": "none"}, {"needRecognition": "gap"}),
    ],
)
def test_links_of_a_supposed_touchpoint_are_not_known_to_be_none(
    tmp_path: Path, cells: dict[str, str], expected: dict[str, str]
) -> None:
    before = inventory(tmp_path, "name,stages,leads_to\nPoster,need-recognition,\n")
    assert statuses(before, "broken-handover") == {}
    edit = Edit("add", None, {"name": "New", "stages": "information-search", **cells}, True)
    assert statuses(edit_inventory(before, [edit]), "broken-handover") == expected


def test_support_at_a_supposed_touchpoint_is_not_known_to_be_none(tmp_path: Path) -> None:
    before = inventory(tmp_path, "name,stages,supports\nTill,purchase,\n")
    assert statuses(before, "stage-without-support") == {"purchase": "gap"}
    edit = Edit("add", None, {"name": "New", "stages": "purchase"}, True)
    after = edit_inventory(before, [edit])
    assert statuses(after, "stage-without-support") == {"purchase": "unknown"}
    edit = Edit("add", None, {"name": "New", "stages": "purchase", "supports": "yes"}, True)
    after = edit_inventory(before, [edit])
    assert statuses(after, "stage-without-support") == {"purchase": "ok"}


def test_a_way_of_many_links_is_found(tmp_path: Path) -> None:
    count = 1000
    rows = [f"T{i},need-recognition,T{i + 1}" for i in range(count // 2)]
    rows += [f"T{i},post-purchase,T{i + 1}" for i in range(count // 2, count)]
    rows.append(f"T{count},information-search,")
    found = inventory(tmp_path, "name,stages,leads_to\n" + "\n".join(rows) + "\n")
    assert statuses(found, "broken-handover") == {"needRecognition": "ok"}
