"""Trying edits out the fast way gives exactly what inferring everything again gives."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reason.companies import AS_OF, SCOPES, VALUES, Shop, rows, shops
from tpgraph.errors import CallError
from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Edit, Inventory, Status
from tpgraph.reason.delta.rehearsal import Rehearsal
from tpgraph.reason.delta.tryout import FullTryOut
from tpgraph.reason.infer import STATUSES, finding_statuses
from tpgraph.reason.rules import RuleSet, load_rules
from tpgraph.samples import sample, sample_names

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RULES: RuleSet = load_rules()
OWN = Path(__file__).parent / "own_rules"


def statuses(inventory: Inventory, rules: RuleSet = RULES) -> dict[str, Status]:
    return finding_statuses(inventory_graph(inventory), rules)


def require_equal(rehearsal: Rehearsal, edits: Sequence[Edit], rules: RuleSet = RULES) -> None:
    """The trial's changes are the difference between full inference before and after."""
    before = rehearsal.statuses
    edited = inventory_graph(edit_inventory(rehearsal.inventory, edits))
    after = finding_statuses(edited, rules, statuses=STATUSES)
    changes: dict[str, tuple[Status | None, Status | None]] = {}
    for f in {**before, **after}:
        was, now = before.get(f), after.get(f)
        # What was in order and is so still, or was not asked, is no change.
        if was != now and (was, now) != (None, "ok"):
            changes[f] = was, now
    assert dict(rehearsal(edits).changes) == changes


@st.composite
def edits(draw: st.DrawFn, inventory: Inventory) -> list[Edit]:
    """One to three edits: touchpoints added, changed, retired, renamed, linked; the company's."""
    known = [t.iri for t in inventory.touchpoints]
    names = [t.name for t in inventory.touchpoints]
    links = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map("|".join)
    found = []
    for _ in range(draw(st.integers(1, 3))):
        action = draw(st.sampled_from(["add", "change", "change", "retire", "company", "link"]))
        cells: dict[str, Any] = draw(rows())
        cells["leads_to"] = draw(st.just("") | links)
        some = draw(st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
        if action == "add":
            cells = {c: text for c, text in cells.items() if c in some or draw(st.booleans())}
            name = draw(st.sampled_from(["New one", names[0]]))
            found.append(Edit("add", None, {"name": name, **cells}, draw(st.booleans())))
        elif action == "change":
            target = draw(st.sampled_from(known))
            found.append(Edit("change", target, {c: cells[c] for c in some}))
        elif action == "link":
            found.append(Edit("change", draw(st.sampled_from(known)), {"leads_to": draw(links)}))
        elif action == "retire":
            found.append(Edit("retire", draw(st.sampled_from(known))))
        else:
            keys = ["complete", "goals", "size", "understanding_methods", "bounds.review_days"]
            key = draw(st.sampled_from(keys))
            text = {
                "complete": draw(st.sampled_from(SCOPES)),
                "goals": draw(st.sampled_from(["retention", "awareness|acquisition", "none", ""])),
                "size": draw(st.sampled_from(["small", "large", ""])),
                "understanding_methods": draw(st.sampled_from(["survey", "none", ""])),
                "bounds.review_days": draw(st.sampled_from(["30", "400", ""])),
            }[key]
            found.append(Edit("change", inventory.company.iri, {key: text}))
    return found


def read(shop: Shop) -> Inventory:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "shop"
        folder.mkdir()
        shop.write(folder)
        return read_inventory(folder, as_of=AS_OF, complete=[])


@SLOW
@given(shops(), st.data())
def test_any_edit_of_any_company(shop: Shop, data: st.DataObject) -> None:
    inventory = read(shop)
    rehearsal = Rehearsal(inventory, RULES)
    assert rehearsal.statuses == statuses(inventory)
    for _ in range(3):
        # One after another: what was tried out leaves nothing behind.
        require_equal(rehearsal, data.draw(edits(inventory)))


# A company of thousands of touchpoints is inferred again too slowly to be held against.
SMALL = [name for name in sample_names() if not name.startswith("us_registry")]


@pytest.fixture(scope="module", params=[*SMALL, "us_registry/national-council-on-disability-ncd"])
def rehearsal(request: pytest.FixtureRequest) -> Rehearsal:
    folder = sample(request.param)
    inventory = read_inventory(folder, as_of=date(2026, 11, 22), complete=[])
    rehearsal = Rehearsal(inventory, RULES)
    assert rehearsal.statuses == statuses(inventory)
    return rehearsal


@settings(SLOW, max_examples=6)
@given(data=st.data())
def test_any_edit_of_the_samples(rehearsal: Rehearsal, data: st.DataObject) -> None:
    require_equal(rehearsal, data.draw(edits(rehearsal.inventory)))


def test_touchpoints_of_the_samples_retired_and_blanked(rehearsal: Rehearsal) -> None:
    for touchpoint in rehearsal.inventory.touchpoints[::4]:
        require_equal(rehearsal, [Edit("retire", touchpoint.iri)])
        blank = dict.fromkeys(("stages", "type", "cost", "satisfaction", "leads_to", "url"), "")
        require_equal(rehearsal, [Edit("change", touchpoint.iri, blank)])


def test_a_trial_that_fails_leaves_nothing_behind() -> None:
    inventory = read_inventory(sample("casa_morgana"), as_of=AS_OF, complete=[])
    rehearsal = Rehearsal(inventory, RULES)
    with pytest.raises(CallError):
        rehearsal([Edit("retire", "https://example.org/nobody")])
    require_equal(rehearsal, [Edit("add", None, {"type": "coupon"})])


def test_many_edits_at_once(rehearsal: Rehearsal) -> None:
    """Of many touchpoints all are looked at together; what is opened is as severe as inferred."""
    inventory = rehearsal.inventory
    targets = [t.iri for t in inventory.touchpoints][:60]
    slow = FullTryOut(inventory, RULES, "oxigraph")
    for cells in ({"owner": "", "plan": "none", "url": ""}, {"stages": "purchase", "cost": "70"}):
        edits = [Edit("change", iri, cells) for iri in targets]
        require_equal(rehearsal, edits)
        assert rehearsal.severities(edits) == slow.severities(edits)
    edits = [Edit("retire", iri) for iri in targets[::2]]
    require_equal(rehearsal, edits)
    assert rehearsal.severities(edits) == slow.severities(edits)


def test_own_rules_are_tried_out_too() -> None:
    inventory = read_inventory(sample("casa_morgana"), as_of=AS_OF, complete=[])
    rules = load_rules(own=OWN)
    assert len(rules.gaps) > len(RULES.gaps)
    rehearsal = Rehearsal(inventory, rules)
    for touchpoint in inventory.touchpoints[:5]:
        cells = {"response_hours": "99", "complaints": "40", "supports": "yes", "owner": ""}
        require_equal(rehearsal, [Edit("change", touchpoint.iri, cells)], rules)


def test_the_other_engine_tries_out_the_same() -> None:
    inventory = read_inventory(sample("bottega_jeans"), as_of=AS_OF, complete=[])
    edit = [Edit("add", None, {"name": "Desk", "type": "Customer service", "stages": "evaluation"})]
    fast = Rehearsal(inventory, RULES)(edit).changes
    slow = FullTryOut(inventory, RULES, "rdflib")(edit).changes
    assert fast == slow
    assert "ok" in {after for _, after in fast.values()}
