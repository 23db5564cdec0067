"""Inventories with planted gaps: every one is found, nothing else is, and the rest has its reason.

``planted/<company>/key.csv`` was worked out by hand from what the rules are to say, before a run:
``rule``, ``concerns`` (``*``: all others that the rule speaks of) and, where it says more than the
gaps, ``status``, ``count``, ``settled_by`` (the columns that would settle it) and ``why``.
``key.AUDIENCE.csv`` holds some rules for one audience.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.rules.cases import concern_iri, read_rows
from tpgraph.model import Finding
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.rules import load_rules

AS_OF = date(2026, 11, 22)
KEYS = tuple(sorted(Path(__file__).parent.glob("planted/*/key*.csv")))
WHOLE = tuple(key for key in KEYS if key.name == "key.csv")


@cache
def _analysis(key: Path) -> Analysis:
    files = sorted(key.parent.glob("*.json"))
    audience = key.suffixes[0].removeprefix(".") if len(key.suffixes) > 1 else None
    return analyse(files[0] if files else key.parent, as_of=AS_OF, audience=audience)


def test_every_rule_has_a_planted_gap() -> None:
    planted = {
        row["rule"] for key in WHOLE for row in read_rows(key) if row.get("status", "gap") == "gap"
    }
    assert len(WHOLE) == 5
    assert planted == {rule.name for rule in load_rules().gaps}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.parent.name}-{key.stem}")
def test_what_was_planted_is_found_and_nothing_else(key: Path) -> None:
    found = _analysis(key)
    rows = [row for row in read_rows(key) if row.get("status", "gap") == "gap"]
    spoken_of = {row["rule"] for row in read_rows(key)}
    assert len(rows) > 7
    gaps = Counter((f.rule, c) for f in found.gaps for c in f.concerns)
    for row in rows:
        if row["concerns"] != "*":
            iri = concern_iri(row["rule"], row["concerns"], found)
            assert gaps.pop((row["rule"], iri), 0) == 1, row
    others = Counter({row["rule"]: int(row["count"]) for row in rows if row["concerns"] == "*"})
    is_whole = key in WHOLE
    assert Counter(rule for rule, _ in gaps if is_whole or rule in spoken_of) == others


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.parent.name}-{key.stem}")
def test_what_is_no_gap_is_in_order_or_unknown_for_the_right_reason(key: Path) -> None:
    found = _analysis(key)
    assert [p for p in found.check() if p.severity == "error"] == []
    for finding in found.all_findings:
        assert bool(finding.settled_by) == (finding.status == "unknown"), finding
    rows = [row for row in read_rows(key) if row.get("status")]
    for rule in dict.fromkeys(row["rule"] for row in rows):
        said = {f.concerns[0]: f for f in found.all_findings if f.rule == rule}
        mine = [row for row in rows if row["rule"] == rule]
        for row in mine:
            if row["concerns"] != "*":
                finding = said.pop(concern_iri(rule, row["concerns"], found))
                assert finding.status == row["status"], row
                _has_the_reason(row, [finding])
        rest = {row["status"]: row for row in mine if row["concerns"] == "*"}
        counts = {status: int(row["count"]) for status, row in rest.items()}
        assert Counter(finding.status for finding in said.values()) == counts, rule
        for status, row in rest.items():
            _has_the_reason(row, [f for f in said.values() if f.status == status])


def _has_the_reason(row: dict[str, str], findings: list[Finding]) -> None:
    """Together, what would settle ``findings`` are the columns that the key names."""
    if row["settled_by"]:
        settled = {s.column for f in findings for s in f.settled_by}
        assert settled == {
            c.replace("complete-", "complete: ") for c in row["settled_by"].split()
        }, row


@pytest.mark.parametrize("key", WHOLE, ids=lambda key: key.parent.name)
def test_every_answer_is_proved(key: Path) -> None:
    """A gap of each rule, and one of what is unknown: the proof is accepted by the checker."""
    found = _analysis(key)
    first = {(f.rule, f.status): f for f in found.findings}
    assert len(first) > 10
    for finding in first.values():
        assert found.check_proof(found.prove(finding)).accepted, finding
