"""What would be otherwise after some edits: findings, coverage, recommendations, problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from tpgraph.model import Edit, Finding, Outcome, Problem, Recommendation, Status
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.delta.tryout import Changes, Tried
from tpgraph.reason.outcome import outcome_of
from tpgraph.views.coverage import coverage

What = Literal["closed", "opened", "known", "unasked", "unknown"]
WHATS: tuple[What, ...] = ("closed", "opened", "known", "unasked", "unknown")
A = TypeVar("A", bound=Conclusions)


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding whose status is another after the edits.

    ``before`` is ``None`` where it is neither a gap nor unknown, ``after`` where nothing is asked
    any more: what is ``unasked`` has neither been closed nor become known (``reason.outcome``).
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
        found = before.inference.findings
        self.diff: Outcome = outcome_of(tried.changes, self.edits, found, before.rules)

    @cached_property
    def analysis(self) -> A:
        """The analysis of the edited inventory."""
        return self._again()

    @cached_property
    def findings(self) -> list[FindingChange]:
        """What closed, opened, got known or became unknown, worst first in each."""
        old = {f.id: f for f in self.before.findings}
        new = {f.id: f for f in self.analysis.findings}
        groups: dict[What, tuple[str, ...]] = {
            "unasked": self.diff.unasked,
            "unknown": self.diff.makes_unknown,
            "known": self.diff.makes_known,
            "opened": self.diff.opens,
            "closed": self.diff.closes,
        }
        # What was unknown and is a gap then has become known too: the last group has the say.
        whats: dict[str, What] = {f: what for what, ids in groups.items() for f in ids}
        found = []
        for f, (before, after) in self.changes.items():
            finding, what = new.get(f) or old[f], whats[f]
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
