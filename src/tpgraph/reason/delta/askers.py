"""Rules made ready to be asked again and again: of all touchpoints, or of a few by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from tpgraph import vocabulary as v
from tpgraph.model import Status
from tpgraph.reason.delta.dependence import Dependence, Known, dependence, predicates_made
from tpgraph.reason.delta.reading import read_structure
from tpgraph.reason.delta.slicing import select_query, status_rule
from tpgraph.reason.delta.structure import (
    LITERAL,
    Pattern,
    Structure,
    UnreadableError,
    is_literal,
    is_variable,
)
from tpgraph.reason.infer import status_of
from tpgraph.reason.rules import Rule
from tpgraph.store.changing import ChangingStore, node, triple_of, value

if TYPE_CHECKING:
    import pyoxigraph as ox

Triples: TypeAlias = "set[ox.Triple]"
Statuses: TypeAlias = "dict[str, Status]"
# What a local rule gave, by touchpoint; what any other gave stands under None.
Made: TypeAlias = "dict[str | None, Triples]"
Found: TypeAlias = "dict[str | None, Statuses]"


class Classifier:
    """A rule that makes shared facts.

    ``made`` is what it made of the inventory as it is, ``writes`` the predicates of what it makes.
    """

    def __init__(self, rule: Rule, store: ChangingStore) -> None:
        self.rule = rule
        self.depends = Dependence()
        # Itself and later ones, if they make triples of the sort that it reads.
        self.feeds_back: list[Classifier] = []
        self._structure = _structure(rule)
        made = store.construct(rule.text)
        self.made: Made = {None: made}
        self.writes = {triple.predicate.value for triple in made}
        self._query = ""
        self._names: list[str] = []
        self._key = 0
        self._template: list[tuple[int | object, ...]] = []
        if self._structure is not None:
            terms = {t for p in self._structure.template for t in (p.s, p.p, p.o)}
            self._names = sorted(filter(is_variable, terms))
            self._template = [self._made_of(p, store) for p in self._structure.template]

    def _made_of(self, pattern: Pattern, store: ChangingStore) -> tuple[int | object, ...]:
        """A triple of the template: terms, and for variables their places in a row."""
        return tuple(
            self._names.index(t) if is_variable(t) else self._term(t, store)
            for t in (pattern.s, pattern.p, pattern.o)
        )

    def _term(self, term: str, store: ChangingStore) -> object:
        if not is_literal(term):
            return node(term)
        assert self._structure is not None
        written = term.removeprefix(LITERAL)
        query = f"{self._structure.prefixes} SELECT ({written} AS ?it) {{}}"
        return store.solutions(query)[0][0]

    def read(self, known: Known) -> None:
        """Reads what it depends on; whether it is local may be otherwise then."""
        self.depends = dependence(self._structure, known)
        if self._structure is not None:
            self.writes |= predicates_made(self._structure, known)
        if self.depends.local is not None:
            assert self._structure is not None
            wanted = list(dict.fromkeys([*self._names, self.depends.local]))
            self._key = wanted.index(self.depends.local)
            self._query = select_query(self.rule.text, self._structure, wanted)

    def part(self, store: ChangingStore) -> None:
        """Parts what it made by touchpoint if it is local, or puts it together if it is not."""
        local, structure = self.depends.local, self._structure
        if local is None or structure is None:
            self.made = {None: set().union(*self.made.values())}
        elif all(pattern.s == local for pattern in structure.template):
            parts: Made = {}
            for triple in set().union(*self.made.values()):
                parts.setdefault(value(triple.subject), set()).add(triple)
            self.made = parts
        else:
            self.made = self.ask(store)

    def ask(self, store: ChangingStore) -> Made:
        """All that it makes. Where some of it is of no touchpoint, it is not local after all."""
        if self.depends.local is not None:
            made = self._ask_local(store)
            if None not in made:
                return made
            self.depends.local = None
        return {None: store.construct(self.rule.text)}

    def ask_near(self, store: ChangingStore, touchpoints: Iterable[str]) -> Made | None:
        """What it makes of some touchpoints; ``None`` if not all that it makes is of one."""
        made = self._ask_local(store)
        return None if None in made else {iri: made.get(iri, set()) for iri in touchpoints}

    def _ask_local(self, store: ChangingStore) -> Made:
        made: Made = {}
        for row in store.solutions(self._query):
            key = None if row[self._key] is None else value(row[self._key])
            triples = made.setdefault(key, set())
            for pattern in self._template:
                s, p, o = [row[t] if isinstance(t, int) else t for t in pattern]
                if (triple := triple_of(s, p, o)) is not None:
                    triples.add(triple)
        return made


class Judge:
    """A gap rule; ``found`` is what it found of the inventory as it is."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.depends = Dependence()
        self.found: Found = {}
        self._text, self._structure = _statuses_of(rule)
        self._query = ""

    def read(self, known: Known) -> None:
        """Reads what it depends on; whether it is local may be otherwise then."""
        self.depends = dependence(self._structure, known)
        self._prepare()

    def _prepare(self) -> None:
        if self._structure is not None:
            also = () if self.depends.local is None else (self.depends.local,)
            wanted = ("?finding", "?status", *also)
            self._query = select_query(self._text, self._structure, wanted)

    def ask(self, store: ChangingStore) -> Found:
        """All that it finds. Where some of it is of no touchpoint, it is not local after all."""
        if self._structure is None:
            return {None: _statuses_made(store.construct(self.rule.text))}
        found = _by_touchpoint(store.rows(self._query))
        if self.depends.local is not None and None in found:
            self.depends.local = None
            self._prepare()
            found = _by_touchpoint(store.rows(self._query))
        return found

    def ask_near(self, store: ChangingStore, touchpoints: Iterable[str]) -> Found | None:
        """What it finds of some touchpoints; ``None`` if not all that it finds is of one."""
        found = _by_touchpoint(store.rows(self._query))
        return None if None in found else {iri: found.get(iri, {}) for iri in touchpoints}

    def in_order(
        self, near: ChangingStore, whole: ChangingStore, touchpoints: Collection[str] | None
    ) -> set[str]:
        """What it finds in order, of some touchpoints or of all, in stores that ask for that."""
        found = None if touchpoints is None else self.ask_near(near, touchpoints)
        if found is None:
            found = self.ask(whole)
        return {f for part in found.values() for f, status in part.items() if status == "ok"}

    def severities(self, store: ChangingStore, findings: Collection[str]) -> dict[str, float]:
        """How severe findings are."""
        made = store.construct(self.rule.text)
        severity = v.NAMESPACE + "severity"
        return {
            value(t.subject): float(value(t.object))
            for t in made
            if t.predicate.value == severity and value(t.subject) in findings
        }


@cache
def _structure(rule: Rule) -> Structure | None:
    """What a rule's text asks for; ``None`` where that cannot be read."""
    try:
        return read_structure(rule.text)
    except UnreadableError:
        return None


@cache
def _statuses_of(rule: Rule) -> tuple[str, Structure | None]:
    """What gives the statuses of a rule's findings, as text and as far as it can be read."""
    whole = _structure(rule)
    if whole is None:
        return rule.text, None
    text = status_rule(rule.text, whole)
    return text, read_structure(text)


def _by_touchpoint(rows: Iterable[Sequence[str | None]]) -> Found:
    found: Found = {}
    for finding, status, *touchpoint in rows:
        if finding is not None and status is not None:
            key = touchpoint[0] if touchpoint else None
            found.setdefault(key, {})[finding] = status_of(status)
    return found


def _statuses_made(triples: Triples) -> Statuses:
    status = v.NAMESPACE + "status"
    return {
        value(t.subject): status_of(value(t.object)) for t in triples if t.predicate.value == status
    }
