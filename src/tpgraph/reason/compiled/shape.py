"""Looks at the parts of a group: what they name, which of their braces mean nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tpgraph.reason.compiled.blocks import Scope
from tpgraph.reason.setwise.parts import (
    Bind,
    Exists,
    Expression,
    Filter,
    Group,
    Optional,
    Part,
    Pattern,
    Select,
    Union,
    Values,
    gives,
)

# Two or more prefixed names with a slash between: no other path, and no IRI.
SEQUENCE = re.compile(r"[\w:.-]+(?:/[\w:.-]+)+")


def flat(parts: Iterable[Part]) -> list[Part]:
    """Parts without the braces that mean nothing: around patterns, and subselects that only do."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Union) and len(part.groups) == 1:
            inner = flat(part.groups[0].parts)
            if all(isinstance(each, Pattern | Values | Select) for each in inner):
                found += inner
                continue
        if isinstance(part, Select) and _is_plain(part):
            inner = flat(part.group.parts)
            if all(isinstance(each, Pattern | Values) for each in inner):
                found += inner
                continue
        found.append(part)
    return found


def _is_plain(part: Select) -> bool:
    """Whether a subselect gives all the variables of its pattern, and does no more."""
    if part.made or part.tail or "DISTINCT" in part.head.upper():
        return False
    return set(part.group.gives()) <= set(part.plain)


def first_run(rest: Sequence[Part]) -> list[Part]:
    """The parts up to the first that looks at what stands before it."""
    found: list[Part] = []
    for part in rest:
        if not isinstance(part, Pattern | Values | Select):
            break
        found.append(part)
    return found


def mentioned(group: Group) -> frozenset[str]:
    """All variables that are named in a group, wherever."""
    found: set[str] = set()
    for part in group.parts:
        found |= {name for name, _ in gives(part)}
        match part:
            case Filter() | Bind():
                found |= _named(part.expression)
            case Optional():
                found |= mentioned(part.group)
            case Union():
                found = found.union(*(mentioned(each) for each in part.groups))
            case Select():
                found |= mentioned(part.group)
    return frozenset(found)


def _named(expression: Expression) -> set[str]:
    found: set[str] = set()
    for word in expression:
        if isinstance(word, Exists):
            found |= mentioned(word.group)
        elif word.strip().startswith("?"):
            found.add(word.strip())
    return found


def unseen(group: Group, scope: Scope) -> frozenset[str]:
    """What a group does not see of what has a value around it."""
    own = group.gives()
    return frozenset(name for name in scope if not own.get(name, False))


def in_steps(parts: Iterable[Part], fresh: Callable[[str], str]) -> list[Part]:
    """The parts, with each path that is a mere sequence as its steps."""
    found: list[Part] = []
    for part in parts:
        if not isinstance(part, Pattern) or not SEQUENCE.fullmatch(part.p):
            found.append(part)
            continue
        s, steps = part.s, part.p.split("/")
        for step in steps[:-1]:
            between = f"?_{fresh('s')}"
            found.append(Pattern(s, step, between, True))
            s = between
        found.append(Pattern(s, steps[-1], part.o, True))
    return found
