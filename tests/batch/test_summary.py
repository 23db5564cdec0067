"""The summary across companies, against numbers counted by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.batch.tables import Row
from tpgraph.batch.settings import Settings
from tpgraph.batch.summary import COMPANIES, INDUSTRIES, RULES, SMALL, Summary

OWNER, STAGE = "unowned-touchpoint", "stage-uncovered"
NAMESPACE = "https://w3id.org/tpgraph/ontology#"
Answers = Mapping[str, tuple[int, int, int]]  # rule -> gaps, unknown, in order


def company(number: int, industry: str, answers: Answers) -> dict[str, object]:
    return {
        "company": f"C{number}",
        "iri": f"https://w3id.org/tpgraph/data/c{number}",
        "source": "x",
        "industry": [industry] if industry else [],
        "size": [],
        "touchpoints": 3,
        "active": 2,
        "levels": {"high": sum(a[0] for a in answers.values())},
        "open_levels": ["high"] if any(a[0] for a in answers.values()) else [],
        "accepted": 0,
        "errors": 0,
        "warnings": 0,
        "rules": answers,
    }


def summary(folder: Path, companies: list[dict[str, object]]) -> Summary:
    path = folder / "counts.jsonl"
    path.write_text("".join(json.dumps(c) + "\n" for c in companies), encoding="utf-8")
    return Summary(path, Settings())


def rows(columns: tuple[str, ...], found: Iterable[list[str]]) -> list[Row]:
    return [dict(zip(columns, row, strict=True)) for row in found]


@pytest.fixture
def five(tmp_path: Path) -> Summary:
    """Five companies of one industry, one of another, one without; some answers unknown."""
    fashion = f"{NAMESPACE}clothingRetail"
    answers: list[Answers] = [
        {OWNER: (4, 0, 0), STAGE: (0, 0, 5)},
        {OWNER: (0, 0, 4), STAGE: (0, 0, 5)},
        {OWNER: (2, 0, 2), STAGE: (5, 0, 0)},
        {OWNER: (2, 0, 2), STAGE: (0, 5, 0)},
        {OWNER: (0, 9, 1), STAGE: (0, 5, 0)},
    ]
    found = [company(n, fashion, a) for n, a in enumerate(answers)]
    found.append(company(5, "Shipping of whales", {OWNER: (1, 0, 0)}))
    found.append(company(6, "", {OWNER: (0, 3, 0)}))
    return summary(tmp_path, found)


def test_how_common_each_gap_is(five: Summary) -> None:
    found = {row["rule"]: row for row in rows(RULES, five.rules())}
    owner, stage = found[OWNER], found[STAGE]
    assert (owner["companies_with_gap"], owner["companies_in_order"]) == ("4", "2")
    assert (owner["companies_unknown"], owner["share_with_gap"]) == ("1", "0.6667")
    assert (owner["gaps"], owner["unknown"], owner["in_order"]) == ("9", "12", "9")
    assert (stage["companies_with_gap"], stage["companies_in_order"]) == ("1", "2")
    assert (stage["companies_unknown"], stage["share_with_gap"]) == ("2", "0.3333")
    assert found["duplicate-touchpoint"]["share_with_gap"] == ""  # of which nothing is known
    assert next(iter(five.rules()))[0] == OWNER


def test_how_a_company_stands_against_its_industry(five: Summary) -> None:
    found = rows(COMPANIES, five.companies())
    # Of the fourth: half its owners; of its peers 1, 0, 1/2 and 0. Its stages are not known, so
    # that those of its peers do not count either.
    fourth = found[3]
    assert (fourth["gap_share"], fourth["peers_gap_share"]) == ("0.5", "0.375")
    assert fourth["difference"] == "0.125"
    # Of the third: 4 answers on owners (peers 3/8), 5 on stages (peers 0).
    third = found[2]
    assert third["gap_share"] == "0.7778"
    assert third["peers_gap_share"] == f"{(4 * 0.375) / 9:.4f}"
    # The fifth has one answer, in order; what is unknown is no gap.
    fifth = found[4]
    assert (fifth["gap_share"], fifth["peers_gap_share"], fifth["difference"]) == (
        "0",
        "0.5",
        "-0.5",
    )
    assert fifth["known_share"] == "0.0667"
    # The first: 4/9 less (4 * 1/4 + 5 * 1/2) / 9; the second: 0 less (4 * 1/2 + 5 * 1/2) / 9.
    assert [row["difference"] for row in found[:2]] == ["0.0556", "-0.5"]
    assert [row["position"] for row in found[:5]] == ["3", "1", "5", "4", "1"]
    assert {row["ranked"] for row in found[:5]} == {"5"}
    assert {row["peers"] for row in found[:5]} == {"4"}


def test_who_cannot_be_ranked_is_told_why(five: Summary) -> None:
    alone, nowhere = rows(COMPANIES, five.companies())[5:]
    assert (alone["note"], alone["position"], alone["peers"]) == ("no-peers-known", "", "0")
    assert (alone["industry"], alone["gap_share"]) == ("Shipping of whales", "1")
    assert (nowhere["note"], nowhere["position"], nowhere["gap_share"]) == ("no-industry", "", "")


def test_a_small_group_gets_no_positions(tmp_path: Path) -> None:
    companies = [company(n, "whales", {OWNER: (n, 0, 1)}) for n in range(SMALL - 1)]
    found = rows(COMPANIES, summary(tmp_path, companies).companies())
    assert {row["note"] for row in found} == {"few-peers"}
    assert {row["position"] for row in found} == {""}
    assert all(row["difference"] for row in found)
    companies.append(company(9, "Whales", {OWNER: (1, 0, 1)}))  # the same word
    found = rows(COMPANIES, summary(tmp_path, companies).companies())
    # Two with the same difference share a position.
    assert [row["position"] for row in found] == ["1", "2", "4", "5", "2"]


def test_nothing_known_is_no_good_position(tmp_path: Path) -> None:
    companies = [company(n, "whales", {OWNER: (1, 0, n)}) for n in range(SMALL)]
    companies.append(company(9, "whales", {OWNER: (0, 7, 0)}))
    last = rows(COMPANIES, summary(tmp_path, companies).companies())[-1]
    assert (last["position"], last["note"], last["unknown"]) == ("", "nothing-known", "7")
    (told,) = [
        row
        for row in rows(INDUSTRIES, summary(tmp_path, companies).industries())
        if row["rule"] == OWNER
    ]
    assert (told["companies"], told["companies_known"], told["share_with_gap"]) == ("6", "5", "1")
    assert told["note"] == ""


def test_a_share_of_few_is_marked(five: Summary) -> None:
    found = rows(INDUSTRIES, five.industries())
    notes = {(row["industry"], row["rule"]): row["note"] for row in found}
    assert notes["Clothing retail", OWNER] == ""
    assert notes["Clothing retail", STAGE] == "few-known"
    assert notes["Shipping of whales", OWNER] == "few-known"
