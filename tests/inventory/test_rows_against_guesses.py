"""What a row or its cells say is surer than what a name or a heading may mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory
from tpgraph.pipeline import Analysis, analyse
from tpgraph.vocabulary import NAMESPACE

AS_OF = date(2026, 11, 22)


def _folder(folder: Path, text: str) -> Path:
    (folder / "touchpoints.csv").write_text(text, encoding="utf-8")
    (folder / "company.toml").write_text('name = "A"\n', encoding="utf-8")
    return folder


def _read(folder: Path, text: str) -> Inventory:
    return read_inventory(_folder(folder, text), as_of=AS_OF)


def _kind(inventory: Inventory, number: int = 0) -> str | None:
    values = inventory.touchpoints[number].values.get("type", ())
    return (values[0].iri or "").removeprefix(NAMESPACE) if values else None


@pytest.mark.parametrize(
    ("name", "modality", "kind"),
    [
        ("غرفه ما در دیجی‌کالا", "virtual", None),  # a stand on a marketplace
        ("غرفه ما در نمایشگاه", "physical", "ExhibitionStand"),
        ("غرفه ما در نمایشگاه", "", "ExhibitionStand"),
        ("Newsletter", "physical", None),
        ("Newsletter", "virtual", "Newsletter"),
        ("Newsletter", "physical | virtual", None),
    ],
)
def test_a_kind_that_can_never_be_so_is_not_taken(
    tmp_path: Path, name: str, modality: str, kind: str | None
) -> None:
    inventory = _read(tmp_path, f"name,modality\n{name},{modality}\n")
    assert _kind(inventory) == kind
    told = [p for p in inventory.problems if p.code == "kind-contradicted"]
    assert bool(told) == (kind is None)
    (recognition,) = [r for r in inventory.recognitions if r.what == "name"]
    assert recognition.status == ("offered" if kind is None else "taken")
    assert not [p for p in inventory.problems if p.severity == "error"]


def test_a_stated_kind_is_still_held_against_its_nature(tmp_path: Path) -> None:
    found = analyse(_folder(tmp_path, "name,type,modality\nA,Newsletter,physical\n"), as_of=AS_OF)
    assert "contradicts-kind" in {p.code for p in found.check() if p.severity == "error"}


def test_of_two_sources_one_may_say_what_the_name_of_the_other_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,owner\nNewsletter,Ana\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("name,modality\nNewsletter,physical\n", encoding="utf-8")
    company = 'name = "A"\nsources = ["a.csv", "b.csv"]\n'
    (tmp_path / "company.toml").write_text(company, encoding="utf-8")
    found = analyse(tmp_path, as_of=AS_OF)
    assert not [p for p in found.check() if p.severity == "error"]


@pytest.mark.parametrize("modality", ["physical", "virtual", ""])
def test_a_tried_edit_says_what_reading_the_file_anew_says(tmp_path: Path, modality: str) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder, said in ((first, "virtual"), (second, modality)):
        folder.mkdir()
        _folder(folder, f"name,modality\nNewsletter,{said}\n")
    tried = (
        analyse(first, as_of=AS_OF).what_if(change={"Newsletter": {"modality": modality}}).analysis
    )
    anew = analyse(second, as_of=AS_OF)

    def kinds(found: Analysis) -> tuple[str | None, list[str]]:
        said = [p.code for p in found.inventory.problems if p.code.startswith("kind-")]
        return _kind(found.inventory), said

    assert kinds(tried) == kinds(anew)


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("Contatto", ["personale", "non personale"], None),
        ("Contatto", ["12", "7"], "contacts"),
        ("Contatto", ["", ""], "contacts"),
        ("Соцсеть / площадка", ["Telegram", ""], "channel"),
        ("Network/platform", ["Telegram", ""], "channel"),
        ("Network/owner", ["Telegram", ""], None),
        ("Nominativo 2", ["Telegram", ""], None),
    ],
)
def test_a_heading_is_taken_where_its_cells_and_its_parts_agree(
    tmp_path: Path, header: str, cells: list[str], column: str | None
) -> None:
    rows = "".join(f"Leaflet {n},{cell}\n" for n, cell in enumerate(cells))
    inventory = _read(tmp_path, f"name,{header}\n{rows}")
    taken = [r for r in inventory.recognitions if r.what == "header"]
    assert [r.offers[0].term if r.status == "taken" else None for r in taken] == [column]


@pytest.mark.parametrize(
    ("channel", "statuses"),
    [
        ("Google", ["unknown"]),  # the company lives; its network Google+ does not
        ("گوگل", ["unknown"]),
        ("G", ["unknown"]),
        ("Google+", ["gap"]),
        ("G+", ["gap"]),
        ("Google Plus", ["gap"]),
        ("گوگل پلاس", ["gap"]),
        ("Гугл+", ["gap"]),
    ],
)
def test_google_is_not_its_closed_network(
    tmp_path: Path, channel: str, statuses: list[str]
) -> None:
    text = f"name,type,channel\nOur page,Social media page,{channel}\n"
    found = analyse(_folder(tmp_path, text), as_of=AS_OF)
    assert [f.status for f in found.all_findings if f.rule == "dead-platform"] == statuses


@pytest.mark.parametrize(
    ("name", "cells", "statuses"),
    [
        ("Google+ page", "Social media page,,", ["gap"]),
        ("صفحه گوگل پلاس ما", "Social media page,,", ["gap"]),
        ("Pagina LinkedIn aziendale", ",,", ["ok"]),
        ("Our page (Facebook, Google+)", "Social media page,,", ["gap"]),
        ("Google page", "Social media page,,", []),
        ("Page X", "Social media page,,", []),
        ("Google+ page", "Social media page,Facebook,", ["ok"]),  # what is stated counts
        ("Google+ page", "Social media page,none,", []),
        ("Google+ page", "Social media page,,https://www.facebook.com/we", ["ok"]),
        ("Vine tasting on Instagram", "Event,,", []),  # no kind that lives on a platform
        ("Google+ coupon", "Coupon,,", []),
    ],
)
def test_the_name_of_what_lives_on_a_platform_says_which(
    tmp_path: Path, name: str, cells: str, statuses: list[str]
) -> None:
    text = f'name,type,channel,url\n"{name}",{cells}\n'
    found = analyse(_folder(tmp_path, text), as_of=AS_OF)
    answers = [f for f in found.all_findings if f.rule == "dead-platform"]
    assert [f.status for f in answers] == statuses
    assert all(found.check_proof(found.prove(f)).accepted for f in answers)


@pytest.mark.parametrize("cells", [{"name": "Facebook page"}, {"type": "coupon"}, {"url": ""}])
def test_a_tried_edit_finds_the_platform_anew(tmp_path: Path, cells: dict[str, str]) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    before = {"name": "Google+ page", "type": "", "url": "https://www.facebook.com/we"}
    for folder, row in ((first, before), (second, {**before, **cells})):
        folder.mkdir()
        _folder(folder, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    tried = analyse(first, as_of=AS_OF).what_if(change={"Google+ page": cells}).analysis
    anew = analyse(second, as_of=AS_OF)

    def platforms(found: Analysis) -> list[str | None]:
        values = found.inventory.touchpoints[0].values.get("channel", ())
        return [value.iri for value in values]

    assert platforms(tried) == platforms(anew)
