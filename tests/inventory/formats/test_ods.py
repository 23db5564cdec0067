"""Workbooks of LibreOffice: repeated, merged, hidden and typed cells, formulas, limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventory.conftest import AS_OF
from tests.inventory.formats.writers import ods_cell, ods_document, ods_row, save_ods
from tpgraph.errors import InputError
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory, Problem, TouchpointRow


def read(folder: Path, *rows: str, styles: str = "", **sheets: str) -> Inventory:
    content = ods_document(sheets or {"Sheet1": "".join(rows)}, styles)
    return read_inventory(save_ods(folder / "shop.ods", content), as_of=AS_OF)


def said(inventory: Inventory, code: str) -> list[Problem]:
    return [p for p in inventory.problems if p.code == code]


def literals(touchpoint: TouchpointRow, column: str) -> list[str | None]:
    return [v.literal for v in touchpoint.values.get(column, ())]


def test_types(tmp_path: Path) -> None:
    head = ods_row(["name", "cost", "satisfaction", "reviewed", "look_ok", "clicks"])
    row = (
        "<table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>A<text:s text:c="2"/>b</text:p>'
        "<office:annotation><text:p>remark</text:p></office:annotation></table:table-cell>"
        '<table:table-cell office:value-type="currency" office:currency="EUR" '
        'office:value="1.234"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.85"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-01T00:00:00"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
        "</table:table-row>"
    )
    inventory = read(tmp_path, head, row)
    (a,) = inventory.touchpoints
    assert a.name == "A b"
    assert (literals(a, "cost"), literals(a, "currency")) == (["1.234"], ["EUR"])
    assert (literals(a, "satisfaction"), literals(a, "satisfaction_scale")) == (["85"], ["0-100"])
    assert (literals(a, "reviewed"), literals(a, "look_ok")) == (["2026-03-01"], ["true"])
    assert literals(a, "clicks") == ["2"]
    assert {p.code for p in said(inventory, "currency-from-format")} == {"currency-from-format"}


def test_formulas_without_a_value_and_errors(tmp_path: Path) -> None:
    cells = (
        '<table:table-cell table:formula="of:=X1"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    head = ods_row(["name", "owner", "url"])
    inventory = read(tmp_path, head, f"<table:table-row>{ods_cell('A')}{cells}</table:table-row>")
    assert inventory.touchpoints[0].unclear == {"owner", "url"}
    assert "B2" in said(inventory, "formula-without-value")[0].message
    assert "C2" in said(inventory, "error-cell")[0].message


def test_repeated_merged_and_hidden(tmp_path: Path) -> None:
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="1000"/>'
    )
    blank = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    merged = (
        f'<table:table-row>{ods_cell("A")}<table:table-cell table:number-rows-spanned="2" '
        'office:value-type="string"><text:p>Ann</text:p></table:table-cell></table:table-row>'
        f'<table:table-row table:visibility="filter">{ods_cell("B")}'
        "<table:covered-table-cell/></table:table-row>"
    )
    rest = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    head = f"<table:table-header-rows>{ods_row(['name', 'owner'])}</table:table-header-rows>"
    inventory = read(tmp_path, columns, blank, head, merged, rest)
    assert [(t.place.row, literals(t, "owner")) for t in inventory.touchpoints] == [
        (4, ["Ann"]), (5, ["Ann"]),
    ]  # fmt: skip
    assert "(5)" in said(inventory, "hidden-rows")[0].message
    assert "B (owner)" in said(inventory, "hidden-columns")[0].message


def test_sheets(tmp_path: Path) -> None:
    inventory = read(
        tmp_path,
        **{
            "Note": ods_row(["x"]),
            "شرکت": ods_row(["نام", "کافه آنا"]),
            "نقاط تماس": ods_row(["نام"]) + ods_row(["ویترین"]),
        },
    )
    assert inventory.company.name == "کافه آنا"
    assert [t.place.sheet for t in inventory.touchpoints] == ["نقاط تماس"]


def test_bombs(tmp_path: Path) -> None:
    head, cell = ods_row(["name"]), ods_cell("A")
    many = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    with pytest.raises(InputError, match="TPGRAPH_MAX_ROWS"):
        read(tmp_path, head, many)
    wide = cell.replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
    )
    row = f'<table:table-row table:number-rows-repeated="1000">{wide}</table:table-row>'
    with pytest.raises(InputError, match="TPGRAPH_MAX_CELLS"):
        read(tmp_path, head, row)
    doctype = ods_document({"S": head}).replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
    with pytest.raises(InputError, match="document type declaration"):
        read_inventory(save_ods(tmp_path / "x.ods", doctype), as_of=AS_OF)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    good = save_ods(tmp_path / "good.ods", ods_document({"S": ods_row(["name"])})).read_bytes()
    cases = {
        "empty": (b"", "empty"),
        "text": (b"name\nA\n", "content is something else"),
        "cut": (good[:150], "cannot be read"),
    }
    for name, (data, message) in cases.items():
        path = tmp_path / f"{name}.ods"
        path.write_bytes(data)
        with pytest.raises(InputError, match=message):
            read_inventory(path, as_of=AS_OF)
    with pytest.raises(InputError, match="no sheets"):
        read_inventory(save_ods(tmp_path / "none.ods", ods_document({})), as_of=AS_OF)
