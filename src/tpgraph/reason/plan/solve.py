"""Solves a choice exactly, as a mixed-integer program (HiGHS, through scipy)."""

from __future__ import annotations

from typing import Any

from tpgraph.errors import EngineError
from tpgraph.phrases import phrase
from tpgraph.reason.plan.choice import Choice

# Severities have three decimals: in thousandths they stand well clear of the solver's tolerance.
_SCALE = 1000.0
_SLACK = 1e-3


def solve(choice: Choice) -> tuple[int, ...]:
    """The positions of the options of the best allowed set, in order.

    The criteria of ``Choice.worth`` are solved for one after the other, each holding those before
    at their best. Raises EngineError where the solver gives up.
    """
    return _Program(choice).solve() if choice.options else ()


class _Program:
    """One variable an option (0 or 1), then one a finding closed, opened, made known (0..1)."""

    def __init__(self, choice: Choice) -> None:
        import numpy as np

        self.np = np
        self.choice = choice
        options = choice.options
        self.n = len(options)
        self.closed = sorted({f for o in options for f in o.closes})
        self.opened = sorted({f for o in options for f in o.opens})
        self.known = sorted({f for o in options for f in o.makes_known})
        self.size = self.n + len(self.closed) + len(self.opened) + len(self.known)
        self.rows: list[tuple[dict[int, float], float]] = []  # coefficients, upper bound
        self._cover(self.closed, [o.closes for o in options], self.n)
        self._open(self.n + len(self.closed))
        self._cover(
            self.known,
            [o.makes_known for o in options],
            self.n + len(self.closed) + len(self.opened),
        )
        self._limit()

    def _cover(self, findings: list[str], sets: list[frozenset[str]], offset: int) -> None:
        """A finding is reached only by an option that reaches it."""
        for k, finding in enumerate(findings):
            row = {i: -1.0 for i, reached in enumerate(sets) if finding in reached}
            self.rows.append(({**row, offset + k: 1.0}, 0.0))

    def _open(self, offset: int) -> None:
        """A gap is opened by every option that opens it."""
        for k, finding in enumerate(self.opened):
            for i, option in enumerate(self.choice.options):
                if finding in option.opens:
                    self.rows.append(({i: 1.0, offset + k: -1.0}, 0.0))

    def _limit(self) -> None:
        choice = self.choice
        if choice.max_actions is not None:
            self.rows.append((dict.fromkeys(range(self.n), 1.0), float(choice.max_actions)))
        if choice.budget is not None:
            costs = {i: o.cost for i, o in enumerate(choice.options)}
            self.rows.append((costs, choice.budget + 1e-9))
        for a, b in sorted(choice.conflicts):
            self.rows.append(({a: 1.0, b: 1.0}, 1.0))
        for together in choice.excluded:
            self.rows.append((dict.fromkeys(together, 1.0), len(together) - 1.0))

    def solve(self) -> tuple[int, ...]:
        chosen: Any = None
        for objective in self._objectives():
            if not objective.any():
                continue
            chosen = self._best(objective)
            value = float(objective @ chosen)
            # The next criterion may not worsen this one.
            row = {i: float(c) for i, c in enumerate(objective) if c}
            self.rows.append((row, value + _SLACK))
        assert chosen is not None  # an option always counts as an action
        return tuple(i for i in range(self.n) if chosen[i] > 0.5)

    def _objectives(self) -> list[Any]:
        """What is made small, the first first."""
        options, severity = self.choice.options, self.choice.severity
        net, known, cost, effort, count = (self.np.zeros(self.size) for _ in range(5))
        at = self.n
        for f in self.closed:
            net[at] = -severity[f] * _SCALE
            at += 1
        for f in self.opened:
            net[at] = severity[f] * _SCALE
            at += 1
        known[at:] = -1
        cost[: self.n] = [o.cost for o in options]
        effort[: self.n] = [o.effort for o in options]
        count[: self.n] = 1
        return [net, known, cost, effort, count]

    def _best(self, objective: Any) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        np = self.np
        entries = [(r, c, x) for r, (row, _) in enumerate(self.rows) for c, x in row.items()]
        places = ([r for r, _, _ in entries], [c for _, c, _ in entries])
        shape = (len(self.rows), self.size)
        matrix = coo_array(([x for _, _, x in entries], places), shape=shape).tocsr()
        limits = LinearConstraint(matrix, -np.inf, [bound for _, bound in self.rows])
        integral = np.zeros(self.size)
        integral[: self.n] = 1
        found = milp(
            objective,
            integrality=integral,
            bounds=Bounds(0, 1),
            constraints=limits if self.rows else (),
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            raise EngineError(phrase("call.no-plan", why=found.message))
        # Exactly what the chosen options reach, without the solver's rounding.
        chosen = [o for o, x in zip(self.choice.options, found.x, strict=False) if x > 0.5]
        reached = [
            *(any(f in o.closes for o in chosen) for f in self.closed),
            *(any(f in o.opens for o in chosen) for f in self.opened),
            *(any(f in o.makes_known for o in chosen) for f in self.known),
        ]
        return np.array([*(x > 0.5 for x in found.x[: self.n]), *reached], dtype=float)
