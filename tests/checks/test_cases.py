"""Each check fires where it is to fire, is silent elsewhere, and hangs on the facts that decide."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.checks.cases import Case, all_cases, check_named, found_in, ntriples
from tpgraph.reason.checks import load_checks

CASES = all_cases()


def test_each_check_has_a_case_that_fires_and_one_that_is_silent() -> None:
    kinds = Counter((case.check, case.path.stem.partition("_")[0]) for case in CASES)
    names = {check.name for check in load_checks()}
    assert len(names) == 28
    assert set(kinds) == {(name, kind) for name in names for kind in ("fires", "silent")}


def test_each_check_has_a_deciding_fact() -> None:
    decided = {case.check for case in CASES if case.triples("decisive")}
    assert decided == {check.name for check in load_checks()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_check_finds_what_is_expected(case: Case) -> None:
    assert bool(case.expected) == case.path.stem.startswith("fires")
    assert found_in(ntriples(case.triples()), [check_named(case.check)]) == case.expected


@pytest.mark.parametrize("case", [c for c in CASES if c.triples("decisive")], ids=str)
def test_without_a_deciding_fact_the_answer_is_another(case: Case) -> None:
    check, triples = check_named(case.check), case.triples()
    for fact in case.triples("decisive"):
        assert fact in triples, fact
        rest = [t for t in triples if t != fact]
        assert found_in(ntriples(rest), [check]) != case.expected, fact
