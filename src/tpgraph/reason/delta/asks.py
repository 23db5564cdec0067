"""What a rule asks of a subject's facts, and whether given facts can meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Predicates to the objects that a subject has, or has gained and lost, under them; those of triples
# that lead to it, with a caret before them, to their subjects.
Facts = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Ask:
    """A triple pattern without its subject: predicates (``None``: any), an object (any)."""

    predicates: frozenset[str] | None
    object: str | None

    def met_by(self, facts: Facts) -> bool:
        """Whether one of a subject's facts is asked for."""
        if self.predicates is None:
            return any(self.object is None or self.object in o for o in facts.values())
        for p in self.predicates:
            found = facts.get(p)
            if found and (self.object is None or self.object in found):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Star:
    """What one group asks of one subject, and what the groups around it ask of it as well."""

    own: tuple[Ask, ...]
    required: tuple[Ask, ...]

    def touched(self, before: Facts, changed: Facts, after: Facts) -> bool:
        """Whether a subject's change can change the group's solutions."""
        if not any(ask.met_by(changed) for ask in self.own):
            return False
        return all(ask.met_by(before) for ask in self.required) or all(
            ask.met_by(after) for ask in self.required
        )


@dataclass(frozen=True, slots=True)
class Need:
    """What a group cannot do without: asks of its variables, and what its groups cannot.

    ``every`` are the groups that must all have a solution, of ``either`` one is enough. What is
    optional, or asked only in a condition, is not needed.
    """

    asks: Mapping[str, tuple[Ask, ...]]
    every: tuple[Need, ...] = ()
    either: tuple[Need, ...] = ()

    def met_by(self, subject: str, facts: Facts) -> bool:
        """Whether there can be a solution in which the variable's facts are these."""
        return (
            all(ask.met_by(facts) for ask in self.asks.get(subject, ()))
            and all(need.met_by(subject, facts) for need in self.every)
            and (not self.either or any(need.met_by(subject, facts) for need in self.either))
        )

    def of(self, variables: frozenset[str]) -> Need:
        """What is needed of these variables alone."""
        return Need(
            {s: asks for s, asks in self.asks.items() if s in variables},
            tuple(need.of(variables) for need in self.every),
            tuple(need.of(variables) for need in self.either),
        )
