"""What the rules for advice propose: whom to, what, and for which findings, as recorded."""

from __future__ import annotations

import pytest

from tests.advice.records import Case, all_cases, proposed
from tpgraph.reason.rules import load_rules


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_case_is_advised_as_its_record_says(case: Case) -> None:
    assert proposed()[case] == case.recorded


def test_each_rule_advises_in_some_case_and_is_silent_in_another() -> None:
    names = {rule.name for rule in load_rules().recommendations}
    advises, silent = set[str](), set[str]()
    for case in all_cases():
        found = {record["rule"] for record in case.recorded}
        assert found <= case.rules <= names
        advises |= found
        silent |= case.rules - found
    assert advises == names
    # Something is always unknown where anything is listed.
    assert names - silent <= {"record-facts"}
