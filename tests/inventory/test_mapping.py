"""Decisions beside the inventory: read, used, winning, written from what is taken and offered."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.inventory.conftest import AS_OF, ReadText, codes, term
from tpgraph.errors import InputError
from tpgraph.inventory.mapping import save_mapping
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.recognise import Index
from tpgraph.model import Inventory

TABLE = "name,Stufen,Kosten,stages\nVetrina,purchase,5,kauf\nGandalf,,,purchsee\n"


def decide(tmp_path: Path, text: str) -> None:
    (tmp_path / "shop").mkdir(exist_ok=True)
    (tmp_path / "shop" / "mapping.toml").write_text(text, encoding="utf-8")


def kinds(inventory: Inventory) -> list[list[str | None]]:
    return [[v.iri for v in t.values.get("type", ())] for t in inventory.touchpoints]


def test_decisions_win(read: ReadText, tmp_path: Path) -> None:
    decide(
        tmp_path,
        '[headers]\nKosten = "cost"\nStufen = "-"\n'
        '[names]\nVetrina = "leaflet"\nGANDALF = "Coupon"\n'
        '[values.stages]\nkauf = "purchase"\n',
    )
    inventory = read(TABLE)
    assert kinds(inventory) == [[term("Leaflet")], [term("Coupon")]]
    assert inventory.touchpoints[0].values["type"][0].place.note == "from the mapping of names"
    assert inventory.touchpoints[0].values["cost"][0].literal == "5"
    assert [v.iri for v in inventory.touchpoints[0].values["stages"]] == [term("purchase")]
    assert codes(inventory) == ["unknown-value"]
    assert {r.text for r in inventory.recognitions if r.status == "decided"} == {
        "Vetrina", "Gandalf", "Stufen",
    }  # fmt: skip


def test_a_name_may_be_decided_to_have_no_kind(read: ReadText, tmp_path: Path) -> None:
    decide(tmp_path, '[names]\nvetrina = "-"\n')
    inventory = read("name\nVetrina\n")
    assert kinds(inventory) == [[]]
    assert codes(inventory) == []


def test_what_is_wrong_in_it_is_said(read: ReadText, tmp_path: Path) -> None:
    decide(
        tmp_path,
        '[name]\n[names]\na = 3\nb = "no such"\nc = "message"\n'
        '[headers]\nd = "no such"\n[values.cost]\ne = "f"\n',
    )
    assert codes(read("name\nVetrina\n"))[:6] == ["bad-mapping"] * 6
    decide(tmp_path, "[names")
    with pytest.raises(InputError, match=r"mapping\.toml"):
        read("name\nVetrina\n")


def test_what_is_taken_and_offered_is_written_and_read(
    read: ReadText, tmp_path: Path, index: Index
) -> None:
    inventory = read('name,"Stu\nfen",stages\nVetrina nuova,x,purchse\nMessage,x,kauf\n')
    path = save_mapping(inventory)
    assert path == tmp_path / "shop" / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    saved = tomllib.loads(text)
    assert saved["names"] == {"Vetrina nuova": "ShopWindow"}
    assert saved["values"] == {"stages": {"purchse": "purchase"}}
    assert '# "Message" = "Email"' in text
    again = read_inventory(tmp_path / "shop", as_of=AS_OF, index=index)
    assert kinds(again) == kinds(inventory)
    assert "kind-from-name" not in codes(again)
    # A decision that was made stays when the file is written anew.
    path.write_text(text.replace('# "Message" = "Email"', '"Message" = "Coupon"'), "utf-8")
    save_mapping(read_inventory(tmp_path / "shop", as_of=AS_OF, index=index))
    assert tomllib.loads(path.read_text("utf-8"))["names"]["Message"] == "Coupon"
    assert path.with_name("mapping.toml.bak").is_file()


def test_a_header_with_a_letter_wrong_is_taken(read: ReadText) -> None:
    inventory = read("name,catgory\nVetrina,advertising\n")
    assert [v.iri for v in inventory.touchpoints[0].values["category"]] == [term("advertising")]
    assert "column-taken" in codes(inventory)
    # Where the column is there already, nothing is taken for it.
    inventory = read("name,category,catgory\nVetrina,advertising,x\n")
    assert "unknown-column" in codes(inventory)
