"""What edits may bring is known beforehand: trying one out never reads all rules again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.rules.cases import all_cases
from tests.rules.pools import Pool
from tpgraph import vocabulary as v
from tpgraph.inventory import read_inventory
from tpgraph.model import Edit, Inventory
from tpgraph.reason.delta.rehearsal import Rehearsal
from tpgraph.reason.delta.sorts import POINTING, PROPERTIES
from tpgraph.reason.rules import load_rules
from tpgraph.samples import sample


def test_the_sorts_are_those_that_there_are() -> None:
    engine = Pool("", tuple(all_cases())).inference.engine
    touchpoints = {s for s, _, _ in engine.triples(p=v.NAMESPACE + "ofCompany")}
    assert len(touchpoints) > 500
    triples = engine.triples()
    of_columns = {column.property_iri for column in v.COLUMNS.values()}
    theirs = {p for s, p, _ in triples if s in touchpoints} - of_columns
    assert theirs == PROPERTIES
    assert {p for _, p, o in triples if o in touchpoints} == POINTING


def _edits(inventory: Inventory) -> Iterator[Edit]:
    for kind in ("Coupon", "Website", "Customer service", "Trade fair", "Call centre"):
        yield Edit("add", None, {"name": f"New {kind}", "type": kind})
    for t in inventory.touchpoints:
        yield Edit("retire", t.iri)
        yield Edit("change", t.iri, {"stages": "purchase|post-purchase"})
        yield Edit("change", t.iri, {"cost": "99", "currency": "EUR", "contacts": "3"})
        yield Edit("change", t.iri, {"satisfaction": "3", "satisfaction_scale": "1-5"})
        yield Edit("change", t.iri, {"type": "", "leads_to": "", "url": "https://x.example"})
    yield Edit("change", inventory.company.iri, {"complete": "stages"})


@pytest.mark.parametrize("name", ["casa_morgana", "bottega_jeans", "hanul_teilor"])
def test_no_edit_is_news(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inventory = read_inventory(sample(name), as_of=date(2026, 11, 22), complete=[])
    rehearsal = Rehearsal(inventory, load_rules())
    read_again: list[str] = []
    monkeypatch.setattr(Rehearsal, "_read_rules", lambda _: read_again.append("again"))
    for edit in _edits(inventory):
        rehearsal([edit])
        assert not read_again
