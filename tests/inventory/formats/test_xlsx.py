"""Workbooks as people make them: titles, merged and hidden cells, formats, formulas, sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.inventory.conftest import AS_OF
from tests.inventory.formats.writers import rezip
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.formats.sheet_words import company_key, sheet_role
from tpgraph.inventory.formats.typed import read_format
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory, Problem, TouchpointRow

Make = Callable[..., Path]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a workbook of rows, after ``change`` has been at its sheet."""

    def make(rows: Sequence[Sequence[Any]], change: Callable[[Any], None] | None = None) -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        if change:
            change(book.active)
        path = tmp_path / "shop.xlsx"
        book.save(path)
        return path

    return make


def read(path: Path) -> Inventory:
    return read_inventory(path, as_of=AS_OF)


def said(inventory: Inventory, code: str) -> list[Problem]:
    return [p for p in inventory.problems if p.code == code]


def literals(touchpoint: TouchpointRow, column: str) -> list[str | None]:
    return [v.literal for v in touchpoint.values.get(column, ())]


def test_numbers_dates_and_truth_have_no_doubt(make: Make) -> None:
    rows = [
        ["name", "cost", "satisfaction", "satisfaction_scale", "reviewed", "look_ok", "clicks"],
        ["A", 1.234, 4.3, "1-5", date(2026, 3, 1), True, 1200.0],
        ["B", 0.1 + 0.2, None, None, datetime(2026, 3, 1, 10, 30), False, 1e6],
        ["C", "1.234", None, None, "2026-03-01", "yes", None],
    ]
    inventory = read(make(rows))
    a, b, c = inventory.touchpoints
    assert literals(a, "cost") == ["1.234"]
    assert literals(b, "cost") == ["0.3"]
    assert literals(a, "clicks") == ["1200"]
    assert literals(a, "satisfaction") == ["4.3"]
    assert literals(a, "reviewed") == literals(b, "reviewed") == literals(c, "reviewed")
    assert (literals(a, "look_ok"), literals(b, "look_ok")) == (["true"], ["false"])
    # The text cell alone can be read in two ways.
    assert [p.place.row for p in said(inventory, "number-assumed")] == [4]
    assert said(inventory, "number-assumed")[0].place.sheet == "Sheet"


def test_days_count_from_1904_where_the_workbook_says_so(make: Make) -> None:
    path = make([["name", "reviewed"], ["A", date(2026, 3, 1)]])
    first = '<workbookPr date1904="1"'
    rezip(path, {"xl/workbook.xml": lambda x: re.sub(r"<workbookPr\b", first, x)})
    (a,) = read(path).touchpoints
    assert literals(a, "reviewed") == ["2030-03-02"]


def test_titles_stand_above_the_header(make: Make) -> None:
    rows = [
        ["Puncte de contact"],
        ["Magazinul Ana", None, "actualizat la", date(2026, 1, 2)],
        [],
        ["Nr.", "Denumire", "Etape", "Cost"],
        [1, "Vitrină", "achiziție", 5],
    ]
    inventory = read(make(rows))
    (window,) = inventory.touchpoints
    assert (window.name, window.place.row) == ("Vitrină", 5)
    (note,) = said(inventory, "title-rows")
    assert "row 4" in note.message
    assert window.extra == {"Nr.": "1"}


def test_a_head_of_two_rows(make: Make) -> None:
    rows = [["name", "Figures", None, "owner"], [None, "clicks", "reach", None], ["A", 1, 2, "Ann"]]

    def merge(sheet: Any) -> None:
        for cells in ("A1:A2", "B1:C1", "D1:D2"):
            sheet.merge_cells(cells)

    (a,) = read(make(rows, merge)).touchpoints
    assert (a.name, literals(a, "clicks"), literals(a, "reach")) == ("A", ["1"], ["2"])
    assert literals(a, "owner") == ["Ann"]


def test_a_cell_merged_over_rows_counts_for_each(make: Make) -> None:
    rows = [
        ["owner", "name", "cost"],
        ["Ann", "A", 900],
        [None, "B", None],
        [None, "C", None],
        [None, "D", None],
    ]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C2:C3")

    inventory = read(make(rows, merge))
    assert [literals(t, "owner") for t in inventory.touchpoints] == [["Ann"]] * 3 + [[]]
    assert [literals(t, "cost") for t in inventory.touchpoints] == [["900"], [], [], []]
    assert [p.place.row for p in said(inventory, "merged-cells")] == [2]
    assert [p.severity for p in said(inventory, "merged-number")] == ["warning"]


def test_hidden_rows_columns_and_sheets_are_read_and_reported(make: Make) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    inventory = read(make([["name", "owner"], ["A", "x"], ["B", "y"]], hide))
    assert [t.name for t in inventory.touchpoints] == ["A", "B"]
    assert "(3)" in said(inventory, "hidden-rows")[0].message
    assert "B (owner)" in said(inventory, "hidden-columns")[0].message


@pytest.mark.parametrize(
    ("form", "currency"),
    [
        ("#,##0.00 [$€-410]", "EUR"),
        ('#,##0.00 "lei"', "RON"),
        ("[$RON] #,##0", "RON"),
        ("#,##0 [$₽-419]", "RUB"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$﷼-429]#,##0", "IRR"),
        ("€ #,##0", "EUR"),
        ('"$"#,##0', None),
        ("0.00", None),
    ],
)
def test_the_format_of_a_cost_gives_the_currency(
    make: Make, form: str, currency: str | None
) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"].number_format = sheet["B3"].number_format = form

    inventory = read(make([["name", "cost", "currency"], ["A", 5, None], ["B", 6, "GBP"]], change))
    a, b = inventory.touchpoints
    assert literals(a, "currency") == ([currency] if currency else [])
    assert literals(b, "currency") == ["GBP"]
    assert len(said(inventory, "currency-from-format")) == (currency is not None)
    (a, b) = read(make([["name", "cost"], ["A", 5], ["B", 6]], change)).touchpoints
    assert literals(b, "currency") == ([currency] if currency else [])


def test_formats_that_look_like_others() -> None:
    assert [read_format(f).kind for f in ("General", "@", '0 "days"', "[Red]0", "0.00E+00")] == (
        ["number"] * 5
    )
    assert [read_format(f).kind for f in ("d/m", "[h]:mm", "yyyy", "[$-419]dd mmmm")] == [
        "date"
    ] * 4
    assert read_format('0"%"').kind == "number"


def test_percentages(make: Make) -> None:
    def change(sheet: Any) -> None:
        for cell in ("B2", "B3", "C2"):
            sheet[cell].number_format = "0%"

    rows = [["name", "satisfaction", "cost", "satisfaction_scale"], ["A", 0.85, 0.2, None]]
    inventory = read(make([*rows, ["B", 0.5, None, "1-5"]], change))
    a, b = inventory.touchpoints
    assert (literals(a, "satisfaction"), literals(a, "satisfaction_scale")) == (["85"], ["0-100"])
    assert a.unclear == {"cost"}
    assert b.unclear == {"satisfaction"}
    assert len(said(inventory, "percent-scale")) == 1


def test_formulas_give_their_value_or_say_that_they_have_none(make: Make) -> None:
    rows = [["name", "cost", "owner"], ["A", "=1+1", "=B2"], ["B", 4, "x"]]
    path = make(rows)
    inventory = read(path)  # openpyxl writes formulas without their values
    a, _ = inventory.touchpoints
    assert a.unclear == {"cost", "owner"}
    found = said(inventory, "formula-without-value")
    assert [(p.place.row, re.findall(r"[A-Z]\d", p.message)) for p in found] == [
        (2, ["B2"]), (2, ["C2"]),
    ]  # fmt: skip
    rezip(path, {SHEET: lambda x: re.sub(r"<f>1\+1</f><v ?/?>(</v>)?", "<f>1+1</f><v>2</v>", x)})
    a, _ = read(path).touchpoints
    assert literals(a, "cost") == ["2"]


def test_errors_in_cells_are_said_and_count_as_unknown(make: Make) -> None:
    path = make([["name", "owner", "url"], ["A", "#REF!", "#N/A"]])
    inventory = read(path)
    (a,) = inventory.touchpoints
    assert a.unclear == {"owner", "url"}
    assert [p.value for p in said(inventory, "error-cell")] == ["#REF!"]


@pytest.mark.parametrize(
    ("touchpoints", "company", "size"),
    [
        ("Touchpoints", "Company", "Size"),
        ("Puncte de contact", "Companie", "Mărime"),
        ("Точки контакта", "Компания", "Размер"),
        ("نقاط تماس", "شرکت", "اندازه"),
        ("Punti di contatto", "Azienda", "Dimensione"),
    ],
)
def test_sheets_are_known_in_five_languages(
    tmp_path: Path, touchpoints: str, company: str, size: str
) -> None:
    book = Workbook()
    book.active.title = "1"
    book.active.append(["name", "type", "stages"])
    book.active.append(["decoy", "x", "y"])
    sheet = book.create_sheet(company)
    sheet.append([size, "micro"])
    sheet = book.create_sheet(touchpoints)
    sheet.append(["name"])
    sheet.append(["A"])
    path = tmp_path / "Ana.xlsx"
    book.save(path)
    inventory = read(path)
    assert [t.name for t in inventory.touchpoints] == ["A"]
    assert inventory.touchpoints[0].place.sheet == touchpoints
    (value,) = inventory.company.values["size"]
    assert str(value.iri).endswith("#micro")
    assert (value.place.sheet, value.place.row, value.place.column) == (company, 1, "B")
    assert sheet_role(touchpoints.upper()) == "touchpoints"


def test_without_a_name_the_sheet_that_looks_like_it_is_taken_and_said(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["todo", "who"])
    book.create_sheet("2025").append(["name", "cost"])
    sheet = book.create_sheet("2026")
    sheet.append(["name", "cost", "stages"])
    sheet.append(["A", 1, "purchase"])
    path = tmp_path / "Ana.xlsx"
    book.save(path)
    inventory = read(path)
    assert [t.name for t in inventory.touchpoints] == ["A"]
    (note,) = said(inventory, "sheet-chosen")
    assert '"2026"' in note.message
    assert '"2025"' in note.message
    book.remove(book["2026"])
    book.remove(book["2025"])
    book.create_sheet("More")
    book.save(path)
    with pytest.raises(InputError, match=r"no sheet has a column.*Notes"):
        read(path)


def test_the_company_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Touchpoints"
    book.active.append(["name"])
    book.active.append(["A"])
    sheet = book.create_sheet("Company")
    for row in (
        ["The company"],
        ["Name", "Café Ana"],
        ["sells online", "no"],
        ["Has a store", True],
        ["goals", "awareness", "retention"],
        ["understanding methods", "none"],
        ["complete", "stages, owner"],
        ["review days", 90],
        ["bounds.category_share_max", 0.5],
        ["colour", "red"],
        ["accept", "unowned-touchpoint", "A", "so be it", date(2027, 1, 1)],
        ["accept", "dead-platform", None, "later", "2027-02-01"],
    ):
        sheet.append(row)
    path = tmp_path / "x.xlsx"
    book.save(path)
    inventory = read(path)
    company = inventory.company
    assert company.name == "Café Ana"
    assert [v.literal for v in company.values["sells_online"]] == ["false"]
    assert [v.literal for v in company.values["has_store"]] == ["true"]
    assert len(company.values["goals"]) == 2
    assert set(company.none) == {"understanding_methods"}
    assert set(company.complete) == {"stages", "owner"}
    assert {k: [v.literal for v in vs] for k, vs in company.bounds.items()} == {
        "review_days": ["90"], "category_share_max": ["0.5"],
    }  # fmt: skip
    assert [(a.rule, a.concerns, a.until) for a in company.accepts] == [
        ("unowned-touchpoint", ("A",), date(2027, 1, 1)),
        ("dead-platform", (), date(2027, 2, 1)),
    ]
    (unknown,) = said(inventory, "unknown-key")
    assert (unknown.value, unknown.place.sheet, unknown.place.row) == ("colour", "Company", 10)


def test_a_company_with_its_keys_side_by_side(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Touchpoints"
    book.active.append(["name"])
    book.active.append(["A"])
    sheet = book.create_sheet("Company")
    sheet.append(["Name", "Size", "Goals"])
    sheet.append(["Ana", "micro", "awareness|retention"])
    path = tmp_path / "x.xlsx"
    book.save(path)
    company = read(path).company
    assert company.name == "Ana"
    assert len(company.values["goals"]) == 2


def test_every_key_of_the_company_is_known_in_five_languages() -> None:
    words = ["size", "mărime", "размер", "اندازه", "dimensione"]
    assert [company_key(w) for w in words] == ["size"] * 5
    words = ["goals", "obiective", "цели", "اهداف", "obiettivi"]
    assert [company_key(w) for w in words] == ["goals"] * 5


# ------------------------------------------------------------------------------- hostile files


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_files_that_are_no_workbook(tmp_path: Path, make: Make) -> None:
    good = make([["name"], ["A"]]).read_bytes()
    cases = {
        "empty": (b"", "empty"),
        "text": (b"name,type\nShop,x\n", "content is something else"),
        "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "97 to 2003"),
        "cut": (good[: len(good) // 2], "cannot be read"),
        "zip": (_zip_of({"a.txt": b"x"}), "holds no workbook"),
        "damaged": (_damaged(good), "cannot be read"),
    }
    for name, (data, message) in cases.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(data)
        with pytest.raises(InputError, match=message):
            read(path)


def _damaged(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 5
    return workbook[:start] + b"\xff" * 40 + workbook[start + 40 :]


def _zip_of(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def test_bombs_are_refused_by_name(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(make([["name"], ["A"]]))
    bomb = b"<worksheet><sheetData>" + b" " * (3 << 20) + b"</sheetData></worksheet>"
    path = zipped(tmp_path / "zip.xlsx", {**parts, SHEET: bomb})
    monkeypatch.setenv("TPGRAPH_MAX_UNPACKED_MB", "2")
    with pytest.raises(InputError, match=r"2 megabytes after unpacking.*TPGRAPH_MAX_UNPACKED_MB"):
        read(path)
    monkeypatch.setenv("TPGRAPH_MAX_UNPACKED_MB", "many")
    with pytest.raises(CallError, match="TPGRAPH_MAX_UNPACKED_MB"):
        read(path)
    monkeypatch.delenv("TPGRAPH_MAX_UNPACKED_MB")
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        b'<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;&c;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    with pytest.raises(InputError, match="document type declaration"):
        read(zipped(tmp_path / "xml.xlsx", {**parts, SHEET: laughs}))
    deep = b"<worksheet>" + b"<a>" * 200_000
    with pytest.raises(InputError, match="cannot be read"):
        read(zipped(tmp_path / "deep.xlsx", {**parts, SHEET: deep}))


def test_rows_cells_and_width_are_limited(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make([["name", "owner"], *([f"n{i}", "x"] for i in range(50))])
    for name, number in (("ROWS", 50), ("CELLS", 101), ("WIDTH", 99)):
        with monkeypatch.context() as patch:
            patch.setenv(f"TPGRAPH_MAX_{name}", str(number))
            with pytest.raises(InputError, match=f"TPGRAPH_MAX_{name}"):
                read(path)
            patch.setenv(f"TPGRAPH_MAX_{name}", str(number + 5))
            assert len(read(path).touchpoints) == 50


def test_a_million_blank_rows_and_far_cells_are_nothing(make: Make) -> None:
    def far(sheet: Any) -> None:
        sheet["XFD3"] = "far"
        sheet["A1048576"] = None

    inventory = read(make([["name"], ["A"], ["B"]], far))
    assert [t.name for t in inventory.touchpoints] == ["A", "B"]
    assert "XFD" in said(inventory, "blank-header")[0].message


def test_text_that_looks_like_a_formula_stays_text(make: Make) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].data_type = "s"

    (a,) = read(make([["name"], ['=HYPERLINK("http://x")']], change)).touchpoints
    assert a.name == '=HYPERLINK("http://x")'


def test_other_prefixes_and_a_workbook_without_shared_strings(tmp_path: Path) -> None:
    """As some programs write it: prefixed names, inline texts, no styles, absolute targets."""
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    package = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    text = (
        '<x:c t="inlineStr"><x:is><x:r><x:t>{}</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>'
    )
    parts = {
        "_rels/.rels": rels.format(package, "officeDocument", "/book/b.xml"),
        "book/b.xml": (
            f'<x:workbook {main} xmlns:r="{package}"><x:sheets>'
            '<x:sheet name="S" sheetId="1" r:id="r1"/></x:sheets></x:workbook>'
        ),
        "book/_rels/b.xml.rels": rels.format(package, "worksheet", "/book/s.xml"),
        "book/s.xml": (
            f"<x:worksheet {main}><x:sheetData><x:row>{text.format('name')}{text.format('cost')}"
            f"</x:row><x:row>{text.format('A_x0041_')}<x:c><x:v>5</x:v></x:c></x:row>"
            "</x:sheetData></x:worksheet>"
        ),
    }
    path = zipped(tmp_path / "a.xlsx", {name: part.encode() for name, part in parts.items()})
    (a,) = read(path).touchpoints
    assert (a.name, literals(a, "cost"), a.place.row) == ("AA", ["5"], 2)
