"""What goes into a plan and what comes out: limits, steps, what is left, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tpgraph.model import Finding, Outcome, Recommendation

Why = Literal["none", "cost", "limit"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan may take: a budget in a currency, or a number of actions, or neither.

    ``costs`` gives what actions cost, by a recommendation's id (or how its last part begins) or by
    the name of its rule.
    """

    budget: float | None = None
    currency: str | None = None
    max_actions: int | None = None
    costs: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An action of the plan, and why it was chosen.

    ``closes`` are the gaps of the joint outcome that it closes, ``only`` those of them that no
    other chosen action closes; ``makes_known`` likewise. ``cost`` is ``None`` without a budget.
    """

    recommendation: Recommendation
    cost: float | None
    closes: tuple[str, ...]
    only: tuple[str, ...]
    makes_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A gap that the plan leaves open. ``by``: recommendations that would close it.

    ``why``: ``none`` (nothing that is recommended closes it), ``cost`` (what closes it has no known
    cost), ``limit`` (what closes it was not chosen).
    """

    finding: Finding
    why: Why
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The best set of recommendations within the limits, tried out together.

    ``severity`` is that of the gaps the steps close together, less that of those they open;
    ``predicted`` what it would be if each step did what it does alone; ``total`` that of all gaps
    that are not accepted. ``unpriced`` are actions of unknown cost, not chosen where there is a
    budget. ``set_aside`` counts sets that did less together than alone, for which others were
    looked at; ``is_best`` says that no allowed set was predicted to do better than this one does.
    """

    limits: Limits
    steps: tuple[Step, ...]
    outcome: Outcome
    opened: tuple[Finding, ...]
    severity: float
    predicted: float
    total: float
    left: tuple[Left, ...]
    unpriced: tuple[Recommendation, ...]
    set_aside: int
    is_best: bool

    @property
    def cost(self) -> float | None:
        """What the steps cost, ``None`` without a budget."""
        costs = [step.cost for step in self.steps if step.cost is not None]
        return None if self.limits.budget is None else sum(costs)
