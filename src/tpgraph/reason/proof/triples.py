"""Triples by subject, predicate and object, in plain dictionaries: what patterns are sought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Protocol, TypeAlias

from tpgraph.store.base import Literal, Object

Node: TypeAlias = "tuple[str, str, Object]"


class Triples(Protocol):
    """Where patterns are sought: predicates are always known, subjects and objects may be."""

    def match(self, s: str | None, p: str, o: Object | None) -> Iterator[Node]:
        """The triples of a predicate; ``None`` stands for anything."""


class Index:
    """A set of triples, found by predicate with subject or object."""

    def __init__(self, triples: Iterable[Node] = ()) -> None:
        self._by_subject: dict[str, dict[str, list[Object]]] = {}
        self._by_object: dict[str, dict[Object, list[str]]] = {}
        self._all: set[Node] = set()
        for triple in triples:
            self.add(triple)

    def __contains__(self, triple: object) -> bool:
        return triple in self._all

    def add(self, triple: Node) -> None:
        """Adds one triple, once."""
        if triple in self._all:
            return
        self._all.add(triple)
        s, p, o = triple
        self._by_subject.setdefault(p, {}).setdefault(s, []).append(o)
        self._by_object.setdefault(p, {}).setdefault(o, []).append(s)

    def match(self, s: str | None, p: str, o: Object | None) -> Iterator[Node]:
        """The triples of a predicate; ``None`` stands for anything."""
        if s is not None:
            for value in self._by_subject.get(p, {}).get(s, ()):
                if o is None or o == value:
                    yield s, p, value
        elif o is not None:
            for subject in self._by_object.get(p, {}).get(o, ()):
                yield subject, p, o
        else:
            for subject, values in self._by_subject.get(p, {}).items():
                for value in values:
                    yield subject, p, value


def parse_ntriples(data: bytes) -> Iterator[Node]:
    """The triples of an N-Triples document; blank nodes do not occur in ours."""
    import pyoxigraph as ox

    for triple in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        o = triple.object
        if isinstance(o, ox.Literal):
            value: Object = Literal(o.value, o.datatype.value, o.language)
        else:
            value = o.value
        yield triple.subject.value, triple.predicate.value, value


def text_of(o: Object) -> str:
    """The text of an object, as statements are hashed with it."""
    return o.value if isinstance(o, Literal) else o


def number(o: Object) -> Decimal:
    """The number that a literal states."""
    return Decimal(text_of(o))
