"""Puts parts of a rule into words: as they were written, or as subselects."""

from __future__ import annotations

from collections.abc import Iterable

from tpgraph.reason.setwise.parts import (
    Bind,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Pattern,
    Select,
    Union,
    Values,
)


def star_of(star: list[Pattern], values: Iterable[Values] = ()) -> tuple[str, list[str]]:
    """The patterns of one subject, joined before all else, and their variables.

    Of a pattern whose object is listed by VALUES no more is read than they list.
    """
    listed = {v.variables: v.text + " " for v in values}
    rays = [subselect(p.variables, f"{{ {listed.get((p.o,), '')}{p} }}") for p in star]
    names = list(dict.fromkeys(name for p in star for name in p.variables))
    return (rays[0] if len(rays) == 1 else subselect(names, f"{{ {' '.join(rays)} }}")), names


def subselect(names: Iterable[str], group: str, *, distinct: bool = False) -> str:
    """A subselect of some variables (or ``(expression AS variable)``) in braces."""
    return f"{{ SELECT {'DISTINCT ' if distinct else ''}{' '.join(names)} WHERE {group} }}"


def as_written(expression: Expression) -> str:
    """An expression as its text has it."""
    return "".join(
        word
        if isinstance(word, str)
        else f" {'NOT ' if word.negated else ''}EXISTS {_group_as_written(word.group)}"
        for word in expression
    )


def _group_as_written(group: Group) -> str:
    lines = []
    for part in group.parts:
        match part:
            case Pattern():
                lines.append(f"{part} .")
            case Filter():
                lines.append(f"FILTER {as_written(part.expression)}")
            case Bind():
                lines.append(f"BIND ({as_written(part.expression)} AS {part.variable})")
            case Values():
                lines.append(part.text)
            case Optional():
                lines.append(f"OPTIONAL {_group_as_written(part.group)}")
            case Minus():
                lines.append(f"MINUS {_group_as_written(part.group)}")
            case Union():
                lines.append(" UNION ".join(_group_as_written(g) for g in part.groups))
            case Select():
                lines.append(
                    f"SELECT {part.head} WHERE {_group_as_written(part.group)} {part.tail}"
                )
    return f"{{ {' '.join(lines)} }}"
