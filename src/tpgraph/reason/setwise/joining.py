"""Writes triple patterns as subselects that are joined, and what can only be looked up last."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator

from tpgraph.reason.setwise.parts import (
    Filter,
    Group,
    Part,
    Pattern,
    Values,
    gives,
)
from tpgraph.reason.setwise.words import star_of, subselect

# Two or more prefixed names with a slash between: no other path, and no IRI, which has slashes too.
_SEQUENCE = re.compile(r"[\w:.-]+(?:/[\w:.-]+)+")


class Joining(ABC):
    """Writes one group: what its parts have in common, and its patterns."""

    def __init__(
        self,
        group: Group,
        outside: frozenset[str],
        numbers: Iterator[int],
        needed: frozenset[str] | None = None,
    ) -> None:
        self._parts = group.parts
        self._needed = needed
        self._outside = outside
        self._numbers = numbers
        self._visible = frozenset(group.gives())
        self._waiting = [p for p in group.parts if isinstance(p, Filter)]
        self._lines: list[str] = []
        self._run: list[Pattern] = []
        self._values: list[Values] = []
        # What the lines give, and whether it surely has a value; and what stands for an EXISTS.
        self._given: dict[str, bool] = {}
        self._asked: dict[str, str] = {}

    @abstractmethod
    def _inner(self, group: Group, needed: frozenset[str] | None = None) -> str:
        """A group within this one, in braces."""

    def _gives(self, part: Part) -> None:
        for name, sure in gives(part):
            self._given[name] = self._given.get(name, False) or sure

    # -------------------------------------------------------------------------------- patterns

    def _join(self) -> None:
        """Writes the patterns that wait, as subselects, those of one subject together."""
        stars: dict[str, list[Pattern]] = {}
        loose = []
        for pattern in self._steps():
            if pattern.plain and pattern.variables:
                stars.setdefault(pattern.s, []).append(pattern)
            else:
                loose.append(pattern)
        last = [p for p in loose if not self._with_predicates(p, stars)]
        self._lines += [star_of(star, self._values)[0] for star in stars.values()]
        # VALUES that no pattern asks for only multiply: they come last.
        asked = {name for pattern in self._run for name in pattern.variables}
        many = [values for values in self._values if asked.isdisjoint(values.variables)]
        # Those of a star are limited already by what lists its object.
        rays = {pattern.o for star in stars.values() for pattern in star}
        alone = Counter(name for values in self._values for name in values.variables)
        for values in self._values:
            if values not in many:
                name = values.variables[0]
                if not (values.once and name in rays and alone[name] == 1):
                    self._lines.append(values.text)
                self._gives(values)
        for pattern in self._run:
            if pattern not in last:
                self._gives(pattern)
        for pattern in last:
            self._look_up(pattern)
        for values in many:
            self._lines.append(values.text)
            self._gives(values)
        self._run, self._values = [], []

    def _look_up(self, pattern: Pattern) -> None:
        """Writes a pattern that is looked up one by one, for what all the others have left."""
        fresh = [name for name in pattern.variables if name not in self._given]
        if self._lines:
            # OPTIONAL, because then Oxigraph does not begin with it.
            self._lines.append(
                f"OPTIONAL {{ {pattern} }} FILTER (BOUND({fresh[0]}))"
                if fresh
                else f"FILTER EXISTS {{ {pattern} }}"
            )
            self._gives(pattern)
            names = [*self._given, *self._asked.values()]
            self._lines = [subselect(names, "{\n" + "\n".join(self._lines) + "\n}")]
        else:
            self._lines.append(f"{pattern} .")
            self._gives(pattern)

    def _with_predicates(self, pattern: Pattern, stars: dict[str, list[Pattern]]) -> bool:
        """Writes a pattern whose predicate is a variable with the few IRIs that it may be."""
        names = list(pattern.variables)
        values = next((v for v in self._values if pattern.p in v.variables), None)
        giver = next((p for star in stars.values() for p in star if p.o == pattern.p), None)
        if values is not None:
            self._values.remove(values)
            self._gives(values)
            given, names = values.text, [*values.variables, *names]
        elif giver is not None:
            given = subselect([pattern.p], f"{{ {giver} }}", distinct=True)
        else:
            return False
        found = subselect(list(dict.fromkeys(names)), f"{{ {given} {pattern} }}")
        if pattern.s in stars:
            star, more = star_of(stars.pop(pattern.s))
            found = subselect(list(dict.fromkeys([*names, *more])), f"{{ {found} {star} }}")
        self._lines.append(found)
        return True

    def _steps(self) -> Iterator[Pattern]:
        """The patterns that wait, with each path that is a mere sequence as its steps."""
        for pattern in self._run:
            if not _SEQUENCE.fullmatch(pattern.p):
                yield pattern
                continue
            s, steps = pattern.s, pattern.p.split("/")
            for step in steps[:-1]:
                between = f"?_step{next(self._numbers)}"
                yield Pattern(s, step, between, True)
                s = between
            yield Pattern(s, steps[-1], pattern.o, True)
