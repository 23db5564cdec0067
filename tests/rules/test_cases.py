"""Every rule fires, stays silent and does not know where it should; the decisive cell decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.rules.cases import (
    NOTHING,
    SCHEMES,
    Case,
    all_cases,
    check_expected,
    concern_iri,
    found_by,
)
from tpgraph.reason.rules import load_rules

# What no inventory can leave open: an address is listed twice or it is not.
NEVER_UNKNOWN = {"duplicate-touchpoint"}
CASES = 454
RANGES = {"category-uncovered": 7, "stage-uncovered": 5, "modality-missing": 2}


def decisive_cells() -> list[tuple[Case, dict[str, str]]]:
    return [(case, cell) for case in all_cases() for cell in case.decisive]


def test_every_rule_has_its_cases() -> None:
    assert len(all_cases()) == CASES
    statuses: defaultdict[str, set[str]] = defaultdict(set)
    for case in all_cases():
        statuses[case.rule] |= case.statuses
    assert statuses.keys() == {rule.name for rule in load_rules().gaps}
    for rule, found in statuses.items():
        assert found == ({"gap", "ok"} if rule in NEVER_UNKNOWN else {"gap", "ok", "unknown"})
    # Nothing to say is an answer too: it is tested wherever a rule has a range of its own.
    silent = {case.rule for case in all_cases() if not case.expected}
    always = {
        "category-uncovered",
        "stage-uncovered",
        "modality-missing",
        "no-after-sales-support",
        "often-omitted-type",
        "no-feedback-loop",
        "no-understanding-method",
    }
    assert silent == statuses.keys() - always


def test_every_case_that_decides_names_what_decides_it() -> None:
    # Where something is unknown, what is missing is the point; its ok is shown by another case.
    decided = [case for case in all_cases() if case.statuses and "unknown" not in case.statuses]
    assert [str(case) for case in decided if not case.decisive] == []
    assert len(decided) > CASES / 2


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_case(case: Case) -> None:
    analysis = case.analyse()
    check_expected(case, analysis)
    if case.rule in RANGES:
        assert len(found_by(case.rule, analysis.all_findings)) == RANGES[case.rule]


# rdflib is slow: the plain cases, those with nothing to say, and those about days and links.
ON_RDFLIB = [
    case
    for case in all_cases()
    if case.folder.name in ("gap", "ok", "unknown")
    or not case.expected
    or case.folder.name.startswith(("before_", "on_the_day", "link_", "kind", "stated"))
]


def test_rdflib_meets_every_rule_with_every_status() -> None:
    def met(cases: Iterable[Case]) -> set[tuple[str, str]]:
        return {(case.rule, status) for case in cases for status in case.statuses}

    assert met(ON_RDFLIB) == met(all_cases())


@pytest.mark.parametrize("case", ON_RDFLIB, ids=str)
def test_rdflib_finds_the_same(case: Case) -> None:
    check_expected(case, case.analyse_alone("rdflib"))


@pytest.mark.parametrize(
    ("case", "cell"),
    decisive_cells(),
    ids=[
        f"{case}-{cell['row']}-{cell['column']}-{cell['concerns']}"
        for case, cell in decisive_cells()
    ],
)
def test_without_the_decisive_cell_the_answer_changes(
    case: Case, cell: dict[str, str], tmp_path: Path
) -> None:
    before = case.analyse()
    iri = concern_iri(case.rule, cell["concerns"], before)
    after = case.analyse(folder=case.copy_without(cell["row"], cell["column"], tmp_path))
    # The folder names the company, so that its things have other IRIs in the copy.
    iri_after = iri.replace(before.inventory.company.iri, after.inventory.company.iri)
    assert after.inventory.company.name == before.inventory.company.name
    was = found_by(case.rule, before.all_findings).get(iri, NOTHING)
    now = found_by(case.rule, after.all_findings).get(iri_after, NOTHING)
    assert was != now
    assert now == cell["then"]


def test_concerns_are_terms_of_one_scheme() -> None:
    assert SCHEMES.keys() <= {case.rule for case in all_cases()}
