"""What would be otherwise after some edits: findings, coverage, recommendations, problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, Literal, TypeVar

from tpgraph.model import Edit, Finding, Outcome, Problem, Recommendation, Status
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.delta.tryout import Changes, Tried, outcome_of
from tpgraph.views.coverage import coverage

What = Literal["closed", "opened", "known", "unasked", "unknown"]
WHATS: tuple[What, ...] = ("closed", "opened", "known", "unasked", "unknown")
A = TypeVar("A", bound=Conclusions)


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding whose status is another after the edits.

    ``before`` and ``after`` are ``None`` where it is neither a gap nor unknown. What was unknown
    of a touchpoint that the edits retire has not become known: it is ``unasked``.
    ``finding`` is as it is after the edits if it is a gap or unknown there, else as it was before.
    """

    what: What
    before: Status | None
    after: Status | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the coverage matrix with another count than before.

    ``None``: in none of the seven categories, or of no known stage.
    """

    category: str | None
    stage: str | None
    before: int
    after: int


class WhatIf(Generic[A]):
    """The analysis after some edits, and how it differs from the one before.

    ``diff`` is there at once; whatever else is asked for is worked out then, and kept.
    """

    def __init__(
        self, before: A, edits: Sequence[Edit], tried: Tried, again: Callable[[], A]
    ) -> None:
        self.before = before
        self.edits = tuple(edits)
        self.changes: Changes = tried.changes
        self._again = again
        outcome = outcome_of(tried.changes)
        known = tuple(f for f in outcome.makes_known if not self._is_unasked(f))
        self.diff: Outcome = replace(outcome, makes_known=known)

    def _is_unasked(self, finding: str) -> bool:
        """Whether a finding is about a touchpoint that the edits retire."""
        retired = {e.target for e in self.edits if e.action == "retire"}
        return not retired.isdisjoint(self.before.inference.findings[finding].concerns)

    @cached_property
    def analysis(self) -> A:
        """The analysis of the edited inventory."""
        return self._again()

    @cached_property
    def findings(self) -> list[FindingChange]:
        """What closed, opened, got known or became unknown, worst first in each."""
        old = {f.id: f for f in self.before.findings}
        new = {f.id: f for f in self.analysis.findings}
        found = []
        for f, (before, after) in self.changes.items():
            finding = new.get(f) or old[f]
            if before == "gap" and after is None:
                what: What = "closed"
            elif after == "gap":
                what = "opened"
            elif after == "unknown":
                what = "unknown"
            else:
                what = "unasked" if self._is_unasked(f) else "known"
            found.append(FindingChange(what, before, after, finding))

        def order(change: FindingChange) -> tuple[int, float, str, str]:
            f = change.finding
            return (WHATS.index(change.what), -f.severity, f.rule, f.id)

        return sorted(found, key=order)

    @cached_property
    def coverage(self) -> list[CellChange]:
        """The cells of the coverage matrix that hold more or fewer active touchpoints than before.

        In the order of the matrix: by category, then by stage.
        """
        before, after = coverage(self.before), coverage(self.analysis)
        stages = [*(s.iri for s in before.stages), None]
        categories = [*(c.iri for c in before.categories), None]
        return [
            CellChange(category, stage, len(was), len(now))
            for category, old, new in zip(categories, before.cells, after.cells, strict=True)
            for stage, was, now in zip(stages, old, new, strict=True)
            if len(was) != len(now)
        ]

    @property
    def recommendations_gained(self) -> list[Recommendation]:
        """What would be advised then and is not advised now."""
        known = {r.id for r in self.before.recommendations}
        return [r for r in self.analysis.recommendations if r.id not in known]

    @property
    def recommendations_lost(self) -> list[Recommendation]:
        """What is advised now and would no longer be."""
        kept = {r.id for r in self.analysis.recommendations}
        return [r for r in self.before.recommendations if r.id not in kept]

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong or doubtful after the edits and was not before."""
        known = self.before.check()
        return [p for p in self.analysis.check() if p not in known]
