"""Invented companies: just the planted gaps are in them, and the students' files give none away."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import ROOT
from tests.teach.case.conftest import AS_OF, PLANTED, Case
from tpgraph import cli
from tpgraph.errors import CallError
from tpgraph.pipeline import analyse
from tpgraph.reason.rules import load_rules
from tpgraph.teach.case.invent import Order, industry_named, invent, size_named
from tpgraph.teach.case.kinds import everyday_kinds, overlooked_kinds
from tpgraph.teach.case.student import withhold
from tpgraph.teach.case.wishes import PLANTABLE
from tpgraph.teach.case.write import write_case
from tpgraph.views.template import FIRST_ROW
from tpgraph.vocabulary import COLUMNS

LANGUAGES = ("en", "ro", "ru", "fa", "it")
# Other companies each time, so that each rule is planted in another.
COMPANIES = (
    ("clothingRetail", "small"), ("software", "micro"), ("restaurantsAndCafes", "medium"),
    ("beautyAndHealth", "small"), ("retail", "medium"),
)  # fmt: skip


def test_every_gap_rule_can_be_planted() -> None:
    assert sorted(PLANTABLE) == sorted(rule.name for rule in load_rules().gaps)
    assert len(PLANTABLE) == 27


@pytest.mark.parametrize(("number", "rule"), list(enumerate(PLANTABLE)), ids=str)
def test_what_is_planted_is_found_and_nothing_else_of_the_rule(number: int, rule: str) -> None:
    industry, size = COMPANIES[number % len(COMPANIES)]
    made = invent(Order(industry, size, (rule,), LANGUAGES[number % 5], number, AS_OF))
    gaps = [f for f in made.analysis.gaps if f.rule == rule]
    assert {f.concerns[0] for f in gaps} == made.expected[rule]
    assert gaps
    assert [p for p in made.analysis.check() if p.severity == "error"] == []
    # What follows of other rules is little.
    assert len(made.side_gaps) <= (5 if rule == "modality-missing" else 1)
    assert len(made.draft.open) == 3
    assert all(made.draft.setting.fits(row.kind) for row in made.draft.rows)


def test_kinds_are_those_of_the_ontology() -> None:
    kinds = (*everyday_kinds(), *overlooked_kinds())
    assert [k.name for k in kinds if not {"stages", "modality"} <= k.values.keys()] == []
    assert {k.name for k in kinds if k.is_service} > {"WarrantyService", "HelpDesk", "ChatSupport"}
    assert len(overlooked_kinds()) > 10


def test_the_whole_company_has_the_gaps_of_the_key(case: Case) -> None:
    found = analyse(case.folder / "teacher" / "company", as_of=AS_OF)
    asked = {rule["name"] for rule in case.key["rules"]}
    gaps = {(f.rule, f.concerns[0]) for f in found.gaps if f.rule in asked}
    assert gaps == {(i["rule"], i["concern"]) for i in case.items("gap")}
    unknown = {(f.rule, f.concerns[0]) for f in found.findings if f.status == "unknown"}
    assert unknown & {(r, c) for r, c in unknown if r in asked} == {
        (i["rule"], i["concern"]) for i in case.items("unknown")
    }
    assert {i["rule"] for i in case.items("gap") if i["origin"] == "planted"} == set(PLANTED)
    # The key's proofs hold without the rule engine.
    for item in (*case.items("gap"), *case.items("unknown")):
        assert found.check_proof(item["proof"]).accepted, item["rule"]


def test_whoever_enters_the_notes_has_the_whole_inventory(case: Case, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "filled.xlsx"
    held = withhold(case.invented)
    book = load_workbook(case.folder / "student" / "workbook.xlsx")
    sheet = book.worksheets[1]
    at = {column: number for number, column in enumerate(COLUMNS, start=1)}
    entered = 0
    for line, row in enumerate(case.invented.draft.rows, start=FIRST_ROW):
        for column in held.get(row.name, ()):
            cell = sheet.cell(line, at[column])
            assert cell.value is None
            assert cell.fill.start_color.rgb.endswith("FFF3C4")
            value = row.cells[column]
            cell.value = float(value) if COLUMNS[column].holds == "number" else value or None
            entered += 1
    assert entered > 5
    book.save(path)
    found, whole = analyse(path, as_of=AS_OF), case.invented.analysis
    assert {(f.rule, f.labels[f.concerns[0]]) for f in found.gaps} == {
        (f.rule, f.labels[f.concerns[0]]) for f in whole.gaps
    }


def test_nothing_that_students_get_holds_the_key(case: Case) -> None:
    from openpyxl import load_workbook

    messages = [m for i in case.items("gap") for m in i["messages"].values()]
    ids = [item["id"] for item in case.key["items"]]
    book = load_workbook(case.folder / "student" / "workbook.xlsx")
    cells = [str(c.value) for s in book for r in s.iter_rows() for c in r if c.value is not None]
    hidden = [s.title for s in book if s.sheet_state != "visible"]
    assert hidden == ["lists", "answer_lists"]
    html = (case.folder / "student" / "case.html").read_text(encoding="utf-8")
    facts = (case.folder / "student" / "facts.nt").read_text(encoding="utf-8")
    told = "\n".join([*cells, html, facts])
    assert not [text for text in (*messages, *ids) if text in told]
    assert "/finding/" not in told
    # What is asked about is more than what is planted: the list gives nothing away.
    assert len(case.key["rules"]) > len(PLANTED) + 2


def test_answers_are_chosen_from_lists(case: Case) -> None:
    from openpyxl import load_workbook

    book = load_workbook(case.folder / "student" / "workbook.xlsx")
    sheet = book.active
    assert sheet.cell(2, 2).value == case.key["code"]
    offered: dict[str, list[str]] = {}
    for rule in sheet.data_validations.dataValidation:
        title, _, cells = rule.formula1.partition("!")
        letter = str(rule.sqref)[0]
        offered[letter] = [row[0].value for row in book[title][cells.replace("$", "")]]
    assert offered["A"] == ["gap", "in order", "unknown"]
    assert offered["B"] == [rule["titles"]["en"] for rule in case.key["rules"]]
    names = {item["labels"]["en"] for item in case.key["items"]}
    assert names <= set(offered["C"])
    assert len(offered["C"]) == len(set(offered["C"]))


def test_the_key_is_as_its_schema_says(case: Case) -> None:
    schema = json.loads((ROOT / "src/tpgraph/schemas/case_key.json").read_text(encoding="utf-8"))
    jsonschema.validate(case.key, schema)


def test_the_same_order_gives_the_same_case(case: Case, tmp_path: Path) -> None:
    write_case(case.invented.order, tmp_path / "again")
    for name in ("student/case.html", "student/facts.nt", "teacher/key.json", "teacher/key.html",
                 "teacher/company/touchpoints.csv"):  # fmt: skip
        again = (tmp_path / "again" / name).read_bytes()
        assert again == (case.folder / name).read_bytes(), name
    sheets = [
        zipfile.ZipFile(folder / "student" / "workbook.xlsx").read("xl/worksheets/sheet2.xml")
        for folder in (case.folder, tmp_path / "again")
    ]
    assert sheets[0] == sheets[1]
    other = invent(Order("clothingRetail", "small", PLANTED, "en", 12, AS_OF))
    assert other.analysis.asserted.ntriples != case.invented.analysis.asserted.ntriples


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_in_every_language(language: str, tmp_path: Path) -> None:
    planted = ("concentrate-here", "limited-accessibility", "unreviewed-touchpoint")
    order = Order("beautyAndHealth", "micro", planted, language, 4, AS_OF)
    write_case(order, tmp_path / "case")
    html = (tmp_path / "case" / "student" / "case.html").read_text(encoding="utf-8")
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    assert "{" not in body
    assert f'lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}"' in html
    with zipfile.ZipFile(tmp_path / "case" / "student" / "case.docx") as paper:
        xml = paper.read("word/document.xml").decode()
    assert ("<w:bidi/>" in xml) == (language == "fa")
    # About a page: what a student reads before beginning.
    assert 150 < len(body.split()) < 520
    if language == "ru":
        assert not re.search(r"\b(the|and|of|is)\b", body)
    shutil.rmtree(tmp_path / "case")


@pytest.mark.parametrize(
    ("industry", "size", "planted", "code"),
    [
        ("retail", "large", ("no-personal-contact",), "case.no-personal-large"),
        ("retail", "small", ("stage-uncovred",), "case.no-rule"),
        ("retail", "small", (), "case.no-rules"),
        ("retail", "small", ("modality-missing", "stage-one-sided"), "case.at-odds"),
    ],
)
def test_what_cannot_be_planted_is_said(
    industry: str, size: str, planted: tuple[str, ...], code: str
) -> None:
    with pytest.raises(CallError) as caught:
        invent(Order(industry, size, planted, "en", 1, AS_OF))
    assert caught.value.args[0].key == code


def test_industry_and_size_are_understood_in_any_language() -> None:
    assert industry_named("Comerț cu îmbrăcăminte") == "clothingRetail"
    assert industry_named("clothing retail") == "clothingRetail"
    assert size_named("малая") == "small"
    assert size_named("micro") == "micro"
    with pytest.raises(CallError, match="restaurants and cafes"):
        industry_named("restaurants and cafés or so")


def test_the_command_writes_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "case"
    call = ["case", "new", "--industry", "software", "--size", "medie", "--plant",
            "goal-unserved, unplanned-touchpoint", "--seed", "2", "--out", str(out),
            "--as-of", AS_OF.isoformat(), "--lang", "ro"]  # fmt: skip
    assert cli.run(call) == 0
    assert "lacune" in capsys.readouterr().out
    names = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert names == {
        "student/case.html", "student/case.docx", "student/workbook.xlsx", "student/facts.nt",
        "teacher/key.json", "teacher/key.html", "teacher/company/company.toml",
        "teacher/company/touchpoints.csv",
    }  # fmt: skip
    # A case is never written over another.
    assert cli.run(call) == 2
    assert cli.run([*call, "--unknown", "9"]) == 2


@pytest.mark.parametrize("part", range(5))
def test_several_rules_are_planted_together(part: int) -> None:
    """Every rule but one that another denies, five or six at a time."""
    together = [rule for rule in PLANTABLE if rule != "modality-missing"][part::5]
    industry, size = COMPANIES[part]
    made = invent(Order(industry, size, tuple(together), LANGUAGES[part], part, AS_OF))
    found: dict[str, set[str]] = {}
    for gap in made.analysis.gaps:
        found.setdefault(gap.rule, set()).add(gap.concerns[0])
    assert {r: frozenset(found.get(r, ())) for r in together} == made.expected
    assert found.keys() - set(together) <= {gap.rule for gap in made.side_gaps}
    assert len(made.side_gaps) <= 5
