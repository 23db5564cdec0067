"""Makes a plan: prices the recommendations, chooses the best set, tries it out as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tpgraph.errors import CallError
from tpgraph.model import Edit, Finding, Outcome, Recommendation
from tpgraph.phrases import phrase, shown
from tpgraph.reason.advice.candidates import EFFORTS
from tpgraph.reason.advice.edits import for_simulation
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.outcome import outcome_of
from tpgraph.reason.plan.choice import Choice, Option
from tpgraph.reason.plan.model import Left, Limits, Plan, Step, Why
from tpgraph.reason.plan.solve import solve

# How often a set that does less together than its actions do alone is set aside for another.
CUTS_MAX = 20


def make_plan(analysis: Conclusions, limits: Limits) -> Plan:
    """The plan for a company: exact, for what each action does alone; then tried out together.

    Severity closed minus severity opened comes first, then findings made known, then less cost,
    less effort, fewer actions. A gap counts once; accepted gaps do not count. Raises CallError for
    limits that make no sense and costs of no recommendation.
    """
    _check(limits)
    return _Planner(analysis, limits).plan()


def _check(limits: Limits) -> None:
    if limits.budget is not None and not limits.budget >= 0:
        raise CallError(phrase("call.bad-budget"))
    if limits.max_actions is not None and limits.max_actions < 0:
        raise CallError(phrase("call.bad-count"))
    if limits.budget is not None and limits.max_actions is not None:
        raise CallError(phrase("call.one-limit"))
    if limits.budget is not None and not limits.currency:
        raise CallError(phrase("call.no-currency"))
    if any(not cost >= 0 for cost in (limits.costs or {}).values()):
        raise CallError(phrase("call.bad-cost"))


class _Planner:
    def __init__(self, analysis: Conclusions, limits: Limits) -> None:
        self.analysis, self.limits = analysis, limits
        self.gaps = {f.id: f for f in analysis.gaps if f.accepted is None}
        self.severity = {f.id: f.severity for f in analysis.findings}
        self.costs = _costs(analysis.recommendations, limits.costs or {})
        found = sorted(analysis.recommendations, key=lambda r: r.id)
        priced = limits.budget is None
        self.candidates = [r for r in found if priced or r.id in self.costs]
        self.unpriced = tuple(r for r in found if not priced and r.id not in self.costs)

    def plan(self) -> Plan:
        choice = Choice(
            options=tuple(self._option(r) for r in self.candidates),
            severity=self.severity,
            conflicts=frozenset(
                (i, j)
                for (i, a), (j, b) in combinations(enumerate(self.candidates), 2)
                if _conflict(a, b)
            ),
            budget=self.limits.budget,
            max_actions=self.limits.max_actions,
        )
        choice = replace(choice, severity=self._weights(choice))
        best: tuple[float, tuple[int, ...], Outcome, float] | None = None
        cuts = 0
        is_best = False
        while True:
            chosen = solve(choice)
            predicted = choice.worth(chosen)[0]
            if best is not None and predicted <= best[0] + 1e-9:
                is_best = True
                break
            outcome = self._together(chosen)
            joint = self._net(outcome)
            if best is None or joint > best[0] + 1e-9:
                best = (joint, chosen, outcome, predicted)
            if joint >= predicted - 1e-9:
                is_best = True
                break
            if cuts == CUTS_MAX:
                break
            cuts += 1
            choice = replace(choice, excluded=(*choice.excluded, frozenset(chosen)))
        _, chosen, outcome, predicted = best
        return self._described(chosen, outcome, predicted, cuts, is_best)

    def _option(self, r: Recommendation) -> Option:
        return Option(
            id=r.id,
            closes=frozenset(r.outcome.closes) & self.gaps.keys(),
            opens=frozenset(r.outcome.opens),
            makes_known=frozenset(r.outcome.makes_known),
            effort=EFFORTS.index(r.effort) + 1,
            cost=self.costs.get(r.id, 0.0) if self.limits.budget is not None else 0.0,
        )

    def _weights(self, choice: Choice) -> dict[str, float]:
        """The severity of all that is closed or opened."""
        for option, r in zip(choice.options, self.candidates, strict=True):
            self._learn(option.opens, r.edits)
        return dict(self.severity)

    def _learn(self, opened: Collection[str], edits: Sequence[Edit]) -> None:
        """Takes in how severe the gaps are that edits open, where there is no finding yet."""
        if not self.severity.keys() >= set(opened):
            found = self.analysis.try_out.severities(self._simulated(edits))
            self.severity = {**found, **self.severity}

    def _opened(self, outcome: Outcome, edits: Sequence[Edit]) -> tuple[Finding, ...]:
        """The gaps that edits open, those that are new as inferred for it."""
        by_id = {f.id: f for f in self.analysis.findings}
        if not by_id.keys() >= set(outcome.opens):
            analysis = self.analysis
            edited = analysis.try_out(self._simulated(edits)).inventory
            again = type(analysis)(edited, analysis.options)
            by_id = {f.id: f for f in again.gaps} | by_id
        return tuple(by_id[f] for f in outcome.opens if f in by_id)

    def _simulated(self, edits: Sequence[Edit]) -> list[Edit]:
        return [for_simulation(e, self.analysis.inventory.as_of) for e in edits]

    def _together(self, chosen: Sequence[int]) -> Outcome:
        edits = [e for i in chosen for e in self.candidates[i].edits]
        analysis, tried = self.analysis, self._simulated(edits)
        changes = analysis.try_out(tried).changes
        outcome = outcome_of(changes, tried, analysis.inference.findings, analysis.rules)
        # What stands in for a fact settles it; which way it falls out is not foretold.
        recorded = {
            f
            for i in chosen
            if any(e.action == "record" for e in self.candidates[i].edits)
            for f in self.candidates[i].outcome.makes_known
        }
        outcome = replace(outcome, opens=tuple(f for f in outcome.opens if f not in recorded))
        self._learn(outcome.opens, edits)
        return outcome

    def _net(self, outcome: Outcome) -> float:
        closed = sum(self.gaps[f].severity for f in outcome.closes if f in self.gaps)
        return round(closed - sum(self.severity[f] for f in outcome.opens), 6)

    def _described(
        self, chosen: Sequence[int], outcome: Outcome, predicted: float, cuts: int, is_best: bool
    ) -> Plan:
        picked = [self.candidates[i] for i in chosen]
        order = {r.id: n for n, r in enumerate(self.analysis.recommendations)}
        picked.sort(key=lambda r: order[r.id])
        closed = set(outcome.closes) & self.gaps.keys()
        gone = closed | set(outcome.unasked)
        steps = []
        for r in picked:
            others = {f for o in picked if o is not r for f in o.outcome.closes}
            closes = tuple(f for f in r.outcome.closes if f in closed)
            steps.append(
                Step(
                    recommendation=r,
                    cost=self.costs.get(r.id) if self.limits.budget is not None else None,
                    closes=closes,
                    only=tuple(f for f in closes if f not in others),
                    makes_known=tuple(f for f in r.outcome.makes_known if f in outcome.makes_known),
                )
            )
        return Plan(
            limits=self.limits,
            steps=tuple(steps),
            outcome=outcome,
            opened=self._opened(outcome, [e for r in picked for e in r.edits]),
            severity=self._net(outcome),
            predicted=predicted,
            total=round(sum(f.severity for f in self.gaps.values()), 6),
            left=tuple(self._left(f) for f in self.gaps.values() if f.id not in gone),
            unpriced=self.unpriced,
            set_aside=cuts,
            is_best=is_best,
        )

    def _left(self, finding: Finding) -> Left:
        by = [r for r in self.analysis.recommendations if finding.id in r.outcome.closes]
        unpriced = {r.id for r in self.unpriced}
        is_unpriced = all(r.id in unpriced for r in by)
        why: Why = "none" if not by else "cost" if is_unpriced else "limit"
        return Left(finding, why, tuple(r.id for r in by))


def _conflict(a: Recommendation, b: Recommendation) -> bool:
    """Whether two actions cannot both be done.

    They would edit one cell differently, add the same kind of touchpoint, or change what the other
    retires.
    """
    for x in a.edits:
        for y in b.edits:
            if x.target is None and y.target is None:
                if x.cells.get("type") == y.cells.get("type"):
                    return True
            elif x.target == y.target:
                if "retire" in (x.action, y.action) and x.action != y.action:
                    return True
                shared = (x.cells.keys() & y.cells.keys()) - {"complete"}
                if any(x.cells[c] != y.cells[c] for c in shared):
                    return True
    return False


def _costs(found: Sequence[Recommendation], given: Mapping[str, float]) -> dict[str, float]:
    """The cost of each recommendation that one is given for: its own counts before its rule's."""
    own: dict[str, float] = {}
    of_rule: dict[str, float] = {}
    for key, cost in given.items():
        if any(r.rule == key for r in found):
            of_rule[key] = cost
            continue
        last = key.rsplit("/", 1)[-1]
        near = [r for r in found if last and r.id.rsplit("/", 1)[-1].startswith(last)]
        if len(near) > 1:
            raise CallError(phrase("call.cost-of-several", name=shown(key), count=len(near)))
        if not near:
            raise CallError(phrase("call.cost-of-none", name=shown(key)))
        own[near[0].id] = cost
    return {
        r.id: own[r.id] if r.id in own else of_rule[r.rule]
        for r in found
        if r.id in own or r.rule in of_rule
    }
