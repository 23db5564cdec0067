"""Edits make a new inventory, read what changed, and leave the old one as it was."""

from __future__ import annotations

import copy
import time

import pytest

from tests.inventory.conftest import ReadText, codes, term
from tpgraph.errors import CallError
from tpgraph.inventory.edit import edit_inventory
from tpgraph.inventory.graph import HYPOTHETICAL
from tpgraph.inventory.recognise import Index
from tpgraph.model import Edit, Inventory

TABLE = """name,type,stages,leads_to,satisfaction,satisfaction_scale,owner
Shop,,purchase,Chat,9,1-5,Ann
Window,shop window,need-recognition,Shop,,,
Flyer,leaflet,buying,,,,
"""


@pytest.fixture
def before(read: ReadText) -> Inventory:
    company = 'name = "A"\ncomplete = ["stages", "leads_to", "satisfaction"]'
    return read(TABLE, company)


def edit(before: Inventory, index: Index, *edits: Edit) -> Inventory:
    kept = copy.deepcopy(before)
    after = edit_inventory(before, edits, index=index)
    assert before == kept
    return after


def test_what_is_wrong_before(before: Inventory) -> None:
    assert sorted(codes(before)) == [
        "broken-link", "not-closed", "not-closed", "not-closed", "out-of-range", "unknown-value",
    ]  # fmt: skip
    assert before.company.doubtful == set(before.company.complete)


def test_no_edit_changes_nothing(before: Inventory, index: Index) -> None:
    assert edit(before, index) == before


def test_add(before: Inventory, index: Index) -> None:
    after = edit(before, index, Edit("add", None, {"type": "Coupon", "stages": "post-purchase"}))
    added = after.touchpoints[-1]
    assert (added.name, added.iri) == ("Coupon", before.company.iri + "/coupon")
    assert added.place.note is None
    only_its_kind = Edit("add", None, {"type": "Coupon"}, hypothetical=True)
    assert edit(before, index, only_its_kind).touchpoints[-1].place.note == HYPOTHETICAL
    assert added.values["status"][0].iri == term("active")
    assert added.values["stages"][0].place.file == "what-if"
    twice = edit(after, index, Edit("add", None, {"type": "Coupon"}))
    assert twice.touchpoints[-1].iri == before.company.iri + "/coupon-2"
    assert twice.touchpoints[-1].place.row != added.place.row


def test_a_new_name_mends_the_links_to_it(before: Inventory, index: Index) -> None:
    after = edit(before, index, Edit("add", None, {"name": "Chat"}))
    assert [v.iri for v in after.touchpoints[0].values["leads_to"]] == [after.touchpoints[-1].iri]
    assert "broken-link" not in codes(after)
    assert set(after.company.complete) - after.company.doubtful == {"leads_to"}


def test_change_reads_the_cell_and_what_hangs_on_it(before: Inventory, index: Index) -> None:
    shop, flyer = before.touchpoints[0].iri, before.touchpoints[2].iri
    after = edit(
        before,
        index,
        Edit("change", shop, {"satisfaction_scale": "0-10"}),
        Edit("record", flyer, {"stages": "purchase"}),
    )
    assert after.touchpoints[0].values["satisfaction"][0].literal == "9"
    assert after.touchpoints[0].values["owner"] == before.touchpoints[0].values["owner"]
    assert set(after.company.complete) - after.company.doubtful == {"stages", "satisfaction"}
    assert sorted(codes(after)) == ["broken-link", "not-closed"]


def test_a_blank_blanks_and_a_bad_cell_is_reported(before: Inventory, index: Index) -> None:
    shop = before.touchpoints[0].iri
    blank = edit(before, index, Edit("change", shop, {"stages": "", "leads_to": ""}))
    assert not {"stages", "leads_to"} & blank.touchpoints[0].values.keys()
    assert "broken-link" not in codes(blank)
    bad = edit(before, index, Edit("change", shop, {"owner": "none", "stages": "nowhere"}))
    assert "owner" in bad.touchpoints[0].none
    assert any(p.code == "unknown-value" and p.place.file == "what-if" for p in bad.problems)


def test_retire(before: Inventory, index: Index) -> None:
    after = edit(before, index, Edit("retire", before.touchpoints[1].iri))
    assert after.touchpoints[1].values["status"][0].iri == term("retired")


def test_rename_keeps_the_iri(before: Inventory, index: Index) -> None:
    shop = before.touchpoints[0]
    after = edit(before, index, Edit("change", shop.iri, {"name": "Vetrina"}))
    assert (after.touchpoints[0].iri, after.touchpoints[0].name) == (shop.iri, "Vetrina")
    assert after.touchpoints[0].values["name"][0].literal == "Vetrina"


def test_the_company(before: Inventory, index: Index) -> None:
    iri = before.company.iri
    after = edit(
        before,
        index,
        Edit("record", iri, {"complete": "owner", "goals": "retention"}),
        Edit("record", iri, {"understanding_methods": "none", "size": "micro"}),
    )
    assert "owner" in after.company.complete
    assert [v.iri for v in after.company.values["goals"]] == [term("customerRetention")]
    assert "understanding_methods" in after.company.none
    assert after.company.values["size"][0].place.file == "what-if"


@pytest.mark.parametrize(
    "wrong",
    [
        Edit("change", "https://example.com/x", {"stages": "purchase"}),
        Edit("retire", None),
        Edit("add", None, {"stages": "purchase"}),
        Edit("add", None, {"name": "X", "colour": "red"}),
    ],
)
def test_calls_that_do_not_fit(before: Inventory, index: Index, wrong: Edit) -> None:
    with pytest.raises(CallError):
        edit_inventory(before, [wrong], index=index)


def test_columns_that_a_target_does_not_have(before: Inventory, index: Index) -> None:
    for target, cells in (
        (before.company.iri, {"stages": "purchase"}),
        (before.touchpoints[0].iri, {"nmae": "x"}),
        (before.touchpoints[0].iri, {"name": ""}),
    ):
        with pytest.raises(CallError):
            edit_inventory(before, [Edit("change", target, cells)], index=index)


def test_an_edit_is_quick(read: ReadText, index: Index) -> None:
    rows = "".join(f"T{i},coupon,purchase,T{(i + 1) % 50}\n" for i in range(50))
    inventory = read("name,type,stages,leads_to\n" + rows)
    change = [Edit("change", inventory.touchpoints[7].iri, {"stages": "post-purchase"})]
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        edit_inventory(inventory, change, index=index)
        best = min(best, time.perf_counter() - start)
    assert best < 0.001


def test_a_bound_of_the_company(before: Inventory, index: Index) -> None:
    iri = before.company.iri
    after = edit(
        before,
        index,
        Edit("change", iri, {"bounds.review_days": "30", "bounds.languages": "en|ro"}),
    )
    (days,) = after.company.bounds["review_days"]
    assert (days.literal, days.datatype, days.place.file) == ("30", "decimal", "what-if")
    assert [v.literal for v in after.company.bounds["languages"]] == ["en", "ro"]
    wrong = edit(after, index, Edit("change", iri, {"bounds.category_share_max": "3"}))
    assert "category_share_max" not in wrong.company.bounds
    assert "bad-type" in {p.code for p in wrong.problems}
    gone = edit(after, index, Edit("change", iri, {"bounds.review_days": ""}))
    assert "review_days" not in gone.company.bounds
