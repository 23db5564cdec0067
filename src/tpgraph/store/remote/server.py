"""A SPARQL server as graphs, queries and updates: what is sent to it and how answers are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from tpgraph.errors import EngineError, QueryError
from tpgraph.phrases import phrase, shown
from tpgraph.store.base import XSD, Literal, Object, Table
from tpgraph.store.oxigraph_engine import from_ox
from tpgraph.store.remote.place import Place
from tpgraph.store.remote.transport import Answer, Transport

# What one update carries: servers limit the lines (Virtuoso: 10,000) and the size of a request.
_LINES, _BYTES = 1_000, 500_000
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
_DECIMAL = XSD + "decimal"
_ASKED = "__ASK_RETVAL"  # Virtuoso 7 answers ASK with a table of this one column


class Server:
    """A SPARQL 1.1 server. Raises EngineError where it fails, QueryError where it refuses a text.

    Queries see the union of the graphs that go with them, and nothing else.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._transport = Transport(place)

    def select(self, query: str, graphs: tuple[str, ...]) -> Table:
        """The rows of a SELECT query."""
        found = self._results(query, graphs, "SELECT")
        if isinstance(found, bool):
            raise QueryError("A SELECT query was expected.")
        return found

    def ask(self, query: str, graphs: tuple[str, ...]) -> bool:
        """The answer to an ASK query."""
        found = self._results(query, graphs, "ASK")
        if isinstance(found, bool):
            return found
        if found.columns == (_ASKED,):
            return any(getattr(row[0], "value", "") in ("1", "true") for row in found.rows)
        raise QueryError("An ASK query was expected.")

    def construct(self, query: str, graphs: tuple[str, ...]) -> list[ox.Triple]:
        """The triples of a CONSTRUCT query, each once."""
        answer = self._transport.query(
            query, graphs, "application/n-triples, text/turtle;q=0.5, */*;q=0.1"
        )
        form = _TRIPLES.get(answer.media_type)
        if form is None:
            raise self._other_kind(answer, query, "CONSTRUCT")
        try:
            parsed = ox.parse(answer.body, format=form)
            return list(dict.fromkeys(_canonical_triple(quad.triple) for quad in parsed))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def update(self, text: str) -> None:
        """Carries out an update."""
        self._transport.update(text)

    def add(self, graph: str, ntriples: bytes) -> None:
        """Adds N-Triples to a graph, in portions."""
        for portion in portions(ntriples):
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{portion.decode()}\n}} }}")

    def count(self, graph: str) -> int:
        """How many triples a graph has."""
        table = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", (graph,))
        try:
            (cell,) = table.rows[0]
            return int(cell.value) if cell is not None and not isinstance(cell, str) else 0
        except (IndexError, ValueError) as error:
            raise self._unreadable(error) from error

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def _results(self, query: str, graphs: tuple[str, ...], form: str) -> Table | bool:
        accept = "application/sparql-results+json, application/sparql-results+xml;q=0.5, */*;q=0.1"
        answer = self._transport.query(query, graphs, accept)
        kind = _RESULTS.get(answer.media_type)
        if kind is None:
            raise self._other_kind(answer, query, form)
        try:
            return _read(answer.body, kind)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(error) from error

    def _other_kind(self, answer: Answer, query: str, form: str) -> EngineError | QueryError:
        if not re.search(rf"^\s*{form}\b", query, re.IGNORECASE | re.MULTILINE):
            article = "An" if form == "ASK" else "A"
            return QueryError(f"{article} {form} query was expected.")
        sought = "N-Triples" if form == "CONSTRUCT" else "SPARQL results"
        found = shown(self.place.without_secrets(answer.media_type or "–"))
        return EngineError(
            phrase("engine.other-kind", host=self.place.host, found=found, sought=sought)
        )

    def _unreadable(self, error: Exception) -> EngineError:
        why = shown(self.place.without_secrets(str(error)))
        return EngineError(phrase("engine.unreadable", host=self.place.host, why=why))


def _read(body: bytes, kind: ox.QueryResultsFormat) -> Table | bool:
    """Results as this layer has them: the parser's own objects stay in this thread."""
    found = ox.parse_query_results(body, format=kind)
    try:
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if not isinstance(found, ox.QuerySolutions):
            raise ValueError("triples")
        names = tuple(v.value for v in found.variables)
        rows = tuple(
            tuple(None if (v := row[i]) is None else _cell(v) for i in range(len(names)))
            for row in found
        )
        return Table(names, rows)
    finally:
        del found


def _canonical_triple(triple: ox.Triple) -> ox.Triple:
    o = triple.object
    if not isinstance(o, ox.Literal) or o.datatype.value != _DECIMAL:
        return triple
    return ox.Triple(
        triple.subject, triple.predicate, ox.Literal(decimal(o.value), datatype=o.datatype)
    )


def _cell(term: object) -> Object:
    found = from_ox(term)
    if isinstance(found, Literal) and found.datatype == _DECIMAL:
        return found._replace(value=decimal(found.value))
    return found


def decimal(written: str) -> str:
    """An xsd:decimal without needless digits.

    XML Schema 1.0 writes a whole one as ``5.0`` (Jena does), 1.1 as ``5`` (as all else here does).
    """
    if "." not in written:
        return written
    short = written.rstrip("0").rstrip(".")
    return "0" if short in ("", "-", "-0") else short


def portions(ntriples: bytes) -> Iterator[bytes]:
    """N-Triples in portions that a server takes at once."""
    lines: list[bytes] = []
    size = 0
    # Not splitlines: literals may hold what it takes for the end of a line.
    for line in ntriples.split(b"\n"):
        if not line.strip():
            continue
        if lines and (len(lines) >= _LINES or size + len(line) > _BYTES):
            yield b"\n".join(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield b"\n".join(lines)
