"""What-if, plan and compare on the command line: answers, messages, exit codes, JSON."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import PLANTED, SHOP, Company, Tp, require_valid
from tests.conftest import ROOT
from tpgraph.model import LANGUAGES

DESK = "name=Desk|type=customer service|stages=evaluation;post-purchase|owner=Marta"
COMMANDS = [
    ("whatif", PLANTED, "--add", DESK, "--remove", "Google+ page"),
    ("plan", PLANTED, "--max-actions", "3"),
    ("plan", PLANTED, "--budget", "10", "--currency", "EUR", "--cost", "name-owner=7"),
    ("compare", PLANTED, SHOP),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda a: "-".join(map(str, a[::2]))[:40])
def test_an_answer_in_every_language(
    tp: Tp, arguments: tuple[str | Path, ...], language: str
) -> None:
    ran = tp(*arguments, "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
    assert "{" not in ran.out  # a slot that nothing filled
    assert "None" not in ran.out.split()


def test_what_if_says_what_changes(tp: Tp) -> None:
    ran = tp("whatif", PLANTED, "--add", DESK, "--format", "json")
    assert ran.code == 0
    require_valid(ran.json, "changes")
    found = {(c["what"], c["finding"]["rule"]) for c in ran.json["changes"]}
    assert ("closed", "no-after-sales-support") in found
    assert ("opened", "unplanned-touchpoint") in found  # plans are declared complete
    assert ("unknown", "service-risk") in found  # nobody said how satisfied customers are
    for change in ran.json["changes"]:
        if change["what"] == "closed":
            assert (change["before"], change["after"]) == ("gap", "ok")
        if change["what"] == "opened":
            assert change["after"] == change["finding"]["status"] == "gap"
    # Desk has no category and stands at two stages.
    assert {(c["category"], c["stage"].rpartition("#")[2]) for c in ran.json["coverage"]} == {
        (None, "evaluationOfAlternatives"),
        (None, "postPurchase"),
    }
    assert all(c["after"] == c["before"] + 1 for c in ran.json["coverage"])
    (edit,) = ran.json["edits"]
    assert edit["cells"]["stages"] == "evaluation;post-purchase"
    gained = {r["rule"] for r in ran.json["recommendations"]["gained"]}
    assert "plan-touchpoint" in gained  # for Desk
    lost = ran.json["recommendations"]["lost"]
    assert any("no-after-sales-support" in str(r["rule"]) or r["closes"] for r in lost)


def test_what_if_of_several_edits_and_of_the_company(tp: Tp) -> None:
    ran = tp(
        "whatif", PLANTED, "--remove", "google+ PAGE", "--set", "Sales assistants: owner=Marta",
        "--set", "Casa Morgana: goals=awareness", "--format", "json",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    whats = {(c["what"], c["finding"]["rule"]) for c in ran.json["changes"]}
    assert {("closed", "dead-platform"), ("closed", "unowned-touchpoint")} <= whats
    # A goal that is given up is not served by that.
    assert ("unasked", "goal-unserved") in whats


def test_what_if_tells_what_is_wrong_with_an_edit(tp: Tp) -> None:
    ran = tp("whatif", PLANTED, "--set", "Shop: satisfaction=lots", "--format", "json")
    assert ran.code == 0
    (problem,) = [p for p in ran.json["problems"] if p["severity"] == "error"]
    assert problem["value"] == "lots"
    assert problem["place"]["column"] == "satisfaction"
    # The column was declared complete, and one of its cells is not understood now.
    assert {p["code"] for p in ran.json["problems"]} == {problem["code"], "not-closed"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--add, --remove or --set"),
        (("--remove", "Facebok page"), "Facebook page"),
        (("--set", "Facebook page satisfaction"), "NAME: COLUMN=VALUE"),
        (("--set", "Facebook page: satisfactoin=3"), "satisfaction"),
        (("--add", "Desk"), "COLUMN=VALUE"),
        (("--add", "owner=Ana"), "needs a name"),
        (("--add", "name=A|name=B"), "given twice"),
    ],
)
def test_an_edit_that_makes_no_sense(tp: Tp, arguments: tuple[str, ...], said: str) -> None:
    ran = tp("whatif", PLANTED, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_plan_within_a_number_of_actions(tp: Tp) -> None:
    ran = tp("plan", PLANTED, "--max-actions", "3", "--format", "json")
    assert ran.code == 0
    require_valid(ran.json, "plan")
    answer = ran.json
    assert len(answer["plan"]) == 3
    assert answer["is_best"]
    gaps = {f["id"] for f in tp("gaps", PLANTED, "--format", "json").json["findings"]}
    left = {x["finding"] for x in answer["left"]}
    assert left == gaps - set(answer["outcome"]["closes"])
    for step in answer["plan"]:
        assert set(step["only"]) <= set(step["closes"]) <= set(answer["outcome"]["closes"])
    assert any(x["why"] == "none" and not x["by"] for x in answer["left"])


def test_a_plan_within_a_budget_takes_only_what_has_a_cost(tp: Tp) -> None:
    ran = tp(
        "plan", PLANTED, "--budget", "160", "--currency", "EUR", "--cost", "name-owner=0",
        "--cost", "make-consistent=150", "--cost", "retire-dead-platform=20", "--format", "json",
    )  # fmt: skip
    assert ran.code == 0
    require_valid(ran.json, "plan")
    rules = [s["recommendation"]["rule"] for s in ran.json["plan"]]
    # What does not look right is worse than a dead page, and both do not fit.
    assert sorted(rules) == ["make-consistent", "name-owner"]
    assert ran.json["cost"] == 150
    assert ran.json["unpriced"]
    assert "cost" in {x["why"] for x in ran.json["left"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--budget", "10"), "--currency"),
        (("--budget", "-1", "--currency", "EUR"), "below 0"),
        (("--budget", "1", "--currency", "EUR", "--max-actions", "2"), "not both"),
        (("--max-actions", "-2"), "below 0"),
        (("--cost", "name-owner"), "RULE=NUMBER"),
        (("--cost", "name-owner=much"), "RULE=NUMBER"),
        (("--cost", "nonsense=3"), "No recommendation"),
    ],
)
def test_limits_that_make_no_sense(tp: Tp, arguments: tuple[str, ...], said: str) -> None:
    ran = tp("plan", PLANTED, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_two_companies_as_table_json_csv_and_workbook(tp: Tp, tmp_path: Path) -> None:
    ran = tp("compare", PLANTED, SHOP, "--format", "json")
    assert ran.code == 0
    require_valid(ran.json, "changes")
    assert ran.json["same_company"] is False
    assert {v for c in ran.json["changes"] for v in c["verdicts"]} <= {
        "better", "worse", "not-comparable", "same",
    }  # fmt: skip
    rows = list(csv.reader(io.StringIO(tp("compare", PLANTED, SHOP, "--format", "csv").out)))
    assert len(rows) == len(ran.json["changes"]) + 1
    file = tmp_path / "both.xlsx"
    assert tp("compare", PLANTED, SHOP, "--out", file).code == 0
    from openpyxl import load_workbook

    book = load_workbook(file)
    assert book.sheetnames == ["Summary", "Findings", "Coverage"]
    assert book["Findings"].max_row == len(rows)
    assert tp("compare", PLANTED, SHOP, "--out", tmp_path / "both.txt").code == 2


def test_one_company_at_two_dates(tp: Tp, company: Company, tmp_path: Path) -> None:
    before = company()
    after = tmp_path / "later"
    shutil.copytree(before, after)
    table = after / "touchpoints.csv"
    # Ana has the till too, and nobody knows any more how its look is.
    text = table.read_text(encoding="utf-8")
    text = text.replace("physical,brand,,,no,,", "physical,brand,Ana,,,,")
    table.write_text(text, encoding="utf-8")
    ran = tp("compare", before, after, "--format", "json")
    assert ran.code == 0
    require_valid(ran.json, "changes")
    assert ran.json["same_company"] is True
    of_till = {
        c["rule"]: (c["statuses"], c["verdicts"])
        for c in ran.json["changes"]
        if c["concerns"] == ["Till"] and c["verdicts"] != ["same"]
    }
    assert of_till["unowned-touchpoint"] == (["gap", "ok"], ["better"])
    assert of_till["inconsistent-touchpoint"] == (["gap", "unknown"], ["no-longer-known"])
    assert set(of_till) == {"unowned-touchpoint", "inconsistent-touchpoint"}


def test_there_must_be_two_to_compare(tp: Tp) -> None:
    ran = tp("compare", SHOP)
    assert (ran.code, ran.out) == (2, "")
    assert "two paths" in ran.err


def test_a_comparison_names_areas_in_the_reader_s_words(tp: Tp) -> None:
    ran = tp("compare", ROOT / "data/hanul_teilor", ROOT / "data/casa_morgana", "--lang", "fa")
    assert ran.code == 0
    assert "(جست‌وجوی اطلاعات)" in ran.out
    assert "(دسته)" in ran.out
    assert not re.search(r"\([a-zA-Z]+\)", ran.out)
