"""JSON answers: alone on standard output, and as their schemas say."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import (
    AS_OF,
    COMPANY,
    PLANTED,
    SCHEMAS,
    SHOP,
    TABLE,
    Company,
    Tp,
    require_valid,
    validator,
)
from tpgraph.vocabulary import COLUMNS

# The keys of a finding, as the contract lists them.
FINDING_KEYS = [
    "id",
    "rule",
    "status",
    "level",
    "severity",
    "title",
    "message",
    "concerns",
    "labels",
    "area",
    "measured",
    "threshold",
    "threshold_source",
    "margin",
    "borderline",
    "facts",
    "sought",
    "settled_by",
    "evidence",
    "recommendations",
    "accepted",
]


def test_there_is_a_schema_for_each_list() -> None:
    # Files that `batch` and `case new` write have schemas, too; the others are of answers' lists.
    written = {"batch.json", "case_key.json"}
    answers = [p for p in SCHEMAS.glob("*.json") if p.name not in written]
    assert sorted(p.name for p in answers) == [
        "changes.json", "findings.json", "grades.json", "measures.json", "plan.json",
        "problems.json", "questions.json", "recommendations.json", "rows.json",
    ]  # fmt: skip
    for path in answers:
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"].endswith(f"/{path.name}")
        assert schema["additionalProperties"] is False
        assert path.stem in schema["required"]
        validator(path.stem)  # checks the schema itself


def test_what_several_answers_hold_has_the_same_form_in_each() -> None:
    seen: dict[str, str] = {}
    for path in sorted(SCHEMAS.glob("*.json")):
        for name, form in json.loads(path.read_text(encoding="utf-8")).get("$defs", {}).items():
            if name in ("iri", "finding", "recommendation", "problem"):
                assert seen.setdefault(name, json.dumps(form)) == json.dumps(form), (path, name)
    assert set(seen) == {"iri", "finding", "recommendation", "problem"}


def test_the_schema_of_a_finding_has_the_contract_s_keys_and_no_others() -> None:
    finding = validator("findings").schema["$defs"]["finding"]
    assert sorted(finding["properties"]) == sorted(FINDING_KEYS)
    assert sorted(finding["required"]) == sorted(FINDING_KEYS)
    assert finding["additionalProperties"] is False


@pytest.mark.parametrize("language", ["en", "ro", "fa"])
def test_findings_of_every_status_are_valid(tp: Tp, language: str) -> None:
    ran = tp("gaps", PLANTED, "--status", "all", "--format", "json", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    answer = ran.json
    require_valid(answer, "findings")
    assert (answer["lang"], answer["as_of"]) == (language, AS_OF)
    assert answer["company"].endswith("/casa-morgana")
    found = answer["findings"]
    assert {f["status"] for f in found} == {"gap", "unknown", "ok"}
    assert all(f["settled_by"] for f in found if f["status"] == "unknown")
    assert all(set(f["labels"]) >= set(f["concerns"]) for f in found)


def test_an_accepted_finding_says_why(tp: Tp) -> None:
    answer = tp("gaps", SHOP, "--rule", "stage-one-sided", "--format", "json").json
    require_valid(answer, "findings")
    accepted = [f["accepted"] for f in answer["findings"] if f["accepted"]]
    assert accepted == [
        {"reason": "We sell in the shop only and mean to stay so.", "until": "2027-12-31"}
    ]


def test_no_finding_is_an_empty_list(tp: Tp, company: Company) -> None:
    answer = tp("gaps", company("name\nOne\n", None), "--format", "json").json
    require_valid(answer, "findings")
    assert answer["findings"] == []


def test_a_finding_names_the_recommendations_that_address_it(tp: Tp) -> None:
    findings = tp("gaps", PLANTED, "--format", "json").json["findings"]
    answer = tp("recommend", PLANTED, "--format", "json").json
    addressed = {r["id"]: r["addresses"] for r in answer["recommendations"]}
    for f in findings:
        named = {i for i, ids in addressed.items() if f["id"] in ids}
        assert set(f["recommendations"]) == named


def test_explain_gives_the_same_finding_as_gaps(tp: Tp) -> None:
    first = tp("gaps", PLANTED, "--format", "json").json["findings"][0]
    answer = tp("explain", PLANTED, first["id"], "--format", "json").json
    require_valid(answer, "findings")
    assert answer["findings"] == [first]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_recommendations_are_valid(tp: Tp, language: str) -> None:
    ran = tp("recommend", PLANTED, "--format", "json", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    require_valid(ran.json, "recommendations")
    assert ran.json["recommendations"]


def test_what_closes_or_settles_nothing_is_not_shown(tp: Tp) -> None:
    ran = tp("recommend", SHOP, "--format", "json")
    require_valid(ran.json, "recommendations")
    found = ran.json["recommendations"]
    assert all(r["closes"] or r["makes_known"] for r in found)
    assert all({e["action"] for e in r["edits"]} == {r["action"]} for r in found)


def test_an_edit_to_record_a_fact_does_not_state_an_answer(tp: Tp) -> None:
    found = tp("recommend", SHOP, "--format", "json").json["recommendations"]
    cells = [
        cell
        for r in found
        if r["action"] == "record"
        for e in r["edits"]
        for cell in e["cells"].items()
    ]
    facts = [text for key, text in cells if key != "complete"]
    assert facts
    # What stands there is to be filled in: a program that applied it would write an untruth.
    assert all(text.startswith("{") for text in facts)
    # A declaration names its column; the advice says to look before one makes it.
    assert {text for key, text in cells if key == "complete"} <= set(COLUMNS)


def test_problems_are_valid_and_say_where(tp: Tp, company: Company) -> None:
    folder = company(TABLE + "Bad,,,moon,,,,Nowhere,,,\n", COMPANY + 'colour = "red"\n')
    ran = tp("check", folder, "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    require_valid(ran.json, "problems")
    places = {
        (p["code"], p["place"]["row"], p["place"]["column"])
        for p in ran.json["problems"]
        if p["severity"] != "note"
    }
    assert {("unknown-value", 5, "stages"), ("broken-link", 5, "leads_to")} <= places
    assert "unknown-key" in {p["code"] for p in ran.json["problems"]}
    clean = tp("check", SHOP, "--format", "json")
    require_valid(clean.json, "problems")
    assert (clean.code, clean.json["problems"]) == (0, [])


UNBOUND = "SELECT ?t ?cost { ?t tpg:ofCompany ?c OPTIONAL { ?t tpg:cost ?cost } }"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", PLANTED, "Q2"),
        ("query", PLANTED, "--text", "ASK { ?t a tpg:Touchpoint }"),
        ("query", PLANTED, "--text", UNBOUND),
        ("query", PLANTED, "--text", "CONSTRUCT WHERE { ?f a tpg:Finding }"),
        ("query", PLANTED, "--text", "SELECT ?t WHERE { ?t a tpg:Nothing }"),
        ("queries",),
        ("concepts", "coupon"),
        ("concepts", "purchase", "--lang", "fa"),
        ("concepts", "social media engagement", "--lang", "ro"),
        ("concepts", "typical stage"),
        ("concepts",),
    ],
    ids=range(11),
)  # fmt: skip
def test_rows_are_valid(tp: Tp, arguments: tuple[str, ...]) -> None:
    ran = tp(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    require_valid(ran.json, "rows")


def test_names_are_written_as_they_are(tp: Tp, company: Company) -> None:
    name = 'A "quoted" \\ name, فروشگاه'
    folder = company('name,owner\n"A ""quoted"" \\ name, فروشگاه",\n', COMPANY)
    ran = tp("gaps", folder, "--status", "all", "--format", "json")
    require_valid(ran.json, "findings")
    assert name in {label for f in ran.json["findings"] for label in f["labels"].values()}
    assert "فروشگاه" in ran.out
