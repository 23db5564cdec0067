"""Encodings and delimiters of CSV: UTF-8, code pages by their letters, any delimiter, titles."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.inventory.conftest import AS_OF, ReadText, codes
from tpgraph.errors import InputError
from tpgraph.inventory.encoding import detect
from tpgraph.inventory.read import read_inventory

# Lists as people write them, with the code page of their language.
LISTS = {
    "cp1250": ["Vitrină", "Vânzător Ion", "Pliante la intrare", "Ştand la târg", "Reţele sociale"],
    "cp1251": ["Витрина", "Листовки у входа", "Канал в Telegram", "Служба поддержки", "Акция"],
    "cp1256": ["ويترين", "بنر سايت", "کارت پستال", "پشتيباني تلفني", "گفتگوي آنلاين"],
    "cp1252": ["Vetrina", "Volantini in città", "Caffè omaggio", "Perché noi", "Così per gioco"],
}
# What the code pages lack: comma-below letters, Persian yeh, the zero-width non-joiner.
_OLD = str.maketrans({"ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "ی": "ي", "\u200c": " "})
_PAGES = {"ro": "cp1250", "ru": "cp1251", "fa": "cp1256", "it": "cp1252"}


@pytest.mark.parametrize("page", LISTS)
def test_a_list_in_a_code_page_is_read_and_said(read: ReadText, page: str) -> None:
    table = "name,owner\r\n" + "".join(f"{name},x\r\n" for name in LISTS[page])
    inventory = read(table.encode(page))
    assert [t.name for t in inventory.touchpoints] == LISTS[page]
    (notice,) = [p for p in inventory.problems if p.code == "encoding-detected"]
    assert page.replace("cp", "Windows-") in notice.message
    assert notice.place.row is not None


@pytest.mark.parametrize("language", _PAGES)
def test_labels_of_each_language_tell_its_code_page(language: str) -> None:
    """Twenty labels are enough, always; five nearly always, and a doubt is said as one."""
    page = _PAGES[language]
    file = ROOT / "ontology" / "generated" / f"text.{language}.json"
    labels = list(_encodable(json.loads(file.read_bytes()), page))
    choose = random.Random(7)
    for count, most_wrong in ((20, 0), (5, 2)):
        wrong = 0
        for _ in range(300):
            text = "\n".join(choose.sample(labels, count))
            data = text.encode(page)
            if data.isascii():
                continue
            found = detect(data)
            wrong += found is None or data.decode(found.name) != text
        assert wrong <= most_wrong


def _encodable(tree: object, page: str) -> Iterator[str]:
    if isinstance(tree, str) and 3 < len(tree) < 60:
        text = tree.translate(_OLD) if page in ("cp1250", "cp1256") else tree
        if text.encode(page, "replace").decode(page) == text:
            yield text
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _encodable(value, page)


def test_damaged_utf_8_is_no_code_page(read: ReadText) -> None:
    data = "name\nВитрина\nЛистовки\n".encode()
    with pytest.raises(InputError, match="neither UTF-8"):
        read(data.replace("т".encode(), b"\xd1", 1))


def test_a_doubt_is_a_warning(read: ReadText) -> None:
    inventory = read("name\nНСЗМ\n".encode("cp1251"))
    assert "encoding-doubtful" in codes(inventory)


def test_a_company_file_in_a_code_page(read: ReadText) -> None:
    inventory = read("name\nA\n", company='name = "Prăvălia fraţilor Ştefănescu"'.encode("cp1250"))
    assert inventory.company.name == "Prăvălia fraţilor Ştefănescu"
    (notice,) = [p for p in inventory.problems if p.code == "encoding-detected"]
    assert notice.place.file == "company.toml"


@pytest.mark.parametrize("delimiter", ["|", ":", "~", "^", "،", "\x1f"])
def test_rarer_delimiters(read: ReadText, delimiter: str) -> None:
    rows = [["name", "stages", "notes"], ["Shop", "purchase;post-purchase", "x"]]
    inventory = read("\n".join(delimiter.join(row) for row in rows))
    (shop,) = inventory.touchpoints
    assert len(shop.values["stages"]) == 2
    assert codes(inventory) == []


def test_a_told_delimiter_may_be_any(read: ReadText) -> None:
    inventory = read("sep=#\nname#notes\nA#b,c;d\n")
    assert inventory.touchpoints[0].raw == {"name": "A", "notes": "b,c;d"}


def test_a_delimiter_in_the_words_of_a_header_is_none(read: ReadText) -> None:
    inventory = read("name,notes: all of them,stage|step\nA: x,b,c\n")
    assert inventory.touchpoints[0].name == "A: x"


def test_titles_above_the_header(read: ReadText) -> None:
    inventory = read("Touchpoints of the shop, 2026\n\n;;\nname;stage;url\nA;purchase;\n")
    (a,) = inventory.touchpoints
    assert (a.name, a.place.row) == ("A", 5)
    (note,) = [p for p in inventory.problems if p.code == "title-rows"]
    assert "row 4" in note.message


def test_rows_that_hold_names_of_columns_are_rows(read: ReadText) -> None:
    inventory = read("name\nWebsite\nStage\n")
    assert [t.name for t in inventory.touchpoints] == ["Website", "Stage"]
    inventory = read("name,notes,size\nWebsite,stage,type\nname,x,y\n")
    assert len(inventory.touchpoints) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04xx", "workbook"), (b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "packed")],
)
def test_other_files_with_the_ending_of_a_text(read: ReadText, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(data)


@pytest.mark.parametrize(("name", "number"), [("ROWS", 20), ("CELLS", 40)])
def test_limits(read: ReadText, monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    table = "name,owner\n" + "".join(f"n{i},x\n" for i in range(20))
    monkeypatch.setenv(f"TPGRAPH_MAX_{name}", str(number))
    with pytest.raises(InputError, match=f"TPGRAPH_MAX_{name}"):
        read(table)
    monkeypatch.setenv(f"TPGRAPH_MAX_{name}", str(number + 5))
    assert len(read(table).touchpoints) == 20


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(3 << 20)
    monkeypatch.setenv("TPGRAPH_MAX_FILE_MB", "2")
    with pytest.raises(InputError, match="2 megabytes of the file"):
        read_inventory(path, as_of=AS_OF)
