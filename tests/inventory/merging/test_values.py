"""What several sources say of one touchpoint: agreement, union, and conflicts of each sort."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventory.merging.conftest import read, said, the, told
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Inventory


def two(
    folder: Path, columns: str, first: str, second: str, mapping: str | None = None
) -> Inventory:
    """One touchpoint of which two sources say something, and another one."""
    files = {
        "a.csv": f"name,{columns}\nTill,{first}\nBill\n",
        "crm/b.csv": f"name,{columns}\nTill,{second}\n",
    }
    return read(folder, files, mapping=mapping)


DIFFERENT = [
    ("owner", "Ana", "Ion"),
    ("cost,currency", "5,EUR", "6,EUR"),
    ("cost,currency", "5,EUR", "5,USD"),
    ("satisfaction,satisfaction_scale", "4,1-5", "4,0-10"),
    ("importance,importance_scale", "4,1-5", "3,1-5"),
    ("reviewed", "2026-01-01", "2026-03-01"),
    ("look_ok", "yes", "no"),
    ("supports", "yes", "no"),
    ("type", "Cashier", "Receipt"),
    ("type", "Cashier", "none"),
    ("personal", "personal", "nonpersonal"),
    ("ownership", "brand", "partner"),
    ("status", "active", "retired"),
    ("url", "https://a.example.com", "https://b.example.com"),
    ("plan", "yearly plan", "none"),
    ("stages", "purchase", "none"),
    ("leads_to", "none", "Bill"),
]


@pytest.mark.parametrize(("columns", "first", "second"), DIFFERENT)
def test_what_differs_is_told_with_both_places_and_not_taken(
    columns: str, first: str, second: str, tmp_path: Path
) -> None:
    column = columns.partition(",")[0]
    files = {
        "a.csv": f"name,{columns}\nTill,{first}\nBill\n",
        "crm/b.csv": f"name,{columns}\nTill,{second}\n",
    }
    inventory = read(tmp_path, files)
    till = the(inventory, "Till")
    assert column not in till.values
    assert column in till.unclear
    assert column not in till.none
    (problem,) = told(inventory, "sources-differ")
    assert problem.severity == "warning"
    assert problem.place.column == column
    for place in (f"a.csv, row 2, column {column}", f"crm/b.csv, row 2, column {column}"):
        assert place in problem.message
    assert first.partition(",")[0] in problem.message
    assert second.partition(",")[0] in problem.message


@pytest.mark.parametrize(("columns", "first", "second"), DIFFERENT)
@pytest.mark.parametrize("chosen", ["a.csv", "crm/b.csv", "b.csv"])
def test_a_preferred_source_counts_and_both_are_shown(
    chosen: str, columns: str, first: str, second: str, tmp_path: Path
) -> None:
    column = columns.partition(",")[0]
    mapping = f'[prefer]\n{column} = "{chosen}"\n'
    inventory = two(tmp_path / "both", columns, first, second, mapping)
    alone = first if chosen == "a.csv" else second
    files = {"a.csv": f"name,{columns}\nTill,{alone}\nBill\n", "z.csv": "name\nTill\n"}
    expected = the(read(tmp_path / "one", files), "Till")
    found = the(inventory, "Till")
    assert found.none == expected.none
    for each in columns.split(","):
        assert list(said(found, each)) == list(said(expected, each))
    assert not told(inventory, "sources-differ")
    (problem,) = told(inventory, "source-preferred")
    assert problem.severity == "note"


def test_a_preference_of_one_touchpoint_or_of_all_columns(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,owner,plan\nTill,Ana,p\nBill,Ana,p\n",
        "b.csv": "name,owner,plan\nTill,Ion,q\nBill,Ion,q\n",
    }
    mapping = (
        '[prefer]\nowner = "a.csv"\n[prefer.Till]\nowner = ["c.csv", "b.csv"]\nall = "a.csv"\n'
    )
    inventory = read(tmp_path, files, mapping=mapping)
    assert list(said(the(inventory, "Till"), "owner")) == ["Ion"]
    assert list(said(the(inventory, "Till"), "plan")) == ["p"]
    assert list(said(the(inventory, "Bill"), "owner")) == ["Ana"]
    assert "plan" in the(inventory, "Bill").unclear


@pytest.mark.parametrize(
    ("columns", "first", "second", "taken"),
    [
        ("stages", "purchase", "post-purchase", ["postPurchase", "purchase"]),
        ("category", "advertising|word of mouth", "advertising", ["advertising", "wordOfMouth"]),
        ("modality", "physical", "virtual", ["physical", "virtual"]),
        ("goals", "awareness", "retention", ["brandAwareness", "customerRetention"]),
        ("languages", "en", "ro", ["en", "ro"]),
        ("audience", "students", "tourists", ["students", "tourists"]),
        ("notes", "Near the door.", "To be renewed.", ["Near the door.", "To be renewed."]),
    ],
)
def test_lists_are_united_and_that_is_told(
    columns: str, first: str, second: str, taken: list[str], tmp_path: Path
) -> None:
    inventory = two(tmp_path, columns, first, second)
    assert sorted(said(the(inventory, "Till"), columns)) == taken
    assert len(told(inventory, "values-united")) == (columns != "notes")
    assert not told(inventory, "sources-differ")


@pytest.mark.parametrize(
    ("columns", "first", "second"),
    [
        ("owner", "Ana", "ana"),
        ("cost", "1200", '"1,200.00"'),
        ("look_ok", "yes", "да"),
        ("stages", "purchase", "achiziție"),
        ("url", "http://www.example.com/", "https://example.com"),
        ("reviewed", "2026-03-01", "2026-03-01"),
    ],
)
def test_the_same_in_other_words_is_one_fact_with_both_places(
    columns: str, first: str, second: str, tmp_path: Path
) -> None:
    inventory = two(tmp_path, columns, first, second)
    ((_, places),) = said(the(inventory, "Till"), columns).items()
    assert sorted(places) == [
        f"a.csv, row 2, column {columns}", f"crm/b.csv, row 2, column {columns}",
    ]  # fmt: skip
    facts = inventory_graph(inventory).facts.values()
    assert next(len(f.places) for f in facts if f.source and f.source.column == columns) == 2
    assert not told(inventory, "sources-differ")


def test_none_is_none_where_all_say_so(tmp_path: Path) -> None:
    inventory = two(tmp_path, "owner,plan", "none,", "none,none")
    assert the(inventory, "Till").none == {"owner", "plan"}
    facts = [f for f in inventory_graph(inventory).facts.values() if f.p.endswith("statedNone")]
    assert {f.o.rpartition("#")[2]: [p.file for p in f.places] for f in facts} == {
        "ownerColumn": ["a.csv", "crm/b.csv"],
        "planColumn": ["crm/b.csv"],
    }


def test_a_blank_and_an_unknown_contradict_nothing(tmp_path: Path) -> None:
    inventory = two(tmp_path, "owner,stages", "unknown,purchase", "Ana,unknown")
    till = the(inventory, "Till")
    assert list(said(till, "owner")) == ["Ana"]
    assert list(said(till, "stages")) == ["purchase"]
    assert not till.unclear


def test_a_cell_that_is_not_understood_is_told_and_leaves_the_list_open(tmp_path: Path) -> None:
    inventory = two(tmp_path, "stages,cost", "purchase,5", "xyzzy,abc")
    till = the(inventory, "Till")
    assert list(said(till, "stages")) == ["purchase"]
    assert till.unclear == {"stages"}
    assert list(said(till, "cost")) == ["5"]
    assert {p.place.file for p in inventory.problems if p.severity == "error"} == {"crm/b.csv"}


def test_figure_and_unit_are_of_one_source(tmp_path: Path) -> None:
    inventory = two(tmp_path / "unit", "cost,currency", "5,", ",USD")
    assert list(said(the(inventory, "Till"), "cost")) == ["5"]
    assert "currency" not in the(inventory, "Till").values
    assert [p.place.file for p in told(inventory, "unit-left-out")] == ["crm/b.csv"]
    # Where one says more of an equal figure, it is taken whole.
    inventory = two(tmp_path / "more", "satisfaction,satisfaction_scale", "4,", "4,1-5")
    assert list(said(the(inventory, "Till"), "satisfaction_scale")) == ["1-5"]
    assert len(said(the(inventory, "Till"), "satisfaction")["4"]) == 2
    # A preferred figure brings its own unit.
    mapping = '[prefer]\ncost = "a.csv"\n'
    inventory = two(tmp_path / "preferred", "cost,currency", "5,EUR", "6,USD", mapping)
    assert list(said(the(inventory, "Till"), "currency")) == ["EUR"]


def test_the_narrower_of_two_kinds_is_both(tmp_path: Path) -> None:
    inventory = two(tmp_path, "type", "Online presence", "About page")
    assert list(said(the(inventory, "Till"), "type")) == ["AboutPage"]
    assert len(told(inventory, "narrower-kind")) == 1


def test_what_is_derived_gives_way_to_what_is_stated(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,url,status\nFlyer,x.example.com,\n",
        "b.csv": "name,url,type,status\nLeaflet,x.example.com,Coupon,planned\n",
    }
    inventory = read(tmp_path, files)
    (touchpoint,) = inventory.touchpoints
    assert list(said(touchpoint, "type")) == ["Coupon"]
    assert list(said(touchpoint, "status")) == ["planned"]
    assert not told(inventory, "kind-from-name")
    assert not inventory.recognitions


def test_a_status_in_dispute_covers_nothing_and_proves_no_gap(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,type,stages,status\nGizmo,{kind},purchase,active\nBill,,post-purchase,\n",
        "b.csv": "name,status\nGizmo,retired\n",
    }
    company = 'name = "S"\ncomplete = ["stages", "modality"]\n'
    for kind, doubtful in (("", {"stages"}), ("Coupon", {"stages", "modality"})):
        told_of = {name: text.replace("{kind}", kind) for name, text in files.items()}
        inventory = read(tmp_path, told_of, company=company)
        assert "status" not in the(inventory, "Gizmo").values
        # Whether it covers the purchase, and what its kind covers, is not known.
        assert inventory.company.doubtful == doubtful


def test_columns_of_their_own_are_kept_with_their_source(tmp_path: Path) -> None:
    inventory = two(tmp_path, "Shelf,Colour", "1,red", "2,red")
    assert the(inventory, "Till").extra == {"Shelf": "1", "Colour": "red", "Shelf (crm/b.csv)": "2"}
