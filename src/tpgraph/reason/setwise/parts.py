"""The parts of a rule's text, in their order, as the rewriting needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

_VARIABLE = re.compile(r"[?$]\w+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern, its terms as they are written; ``plain`` if its predicate is an IRI."""

    s: str
    p: str
    o: str
    plain: bool

    @property
    def variables(self) -> list[str]:
        """Its variables, each once."""
        return list(dict.fromkeys(t for t in (self.s, self.p, self.o) if t.startswith("?")))

    def __str__(self) -> str:
        return f"{self.s} {self.p} {self.o}"


@dataclass(frozen=True, slots=True)
class Exists:
    """``EXISTS`` or ``NOT EXISTS`` in an expression."""

    group: Group
    negated: bool


Expression: TypeAlias = "tuple[str | Exists, ...]"


@dataclass(frozen=True, slots=True)
class Filter:
    """``FILTER``, with its expression."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    """``BIND (expression AS variable)``."""

    expression: Expression
    variable: str


@dataclass(frozen=True, slots=True)
class Values:
    """``VALUES``: its text, its variables, and what it lists of the first of them.

    ``sure``: nothing of it is UNDEF.
    """

    text: str
    variables: tuple[str, ...]
    sure: bool
    firsts: tuple[str, ...]

    @property
    def once(self) -> bool:
        """Whether it lists values of one variable, each once: a set that it may be joined with."""
        return self.sure and len(self.variables) == 1 and len(set(self.firsts)) == len(self.firsts)


@dataclass(frozen=True, slots=True)
class Optional:
    """``OPTIONAL``."""

    group: Group


@dataclass(frozen=True, slots=True)
class Minus:
    """``MINUS``."""

    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Groups with ``UNION`` between them, or a single group."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A subselect: head up to its pattern, the pattern, and what follows.

    ``plain`` are the variables that it gives as they are, ``made`` those it gives a new value.
    """

    head: str
    group: Group
    tail: str
    plain: tuple[str, ...]
    made: tuple[str, ...]


Part: TypeAlias = "Pattern | Filter | Bind | Values | Optional | Minus | Union | Select"


@dataclass(slots=True)
class Group:
    """A group graph pattern."""

    parts: list[Part] = field(default_factory=list)

    def gives(self) -> dict[str, bool]:
        """The variables that it gives, in their order, and whether each surely has a value."""
        found: dict[str, bool] = {}
        for part in self.parts:
            for name, sure in gives(part):
                found[name] = found.get(name, False) or sure
        return found


def gives(part: Part) -> Iterator[tuple[str, bool]]:
    """The variables that a part gives, and whether each surely has a value then."""
    match part:
        case Pattern():
            yield from ((name, True) for name in part.variables)
        case Bind():
            yield part.variable, False
        case Values():
            yield from ((name, part.sure) for name in part.variables)
        case Optional():
            yield from ((name, False) for name in part.group.gives())
        case Union():
            each = [group.gives() for group in part.groups]
            for name in dict.fromkeys(name for found in each for name in found):
                yield name, all(found.get(name, False) for found in each)
        case Select():
            inner = part.group.gives()
            yield from ((name, inner.get(name, False)) for name in part.plain)
            yield from ((name, False) for name in part.made)


def variables_of(expression: Expression) -> set[str]:
    """The variables that an expression asks for, those of its EXISTS that it alone has too."""
    found: set[str] = set()
    for word in expression:
        if isinstance(word, Exists):
            found |= word.group.gives().keys()
            for part in word.group.parts:
                if isinstance(part, Filter):
                    found |= variables_of(part.expression)
        else:
            found |= names_in(word)
    return found


def names_in(text: str) -> set[str]:
    """The variables in a text."""
    return set(_VARIABLE.findall(text))


def asked(part: Part) -> set[str]:
    """The variables that a part asks for or gives, wherever in it they stand."""
    match part:
        case Filter():
            return variables_of(part.expression)
        case Bind():
            return {part.variable, *variables_of(part.expression)}
        case Optional() | Minus():
            return {name for each in part.group.parts for name in asked(each)}
        case Union():
            return {name for group in part.groups for each in group.parts for name in asked(each)}
        case Select():
            return names_in(f"{part.head} {part.tail}")
    return set(part.variables)
