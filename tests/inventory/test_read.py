"""A whole inventory: files that cannot be read, rows that cannot be taken, and what is taken."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.inventory.conftest import AS_OF, ReadText, codes, term
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.columns import COLUMNS, METRICS
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.recognise import Index
from tpgraph.model import Place

# Tables that cannot be read as a whole, with what the message must say.
UNREADABLE: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("empty", "header")),
    "only blanks": (b"\n \n\n", ("empty",)),
    "only a byte-order mark": (b"\xef\xbb\xbf", ("empty",)),
    "header only": (b"name,type\n", ("no touchpoints",)),
    "header and blank rows": (b"name,type\n,\n\n", ("no touchpoints",)),
    "no name column": (b"title,type\nShop,x\n", ('"title"', "name")),
    "nearly a name column": (b"tname,type\nShop,x\n", ('Is it "tname"?',)),
    "duplicate headers": (b"name,stages,Stage\nShop,x,y\n", ('"stages"', '"Stage"', "row 1")),
    "not UTF-8": (b"name\nShop\nCaf\x81\n", ("byte 13", "0x81", "row 3", "UTF-8")),
    "not UTF-8 after a mark": (b"\xef\xbb\xbfname\nCaf\xe9\n", ("byte 11", "row 2")),
    "UTF-16": ("name\nShop\n".encode("utf-16"), ("UTF-16", "UTF-8")),
    "UTF-16 without a mark": ("name\nShop\n".encode("utf-16-le"), ("UTF-16",)),
    "NUL byte": (b'name,notes\nShop,"a\nb"\nCafe,x\x00y\n', ("NUL", "row 3")),
    "open quote": (b'name,notes\nShop,a\nCafe,"b\nBar,c\n', ("quote", "row 3")),
    "text after a quote": (b'name,notes\nShop,"a"b\n', ("row 2", "quote")),
    "every row without a name": (b"name,type\n,coupon\n", ("no touchpoints",)),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_is_said_with_its_place(read: ReadText, case: str) -> None:
    data, said = UNREADABLE[case]
    with pytest.raises(InputError) as error:
        read(data)
    message = str(error.value)
    assert "touchpoints.csv" in message
    assert all(word in message for word in said), message


def test_paths_that_are_no_inventory(tmp_path: Path, index: Index) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "readme.md").write_text("x")
    (tmp_path / "list.docx").write_text("x")
    cases = [
        ("shp", "Did you mean"),
        ("nothing/here", "nothing here"),
        ("shop", "readme.md"),
        ("list.docx", ".csv"),
        ("a\0b", "nothing here"),
        ("x" * 5000, "cannot be opened"),
    ]
    for name, said in cases:
        with pytest.raises(InputError, match=said):
            read_inventory(tmp_path / name, as_of=AS_OF, index=index)
    with pytest.raises(InputError, match="no ordinary file"):
        read_inventory(os.devnull, as_of=AS_OF, index=index)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_forms_of_csv_are_one(read: ReadText, delimiter: str, start: str, newline: str) -> None:
    rows = [["name", "stages", "notes"], ["Shop", "purchase|post-purchase", 'a, "b"; c']]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline).writerows(rows)
    inventory = read(start + text.getvalue())
    (shop,) = inventory.touchpoints
    assert [v.iri for v in shop.values["stages"]] == [term("purchase"), term("postPurchase")]
    assert shop.raw["notes"] == 'a, "b"; c'
    assert codes(inventory) == []


def test_a_told_delimiter_and_rows_as_a_spreadsheet_shows_them(read: ReadText) -> None:
    inventory = read('sep=;\nname;notes\nA;"two\nlines"\n\n;x\nB;\n')
    assert [(t.name, t.place.row) for t in inventory.touchpoints] == [("A", 3), ("B", 6)]
    assert [(p.code, p.place.row) for p in inventory.problems[1:]] == [("no-name", 5)]


def test_values_carry_their_place(read: ReadText) -> None:
    inventory = read("name,stages,cost\nShop,purchase,1.50\n")
    (shop,) = inventory.touchpoints
    assert shop.values["cost"][0].place == Place("touchpoints.csv", row=2, column="cost")
    assert (shop.values["cost"][0].literal, shop.values["cost"][0].text) == ("1.5", "1.50")
    assert shop.iri == "https://w3id.org/tpgraph/data/shop/shop"
    status = shop.values["status"][0]
    assert (status.iri, status.place.note) == (term("active"), "assumed")


def test_iris_of_equal_names(read: ReadText) -> None:
    inventory = read("name\nShop\nShop\nShop 2\nshop!\n")
    ends = [t.iri.rpartition("/")[2] for t in inventory.touchpoints]
    assert ends == ["shop", "shop-2", "shop-2-2", "shop-3"]
    assert codes(inventory) == ["same-name"]


def test_the_name_may_say_the_kind(read: ReadText) -> None:
    inventory = read("name,type\nVetrina,\nVetrina nuova,\nMessage,\nCoupon,leaflet\nBuono,none\n")
    kinds = [[v.iri for v in t.values.get("type", ())] for t in inventory.touchpoints]
    assert kinds == [[term("ShopWindow")], [term("ShopWindow")], [], [term("Leaflet")], []]
    for touchpoint in inventory.touchpoints[:2]:
        place = touchpoint.values["type"][0].place
        assert (place.column, place.note) == ("name", "from the name")
    assert codes(inventory) == ["kind-from-name", "kind-from-name", "kind-offered"]
    taken = inventory.problems[2]
    assert "score" in taken.message
    assert "vetrina" in taken.message


def test_platforms(read: ReadText) -> None:
    inventory = read(
        "name,channel,url\nA,google_plus,\nB,,https://www.facebook.com/shop\n"
        "C,our page,https://plus.google.com/1\nD,none,https://facebook.com/x\nE,radio,radio.it\n"
    )
    platforms = [
        [v.iri for v in t.values.get("channel", ()) if v.iri] for t in inventory.touchpoints
    ]
    google, facebook = term("googlePlus"), term("facebook")
    assert platforms == [[google], [facebook], [google], [], []]
    assert [v.literal for v in inventory.touchpoints[2].values["channel"]] == ["our page", None]


def test_links(read: ReadText) -> None:
    inventory = read(
        "name,leads_to\nA,B|C; D\nB,a\nC; D,Shp\nShop,Shop|A\nTwin,\nTwin,\nX,Twin\nY,none\nZ,?\n"
    )
    links = [
        [str(v.iri).rpartition("/")[2] for v in t.values.get("leads_to", ())]
        for t in inventory.touchpoints
    ]
    assert links == [["b", "c-d"], ["a"], [], ["a"], [], [], [], [], []]
    found = [(p.code, p.place.row) for p in inventory.problems if p.code != "no-company-file"]
    assert sorted(found) == [
        ("ambiguous-link", 8), ("broken-link", 4), ("same-name", 7), ("self-link", 5),
    ]  # fmt: skip
    broken = next(p for p in inventory.problems if p.code == "broken-link")
    assert "Shop" in broken.mend
    assert "leads_to" in inventory.touchpoints[7].none
    assert "leads_to" in inventory.touchpoints[8].unclear


def test_a_row_that_does_not_fit_its_header(read: ReadText) -> None:
    inventory = read("name,colour,,type\nA,red,stray,coupon,too,many\nB\nC,x,,,,\n")
    assert codes(inventory) == ["unknown-column", "blank-header", "too-many-cells"]
    assert inventory.touchpoints[0].extra == {"colour": "red"}
    assert inventory.problems[-1].place.row == 2


def test_hostile_cells_are_text(read: ReadText) -> None:
    evil = '</script><script>alert(1)</script>{{7*7}}=HYPERLINK("x")'
    quoted = evil.replace('"', '""')
    inventory = read(f'name,type,owner,notes,{"x" * 300}\n"{quoted}",,"{quoted}","=1+1",y\n')
    (row,) = inventory.touchpoints
    assert row.name == evil
    assert row.values["owner"][0].literal == evil
    assert row.values["notes"][0].literal == "=1+1"
    assert "/" not in row.iri.rpartition("/data/")[2].partition("/")[2]
    assert "<" not in row.iri


def test_control_and_direction_characters_are_taken_out(read: ReadText) -> None:
    inventory = read("name,owner\nSh\x1b[31mop\u202e,\u200fمریم\u200f\n")
    (row,) = inventory.touchpoints
    assert row.name == "Sh[31mop"
    assert row.values["owner"][0].literal == "مریم"
    assert codes(inventory) == ["control-characters"]


def test_huge_cells(read: ReadText) -> None:
    name = "n" * 5000
    inventory = read(f"name,notes,stages\n{name},{'x' * 2_900_000},{'y' * 100_000}\n")
    (row,) = inventory.touchpoints
    assert row.name == name
    assert len(row.iri) < 200
    assert len(row.raw["notes"]) == 2_900_000
    assert codes(inventory) == ["unknown-value"]
    assert all(len(p.message) < 500 and len(p.value or "") < 500 for p in inventory.problems)


def test_notes_about_scale_and_currency(read: ReadText) -> None:
    inventory = read(
        "name,cost,currency,satisfaction,satisfaction_scale\n"
        "A,€ 5,,,\nB,€ 5,EUR,4,1-5\nC,€ 5,RON,,\nD,,,4,\nE,,,9,1-5\nF,,,-20,nps\n"
    )
    found = [(p.code, p.place.row) for p in inventory.problems[1:]]
    assert found == [
        ("currency-not-stated", 2), ("currency-differs", 4), ("scale-not-stated", 5),
        ("out-of-range", 6),
    ]  # fmt: skip


def test_what_is_not_understood_makes_its_column_doubtful(read: ReadText) -> None:
    table = "name,type,stages,owner,supports\nA,gizmo,buying,Ann,?\n,coupon,,Bob,\nC,,purchase,,\n"
    inventory = read(table, complete=["type", "stages", "owner", "supports", "plan"])
    assert set(inventory.company.complete) == {"type", "stages", "owner", "supports", "plan"}
    assert inventory.company.doubtful == {"stages", "owner", "supports"}
    not_closed = {p.value: p for p in inventory.problems if p.code == "not-closed"}
    assert set(not_closed) == {"stages", "owner", "supports"}
    assert "row 2" in not_closed["stages"].message
    assert "row 3" in not_closed["owner"].message
    assert inventory.touchpoints[0].unclear == {"type", "stages", "supports"}


def test_scopes_from_the_call(read: ReadText) -> None:
    inventory = read("name\nA\n", complete=["metrics", "Website"])
    assert set(inventory.company.complete) == {*METRICS, "url"}
    assert inventory.company.complete["url"] == Place("--complete")
    assert set(read("name\nA\n", complete=["all"]).company.complete) == set(COLUMNS)
    with pytest.raises(CallError, match="stages"):
        read("name\nA\n", complete=["stagse"])


def test_a_csv_file_alone(tmp_path: Path, index: Index) -> None:
    path = tmp_path / "Bar Mario.csv"
    path.write_text("name\nShop\n")
    inventory = read_inventory(path, as_of=AS_OF, index=index)
    assert inventory.company.name == "Bar Mario"
    assert inventory.company.iri == "https://w3id.org/tpgraph/data/bar-mario"
    assert [p.code for p in inventory.problems] == ["no-company-file"]
    named = tmp_path / "touchpoints.csv"
    named.write_text("name\nShop\n")
    (tmp_path / "company.toml").write_text('name = "Mario"')
    assert read_inventory(named, as_of=AS_OF, index=index).company.name == "Mario"
    toml = tmp_path / "company.toml"
    assert read_inventory(toml, as_of=AS_OF, index=index).company.name == "Mario"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(
            lambda t: ("name,type,stages,cost,leads_to\n" + t).encode("utf-8", "replace")
        ),
        st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), max_size=5).map(
            lambda rows: "\n".join(
                ",".join('"' + c.replace('"', '""') + '"' for c in row)
                for row in [
                    ["name", "url", "reviewed", "satisfaction_scale", "satisfaction"],
                    *rows,
                ]
            ).encode("utf-8", "replace")
        ),
    )
)
def test_any_bytes_give_an_inventory_or_a_message(read: ReadText, data: bytes) -> None:
    try:
        inventory = read(data)
    except InputError:
        return
    iris = [t.iri for t in inventory.touchpoints]
    assert len(set(iris)) == len(iris) > 0
