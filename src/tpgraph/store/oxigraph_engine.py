"""Oxigraph in the process (pyoxigraph): the default engine."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from tpgraph.errors import QueryError
from tpgraph.phrases import phrase
from tpgraph.store.base import Literal, Object, Table, Triple

_CONSTRUCT = re.compile(r"^(\s*)CONSTRUCT\b", re.IGNORECASE | re.MULTILINE)
_DEFAULT = ox.DefaultGraph()


class OxigraphEngine:
    """An in-memory Oxigraph store, used as one default graph."""

    name = "oxigraph"

    def __init__(self) -> None:
        self.store = ox.Store()

    def load(self, ntriples: bytes) -> None:
        self.store.load(ntriples, format=ox.RdfFormat.N_TRIPLES)

    def load_common(self, ntriples: bytes) -> None:
        self.load(ntriples)

    def take_out(self, ntriples: bytes) -> None:
        """Removes triples (N-Triples) from the default graph."""
        for triple in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES):
            self.store.remove(ox.Quad(triple.subject, triple.predicate, triple.object))

    def add(self, triples: Sequence[Triple]) -> None:
        self.store.extend(
            ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _to_ox(o)) for s, p, o in triples
        )

    def materialise(self, construct: str) -> None:
        # A CONSTRUCT that starts a line becomes the INSERT of the same template and pattern: the
        # triples then never leave the engine.
        try:
            self.store.update(_CONSTRUCT.sub(r"\1INSERT", construct, count=1))
        except SyntaxError as error:
            from tpgraph.store.refused import refused

            raise QueryError(
                phrase("query.rule-refused", engine="Oxigraph", why=refused(error))
            ) from error

    def construct(self, query: str) -> list[Triple]:
        result = self._query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError(phrase("query.expected", form="CONSTRUCT"))
        found: dict[Triple, None] = {}
        for triple in result:
            found[(_iri(triple.subject), triple.predicate.value, from_ox(triple.object))] = None
        return list(found)

    def construct_ntriples(self, query: str) -> bytes:
        """What a CONSTRUCT query gives, as N-Triples; nothing of it becomes an object of Python."""
        result = self._query(query)
        if not isinstance(result, ox.QueryTriples):
            raise QueryError(phrase("query.expected", form="CONSTRUCT"))
        return result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""

    def select(self, query: str) -> Table:
        result = self._query(query)
        if not isinstance(result, ox.QuerySolutions):
            raise QueryError(phrase("query.expected", form="SELECT"))
        variables = result.variables
        rows = tuple(tuple(None if v is None else from_ox(v) for v in row) for row in result)
        return Table(tuple(v.value for v in variables), rows)

    def ask(self, query: str) -> bool:
        result = self._query(query)
        if not isinstance(result, ox.QueryBoolean):
            raise QueryError(phrase("query.expected", form="ASK"))
        return bool(result)

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        quads = self.store.quads_for_pattern(
            ox.NamedNode(s) if s else None,
            ox.NamedNode(p) if p else None,
            ox.NamedNode(o) if o else None,
            _DEFAULT,
        )
        return [(_iri(q.subject), q.predicate.value, from_ox(q.object)) for q in quads]

    def dump(self) -> bytes:
        return self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_DEFAULT) or b""

    def copy(self) -> OxigraphEngine:
        other = OxigraphEngine()
        other.load(self.dump())
        return other

    def close(self) -> None:
        return None

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self.store.query(query)
        except (SyntaxError, ValueError) as error:
            from tpgraph.store.refused import refused

            raise QueryError(
                phrase("query.refused", engine="Oxigraph", why=refused(error))
            ) from error


def _to_ox(o: Object) -> ox.NamedNode | ox.Literal:
    if isinstance(o, Literal):
        if o.language:
            return ox.Literal(o.value, language=o.language)
        return ox.Literal(o.value, datatype=ox.NamedNode(o.datatype))
    return ox.NamedNode(o)


def _iri(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    return str(term)


def from_ox(term: object) -> Object:
    """A pyoxigraph term as this layer's own."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language)
    return str(term)
