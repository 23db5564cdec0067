"""Comparing companies and dates: each verdict worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tpgraph
from tpgraph.errors import CallError
from tpgraph.reason.compare import Comparison, Line, compare

AS_OF = date(2026, 11, 22)
HEAD = "name,category,stages,modality,owner,ownership,look_ok,cost,currency\n"
BEFORE = HEAD + (
    "Window,advertising,need-recognition,physical,Ana,brand,no,100,EUR\n"
    "Till,none,purchase,physical,none,brand,yes,,\n"
    "Page,word of mouth,information-search,virtual,Ion,brand,,50,EUR\n"
)
AFTER = HEAD + (
    "Window,advertising,need-recognition,physical,none,brand,,300,EUR\n"  # owner lost, look unknown
    "Till,none,purchase,physical,Ana,brand,no,20,USD\n"  # owner found, look known to be bad
    "Coupon,sales promotion,purchase,physical,Ana,brand,yes,,\n"  # new; the page is gone
)
TOML = 'name = "Corner Shop"\nsize = "micro"\ngoals = ["acquisition"]\n'


def analysed(folder: Path, table: str, toml: str) -> tpgraph.Analysis:
    folder.mkdir()
    (folder / "touchpoints.csv").write_text(table, encoding="utf-8")
    (folder / "company.toml").write_text(toml, encoding="utf-8")
    return tpgraph.analyze(folder, as_of=AS_OF)


@pytest.fixture
def dates(tmp_path: Path) -> Comparison:
    toml = TOML + 'complete = ["category", "owner"]\n'
    # The stages are declared complete only at the second date.
    later = TOML + 'complete = ["category", "owner", "stages"]\n'
    return compare([analysed(tmp_path / "a", BEFORE, toml), analysed(tmp_path / "b", AFTER, later)])


def line(comparison: Comparison, rule: str, concern: str) -> Line:
    (found,) = [x for x in comparison.lines if x.rule == rule and x.concerns == (concern,)]
    return found


@pytest.mark.parametrize(
    ("rule", "concern", "statuses", "verdict"),
    [
        ("unowned-touchpoint", "Window", ("ok", "gap"), "worse"),
        ("unowned-touchpoint", "Till", ("gap", "ok"), "better"),
        ("unowned-touchpoint", "Page", ("ok", None), "gone"),
        ("unowned-touchpoint", "Coupon", (None, "ok"), "new"),
        ("inconsistent-touchpoint", "Window", ("gap", "unknown"), "no-longer-known"),
        ("inconsistent-touchpoint", "Till", ("unknown", "gap"), "now-known"),
        ("category-uncovered", "Word of mouth", ("ok", "gap"), "worse"),
        ("category-uncovered", "Sales promotion", ("gap", "ok"), "better"),
        ("category-uncovered", "Advertising", ("ok", "ok"), "same"),
        ("category-uncovered", "Direct marketing", ("gap", "gap"), "same"),
        # Unknown and then a gap is no step back: it was not known.
        ("stage-uncovered", "Post-purchase", ("unknown", "gap"), "now-known"),
        ("stage-uncovered", "Information search", ("ok", "gap"), "worse"),
        ("modality-missing", "Virtual", ("ok", "unknown"), "no-longer-known"),
    ],
)
def test_one_company_at_two_dates(
    dates: Comparison,
    rule: str,
    concern: str,
    statuses: tuple[str | None, str | None],
    verdict: str,
) -> None:
    assert dates.same_company
    found = line(dates, rule, concern)
    assert (found.statuses, found.verdicts) == (statuses, (verdict,))


def test_measures_of_two_dates(dates: Comparison) -> None:
    measures = {m.name: list(m.values) for m in dates.measures}
    assert measures["touchpoints"] == measures["active"] == [3, 3]
    assert measures["cost EUR"] == [150, 300]
    assert measures["cost USD"] == [None, 20]  # nothing stated is not nothing spent
    assert sum(dates.counts[0].values()) == len(dates.lines)


def test_different_companies_are_not_compared_where_one_is_unknown(tmp_path: Path) -> None:
    first = analysed(tmp_path / "a", BEFORE, TOML + 'complete = ["category"]\n')
    other = TOML.replace("Corner Shop", "Other Shop")
    second = analysed(tmp_path / "b", AFTER, other)
    found = compare([first, second])
    assert not found.same_company
    # Both cover it; the first lacks it; the second has it while the first lacks it.
    assert line(found, "category-uncovered", "Advertising").verdicts == ("same",)
    direct = line(found, "category-uncovered", "Direct marketing")
    assert (direct.statuses, direct.verdicts) == (("gap", "unknown"), ("not-comparable",))
    promotion = line(found, "category-uncovered", "Sales promotion")
    assert (promotion.statuses, promotion.verdicts) == (("gap", "ok"), ("better",))
    # A touchpoint of one is not that of another, even of the same name: they are only counted.
    assert not [x for x in found.lines if "Till" in x.concerns]
    measures = {m.name: list(m.values) for m in found.measures}
    assert measures["gap inconsistent-touchpoint"] == [1, 1]
    assert measures["unknown inconsistent-touchpoint"] == [2, 2]


def test_three_are_each_held_against_the_first(tmp_path: Path) -> None:
    analyses = [
        analysed(tmp_path / name, table, TOML + 'complete = ["owner"]\n')
        for name, table in (("a", BEFORE), ("b", AFTER), ("c", BEFORE))
    ]
    found = compare(analyses)
    assert line(found, "unowned-touchpoint", "Till").verdicts == ("better", "same")
    assert [sum(c.values()) for c in found.counts] == [len(found.lines)] * 2
    # The third is the first again; what only the second has is asked of neither.
    assert {x for x, n in found.counts[1].items() if n} == {"same"}


def test_one_alone_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="two paths"):
        compare([analysed(tmp_path / "a", BEFORE, TOML)])
