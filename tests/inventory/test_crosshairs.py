"""Cross-hairs given with the call stand in place of the company's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tpgraph.errors import CallError
from tpgraph.inventory import read_inventory
from tpgraph.inventory.crosshairs import with_cross_hairs
from tpgraph.model import Inventory
from tpgraph.pipeline import analyse

TABLE = """\
name,importance,satisfaction,satisfaction_scale
A,5,2,1-5
B,4,3,1-5
C,2,5,1-5
D,1,4,1-5
"""
COMPANY = (
    'name = "C"\n[bounds]\ncrosshair = "medians"\nimportance_crosshair = 0.9\nreview_days = 9\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    (tmp_path / "touchpoints.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def bounds(inventory: Inventory) -> dict[str, str | None]:
    return {key: values[0].literal for key, values in inventory.company.bounds.items()}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("means", {"review_days": "9", "crosshair": "means"}),
        (" Scale ", {"review_days": "9", "crosshair": "scale"}),
        (
            "0.6, .50",
            {
                "review_days": "9",
                "crosshair": "call",
                "importance_crosshair": "0.6",
                "satisfaction_crosshair": "0.5",
            },
        ),
        (
            "0,1",
            {
                "review_days": "9",
                "crosshair": "call",
                "importance_crosshair": "0",
                "satisfaction_crosshair": "1",
            },
        ),
    ],
)
def test_they_replace_those_of_the_company(
    folder: Path, said: str, expected: dict[str, str]
) -> None:
    inventory = read_inventory(folder, as_of=date(2026, 1, 1))
    assert bounds(with_cross_hairs(inventory, said)) == expected
    assert "importance_crosshair" in bounds(inventory)


@pytest.mark.parametrize("said", ["mean", "", "0.5", "0.5,1.2", "-1,0.5", "a,b", "1,1,1", "nan,0"])
def test_what_is_none(folder: Path, said: str) -> None:
    inventory = read_inventory(folder, as_of=date(2026, 1, 1))
    with pytest.raises(CallError, match="There are no cross-hairs") as caught:
        with_cross_hairs(inventory, said)
    assert ("Did you mean means?" in str(caught.value)) == (said == "mean")


@pytest.mark.parametrize(
    ("said", "gaps", "source", "threshold"),
    [
        # The means of satisfaction (2, 3, 5, 4 of 1 to 5) and of importance lie at 0.625 and 0.5.
        ("means", {"A", "B"}, "meanCrosshair", 0.625),
        ("medians", {"A", "B"}, "medianCrosshair", 0.625),
        # B lies on the centre of satisfaction, and what lies on a line is high.
        ("scale", {"A"}, "scaleCrosshair", 0.5),
        ("0.8,0.5", {"A"}, "callCrosshair", 0.5),
        ("0,1", {"A", "B", "D"}, "callCrosshair", 1),
    ],
)
def test_they_decide_the_quadrants(
    folder: Path, said: str, gaps: set[str], source: str, threshold: float
) -> None:
    analysis = analyse(folder, as_of=date(2026, 1, 1), cross_hairs=said)
    found = [f for f in analysis.all_findings if f.rule == "concentrate-here"]
    assert {f.labels[f.concerns[0]] for f in found if f.status == "gap"} == gaps
    assert {f.threshold_source for f in found} == {source}
    assert {f.threshold for f in found} == {threshold}
    assert all(f.margin is not None for f in found)
    on_a_line = {f.labels[f.concerns[0]] for f in found if f.borderline}
    if said == "scale":
        assert on_a_line == {"B"}


def test_those_of_the_company_and_of_the_call_are_told_apart(folder: Path) -> None:
    text = COMPANY + "satisfaction_crosshair = 0.5\n"
    (folder / "company.toml").write_text(text, encoding="utf-8")
    own = analyse(folder, as_of=date(2026, 1, 1))
    called = analyse(folder, as_of=date(2026, 1, 1), cross_hairs="0.8,0.5")
    for analysis, source, words in (
        (own, "ownCrosshair", "set by the company"),
        (called, "callCrosshair", "set for this call"),
    ):
        found = [f for f in analysis.gaps if f.rule == "concentrate-here"]
        assert found
        assert {f.threshold_source for f in found} == {source}
        assert all(words in f.message for f in found)
        assert all(analysis.check_proof(analysis.prove(f)).accepted for f in found)
        # The call's word for it is no mistake of the company's.
        assert not [p for p in analysis.check() if "crosshair" in str(p.place)]
