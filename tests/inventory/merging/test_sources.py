"""Which files are read: what company.toml names, inside its folder; the rest is noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventory.conftest import AS_OF
from tests.inventory.merging.conftest import facts, read, said, the, told, write
from tpgraph.errors import InputError
from tpgraph.inventory.edit import edit_inventory
from tpgraph.inventory.mapping import save_mapping
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Edit

ROW = "name\nTill\n"


def test_a_folder_stands_for_its_files_and_one_of_them_for_all(tmp_path: Path) -> None:
    write(tmp_path / "crm", {"list.csv": "name,owner\nTill,Ana\n"})
    files = {"touchpoints.csv": ROW, "ga4/touchpoints.csv": "name,contacts\ntill,5\n"}
    inventory = read(tmp_path, files, sources=["touchpoints.csv", "ga4", "crm"])
    till = the(inventory, "Till")
    assert said(till, "contacts") == {"5": ["ga4/touchpoints.csv, row 2, column contacts"]}
    assert said(till, "owner") == {"Ana": ["crm/list.csv, row 2, column owner"]}
    named = read_inventory(tmp_path / "touchpoints.csv", as_of=AS_OF)
    assert facts(named) == facts(inventory)


def test_what_is_wrong_in_a_source_is_told_by_its_path(tmp_path: Path) -> None:
    inventory = read(
        tmp_path, {"touchpoints.csv": ROW, "x/touchpoints.csv": "name,cost\nA,b\n,5\n"}
    )
    places = {str(p.place) for p in inventory.problems if p.severity == "error"}
    assert places == {
        "x/touchpoints.csv, row 2, column cost", "x/touchpoints.csv, row 3, column name",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ("[]", "names no files"),
        ("3", "names no files"),
        ('["touchpoints.csv", 3]', "names no files"),
        ('["../other.csv"]', "outside"),
        ('["x/../../other.csv"]', "outside"),
        ('["."]', "outside"),
        ('["/etc/passwd"]', "outside"),
        ('["link.csv"]', "outside"),
        ('["touchpoints.csv", "tuchpoints.csv"]', "there is none"),
        ('["touchpoints.csv", "./touchpoints.csv"]', "twice"),
        ('["touchpoints.doc"]', "not a format"),
        (f"{['touchpoints.csv'] * 51}", "may name 50"),
    ],
)
def test_what_cannot_be_read_is_refused(sources: str, message: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "shop", {"touchpoints.csv": ROW, "touchpoints.doc": ""})
    (tmp_path / "other.csv").write_text(ROW)
    (folder / "link.csv").symlink_to(tmp_path / "other.csv")
    (folder / "company.toml").write_text(f'name = "S"\nsources = {sources}\n')
    with pytest.raises(InputError, match=message) as raised:
        read_inventory(folder, as_of=AS_OF)
    assert "company.toml" in str(raised.value) or "touchpoints.doc" in str(raised.value)


def test_what_lies_there_unread_is_noted(tmp_path: Path) -> None:
    (tmp_path / "company.toml").write_text('name = "S"\n')
    for name in ("touchpoints.csv", "touchpoints-2025.xlsx", "ga4/touchpoints.csv",
                 "old.bak/touchpoints.csv", ".x/touchpoints.csv", "results/gaps.csv"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ROW)
    (note,) = told(read_inventory(tmp_path, as_of=AS_OF), "not-a-source")
    assert note.severity == "note"
    named = '["touchpoints.csv", "ga4/touchpoints.csv", "touchpoints-2025.xlsx"]'
    assert f"sources = {named}" in note.mend
    (tmp_path / "touchpoints-2025.xlsx").unlink()
    (tmp_path / "company.toml").write_text('name = "S"\nsources = ["touchpoints.csv", "ga4"]\n')
    assert not told(read_inventory(tmp_path, as_of=AS_OF), "not-a-source")


def test_all_sources_together_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPGRAPH_MAX_ROWS", "3")
    files = {"a.csv": "name\nA\nB\n", "b.csv": "name\nA\nB\n"}
    with pytest.raises(InputError, match="TPGRAPH_MAX_ROWS"):
        read(tmp_path, files)


def test_company_toml_counts_and_the_sources_fill_it_up(tmp_path: Path) -> None:
    own = (
        'name = "X"\ngoals = ["retention"]\nsize = "micro"\nsells_online = true\ncomplete = true\n'
    )
    other = 'name = "Y"\nsize = "small"\nsells_online = true\n[bounds]\nreview_days = 30\n'
    other += '[[accept]]\nrule = "unowned-touchpoint"\nreason = "so"\n'
    files = {"touchpoints.csv": ROW, "a/touchpoints.csv": ROW, "b/touchpoints.csv": ROW}
    write(tmp_path, {**files, "a/company.toml": own, "b/company.toml": other})
    inventory = read(tmp_path, files, company='name = "Shop"\ngoals = ["awareness"]\n')
    company = inventory.company
    assert company.name == "Shop"
    assert [v.text for v in company.values["goals"]] == ["awareness"]
    (online,) = company.values["sells_online"]
    assert [p.file for p in (online.place, *online.also)] == ["a/company.toml", "b/company.toml"]
    assert "size" not in company.values  # the two differ
    assert not company.complete
    assert company.bounds["review_days"][0].place.file == "b/company.toml"
    assert [a.rule for a in company.accepts] == ["unowned-touchpoint"]
    assert [p.place.column for p in told(inventory, "company-file-counts")] == ["goals"]
    assert [p.place.column for p in told(inventory, "company-differs")] == ["size"]
    assert [p.place.file for p in told(inventory, "complete-of-a-source")] == ["a/company.toml"]


def test_edits_of_what_was_merged(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,owner,satisfaction,stages,leads_to\nTill,Ana,4,kauf,Bill\nBill\n",
        "b.csv": "name,owner,satisfaction,stages,leads_to\n"
        "Till,Ion,3,post-purchase,Hotline\nHotline\n",
    }
    mapping = '[values.stages]\nkauf = "purchase"\n"später" = "post-purchase"\n'
    before = read(tmp_path, files, mapping=mapping)
    till = the(before, "Till")
    # A scale does not settle which of two ratings is right; an owner does settle the owner.
    after = edit_inventory(
        before,
        [
            Edit("change", till.iri, {"satisfaction_scale": "1-5", "owner": "Eva"}),
            Edit("add", None, {"name": "Post", "stages": "später"}),
        ],
    )
    assert list(said(the(after, "Till"), "owner")) == ["Eva"]
    assert the(after, "Till").unclear == {"satisfaction"}
    assert [p.place.column for p in told(after, "sources-differ")] == ["satisfaction"]
    # Decisions hold for edits as well, and a new name leaves the links of both sources.
    assert list(said(the(after, "Post"), "stages")) == ["postPurchase"]
    assert said(the(after, "Till"), "leads_to") == said(till, "leads_to")
    again = edit_inventory(after, [Edit("change", till.iri, {"leads_to": "Post"})])
    assert len(said(the(again, "Till"), "leads_to")) == 1
    assert read_inventory(tmp_path, as_of=AS_OF) == before


def test_decisions_about_sources_stay_when_the_mapping_is_saved(tmp_path: Path) -> None:
    mapping = '[same]\nIG = ["Insta"]\n[prefer]\nowner = "a.csv"\n[prefer.Insta]\nall = "b.csv"\n'
    files = {"a.csv": "name,owner\nIG,Ana\n", "b.csv": "name,owner\nInsta,Ion\n"}
    before = read(tmp_path, files, mapping=mapping)
    save_mapping(before)
    after = read_inventory(tmp_path, as_of=AS_OF)
    assert facts(after) == facts(before)
    assert list(said(the(after, "Insta"), "owner")) == ["Ion"]
