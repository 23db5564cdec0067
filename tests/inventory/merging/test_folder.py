"""A folder made of several sources: nothing of them is lost, and it is read as one company."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.inventory.conftest import AS_OF
from tests.inventory.merging.conftest import facts, said, the, told, write
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.ga4 import import_ga4
from tpgraph.inventory.merging.folder import merge
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.survey import import_survey


def shop(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "company.toml").write_text('name = "Shop"\ngoals = ["awareness"]\n')
    (folder / "touchpoints.csv").write_text("name,owner,kauf\nTill,Ana,purchase\n")
    (folder / "mapping.toml").write_text('[headers]\nkauf = "stages"\n[names]\nTill = "Receipt"\n')
    return folder


def test_every_file_is_copied_and_every_fact_is_there(tmp_path: Path) -> None:
    one = shop(tmp_path / "one")
    two = write(
        tmp_path / "two",
        {"a.csv": "name,owner\nTill,Ana\n", "b/touchpoints.csv": "name,cost\nTill,5\n"},
        mapping='[names]\nTill = "Cashier"\nBill = "Receipt"\n[prefer]\ncost = "a.csv"\n',
    )
    alone = tmp_path / "touchpoints.csv"
    alone.write_text("name,plan\nTill,yearly\n")
    made = merge([one, two, alone], tmp_path / "out" / "all", as_of=AS_OF)
    assert list(made.sources) == [
        "one/touchpoints.csv", "two/a.csv", "two/b/touchpoints.csv", "touchpoints.csv",
    ]  # fmt: skip
    for label, source in made.sources.items():
        assert (made.folder / label).read_bytes() == source.read_bytes()
    for folder in (one, two):
        for name in ("company.toml", "mapping.toml"):
            copy = made.folder / folder.name / name
            assert copy.read_bytes() == (folder / name).read_bytes()
    assert [p.name for p in made.folder.parent.iterdir()] == ["all"]
    # What the mapping files decide differently is left open; the rest holds.
    assert made.undecided == ("Till",)
    mapping = (made.folder / "mapping.toml").read_text()
    assert '"kauf" = "stages"' in mapping
    assert '"cost" = ["two/a.csv"]' in mapping
    assert '"Till"' not in mapping
    till = the(made.inventory, "Till")
    assert said(till, "owner") == {
        "Ana": ["one/touchpoints.csv, row 2, column owner", "two/a.csv, row 2, column owner"]
    }
    assert {c: list(said(till, c)) for c in ("stages", "cost", "plan")} == {
        "stages": ["purchase"], "cost": ["5"], "plan": ["yearly"],
    }  # fmt: skip
    assert [v.text for v in made.inventory.company.values["goals"]] == ["awareness"]
    assert read_inventory(made.folder, as_of=AS_OF) == made.inventory
    # A merged folder is a source like any other.
    again = merge([made.folder, alone], tmp_path / "again", as_of=AS_OF)
    assert facts(again.inventory) == facts(made.inventory)


def test_what_cannot_be_merged_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    one = shop(tmp_path / "one")
    other = write(tmp_path / "two", {"a.csv": "name\nTill\n"}, company='name = "Other"\n')
    broken = tmp_path / "broken.csv"
    broken.write_text('name\n"open')
    out = tmp_path / "out"
    with pytest.raises(CallError, match="two or more"):
        merge([one], out)
    with pytest.raises(CallError, match=r"Shop, Other.*--company"):
        merge([one, other], out)
    with pytest.raises(InputError, match="broken"):
        merge([one, broken], out)
    with pytest.raises(InputError, match="nothing here"):
        merge([one, tmp_path / "nowhere"], out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.csv", "one", "two"]
    assert merge([one, other], out, company="Both").inventory.company.name == "Both"
    with pytest.raises(CallError, match="already there"):
        merge([one, other], out, company="Both")


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "list.csv").write_text(f"name\n{name}\n")
    made = merge([tmp_path / "a" / "list.csv", tmp_path / "b" / "list.csv"], tmp_path / "out")
    assert list(made.sources) == ["list.csv", "list 2.csv"]
    assert [t.name for t in made.inventory.touchpoints] == ["a", "b"]


def test_a_sample_its_survey_and_its_analytics_become_one_company(tmp_path: Path) -> None:
    """The way of a strategist: own list, customers' ratings, visits of the website."""
    own = shutil.copytree(ROOT / "data" / "bottega_jeans", tmp_path / "bottega")
    listed = read_inventory(own, as_of=AS_OF)
    rated = [t.name for t in listed.touchpoints if "satisfaction" not in t.values][:2]
    survey = tmp_path / "survey.csv"
    with survey.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "Q1", "Q2", "ALL"])
        writer.writerows([i, 2 + i % 3, 5 - i % 2, 1 + i % 5] for i in range(60))
    (tmp_path / "survey.toml").write_text(
        'columns = ["Q*"]\nscale = "1-5"\noverall = "ALL"\n[names]\n'
        f'Q1 = "{rated[0].upper()}"\nQ2 = "{rated[1]}"\n',
        encoding="utf-8",
    )
    visits = tmp_path / "visits.csv"
    visits.write_text(
        "Session source / medium,Sessions,Key events\n"
        "instagram.com / social,400,8\ngoogle / organic,900,30\n"
    )
    (asked,) = import_survey([survey], tmp_path / "imported").folders
    (seen,) = import_ga4([visits], tmp_path / "imported").folders.values()
    analytics = read_inventory(seen, as_of=AS_OF)
    social = next(t.name for t in analytics.touchpoints if "instagram" in t.name.casefold())
    page = next(t.name for t in listed.touchpoints if "Instagram" in t.name)
    (own / "mapping.toml").write_text(
        f'[same]\n"{social}" = "{page}"\n[prefer]\nall = "touchpoints.csv"\n', encoding="utf-8"
    )

    made = merge([own, asked, seen], tmp_path / "all", company=listed.company.name, as_of=AS_OF)

    found = made.inventory
    assert found.company.iri == listed.company.iri
    assert len(found.touchpoints) == len(listed.touchpoints) + len(analytics.touchpoints) - 1
    for name, column in ((rated[0], "Q1"), (rated[1], "Q2")):
        touchpoint = the(found, name)
        expected = the(read_inventory(asked, as_of=AS_OF), name.upper() if column == "Q1" else name)
        assert said(touchpoint, "satisfaction") == {
            k: [f"survey/{p}" for p in places]
            for k, places in said(expected, "satisfaction").items()
        }
        assert list(said(touchpoint, "satisfaction_scale")) == ["1-5"]
    instagram = the(found, page)
    ((contacts, (place,)),) = said(instagram, "contacts").items()
    assert contacts == "400"
    assert place.startswith("visits/touchpoints.csv, row ")
    # What the list itself says stays as it is, whatever an import proposes.
    for row in listed.touchpoints:
        now = the(found, row.name)
        assert now.iri == row.iri
        for column, values in row.values.items():
            stated = {v.iri or v.literal for v in values if v.place.note is None}
            if column != "leads_to" and stated:
                assert stated <= {v.iri or v.literal for v in now.values.get(column, ())}, column
    assert not told(found, "sources-differ")
