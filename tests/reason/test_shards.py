"""Companies that share a scratch store get the same as each alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.bench.big_list import write_list
from tests.conftest import ROOT
from tpgraph.inventory import read_inventory
from tpgraph.model import Inventory
from tpgraph.reason.compiled.later import LaterEngine
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.infer import infer
from tpgraph.reason.shards import conclude_together
from tpgraph.views.triples import found_quads

DAY = date(2026, 6, 1)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")


def inventories(folder: Path) -> list[Inventory]:
    """The samples, made-up companies, and one that differs from a sample by its name alone."""
    found = [read_inventory(ROOT / "data" / name, as_of=DAY) for name in SAMPLES]
    for number in range(20):
        path = folder / f"firm {number}.csv"
        write_list(path, 12 + number, seed=number)
        found.append(read_inventory(path, as_of=DAY, complete=["all"] if number % 3 else []))
    twin = folder / "twin"
    twin.mkdir()
    for file in ("company.toml", "touchpoints.csv"):
        text = (ROOT / "data" / "casa_morgana" / file).read_text(encoding="utf-8")
        (twin / file).write_text(text.replace("Casa Morgana", "Casa Gemella"), encoding="utf-8")
    return [*found, read_inventory(twin, as_of=DAY)]


def by_oxigraph(inventory: Inventory) -> Conclusions:
    """Conclusions of a company alone, none of its rules compiled."""
    alone = Conclusions(inventory, Options())
    alone.take_inference(infer(alone.asserted, alone.rules))
    return alone


def test_a_company_alone_is_concluded_as_by_oxigraph(tmp_path: Path) -> None:
    for inventory in inventories(tmp_path)[-3:]:
        compiled, asked = Conclusions(inventory, Options()), by_oxigraph(inventory)
        assert isinstance(compiled.inference.engine, LaterEngine)
        assert set(compiled.inference.engine.dump().splitlines()) == set(
            asked.inference.engine.dump().splitlines()
        )
        assert compiled.findings == asked.findings
        assert compiled.counts == asked.counts
        assert compiled.in_order_by_rule == asked.in_order_by_rule
        assert compiled.recommendations == asked.recommendations


@pytest.mark.parametrize(
    "at_once", [3, 20]
)  # few triples a store, and so many that rules are said as sets
def test_companies_together_conclude_as_each_alone(tmp_path: Path, at_once: int) -> None:
    given = inventories(tmp_path)
    assert len({i.company.iri for i in given}) == len(given) == 25
    together = conclude_together(given, Options(), companies_at_once=at_once)
    kinds = Counter[str]()
    for inventory, shared in zip(given, together, strict=True):
        alone = by_oxigraph(inventory)
        assert shared.findings == alone.findings
        assert shared.in_order_by_rule == alone.in_order_by_rule
        assert shared.counts == alone.counts
        mine = set(found_quads(shared, shared.findings, shared.asserted.facts))
        assert mine == set(found_quads(alone, alone.findings, alone.asserted.facts))
        kinds.update(f.status for f in shared.findings)
    assert min(kinds["gap"], kinds["unknown"]) > 100


def test_an_audience_is_judged_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(
        "name,audience,stages\nDesk,families,purchase\nBlog,students,awareness\n", encoding="utf-8"
    )
    inventory = replace(read_inventory(path, as_of=DAY), audience="families")
    (shared,) = conclude_together([inventory], Options())
    alone = Conclusions(inventory, Options())
    assert shared.findings == alone.findings
    assert shared.in_order_by_rule == alone.in_order_by_rule
