"""rdflib: the reference engine, slow and everywhere; the only module that imports it for rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tpgraph.errors import QueryError
from tpgraph.phrases import phrase
from tpgraph.store.base import XSD, Literal, Object, Table, Triple
from tpgraph.store.refused import refused


class RdflibEngine:
    """An rdflib Graph with rdflib's own SPARQL engine."""

    name = "rdflib"

    def __init__(self) -> None:
        import rdflib

        self.graph = rdflib.Graph()

    def load(self, ntriples: bytes) -> None:
        self.graph.parse(data=ntriples, format="nt")

    def load_common(self, ntriples: bytes) -> None:
        for triple in _parsed(ntriples):
            self.graph.add(triple)

    def add(self, triples: Sequence[Triple]) -> None:
        from rdflib import URIRef

        for s, p, o in triples:
            self.graph.add((URIRef(s), URIRef(p), _to_rdflib(o)))

    def materialise(self, construct: str) -> None:
        for triple in self._query(construct).graph or ():
            self.graph.add(triple)

    def construct(self, query: str) -> list[Triple]:
        graph = self._query(query).graph
        if graph is None:
            raise QueryError(phrase("query.expected", form="CONSTRUCT"))
        return [(str(s), str(p), _from_rdflib(o)) for s, p, o in graph]

    def select(self, query: str) -> Table:
        result = self._query(query)
        if result.type != "SELECT":
            raise QueryError(phrase("query.expected", form="SELECT"))
        columns = tuple(str(v) for v in result.vars or ())
        rows = tuple(tuple(None if v is None else _from_rdflib(v) for v in row) for row in result)
        return Table(columns, rows)

    def ask(self, query: str) -> bool:
        result = self._query(query)
        if result.type != "ASK":
            raise QueryError(phrase("query.expected", form="ASK"))
        return bool(result.askAnswer)

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        from rdflib import URIRef

        pattern: Any = tuple(URIRef(x) if x else None for x in (s, p, o))
        return [(str(a), str(b), _from_rdflib(c)) for a, b, c in self.graph.triples(pattern)]

    def dump(self) -> bytes:
        return self.graph.serialize(format="nt", encoding="utf-8")

    def copy(self) -> RdflibEngine:
        other = RdflibEngine()
        for triple in self.graph:
            other.graph.add(triple)
        return other

    def close(self) -> None:
        return None

    def _query(self, query: str) -> Any:
        try:
            return self.graph.query(_prepared(query))
        except Exception as error:  # rdflib raises pyparsing's, its own and bare exceptions alike
            raise QueryError(
                phrase("query.refused", engine="rdflib", why=refused(error))
            ) from error


# Parsing takes rdflib longer than answering, and the same rules are asked again and again.
@lru_cache(maxsize=512)
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


# What is common to all companies is read once: parsing takes rdflib twice as long as adding.
@lru_cache(maxsize=2)
def _parsed(ntriples: bytes) -> tuple[Any, ...]:
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data=ntriples, format="nt")
    return tuple(graph)


def dataset_from_trig(trig: bytes) -> Any:
    """An ``rdflib.Dataset`` of a TriG document, for those who go on in rdflib."""
    from rdflib import Dataset

    dataset = Dataset()
    dataset.parse(data=trig, format="trig")
    return dataset


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Triples as RDF/XML, in their order; blank nodes (``_:x``) keep their labels.

    Raises QueryError where XML has no way to write a property's name or a character.
    """
    import xml.etree.ElementTree as ET
    from xml.sax.saxutils import escape

    from rdflib import BNode, Graph, URIRef

    def node(term: Object) -> Any:
        if isinstance(term, str) and term.startswith("_:"):
            return BNode(term.removeprefix("_:"))
        if isinstance(term, Literal) and not term.language:
            # rdflib's serializer writes the datatype's IRI into an attribute as it is.
            return _to_rdflib(term._replace(datatype=escape(term.datatype)))
        return _to_rdflib(term)

    # This store keeps the order of what is added; the default one does not.
    graph = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    for s, p, o in triples:
        graph.add((node(s), URIRef(p), node(o)))
    try:
        text = graph.serialize(format="xml", encoding="utf-8")
        ET.fromstring(text)
    except (ValueError, ET.ParseError) as error:
        raise QueryError(f"RDF/XML cannot hold this graph: {error}") from error
    # Namespaces come in no order.
    begin, head, rest = text.partition(b"<rdf:RDF\n")
    names, close, body = rest.partition(b">\n")
    return begin + head + b"\n".join(sorted(names.splitlines())) + b"\n" + close + body


def _to_rdflib(o: Object) -> Any:
    from rdflib import Literal as RdfLiteral
    from rdflib import URIRef

    if isinstance(o, Literal):
        if o.language:
            return RdfLiteral(o.value, lang=o.language)
        datatype = None if o.datatype == XSD + "string" else URIRef(o.datatype)
        return RdfLiteral(o.value, datatype=datatype)
    return URIRef(o)


def _from_rdflib(term: Any) -> Object:
    from rdflib import Literal as RdfLiteral

    if isinstance(term, RdfLiteral):
        if term.language:
            return Literal(str(term), _LANG_STRING, str(term.language))
        return Literal(str(term), str(term.datatype or XSD + "string"))
    return str(term)


_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
