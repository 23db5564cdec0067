"""Which changes of the facts can change what a rule finds, read from the rule's own text.

The unit is a touchpoint's *star*: the triple patterns that one group asks of one subject. Facts of
a touchpoint can only matter to a group if, before or after the change, the touchpoint has all that
the star asks for. A rule is *local* when everything it asks of touchpoints it asks of a single one,
which its answers name: then each touchpoint's answers can be found without the other touchpoints.
Whatever cannot be read this way counts as depending on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tpgraph import vocabulary as v
from tpgraph.reason.delta.asks import Ask, Facts, Need, Star
from tpgraph.reason.delta.structure import (
    RDF_TYPE,
    Group,
    Pattern,
    Structure,
    is_literal,
    is_variable,
)

_COMPANY = v.NAMESPACE + "Company"


@dataclass(slots=True)
class Known:
    """What is known of touchpoints' triples at large; a change may add to it.

    ``properties``: their predicates; ``pointing``: predicates of triples that lead to one;
    ``values``: the objects of predicates that rules read other predicates from.
    """

    properties: set[str]
    pointing: set[str]
    objects: Callable[[str], Iterable[str]]
    values: dict[str, set[str]] = field(default_factory=dict)

    def values_of(self, p: str) -> frozenset[str]:
        """The objects of a predicate."""
        if p not in self.values:
            self.values[p] = set(self.objects(p))
        return frozenset(self.values[p])

    def learn(self, s_is_touchpoint: bool, p: str, o: str, o_is_touchpoint: bool) -> bool:
        """Takes in a triple; says whether what was read from rules before no longer holds."""
        if o_is_touchpoint and p not in self.pointing:
            self.pointing.add(p)
            return True
        if s_is_touchpoint and p not in self.properties:
            self.properties.add(p)
            return True
        if p in self.values and o not in self.values[p]:
            self.values[p].add(o)
            return True
        return False


@dataclass(slots=True)
class Dependence:
    """What a rule depends on. ``local`` is the variable of its one touchpoint, if it is local.

    ``reads`` are the predicates that it looks at; ``None``: any. ``needs`` is what must be there
    for it to say anything.
    """

    stars: tuple[Star, ...] = ()
    elsewhere: tuple[Ask, ...] = ()
    reads: frozenset[str] | None = None
    local: str | None = None
    needs: Need = field(default_factory=lambda: Need({}))

    def touched_by(self, before: Facts, changed: Facts, after: Facts) -> bool:
        """Whether the change of a touchpoint's facts can change what the rule finds."""
        if self.reads is None:
            return True
        # Most changes are of nothing that the rule looks at: one glance for all its stars.
        if self.reads.isdisjoint(changed):
            return False
        return any(s.touched(before, changed, after) for s in self.stars)

    def touched_elsewhere(self, changed: Facts) -> bool:
        """Whether the change of facts that are no touchpoint's can change what the rule finds."""
        if self.reads is None:
            return True
        if self.reads.isdisjoint(changed):
            return False
        return any(ask.met_by(changed) for ask in self.elsewhere)

    def can_speak_of(self, facts: Facts) -> bool:
        """Whether a local rule can say anything of a touchpoint with these facts."""
        return self.local is None or self.needs.met_by(self.local, facts)


def dependence(structure: Structure | None, known: Known) -> Dependence:
    """What a rule depends on; a rule of no known structure depends on everything."""
    if structure is None:
        return Dependence()
    walk = _Walk(known)
    needs = walk.group(structure.where, {}, [])
    if walk.reads is None:
        return Dependence()
    local = next(iter(walk.touchpoints)) if len(walk.touchpoints) == 1 else None
    if walk.scattered or local in walk.assigned:
        local = None
    of_local = needs.of(frozenset(() if local is None else (local,)))
    reads = frozenset(walk.reads)
    return Dependence(tuple(walk.stars), tuple(walk.elsewhere), reads, local, of_local)


def predicates_made(structure: Structure, known: Known) -> frozenset[str]:
    """The predicates of what a rule makes, as far as its text says."""
    found: set[str] = set()
    groups = [structure.where]
    named = {pattern.p for pattern in structure.template}
    for group in groups:
        groups += group.children
        for piece in group.pieces:
            found |= {iri for name, iris in piece.lists if name in named for iri in iris}
        for pattern in group.patterns:
            if pattern.o in named and not pattern.path and not is_variable(pattern.p):
                found |= known.values_of(pattern.p)
    return frozenset(found | {p for p in named if not is_variable(p)})


@dataclass(slots=True)
class _Walk:
    """Goes through a rule's groups and collects what they ask for."""

    known: Known
    stars: list[Star] = field(default_factory=list)
    elsewhere: list[Ask] = field(default_factory=list)
    reads: set[str] | None = field(default_factory=set)
    touchpoints: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    scattered: bool = False

    def group(
        self,
        group: Group,
        around: dict[str, list[Ask]],
        patterns_around: list[Pattern],
        keys: frozenset[str] | None = None,
        bound: frozenset[str] = frozenset(),
        listed: dict[str, frozenset[str]] | None = None,
    ) -> Need:
        """Collects what a group asks for, and says what it needs.

        ``keys``: in a subselect, the variables that are the same outside it. ``bound``: those
        that the groups around give a value. ``listed``: the IRIs that VALUES lists for variables.
        """
        patterns = [*patterns_around, *group.patterns]
        for piece in group.pieces:
            if piece.sort in ("bind", "values"):
                self.assigned |= piece.gives
        listed = {**(listed or {}), **{n: i for piece in group.pieces for n, i in piece.lists}}
        own: dict[str, list[Ask]] = {}
        for pattern in group.patterns:
            self._one(pattern, patterns, own, listed)
        required = {s: [*around.get(s, ()), *own.get(s, ())] for s in {*around, *own}}
        for s, asks in own.items():
            if self._may_be_touchpoint(s, patterns):
                led_to = (Ask(frozenset({"^" + p}), None) for p in _leading_to(s, patterns))
                self.stars.append(Star(tuple(asks), (*required[s], *led_to)))
                self.touchpoints.add(s)
                self.scattered |= keys is not None and s not in keys
                # Asked of any touchpoint there is, not of one that the answer names.
                self.scattered |= group.role == "exists" and s not in bound
        here = bound | group.gives()
        every: list[Need] = []
        either: list[Need] = []
        for child in group.children:
            if child.role == "select":
                inner = child.keys if keys is None else child.keys & keys
                for part in child.children:
                    every.append(self.group(part, {}, [], inner, frozenset()).of(inner))
            elif child.role == "minus":
                self.scattered = True
                self.group(child, {}, [], keys)
            else:
                needs = self.group(child, required, patterns, keys, here, listed)
                if child.role == "group":
                    every.append(needs)
                elif child.role == "union":
                    # Of several unions one after another a part of any: less than is needed.
                    either.append(needs)
        return Need({s: tuple(asks) for s, asks in own.items()}, tuple(every), tuple(either))

    def _one(
        self,
        pattern: Pattern,
        patterns: list[Pattern],
        own: dict[str, list[Ask]],
        listed: Mapping[str, frozenset[str]],
    ) -> None:
        if pattern.path:
            predicates: frozenset[str] | None = frozenset(pattern.path)
            ask = Ask(predicates, None)
            # Along a path each step may be a touchpoint's.
            self.stars.append(Star((ask,), ()))
            self.scattered |= any(p in self.known.properties for p in pattern.path)
        else:
            predicates = self._predicates(pattern.p, patterns, listed)
            plain = not is_variable(pattern.o) and not is_literal(pattern.o)
            ask = Ask(predicates, pattern.o if plain else None)
            own.setdefault(pattern.s, []).append(ask)
        self.elsewhere.append(ask)
        if predicates is None:
            self.reads = None
        elif self.reads is not None:
            self.reads |= predicates

    def _predicates(
        self, p: str, patterns: list[Pattern], listed: Mapping[str, frozenset[str]]
    ) -> frozenset[str] | None:
        """The predicates that a pattern's may be: a variable is what the ontology gives for it."""
        if not is_variable(p):
            return frozenset({p})
        if p in listed:
            return listed[p]
        for other in patterns:
            if other.o == p and not other.path and not is_variable(other.p):
                return self.known.values_of(other.p)
        return None

    def _may_be_touchpoint(self, s: str, patterns: list[Pattern]) -> bool:
        if not is_variable(s):
            return False
        return not any(_rules_out(s, pattern, self.known) for pattern in patterns)


def _leading_to(s: str, patterns: list[Pattern]) -> set[str]:
    """The predicates of the patterns that lead to ``s`` from somewhere."""
    return {p.p for p in patterns if p.o == s and not p.path and not is_variable(p.p)}


def _rules_out(s: str, pattern: Pattern, known: Known) -> bool:
    """Whether a pattern that holds makes it impossible that ``s`` is a touchpoint."""
    if pattern.path or is_variable(pattern.p):
        return False
    if pattern.s == s and pattern.p not in known.properties:
        return True
    if pattern.s == s and pattern.p == RDF_TYPE and pattern.o == _COMPANY:
        return True
    return pattern.o == s and pattern.p not in known.pointing
