"""The marked copy: every problem at its cell, nothing else changed, read back the same."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from tests.conftest import ROOT
from tests.inventory.formats.test_compliance import FORMATS, facts
from tpgraph.errors import CallError, InputError
from tpgraph.inventory import read_inventory
from tpgraph.model import Problem
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.texts import texts_in
from tpgraph.views.marked import AUTHOR, marked_xlsx, write_marked
from tpgraph.views.marked_base import open_base

AS_OF = date(2026, 1, 15)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
COMPANY = """\
name = "Bad"
seize = "small"
[bounds]
satisfaction_min = 9
satisfaction_scale = "1-5"
"""
TABLE = """\
name,type,modality,category,cost,reviewed,status,clicks,leads_to,=1+1,space
Spot,radio advertisement,physical,,40,2031-01-01,planned,3,Old,=cmd|' /C calc'!A0,nine
Card,coupon,,advertising,,,active,,Nowhere,@SUM(A1),
Old,leaflet,,,,,retired,,,+1,
,no name here,,,,,,,,,
"""


def bad_company(folder: Path) -> Path:
    folder.mkdir()
    (folder / "company.toml").write_text(COMPANY, encoding="utf-8")
    (folder / "touchpoints.csv").write_text(TABLE, encoding="utf-8")
    return folder


def checked(path: Path, lang: str = "en") -> tuple[Analysis, list[Problem]]:
    analysis = analyse(path, lang=lang, as_of=AS_OF)
    return analysis, list(analysis.check())


def marked(path: Path, lang: str = "en") -> Any:
    analysis, problems = checked(path, lang)
    return load_workbook(io.BytesIO(marked_xlsx(analysis.inventory, problems, lang)))


def by_code(problems: list[Problem], code: str) -> Problem:
    return next(p for p in problems if p.code == code)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_every_problem_is_at_its_cell_in_words_and_in_the_list(lang: str, tmp_path: Path) -> None:
    path = bad_company(tmp_path / "bad")
    analysis, problems = checked(path, lang)
    codes = {p.code for p in problems}
    assert codes >= {"contradicts-kind", "leaves-out-necessary", "broken-link", "bad-number",
                     "no-name", "unknown-key", "bound-cannot-be-met"}  # fmt: skip
    book, texts = marked(path, lang), texts_in(lang, "marked")
    base = open_base(analysis.inventory, lang)
    listed = book[texts("sheet")]
    rows = {r[0].row: [c.value or "" for c in r] for r in listed.iter_rows(min_row=2)}
    assert len(rows) == len(problems)
    for number, problem in enumerate(problems, start=2):
        row = rows[number]
        assert (row[0], row[3], row[6]) == (texts(problem.severity), problem.message, problem.code)
        where = base.cell_of(problem.place)
        link = listed.cell(number, 2).hyperlink
        if where is None:
            assert link is None
            assert problem.code == "unknown-column", problem  # of the file as a whole
            continue
        cell = book[where.sheet].cell(where.row, where.column)
        said = f"{texts(problem.severity)}: {problem.message}\n→ {problem.mend}"
        assert said in cell.comment.text
        assert link.location.endswith(f"!{cell.coordinate}")
        assert cell.fill.fill_type == "solid"
        assert cell.border.left.style in ("thick", "mediumDashed", "dotted")
    assert {s.sheet_view.rightToLeft for s in book} == {lang == "fa"}


def test_the_cells_are_the_ones_that_are_wrong(tmp_path: Path) -> None:
    book = marked(bad_company(tmp_path / "bad"))
    sheet, company = book["Touchpoints"], book["Company"]
    styles = {
        c.coordinate: c.border.left.style
        for row in sheet.iter_rows(min_row=2)
        for c in row
        if c.fill.fill_type
    }
    assert styles == {
        "C2": "thick",  # a radio advertisement is not physical
        "E2": "dotted",  # a cost without a currency
        "F2": "mediumDashed",  # reviewed in the future
        "H2": "mediumDashed",  # planned, and clicked
        "K2": "thick",  # nine
        "D3": "mediumDashed",  # a coupon is sales promotion
        "I3": "thick",  # leads nowhere
        "A5": "thick",  # no name
    }
    assert "No “Radio advertisement” is ever “Physical”." in sheet["C2"].comment.text
    assert {c.value: c.fill.fill_type for row in company.iter_rows(max_col=2) for c in row} == {
        "name": None, "Bad": None, "seize": None, "small": "solid",
        "bounds.satisfaction_min": None, "9": "solid",
        "bounds.satisfaction_scale": None, "1-5": None,
    }  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_copy_of_a_sample_is_read_back_the_same(name: str, lang: str, tmp_path: Path) -> None:
    analysis, problems = checked(ROOT / "data" / name, lang)
    copy = tmp_path / "another name.xlsx"
    write_marked(analysis.inventory, problems, copy, lang)
    assert facts(read_inventory(copy, as_of=AS_OF)) == facts(analysis.inventory)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_copy_of_any_format_is_read_back_the_same(suffix: str, tmp_path: Path) -> None:
    path = FORMATS[suffix](tmp_path)
    analysis, problems = checked(path)
    copy = tmp_path / "copy.xlsx"
    write_marked(analysis.inventory, problems, copy, "en")
    assert facts(read_inventory(copy, as_of=AS_OF)) == facts(analysis.inventory)


def test_a_bad_company_is_read_back_with_the_same_problems(tmp_path: Path) -> None:
    analysis, problems = checked(bad_company(tmp_path / "bad"))
    copy = tmp_path / "copy.xlsx"
    write_marked(analysis.inventory, problems, copy, "en")
    again, found = checked(copy)
    assert facts(again.inventory) == facts(analysis.inventory)
    assert sorted(p.code for p in found) == sorted(p.code for p in problems)


def test_nothing_written_is_a_formula(tmp_path: Path) -> None:
    analysis, problems = checked(bad_company(tmp_path / "bad"))
    content = marked_xlsx(analysis.inventory, problems, "en")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f" not in parts.read(name).replace(b"<font", b"")
    cells = {c.value: c for row in marked(tmp_path / "bad")["Touchpoints"] for c in row}
    assert cells["=cmd|' /C calc'!A0"].data_type == "s"
    assert cells["=cmd|' /C calc'!A0"].quotePrefix


def test_direction_marks_and_controls_are_shown_not_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,leads_to\nShop,evil\u202etxt.exe\u0007\n", encoding="utf-8")
    content = marked_xlsx(*_of(path), "en")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        text = b"".join(map(parts.read, parts.namelist())).decode("utf-8", "replace")
    assert "\u202e" not in text
    assert "\u0007" not in text


def _of(path: Path) -> tuple[Any, list[Problem]]:
    analysis, problems = checked(path)
    return analysis.inventory, problems


# ---------------------------------------------------------------------- people's own workbooks


def own_workbook(path: Path) -> Path:
    """A workbook with title, merged cells, formulas, hidden rows, another sheet and a comment."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Lista"
    sheet.append(["Our list, spring"])
    sheet.append(["name", "type", "category", "modality", "cost", "currency", "reach", "when"])
    sheet.append(["Spot", "radio advertisement", "advertising", "physical", "=20+22", "EUR", 5])
    sheet.append(["Card", "coupon", "advertising", None, "=E3*2", "EUR", None])
    sheet.append(["Late", "leaflet", None, None, 3, "EUR", "many"])
    sheet["H3"] = "=DATE(2026,1,2)"
    sheet["H3"].number_format = "yyyy-mm-dd"
    sheet["H4"] = '="a" & "<b>"'
    sheet["D3"].comment = Comment("Is this right?", "Ana")
    sheet.merge_cells("C3:C4")
    sheet.row_dimensions[5].hidden = True
    other = book.create_sheet("Plans")
    other["A1"] = "=Lista!E3"
    other["A2"] = "do not touch"
    out = io.BytesIO()
    book.save(out)
    computed = {"20+22": "42", "E3*2": "84", "Lista!E3": "42", "DATE(2026,1,2)": "46024"}
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            text = old.read(part).decode("utf-8", "surrogateescape")
            for formula, value in computed.items():
                text = re.sub(rf"(<f>{re.escape(formula)}</f>)<v ?/>", rf"\1<v>{value}</v>", text)
                text = text.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{value}</v>")
            quoted = re.compile(r'<c r="H4"([^>]*)>(<f>[^<]*</f>)<v(?: ?/>|></v>)')
            text = quoted.sub(r'<c r="H4"\1 t="str">\2<v>a&lt;b&gt;</v>', text)
            new.writestr(part, text.encode("utf-8", "surrogateescape"))
    return path


def test_an_own_workbook_keeps_formulas_values_sheets_and_comments(tmp_path: Path) -> None:
    path = own_workbook(tmp_path / "list.xlsx")
    analysis, problems = checked(path)
    assert {p.code for p in problems} >= {"contradicts-kind", "leaves-out-necessary", "bad-number"}
    copy = tmp_path / "copy.xlsx"
    write_marked(analysis.inventory, problems, copy, "en")
    assert facts(read_inventory(copy, as_of=AS_OF)) == facts(analysis.inventory)
    for data_only in (False, True):
        old, new = (load_workbook(p, data_only=data_only) for p in (path, copy))
        assert new.sheetnames == ["Lista", "Plans", "Company", "tpgraph problems"]
        for title in old.sheetnames:
            values = [[c.value for c in row] for row in old[title].iter_rows()]
            assert [[c.value for c in row] for row in new[title].iter_rows()] == values
    assert new["Lista"]["E4"].value == 84
    assert new["Lista"]["H4"].value == "a<b>"
    assert new["Lista"].row_dimensions[5].hidden
    assert new["Lista"]["D3"].comment.text.startswith("Error: ")
    assert new["Lista"]["D3"].comment.text.endswith("Is this right?")
    assert new["Lista"]["D3"].comment.author == AUTHOR
    # What leaves out the category stands in a merged cell: the one that shows is marked.
    assert by_code(problems, "leaves-out-necessary").place.row == 4
    assert new["Lista"]["C3"].fill.fill_type == "solid"
    assert new["Lista"]["G5"].fill.fill_type == "solid"


def test_a_copy_marked_again_says_nothing_twice(tmp_path: Path) -> None:
    inventory, problems = _of(own_workbook(tmp_path / "list.xlsx"))
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_marked(inventory, problems, first, "en")
    again, found = checked(first)
    write_marked(again.inventory, found, second, "en")
    one, two = load_workbook(first), load_workbook(second)
    assert two.sheetnames == one.sheetnames
    assert two["Lista"]["G5"].comment.text == one["Lista"]["G5"].comment.text


def test_a_workbook_without_problems_says_so(tmp_path: Path) -> None:
    analysis, _ = checked(ROOT / "data" / "bottega_jeans")
    content = marked_xlsx(analysis.inventory, [], "it")
    sheet = load_workbook(io.BytesIO(content))[texts_in("it", "marked")("sheet")]
    assert sheet["A2"].value == texts_in("it", "marked")("none")


def test_nothing_is_overwritten_and_a_workbook_is_a_workbook(tmp_path: Path) -> None:
    inventory, problems = _of(bad_company(tmp_path / "bad"))
    taken = tmp_path / "taken.xlsx"
    taken.write_text("mine")
    with pytest.raises(CallError, match="there already"):
        write_marked(inventory, problems, taken, "en")
    assert taken.read_text() == "mine"
    with pytest.raises(CallError, match=r"\.xlsx"):
        write_marked(inventory, problems, tmp_path / "copy.csv", "en")
    assert not (tmp_path / "copy.csv").exists()


def test_a_part_that_the_reader_does_not_look_at_hides_no_entities(tmp_path: Path) -> None:
    path = own_workbook(tmp_path / "list.xlsx")
    analysis, problems = checked(path)
    with zipfile.ZipFile(path, "a") as archive:
        bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
        archive.writestr("xl/drawings/drawing9.xml", bomb)
    with pytest.raises(InputError, match="document type"):
        write_marked(analysis.inventory, problems, tmp_path / "copy.xlsx", "en")
    assert not (tmp_path / "copy.xlsx").exists()


def test_what_is_too_large_to_be_marked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inventory, problems = _of(bad_company(tmp_path / "bad"))
    monkeypatch.setenv("TPGRAPH_MAX_MARKED", "20")
    with pytest.raises(InputError, match="TPGRAPH_MAX_MARKED"):
        write_marked(inventory, problems, tmp_path / "copy.xlsx", "en")
