"""An Oxigraph store that is changed for a while and then put back as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from tpgraph.errors import QueryError
from tpgraph.phrases import phrase
from tpgraph.store.refused import refused


class ChangingStore:
    """An in-memory store, one default graph; what is changed after ``mark`` can be undone.

    Triples are pyoxigraph's own here, and quads of the default graph where a store holds them: they
    hash and compare in the engine's own code, and need no other form until somebody reads one.
    """

    def __init__(self) -> None:
        self._store = ox.Store()
        self._put: set[ox.Quad] = set()
        self._taken: set[ox.Quad] = set()

    def put(self, quads: Collection[ox.Quad]) -> None:
        """Adds triples that are not there."""
        self._store.extend(quads)
        if self._taken:
            back = self._taken.intersection(quads)
            self._taken -= back
            self._put.update(quad for quad in quads if quad not in back)
        else:
            self._put.update(quads)

    def take(self, quads: Collection[ox.Quad]) -> None:
        """Takes triples out that are there."""
        for quad in quads:
            self._store.remove(quad)
            if quad in self._put:
                self._put.discard(quad)
            else:
                self._taken.add(quad)

    def mark(self) -> None:
        """What is there now is what ``undo`` goes back to."""
        self._put.clear()
        self._taken.clear()

    def undo(self) -> None:
        """Puts everything back as it was at the last ``mark``."""
        for quad in self._put:
            self._store.remove(quad)
        self._store.extend(self._taken)
        self.mark()

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Adds many triples at once, for good."""
        self._store.extend(quads)

    def of(self, subject: ox.NamedNode) -> list[ox.Quad]:
        """The triples with that subject."""
        return list(self._store.quads_for_pattern(subject, None, None, None))

    def leading_to(self, object: ox.NamedNode) -> list[ox.Quad]:
        """The triples with that object."""
        return list(self._store.quads_for_pattern(None, None, object, None))

    def objects(self, predicate: str) -> list[str]:
        """The IRIs and texts that a predicate leads to."""
        node = ox.NamedNode(predicate)
        return [value(q.object) for q in self._store.quads_for_pattern(None, node, None, None)]

    def all(self) -> list[ox.Quad]:
        """Every triple."""
        return list(self._store)

    def construct(self, query: str) -> set[ox.Triple]:
        """What a CONSTRUCT query gives. Raises QueryError where the engine refuses it."""
        found = self._query(query)
        if not isinstance(found, ox.QueryTriples):
            raise QueryError(phrase("query.expected", form="CONSTRUCT"))
        return set(found)

    def solutions(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a SELECT query, in the terms of the engine; ``None`` where one is unbound."""
        found = self._query(query)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError(phrase("query.expected", form="SELECT"))
        return [tuple(row) for row in found]

    def rows(self, query: str) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT query, each term as its IRI or text."""
        return [
            tuple([None if term is None else value(term) for term in row])
            for row in self.solutions(query)
        ]

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(query)
        except (SyntaxError, ValueError) as error:
            raise QueryError(
                phrase("query.rule-refused", engine="Oxigraph", why=refused(error))
            ) from error


def read_ntriples(ntriples: bytes) -> list[ox.Quad]:
    """The triples of N-Triples, as stores hold them."""
    return list(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))


def quads_of(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    """Triples, as stores hold them."""
    return [ox.Quad(*triple) for triple in triples]


def node(iri: str) -> ox.NamedNode:
    """An IRI, as ``ChangingStore`` has it."""
    return ox.NamedNode(iri)


def value(term: object) -> str:
    """An IRI, or a literal's text."""
    return term.value  # type: ignore[attr-defined,no-any-return]


def triple_of(s: object, p: object, o: object) -> ox.Triple | None:
    """The triple of these terms; ``None`` if they make none, as in a CONSTRUCT."""
    if not isinstance(s, ox.NamedNode) or not isinstance(p, ox.NamedNode):
        return None
    return ox.Triple(s, p, o) if isinstance(o, ox.NamedNode | ox.Literal) else None
