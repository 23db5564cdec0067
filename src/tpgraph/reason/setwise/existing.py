"""Writes EXISTS as sets that are joined or taken away, where that means the same."""

from __future__ import annotations

from tpgraph.reason.setwise.joining import Joining
from tpgraph.reason.setwise.parts import (
    Exists,
    Expression,
    Filter,
    Group,
    Pattern,
    Values,
    variables_of,
)
from tpgraph.reason.setwise.words import as_written, subselect

# What the ontology says of a few columns, and no inventory of anything.
_OF_FEW = frozenset({"tpg:columnEffective", "tpg:absenceMatters"})


def _those_of(pattern: Pattern) -> Values:
    """The subjects of a pattern, as VALUES would list them."""
    text = subselect([pattern.s], f"{{ {pattern} }}", distinct=True)
    return Values(text, (pattern.s,), True, (pattern.s,))


class Existing(Joining):
    """Adds EXISTS to a group."""

    # ---------------------------------------------------------------------------------- EXISTS

    def takes_away(self, part: Filter) -> bool:
        """Whether a filter may be a set that is taken away, or joined, within its own group."""
        for each in self._parts:
            self._gives(each)
        return self._set_of(part) is not None

    def _take_away(self) -> None:
        """Takes away as soon as it is known what a set takes away."""
        for part in list(self._waiting):
            if (found := self._set_of(part)) is not None:
                self._lines.append(found)
                self._waiting.remove(part)

    def _set_of(self, part: Filter) -> str | None:
        """``FILTER [NOT] EXISTS`` as MINUS or a join, where that means the same already."""
        if len(part.expression) != 1 or not isinstance(part.expression[0], Exists):
            return None
        exists = part.expression[0]
        group = self._limited(exists.group)
        shared = self._shared(group, self._visible)
        if shared is None:
            return None
        if exists.negated:
            return f"MINUS {self._inner(group)}"
        return subselect(shared, self._inner(group), distinct=True)

    def _limited(self, group: Group) -> Group:
        """A group with the VALUES that stand beside it, so that no more is read than they list.

        Patterns that only a few terms of the ontology meet list them just as well.
        """
        names = {n for part in group.parts if isinstance(part, Pattern) for n in part.variables}
        beside = [
            part
            for part in self._parts
            if isinstance(part, Values) and part.once and names.issuperset(part.variables)
        ]
        listed = {name for part in beside for name in part.variables}
        objects = {part.o for part in group.parts if isinstance(part, Pattern)} - listed
        few = {p.s: p for p in self._parts if isinstance(p, Pattern) and p.p in _OF_FEW}
        beside += [_those_of(few[name]) for name in sorted(objects & few.keys())]
        return Group([*beside, *group.parts])

    def _expression(self, expression: Expression, visible: frozenset[str]) -> str:
        """An expression with BOUND in place of EXISTS, after the OPTIONALs that this needs."""
        words = []
        for word in expression:
            if isinstance(word, str):
                words.append(word)
                continue
            group = self._limited(word.group)
            shared = self._shared(group, visible)
            if shared is None:
                words.append(as_written((word,)))
                continue
            inner = self._inner(group)
            if (name := self._asked.get(inner)) is None:
                name = self._asked[inner] = f"?_exists{next(self._numbers)}"
                once = len(group.parts) == 1 and len(group.gives()) == len(shared)
                select = subselect([*shared, f"(true AS {name})"], inner, distinct=not once)
                self._lines.append(f"OPTIONAL {select}")
            words.append(f" {'!' if word.negated else ''}BOUND({name})")
        return "".join(words)

    def _shared(self, group: Group, visible: frozenset[str]) -> list[str] | None:
        """The variables that tie the group of an EXISTS to its place; None where it must stay.

        It may be asked by itself if it is made of patterns with known predicates and of filters on
        them, and if each variable that it shares surely has a value by now.
        """
        patterns = [part for part in group.parts if isinstance(part, Pattern)]
        filters = [part for part in group.parts if isinstance(part, Filter)]
        if not all(isinstance(part, Pattern | Filter | Values) for part in group.parts):
            return None
        if any(pattern.p.startswith("?") for pattern in patterns):
            return None
        own = group.gives()
        if any(isinstance(word, Exists) for part in filters for word in part.expression):
            return None
        if not all(own.keys() >= variables_of(part.expression) for part in filters):
            return None
        shared = [name for name in own if name in visible or name in self._outside]
        sure = all(self._given.get(name, False) for name in shared)
        return shared if shared and sure else None
