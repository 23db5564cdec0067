"""The workbook to fill in: what stands in it, and that the reader gets back what was filled in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from tpgraph.errors import CallError, InputError
from tpgraph.inventory import read_inventory
from tpgraph.inventory.recognise import load_index
from tpgraph.inventory.toml import toml_value
from tpgraph.model import LANGUAGES, Company, Inventory
from tpgraph.views import template
from tpgraph.views.choices import choices_in
from tpgraph.views.template import (
    EXAMPLE_ROW,
    FIRST_ROW,
    GROUP_ROW,
    HEADER_ROW,
    LISTS,
    template_xlsx,
    write_template,
)
from tpgraph.vocabulary import COLUMNS

AS_OF = date(2026, 11, 22)
SHOP = ROOT / "data" / "bottega_jeans"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def book(language: str) -> Any:
    return load_workbook(io.BytesIO(template_xlsx(language)))


def sheets_of(book: Any, language: str) -> tuple[Any, Any]:
    texts = choices_in(language).texts
    return book[texts("sheet.touchpoints")], book[texts("sheet.company")]


def fill(book: Any, language: str, rows: list[dict[str, Any]], company: Mapping[str, Any]) -> None:
    """Fills in touchpoints by canonical column, and the company by key."""
    choices = choices_in(language)
    touchpoints, about = sheets_of(book, language)
    numbers = {cell.value: cell.column for cell in touchpoints[HEADER_ROW]}
    for at, row in enumerate(rows, start=FIRST_ROW):
        for column, value in row.items():
            touchpoints.cell(at, numbers[choices.heading(column)]).value = value
    keys = {cell.value: cell.row for cell in about["A"] if cell.value}
    for key, values in company.items():
        row_of = keys[key if key in template.BOUNDS else choices.texts(f"company.{key}")]
        for at, value in enumerate(values if isinstance(values, list) else [values], start=2):
            about.cell(row_of, at).value = value


def said(inventory: Inventory) -> list[Any]:
    """What an inventory says of its touchpoints, wherever it stands."""
    return [
        (
            t.iri.rpartition("/")[2],
            t.name,
            {c: [(v.iri, v.literal, v.datatype) for v in vs] for c, vs in t.values.items()},
            t.none,
            t.unclear,
            t.extra,
        )
        for t in inventory.touchpoints
    ]


def said_of_company(company: Company) -> tuple[Any, ...]:
    values = {k: [(v.iri, v.literal) for v in vs] for k, vs in company.values.items()}
    bounds = {k: [(v.literal, v.datatype) for v in vs] for k, vs in company.bounds.items()}
    return company.name, values, set(company.none), set(company.complete), bounds


# ------------------------------------------------------------------------------------ the sheets


def test_headings_are_the_columns_with_their_meaning(book: Any, language: str) -> None:
    choices = choices_in(language)
    sheet, _ = sheets_of(book, language)
    index = load_index()
    assert [index.column(cell.value) for cell in sheet[HEADER_ROW]] == list(COLUMNS)
    for cell, column in zip(sheet[HEADER_ROW], COLUMNS, strict=True):
        assert cell.comment.text.startswith(choices.definition(column))
        for value in choices.of_column(column)[:10] if len(choices.of_column(column)) < 15 else ():
            assert value in cell.comment.text
    assert sheet.freeze_panes == f"B{FIRST_ROW}"
    assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[1])


def test_nothing_above_the_headings_is_taken_for_headings(book: Any, language: str) -> None:
    sheet, _ = sheets_of(book, language)
    index = load_index()
    for row in (GROUP_ROW, EXAMPLE_ROW):
        found = [index.column(str(cell.value)) for cell in sheet[row] if cell.value is not None]
        assert len(found) >= 8
        assert "name" not in found
    mark = choices_in(language).texts("example.mark", name="")
    assert str(sheet.cell(EXAMPLE_ROW, 1).value).startswith(mark)
    assert sheet.max_row == HEADER_ROW


def test_only_persian_runs_from_right_to_left(book: Any, language: str) -> None:
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert len(shown) == 3
    assert {bool(s.sheet_view.rightToLeft) for s in shown} == {language == "fa"}
    assert book[LISTS].sheet_state == "hidden"


def lists_of(book: Any, sheet: Any) -> Iterator[tuple[str, list[Any]]]:
    """Each drop-down list of a sheet: the first cell it stands in, and its values."""
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            name, _, cells = rule.formula1.rpartition("!")
            source = book[name] if name else sheet
            values = [row[0].value for row in source[cells.replace("$", "")]]
            yield str(rule.sqref).partition(":")[0], values


def test_every_value_of_a_list_is_understood(book: Any, language: str) -> None:
    sheet, _ = sheets_of(book, language)
    index, found = load_index(), {}
    for cell, values in lists_of(book, sheet):
        column = index.column(sheet.cell(HEADER_ROW, sheet[cell].column).value)
        assert column is not None
        about = COLUMNS[column]
        if about.holds in ("concept", "kind"):
            assert all(len(index.terms(about.scheme, value)) == 1 for value in values), column
            assert len(set(values)) == len(values)
        found[column] = values
    assert len(found["type"]) >= 190
    assert len(found["stages"]) == 5
    assert len(found["category"]) == 7
    assert {"status", "modality", "supports", "currency", "leads_to", "channel"} <= found.keys()


def test_lists_name_cells_that_hold_them(book: Any, language: str) -> None:
    for sheet in sheets_of(book, language):
        for cell, values in lists_of(book, sheet):
            is_of_names = values == [None] * len(values)  # leads_to: the names to come
            assert is_of_names == (
                load_index().column(str(sheet.cell(HEADER_ROW, sheet[cell].column).value))
                == "leads_to"
            )


def test_two_languages_differ_and_none_lacks_a_text(language: str) -> None:
    table, english = choices_in(language).texts.table, choices_in("en").texts.table
    assert table.keys() == english.keys()
    if language != "en":
        alike = {k for k in english if english[k] == table[k]}
        assert alike <= {
            "sheet.touchpoints",
            "example.owner",
            "example.currency",
            "word.no",
            "example.url",
        }


def test_an_existing_file_stays(tmp_path: Path, language: str) -> None:
    path = tmp_path / "new" / "t.xlsx"
    write_template(path, language)
    before = path.read_bytes()
    with pytest.raises(CallError, match=r"t\.xlsx"):
        write_template(path, language)
    assert path.read_bytes() == before
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


# ------------------------------------------------------------------------------------ round trip


def shop_rows() -> list[dict[str, Any]]:
    """The rows of the sample shop, with numbers and dates as a spreadsheet has them."""
    text = (SHOP / "touchpoints.csv").read_text(encoding="utf-8-sig")
    rows = []
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        rows.append({c: _typed(c, v) for c, v in row.items() if v})
    return rows


def _typed(column: str, text: str) -> Any:
    holds = COLUMNS[column].holds
    if holds == "date":
        return date.fromisoformat(text)
    try:
        return float(text) if holds == "number" else text
    except ValueError:
        return text


def test_the_sample_shop_comes_back(book: Any, language: str, tmp_path: Path) -> None:
    company = {
        "name": "Bottega Jeans",
        "industry": "clothing retail",
        "size": "micro",
        "sells": ["physical goods"],
        "sells_online": False,
        "has_store": True,
        "goals": ["acquisition", "retention"],
        "complete": ["category", "stages", "modality"],
    }
    fill(book, language, shop_rows(), company)
    book.save(tmp_path / "shop.xlsx")
    found = read_inventory(tmp_path / "shop.xlsx", as_of=AS_OF)
    wanted = read_inventory(SHOP, as_of=AS_OF)
    assert said(found) == said(wanted)
    assert said_of_company(found.company) == said_of_company(wanted.company)
    first = found.touchpoints[0]
    assert (first.place.sheet, first.place.row) == (sheets_of(book, language)[0].title, FIRST_ROW)
    known = {p.code for p in wanted.problems} | {"title-rows"}
    assert {p.code for p in found.problems} <= known


def test_what_the_lists_offer_comes_back(book: Any, language: str, tmp_path: Path) -> None:
    """A touchpoint of every kind, each cell chosen from its list, as the same rows in CSV."""
    choices = choices_in(language)
    yes = choices.texts("word.yes")
    rows = []
    for number, kind in enumerate(choices.kinds()):
        row: dict[str, Any] = {"name": f'“{kind}” № {number}; "x" | y', "type": kind}
        for column in COLUMNS:
            values = choices.of_column(column)
            if values and column != "type":
                row[column] = values[number % len(values)]
        row["goals"] = " | ".join(choices.of_column("goals"))
        row["leads_to"] = f'“{choices.kinds()[number - 1]}” № {(number - 1) % 200}; "x" | y'
        row |= {"cost": number + 0.125, "clicks": 1200, "reviewed": date(2026, 3, 1)}
        row |= {"satisfaction": 3, "satisfaction_scale": "1-5", "importance": 4, "notes": "=1+1"}
        rows.append(row)
    company: dict[str, Any] = {
        "name": 'Café "Linden" \\ قهوه‌خانه',
        "industry": choices.of_key("industry")[3],
        "size": choices.of_key("size")[1],
        "sells": list(choices.of_key("sells")),
        "sells_online": yes,
        "has_store": choices.texts("word.no"),
        "goals": list(choices.of_key("goals")),
        "complete": [choices.heading("stages"), choices.heading("owner")],
        "understanding_methods": choices.texts("word.none"),
        "review_days": 90,
        "category_share_max": 0.5,
        "languages": ["it", "en"],
    }
    fill(book, language, rows, company)
    sheet, _ = sheets_of(book, language)
    for line in sheet.iter_rows(FIRST_ROW):
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"  # as where a column's format is text
    book.save(tmp_path / "all.xlsx")

    folder = tmp_path / "all"
    folder.mkdir()
    with (folder / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    bounds = ("review_days", "category_share_max", "languages")
    company["understanding_methods"] = []
    lines = [f"{k} = {toml_value(v)}" for k, v in company.items() if k not in bounds]
    lines += ["[bounds]", *(f"{k} = {toml_value(company[k])}" for k in bounds)]
    (folder / "company.toml").write_text("\n".join(lines), encoding="utf-8")

    found = read_inventory(tmp_path / "all.xlsx", as_of=AS_OF)
    wanted = read_inventory(folder, as_of=AS_OF)
    assert len(found.touchpoints) >= 190
    assert said(found) == said(wanted)
    assert said_of_company(found.company) == said_of_company(wanted.company)
    assert not [p for p in found.problems if p.severity == "error"]


def test_an_empty_one_has_no_touchpoints(language: str, tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", language)
    with pytest.raises(InputError, match="no touchpoints"):
        read_inventory(tmp_path / "t.xlsx", as_of=AS_OF)
