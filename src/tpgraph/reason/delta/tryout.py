"""Trying edits out, on whatever engine: what the rules would find of the edited inventory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from tpgraph.inventory import edit_inventory
from tpgraph.inventory.audience import possible
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Edit, Inventory, Status
from tpgraph.reason.audience import infer_for_audience, statuses_of
from tpgraph.reason.infer import STATUSES, infer
from tpgraph.reason.rules import RuleSet

# Finding id to its status before and after. Before, None: neither a gap nor unknown; after, None:
# its rule says nothing of it any more, not even that it is in order.
Changes = Mapping[str, "tuple[Status | None, Status | None]"]


class Tried(Protocol):
    """An edited inventory, and the findings whose status is another there."""

    @property
    def inventory(self) -> Inventory:
        """The edited inventory."""

    @property
    def changes(self) -> Changes:
        """The findings whose status is another."""


class TryOut(Protocol):
    """Tries edits out on its inventory; raises CallError for a target that does not exist."""

    inventory: Inventory

    def __call__(self, edits: Sequence[Edit]) -> Tried:
        """Tries edits out."""

    def severities(self, edits: Sequence[Edit]) -> dict[str, float]:
        """How severe the gaps are that the edits open, by finding id."""


def open_tryout(inventory: Inventory, rules: RuleSet, engine: str = "oxigraph") -> TryOut:
    """The fastest way that the engine allows to try edits out on an inventory."""
    # One audience is inferred twice: what is known to be meant for it, and what may be.
    if engine == "oxigraph" and inventory.audience is None:
        from tpgraph.reason.delta.rehearsal import Rehearsal

        return Rehearsal(inventory, rules)
    return FullTryOut(inventory, rules, engine)


@dataclass(frozen=True, slots=True)
class FullyTried:
    """What inferring all of an edited inventory again gives."""

    inventory: Inventory
    changes: Changes


@dataclass
class FullTryOut:
    """Infers all of the edited inventory again; what the fast way must equal."""

    inventory: Inventory
    rules: RuleSet
    engine: str

    @cached_property
    def _statuses(self) -> dict[str, Status]:
        return statuses_of(self.inventory, self.rules, engine=self.engine)

    def __call__(self, edits: Sequence[Edit]) -> FullyTried:
        """What the inventory would be after the edits, and what the rules would find of it."""
        edited = edit_inventory(self.inventory, edits)
        before = self._statuses
        after = statuses_of(edited, self.rules, engine=self.engine, statuses=STATUSES)
        return FullyTried(possible(edited), changes_between(before, after))

    def severities(self, edits: Sequence[Edit]) -> dict[str, float]:
        """How severe the gaps are that the edits open, by finding id."""
        edited = edit_inventory(self.inventory, edits)
        if edited.audience is None:
            inference = infer(inventory_graph(edited), self.rules, engine=self.engine)
        else:
            inference = infer_for_audience(edited, self.rules, engine=self.engine)
        return {
            f.id: f.severity
            for f in inference.findings.values()
            if f.status == "gap" and self._statuses.get(f.id) != "gap"
        }


def changes_between(before: Mapping[str, Status], after: Mapping[str, Status]) -> Changes:
    """The findings whose status is another: gaps and unknowns before, all findings after."""
    return {
        f: (before.get(f), after.get(f))
        for f in {**before, **after}
        if before.get(f) != after.get(f) and (f in before or after[f] != "ok")
    }
