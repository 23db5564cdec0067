"""Writes a rule so that Oxigraph joins whole sets instead of looking up row by row.

A look-up in an Oxigraph store in memory walks through all triples of the subject (or of the object,
or the predicate, if they are fewer): some microseconds for a touchpoint of eighty triples. Reading
all triples of one predicate and joining them by hashing costs a tenth of it. Oxigraph does that
where it meets subselects, OPTIONAL with a subselect, and MINUS. So

- each triple pattern becomes a subselect; those of one subject are joined first;
- ``EXISTS`` in a BIND becomes an OPTIONAL subselect and ``BOUND``, ``FILTER NOT EXISTS`` a MINUS;
- OPTIONAL and UNION get subselects inside, which give no more than is asked for around them.

What cannot be said so with the same meaning stays as it is: patterns with a variable or a path as
predicate, EXISTS that shares no variable which surely has a value, filters that look outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from tpgraph.reason.setwise.existing import Existing
from tpgraph.reason.setwise.once import said_once
from tpgraph.reason.setwise.parts import (
    Bind,
    Filter,
    Group,
    Minus,
    Optional,
    Part,
    Pattern,
    Select,
    Union,
    Values,
    asked,
    names_in,
)
from tpgraph.reason.setwise.reading import read_parts
from tpgraph.reason.setwise.words import as_written, subselect


def set_at_a_time(text: str) -> str:
    """A CONSTRUCT query with the same answer as ``text``, for Oxigraph.

    Raises UnreadableError for a text of a form that is not known.
    """
    head, template, group = read_parts(text)
    template, group = said_once(template, group)
    triples = " .\n".join(map(str, template))
    pattern = _group(group, frozenset(), count(1), _variables(template))
    return f"{head}CONSTRUCT {{\n{triples}\n}}\nWHERE {pattern}"


def _variables(template: list[Pattern]) -> frozenset[str]:
    return frozenset(name for triple in template for name in triple.variables)


def _group(
    group: Group,
    outside: frozenset[str],
    numbers: Iterator[int],
    needed: frozenset[str] | None = None,
) -> str:
    """A group in braces. ``outside`` are variables that its filters may see besides its own.

    ``needed`` are those that somebody asks for around it; all, where that is not known.
    """
    return "{\n" + "\n".join(_Writer(group, outside, numbers, needed).write()) + "\n}"


class _Writer(Existing):
    """Writes one group, part by part."""

    def write(self) -> list[str]:
        for part in self._parts:
            self._write(part)
        self._join()
        self._take_away()
        for part in self._waiting:
            self._lines.append(f"FILTER {self._expression(part.expression, self._visible)}")
        return self._lines

    def _write(self, part: Part) -> None:
        match part:
            case Filter():
                return
            case Pattern():
                self._run.append(part)
                return
            case Values():
                self._values.append(part)
                return
            case Union():
                needed = self._asked_beside(part)
                limited = (self._limited(group) for group in part.groups)
                self._lines.append(" UNION ".join(self._inner(g, needed) for g in limited))
            case Select():
                self._lines.append(self._select(part))
            case _:
                self._join()
                self._take_away()
                self._add(part)
        self._gives(part)

    def _add(self, part: Part) -> None:
        """Adds what looks at all that stands before it."""
        match part:
            case Bind():
                expression = self._expression(part.expression, frozenset(self._given))
                self._lines.append(f"BIND ({expression} AS {part.variable})")
            case Optional():
                self._lines.append(self._optional(part.group, self._asked_beside(part)))
            case Minus():
                self._lines.append(f"MINUS {self._inner(part.group)}")

    def _select(self, part: Select) -> str:
        needed = frozenset(names_in(f"{part.head} {part.tail}"))
        return f"SELECT {part.head} WHERE {self._inner(part.group, needed)} {part.tail}".strip()

    # ------------------------------------------------------------------------- what is needed

    def _asked_beside(self, part: Part) -> frozenset[str] | None:
        """The variables that somebody asks for outside a part; None where that is not known."""
        if self._needed is None:
            return None
        others = (asked(each) for each in self._parts if each is not part)
        return self._needed.union(self._outside, *others)

    def _inner(self, group: Group, needed: frozenset[str] | None = None) -> str:
        return _group(group, frozenset(), self._numbers, needed)

    def _optional(self, group: Group, needed: frozenset[str] | None) -> str:
        """OPTIONAL with a subselect of all but its filters, which may look outside."""
        if len(group.parts) == 1 and isinstance(group.parts[0], Select):
            return "OPTIONAL " + self._inner(group, needed)
        outside = self._visible | self._outside
        own = _Writer(group, outside, self._numbers)
        inner = Group([p for p in group.parts if not isinstance(p, Filter) or own.takes_away(p)])
        filters = [p for p in group.parts if isinstance(p, Filter) and p not in inner.parts]
        if needed is not None:
            needed = needed.union(*(asked(part) for part in filters))
        names = [name for name in inner.gives() if needed is None or name in needed]
        core = _group(inner, outside, self._numbers, needed)
        if names:
            core = subselect(names, core)
        if not filters:
            return f"OPTIONAL {core}"
        lines = (f"FILTER {as_written(part.expression)}" for part in filters)
        return "OPTIONAL {\n" + core + "\n" + "\n".join(lines) + "\n}"
