"""The media types of answers, what Oxigraph calls them, and how many rows an answer has."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from tpgraph.serve.accept import best

# The first is what a client gets that does not care.
ROWS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
GRAPH: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


def rows_type(accept: str | None) -> str | None:
    """The media type for rows or a yes or no; None where none of them is accepted."""
    return best(accept, tuple(ROWS))


def graph_type(accept: str | None) -> str | None:
    """The media type for triples; None where none of them is accepted."""
    return best(accept, tuple(GRAPH))


def count_rows(answer: bytes, form: ox.QueryResultsFormat) -> int:
    """How many rows an answer has that Oxigraph has written."""
    if form == ox.QueryResultsFormat.XML:
        return answer.count(b"<result>")
    if form == ox.QueryResultsFormat.TSV:
        # Line ends within a value are escaped.
        return answer.count(b"\n") - 1
    if form == ox.QueryResultsFormat.CSV:
        return sum(part.count(b"\n") for part in answer.split(b'"')[::2]) - 1
    # Between bindings stands a name, between rows none.
    bindings = _JSON_STRING.sub(b"", answer.partition(b'"bindings":[')[2])
    return bindings.count(b"},{") + 1 if bindings[:1] == b"{" else 0
