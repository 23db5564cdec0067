"""What each rule finds in full: facts, figures and severity, as its record says."""

from __future__ import annotations

import pytest

from tests.rules.cases import Case, all_cases
from tests.rules.records import found, recorded


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_case_finds_what_its_record_says(case: Case) -> None:
    assert found()[case] == recorded(case)


def test_records_hold_every_sort_of_content() -> None:
    records = [record for case in all_cases() for record in recorded(case)]
    assert len(records) > len(all_cases())
    for column in records[0]:
        assert any(record[column] for record in records), column
    # A fact is named by its triple; a bare number would be one that no statement bears.
    facts = [fact for record in records for fact in record["facts"].split(" | ") if fact]
    assert len(facts) > 1000
    assert [fact for fact in facts if fact.count(" ") < 2] == []
