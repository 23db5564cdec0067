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

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count

from tpgraph.reason.setwise.once import said_once
from tpgraph.reason.setwise.parts import (
    Bind,
    Exists,
    Expression,
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
    gives,
    names_in,
    variables_of,
)
from tpgraph.reason.setwise.reading import read_parts
from tpgraph.reason.setwise.words import as_written, star_of, subselect

# Two or more prefixed names with a slash between: no other path, and no IRI, which has slashes too.
_SEQUENCE = re.compile(r"[\w:.-]+(?:/[\w:.-]+)+")

# What the ontology says of a few columns, and no inventory of anything.
_OF_FEW = frozenset({"tpg:columnEffective", "tpg:absenceMatters"})


def set_at_a_time(text: str) -> str:
    """A CONSTRUCT query with the same answer as ``text``, for Oxigraph.

    Raises UnreadableError for a text of a form that is not known.
    """
    head, template, group = read_parts(text)
    template, group = said_once(template, group)
    triples = " .\n".join(map(str, template))
    pattern = _group(group, frozenset(), count(1), _variables(template))
    return f"{head}CONSTRUCT {{\n{triples}\n}}\nWHERE {pattern}"


def solutions_of(text: str) -> tuple[str, list[Pattern], str]:
    """What stands before a CONSTRUCT query, its template, and its pattern, said set at a time.

    Raises UnreadableError for a text of a form that is not known.
    """
    head, template, group = read_parts(text)
    return head, template, _group(group, frozenset(), count(1), _variables(template))


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


def _those_of(pattern: Pattern) -> Values:
    """The subjects of a pattern, as VALUES would list them."""
    text = subselect([pattern.s], f"{{ {pattern} }}", distinct=True)
    return Values(text, (pattern.s,), True, (pattern.s,))


class _Writer:
    """Writes one group, part by part."""

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

    def _gives(self, part: Part) -> None:
        for name, sure in gives(part):
            self._given[name] = self._given.get(name, False) or sure

    def _inner(self, group: Group, needed: frozenset[str] | None = None) -> str:
        return _group(group, frozenset(), self._numbers, needed)

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
