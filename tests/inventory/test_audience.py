"""An inventory restricted to one audience: whom it keeps, whom it leaves out, what is in doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.errors import CallError
from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.audience import (
    certain,
    company_title,
    for_audience,
    not_known,
    possible,
    serves,
)
from tpgraph.model import Edit, Inventory

TABLE = """\
name,audience,leads_to,category
Poster,Students|families,Fair,advertising
Fair,Firms,,events
Shop,everyone,Fair|Poster,
Nobody in particular,none,,
Site,,Fair,
Odd,unknown,,
"""


def read(tmp_path: Path, complete: str = "", table: str = TABLE) -> Inventory:
    (tmp_path / "company.toml").write_text(f'name = "C"\n{complete}\n', encoding="utf-8")
    (tmp_path / "touchpoints.csv").write_text(table, encoding="utf-8")
    return read_inventory(tmp_path, as_of=date(2026, 1, 1))


def names(inventory: Inventory) -> list[str]:
    return [t.name for t in inventory.touchpoints]


def test_what_is_meant_for_others_is_left_out(tmp_path: Path) -> None:
    found = for_audience(read(tmp_path), "students")
    assert found.audience == "Students"
    assert names(found) == ["Poster", "Shop", "Nobody in particular", "Site", "Odd"]
    assert found.left_out == 1
    assert company_title(found) == "C (Students)"
    doubt = {t.name for t in found.touchpoints if t.iri in not_known(found)}
    assert doubt == {"Site", "Odd"}
    assert names(certain(found)) == ["Poster", "Shop", "Nobody in particular"]


def test_a_complete_column_settles_the_blank(tmp_path: Path) -> None:
    found = for_audience(read(tmp_path, 'complete = ["audience"]'), "families")
    # A blank then means: for nobody in particular. What is not understood stays open.
    assert {t.name for t in found.touchpoints if t.iri in not_known(found)} == {"Odd"}


def test_links_to_what_is_left_out_are_gone(tmp_path: Path) -> None:
    found = for_audience(read(tmp_path), "students")
    poster, shop, _, site, _ = found.touchpoints
    assert "leads_to" not in poster.values
    assert "leads_to" in poster.none
    assert [v.text for v in shop.values["leads_to"]] == ["Poster"]
    assert "leads_to" in site.none


def test_the_inventory_itself_stays_as_it_was(tmp_path: Path) -> None:
    inventory = read(tmp_path)
    for_audience(inventory, "students")
    assert inventory.audience is None
    assert len(inventory.touchpoints) == 6
    assert possible(inventory) is inventory


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("studnts", "Did you mean Students?"),
        ("xyzzy", "There are: Firms, Students, families."),
        ("everyone", "There are: Firms, Students, families."),
        ("", "There are"),
    ],
)
def test_an_audience_that_nobody_names(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(CallError, match="There is no audience") as caught:
        for_audience(read(tmp_path), name)
    assert said in str(caught.value)


def test_no_audience_at_all(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="fill in the column audience"):
        for_audience(read(tmp_path, table="name\nOne\n"), "students")


def test_what_is_tried_out_is_meant_for_the_audience(tmp_path: Path) -> None:
    found = for_audience(read(tmp_path), "students")
    site = next(t for t in found.touchpoints if t.name == "Site")
    edited = edit_inventory(
        found, [Edit("add", None, {"name": "New"}), Edit("change", site.iri, {"audience": "Firms"})]
    )
    assert edited.audience == "Students"
    assert serves(edited.touchpoints[-1], edited) is True
    assert "Site" not in names(possible(edited))


def test_a_column_is_open_only_for_the_rows_that_count(tmp_path: Path) -> None:
    table = "name,audience,category\nA,students,advertising\nB,firms,what is this\n"
    inventory = read(tmp_path, 'complete = ["category"]', table)
    assert inventory.company.doubtful == {"category"}
    assert for_audience(inventory, "students").company.doubtful == frozenset()
    assert for_audience(inventory, "firms").company.doubtful == {"category"}
