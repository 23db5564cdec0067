"""Inventories with planted gaps: every one is found, and nothing else is called a gap.

``planted/<company>/key.csv`` was worked out by hand from what the rules are to say, before a run.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.rules.cases import concern_iri, read_rows
from tpgraph.pipeline import analyse

AS_OF = date(2026, 11, 22)
PLANTED = tuple(sorted(path.parent for path in Path(__file__).parent.glob("planted/*/key.csv")))


def test_there_are_some() -> None:
    assert PLANTED


@pytest.mark.parametrize("folder", PLANTED, ids=lambda folder: folder.name)
def test_what_was_planted_is_found_and_nothing_else(folder: Path) -> None:
    found = analyse(folder, as_of=AS_OF)
    assert [p for p in found.check() if p.severity == "error"] == []
    key = read_rows(folder / "key.csv")
    assert len(key) > 10
    expected = Counter(
        (row["rule"], concern_iri(row["rule"], row["concerns"], found)) for row in key
    )
    assert Counter((f.rule, c) for f in found.gaps for c in f.concerns) == expected
    # What is not a gap is known to be in order, or says what would settle it.
    for finding in found.all_findings:
        assert bool(finding.settled_by) == (finding.status == "unknown"), finding
