"""Lets what a template says of each solution be said once where VALUES only multiplies solutions.

A rule that lists its facts by ``VALUES ?which { ... }`` after all else has as many solutions as
values, and each would give the triples that do not depend on ``?which`` anew.
"""

from __future__ import annotations

from itertools import count

from tpgraph.reason.setwise.parts import (
    Bind,
    Filter,
    Group,
    Optional,
    Pattern,
    Values,
    variables_of,
)


def said_once(template: list[Pattern], group: Group) -> tuple[list[Pattern], Group]:
    """The template and the pattern with the same answer; as they are where nothing multiplies."""
    parts = group.parts
    place = next((i for i, part in enumerate(parts) if _multiplies(group, i)), None)
    if place is None:
        return template, group
    values = parts[place]
    assert isinstance(values, Values)
    before = Group(parts[:place]).gives()
    first = f"{values.variables[0]} = {values.firsts[0]}"
    numbers = count(1)
    named: dict[str, str] = {}
    said = []
    for triple in template:
        subject = triple.s
        if subject in before and before.keys() >= set(triple.variables):
            subject = named.setdefault(subject, f"?_once{next(numbers)}")
        said.append(Pattern(subject, triple.p, triple.o, triple.plain))
    binds = [Bind((f"IF({first}, {name}, ?_never)",), once) for name, once in named.items()]
    return said, Group([*parts[: place + 1], *binds, *parts[place + 1 :]])


def _multiplies(group: Group, place: int) -> bool:
    """Whether each solution of what stands before is there once for each row of a VALUES."""
    values = group.parts[place]
    if not isinstance(values, Values) or values.firsts.count(values.firsts[0]) > 1:
        return False
    before, after = Group(group.parts[:place]), group.parts[place + 1 :]
    if not values.sure or not before.gives().keys().isdisjoint(values.variables):
        return False
    if not all(isinstance(part, Bind | Optional | Filter) for part in after):
        return False
    known = before.gives().keys()
    filters = [part for part in group.parts if isinstance(part, Filter)]
    return all(known >= variables_of(part.expression) for part in filters)
