"""Plans are the best there are: held against every subset, on made-up choices and the samples."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tpgraph
from tpgraph.reason.plan.choice import Choice, Option, Worth
from tpgraph.reason.plan.make import make_plan
from tpgraph.reason.plan.model import Limits, Plan
from tpgraph.reason.plan.solve import solve

AS_OF = date(2026, 11, 22)
GAPS = "abcdef"


def best(choice: Choice) -> Worth:
    """The worth of the best allowed subset, found by looking at all."""
    n = len(choice.options)
    subsets = (s for k in range(n + 1) for s in combinations(range(n), k))
    return max(choice.worth(s) for s in subsets if choice.allows(s))


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    n = draw(st.integers(1, 7))
    some = st.frozensets(st.sampled_from(GAPS), max_size=4)
    options = tuple(
        Option(
            id=str(i),
            closes=draw(some),
            opens=frozenset(f"new-{x}" for x in draw(st.frozensets(st.sampled_from("xy")))),
            makes_known=frozenset(f"u{x}" for x in draw(some)),
            effort=draw(st.integers(1, 3)),
            cost=draw(st.sampled_from([0.0, 10.0, 25.5, 40.0])),
        )
        for i in range(n)
    )
    weight = st.integers(0, 1000).map(lambda x: x / 1000)
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] < p[1])
    return Choice(
        options=options,
        severity={f: draw(weight) for f in [*GAPS, "new-x", "new-y"]},
        conflicts=draw(st.frozensets(pairs, max_size=4)) if n > 1 else frozenset(),
        excluded=tuple(
            draw(st.lists(st.frozensets(st.integers(0, n - 1), min_size=1), max_size=2))
        ),
        budget=draw(st.none() | st.sampled_from([0.0, 20.0, 50.0, 65.5])),
        max_actions=draw(st.none() | st.integers(0, 4)),
    )


@settings(max_examples=150, deadline=None)
@given(choices())
def test_the_solver_finds_what_looking_at_all_subsets_finds(choice: Choice) -> None:
    chosen = solve(choice)
    assert choice.allows(chosen)
    assert choice.worth(chosen) == pytest.approx(best(choice), abs=1e-5)


def test_a_choice_worked_out_by_hand() -> None:
    def option(name: str, closes: str, cost: float, opens: str = "") -> Option:
        return Option(name, frozenset(closes), frozenset(opens), frozenset(), 2, cost)

    options = (option("A", "ab", 30), option("B", "bc", 30), option("C", "c", 10),
               option("D", "abc", 50, "z"))  # fmt: skip
    severity = {"a": 0.5, "b": 0.4, "c": 0.3, "z": 0.2}
    free = Choice(options, severity)
    # A and C close all three for less than A and B do; D opens another gap.
    assert solve(free) == (0, 2)
    assert free.worth((0, 2))[0] == 1.2
    # Within 30: A closes 0.9, B 0.7, C 0.3. Within one action D is worth 1.0.
    assert solve(Choice(options, severity, budget=30)) == (0,)
    assert solve(Choice(options, severity, max_actions=1)) == (3,)
    assert solve(Choice(options, severity, conflicts=frozenset({(0, 2)}))) == (0, 1)
    assert solve(Choice(options, severity, max_actions=0)) == ()
    # Nothing to choose from, and nothing worth choosing.
    assert solve(Choice((), {})) == ()
    assert solve(Choice((option("E", "", 1, "z"),), {"z": 0.2})) == ()


@pytest.fixture(scope="module", params=["bottega_jeans", "casa_morgana", "hanul_teilor"])
def analysis(request: pytest.FixtureRequest) -> tpgraph.Analysis:
    return tpgraph.analyze(tpgraph.sample(request.param), as_of=AS_OF)


def joint(analysis: tpgraph.Analysis, plan: Plan) -> Any:
    """What the steps do together, inferred anew."""
    edits = [e for s in plan.steps for e in s.recommendation.edits]
    from tpgraph.reason.advice.edits import for_simulation

    simulated = [for_simulation(e, AS_OF) for e in edits]
    after = analysis.edited(simulated).inference.findings
    return {f for f, raw in after.items() if raw.status == "gap"}, set(after)


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_a_plan_for_a_sample_is_as_good_as_any(analysis: tpgraph.Analysis, most: int) -> None:
    plan = make_plan(analysis, Limits(max_actions=most))
    assert len(plan.steps) <= most
    gaps = {f.id: f.severity for f in analysis.gaps if f.accepted is None}
    found = analysis.recommendations
    if plan.severity >= plan.predicted - 1e-9:
        # No set of that many is predicted to close more (conflicts can only make others worse).
        for size in range(most + 1):
            for chosen in combinations(found, size):
                closed = {f for r in chosen for f in r.outcome.closes if f in gaps}
                opened = any(r.outcome.opens for r in chosen)
                if not opened and not _clash(chosen):
                    assert sum(gaps[f] for f in closed) <= plan.severity + 1e-6
    # The joint outcome is what inferring all again says.
    open_after, asked_after = joint(analysis, plan)
    gone = {*plan.outcome.closes, *plan.outcome.unasked}
    assert gone & gaps.keys() == {f.id for f in analysis.gaps} - asked_after
    assert {x.finding.id for x in plan.left} == gaps.keys() - gone
    assert set(plan.outcome.opens) <= open_after


def _clash(chosen: tuple[tpgraph.Recommendation, ...]) -> bool:
    from tpgraph.reason.plan.make import _conflict

    return any(_conflict(a, b) for a, b in combinations(chosen, 2))


def test_actions_that_edit_one_cell_differently_exclude_each_other() -> None:
    from tpgraph.reason.plan.make import _conflict

    base = tpgraph.analyze(tpgraph.sample("casa_morgana"), as_of=AS_OF).recommendations[0]

    def edited(*edits: tpgraph.Edit) -> tpgraph.Recommendation:
        from dataclasses import replace

        return replace(base, edits=edits)

    t, u = "https://example.org/t", "https://example.org/u"
    owner = edited(tpgraph.Edit("change", t, {"owner": "Ana"}))
    assert _conflict(owner, edited(tpgraph.Edit("change", t, {"owner": "Ion"})))
    assert _conflict(owner, edited(tpgraph.Edit("retire", t)))
    assert not _conflict(owner, edited(tpgraph.Edit("change", t, {"owner": "Ana", "plan": "p"})))
    assert not _conflict(owner, edited(tpgraph.Edit("retire", u)))
    coupon = edited(tpgraph.Edit("add", None, {"name": "Coupon", "type": "Coupon"}))
    assert _conflict(coupon, coupon)
    closing = [edited(tpgraph.Edit("change", u, {"complete": c})) for c in ("type", "owner")]
    assert not _conflict(*closing)


def test_the_same_plan_every_time() -> None:
    plans = [
        make_plan(
            tpgraph.analyze(tpgraph.sample("casa_morgana"), as_of=AS_OF), Limits(max_actions=6)
        )
        for _ in range(2)
    ]
    ids = [[s.recommendation.id for s in p.steps] for p in plans]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 6
