"""The choice that a plan makes, as numbers: what each action brings, and what may not go together.

A gap counts once, however many chosen actions close it (a set cover with weights).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

# What a set of actions is worth, the first difference deciding: severity closed minus opened,
# findings made known, then less cost, less effort, fewer actions.
Worth = tuple[float, int, float, int, int]


@dataclass(frozen=True, slots=True)
class Option:
    """An action that may be chosen.

    ``closes``, ``opens``, ``makes_known`` are ids of findings. ``effort`` is 1, 2 or 3 for low,
    medium, high. ``cost`` is in the budget's currency, 0 where there is no budget.
    """

    id: str
    closes: frozenset[str]
    opens: frozenset[str]
    makes_known: frozenset[str]
    effort: int
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The options, what their findings weigh, and the limits.

    ``conflicts`` are pairs of positions that exclude each other; ``excluded`` are sets of positions
    that may not all be chosen. ``severity`` has a weight of 0..1 for each finding closed or opened.
    """

    options: tuple[Option, ...]
    severity: dict[str, float]
    conflicts: frozenset[tuple[int, int]] = frozenset()
    excluded: tuple[frozenset[int], ...] = ()
    budget: float | None = None
    max_actions: int | None = None

    def allows(self, chosen: Collection[int]) -> bool:
        """Whether a set of options keeps to the limits."""
        picked = set(chosen)
        return (
            (self.max_actions is None or len(picked) <= self.max_actions)
            and (self.budget is None or self._cost(picked) <= self.budget + 1e-9)
            and not any(a in picked and b in picked for a, b in self.conflicts)
            and not any(together <= picked for together in self.excluded)
        )

    def worth(self, chosen: Collection[int]) -> Worth:
        """What a set of options is worth by what each does alone."""
        picked = [self.options[i] for i in sorted(set(chosen))]
        closed = _union([o.closes for o in picked])
        opened = _union([o.opens for o in picked])
        net = sum(self.severity[f] for f in closed) - sum(self.severity[f] for f in opened)
        return (
            round(net, 6),
            len(_union([o.makes_known for o in picked])),
            -round(self._cost(chosen), 6),
            -sum(o.effort for o in picked),
            -len(picked),
        )

    def _cost(self, chosen: Collection[int]) -> float:
        return sum(self.options[i].cost for i in chosen)


def _union(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
