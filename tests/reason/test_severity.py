"""Severity is what the catalogue says, and levels have the thresholds of the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.pipeline import analyse
from tpgraph.reason.findings import level_of


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (0.0, "low"),
        (0.339, "low"),
        (0.34, "medium"),
        (0.669, "medium"),
        (0.67, "high"),
        (1.0, "high"),
    ],
)
def test_levels(severity: float, level: str) -> None:
    assert level_of(severity) == level


@pytest.mark.parametrize(("failing", "severity"), [(1, 0.625), (2, 0.75), (3, 0.875), (4, 1.0)])
@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_the_more_is_at_odds_the_worse(
    failing: int, severity: float, engine: str, tmp_path: Path
) -> None:
    answers = ["no"] * failing + ["yes"] * (4 - failing)
    (tmp_path / "touchpoints.csv").write_text(
        "name,values_ok,message_ok,look_ok,tone_ok\nCounter," + ",".join(answers) + "\n"
    )
    analysis = analyse(tmp_path, as_of=date(2026, 1, 15), engine=engine)
    (gap,) = analysis.gaps
    assert (gap.severity, gap.measured, gap.threshold) == (severity, failing, 0)
    assert len(gap.facts) == failing


def test_gaps_come_before_unknowns_and_the_worst_first(tmp_path: Path) -> None:
    (tmp_path / "touchpoints.csv").write_text(
        "name,channel,look_ok,ownership,owner\nOne,Google+,no,brand,none\nTwo,Facebook,yes,brand,\n"
    )
    findings = analyse(tmp_path, as_of=date(2026, 1, 15)).findings
    order = [(f.status != "gap", -f.severity) for f in findings]
    assert order == sorted(order)
    assert findings[0].rule == "dead-platform"
