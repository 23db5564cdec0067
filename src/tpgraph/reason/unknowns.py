"""What to find out next: the facts that unknown answers wait for, those that settle most first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tpgraph.model import Finding, Inventory, Settles

# Rules whose unknown names alternatives: any one of its facts gives the answer.
_ANY_WILL_DO = frozenset({"unmeasured-digital"})
# What an answer waits for first, and will hardly be enough: a result still needs its like, or a
# bound, to be set against; a share of cost needs every cost.
_NOT_ENOUGH = frozenset({("too-costly", "conversions")})
# What no single cell says: several ratings, costs in one currency.
_NO_CELL = frozenset({"ratings", "currencies"})


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """A fact that is not known, and what waits for it.

    ``alone`` are ids of findings that this fact settles by itself: it is the only one they name,
    or one of several of which any will do. ``together`` are ids of findings that need other facts
    as well.
    """

    fact: Settles
    alone: tuple[str, ...]
    together: tuple[str, ...]
    rules: tuple[str, ...]


def to_find_out(findings: Iterable[Finding], inventory: Inventory) -> list[ToFindOut]:
    """The facts that unknown findings name: most settled alone first, then most helped."""
    # Declaring a column complete does not help while a cell in it is not understood.
    unclear = {f"complete: {c}" for row in inventory.touchpoints for c in row.unclear}
    facts: dict[tuple[str, str], Settles] = {}
    alone: dict[tuple[str, str], list[str]] = {}
    together: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        if finding.status != "unknown":
            continue
        one = len(finding.settled_by) == 1 or _any_will_do(finding)
        if finding.rule == "stage-one-sided" and not finding.measured:
            # Neither side is there yet: once all is declared, the touchpoints are in doubt.
            one = False
        if finding.rule == "isolated-touchpoint" and len(inventory.touchpoints) < 2:
            one = False  # there is nothing to link it with
        for settles in finding.settled_by:
            key = (settles.subject, settles.column)
            facts.setdefault(key, settles)
            enough = (
                one
                and settles.column not in unclear | _NO_CELL
                and not settles.column.endswith("_cost_ratio_max")
                and (finding.rule, settles.column) not in _NOT_ENOUGH
            )
            (alone if enough else together).setdefault(key, []).append(finding.id)
            rules.setdefault(key, set()).add(finding.rule)
    found = [
        ToFindOut(
            fact,
            tuple(alone.get(key, ())),
            tuple(together.get(key, ())),
            tuple(sorted(rules[key])),
        )
        for key, fact in facts.items()
    ]
    return sorted(found, key=_rank)


def _any_will_do(finding: Finding) -> bool:
    """Whether each of the facts named is enough: any measure, any bound on an area."""
    of_bounds = finding.rule == "area-overabundant" and all(
        s.column.startswith("bound-") for s in finding.settled_by
    )
    return of_bounds or finding.rule in _ANY_WILL_DO


def _rank(item: ToFindOut) -> tuple[int, int, str, str, str]:
    fact = item.fact
    return (-len(item.alone), -len(item.together), fact.text, fact.subject, fact.column)


def by_what_settles(findings: Sequence[Finding], inventory: Inventory) -> list[Finding]:
    """Unknown findings in the order of the facts that settle them; the others keep their place."""
    order = {
        (item.fact.subject, item.fact.column): place
        for place, item in enumerate(to_find_out(findings, inventory))
    }
    unknown = [f for f in findings if f.status == "unknown"]
    unknown.sort(key=lambda f: min((order[s.subject, s.column] for s in f.settled_by), default=0))
    others = iter(unknown)
    return [next(others) if f.status == "unknown" else f for f in findings]
