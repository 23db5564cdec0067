"""The cases of the W3C's tests of the SPARQL 1.1 protocol, each under its name there.

https://github.com/w3c/rdf-tests/tree/main/sparql/sparql11/protocol
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.serve.running import BEARER, FORM, QUERY, UPDATE, Reply, Running

DATA = "http://kasei.us/2009/09/sparql/data/"
DATA0, DATA1, DATA2, DATA3 = (f"{DATA}data{i}.rdf" for i in range(4))
PREFIXES = """PREFIX dc: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
"""
FILL = f"""INSERT DATA {{
  GRAPH <{DATA1}> {{ <{DATA1}> a foaf:Document }}
  GRAPH <{DATA2}> {{ <{DATA2}> a foaf:Document }}
  GRAPH <{DATA3}> {{ <{DATA3}> a foaf:Document }}
}}"""
ROWS = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv",
        "text/tab-separated-values"}  # fmt: skip
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"}
Case = Callable[[Running], None]
CASES: dict[str, Case] = {}


def case(function: Case) -> Case:
    CASES[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def filled(server: Running) -> Running:
    """The server with the graphs that the cases begin with."""
    assert server.update(f"{PREFIXES} DROP ALL ; {FILL}").status == 204
    return server


def test_no_case_is_missing() -> None:
    assert len(CASES) == 34


@pytest.mark.parametrize("name", CASES)
def test_case(filled: Running, name: str) -> None:
    CASES[name](filled)


def get(server: Running, query: str, **graphs: str | list[str]) -> Reply:
    fields = {"query": query, **{key.replace("_", "-"): value for key, value in graphs.items()}}
    return server.ask("GET", "/sparql/?" + urlencode(fields, doseq=True, quote_via=quote))


def post(
    server: Running, text: str, media_type: str | None, *, write: bool = False, **graphs: Any
) -> Reply:
    fields = {key.replace("_", "-"): value for key, value in graphs.items()}
    target = "/sparql/?" + urlencode(fields, doseq=True) if fields else "/sparql/"
    headers = {"Content-Type": media_type} if media_type else {}
    return server.ask("POST", target, text, {**headers, **(BEARER if write else {})})


@case
def query_post_form(server: Running) -> None:
    assert post(server, "query=ASK%20%7B%7D", FORM, default_graph_uri=DATA0).boolean


@case
def query_dataset_default_graphs_get(server: Running) -> None:
    query = f"ASK {{ <{DATA1}> a ?type . <{DATA2}> a ?type . }}"
    assert get(server, query, default_graph_uri=[DATA1, DATA2]).boolean
    assert not get(server, query, default_graph_uri=DATA1).boolean


@case
def query_dataset_default_graphs_post(server: Running) -> None:
    query = f"ASK {{ <{DATA1}> a ?type . <{DATA2}> a ?type . }}"
    assert post(server, query, QUERY, default_graph_uri=[DATA1, DATA2]).boolean


NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA1}> a ?type }} GRAPH ?g2 {{ <{DATA2}> a ?type }} }}"


@case
def query_dataset_named_graphs_post(server: Running) -> None:
    assert post(server, NAMED, QUERY, named_graph_uri=[DATA1, DATA2]).boolean
    assert not post(server, NAMED, QUERY, named_graph_uri=[DATA1]).boolean


@case
def query_dataset_named_graphs_get(server: Running) -> None:
    assert get(server, NAMED, named_graph_uri=[DATA1, DATA2]).boolean
    assert not get(server, NAMED, named_graph_uri=[DATA1, DATA3]).boolean


FULL = f"""ASK {{ <{DATA3}> a ?type
  GRAPH ?g1 {{ <{DATA1}> a ?type }} GRAPH ?g2 {{ <{DATA2}> a ?type }} }}"""


@case
def query_dataset_full(server: Running) -> None:
    graphs: dict[str, Any] = {"named_graph_uri": [DATA1, DATA2]}
    assert post(server, FULL, QUERY, default_graph_uri=DATA3, **graphs).boolean
    assert not post(server, FULL, QUERY, default_graph_uri=DATA1, **graphs).boolean


@case
def query_multiple_dataset(server: Running) -> None:
    query = NAMED.replace("ASK", f"ASK FROM <{DATA3}>")
    assert post(server, query, QUERY, named_graph_uri=[DATA1, DATA2]).boolean


@case
def query_get(server: Running) -> None:
    assert get(server, "ASK {}", default_graph_uri=DATA0).boolean


@case
def query_content_type_select(server: Running) -> None:
    reply = post(server, "SELECT (1 AS ?value) {}", QUERY, default_graph_uri=DATA0)
    assert (reply.status, reply.type in ROWS) == (200, True)


@case
def query_content_type_ask(server: Running) -> None:
    reply = post(server, "ASK {}", QUERY, default_graph_uri=DATA0)
    assert (reply.status, reply.type in ROWS) == (200, True)


@case
def query_content_type_describe(server: Running) -> None:
    reply = post(server, "DESCRIBE <http://example.org/>", QUERY, default_graph_uri=DATA0)
    assert (reply.status, reply.type in GRAPHS) == (200, True)


@case
def query_content_type_construct(server: Running) -> None:
    reply = post(server, "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY, default_graph_uri=DATA0)
    assert (reply.status, reply.type in GRAPHS) == (200, True)


BOOK = "<http://purl.org/dc/terms/BibliographicResource>"


@case
def update_dataset_default_graph(server: Running) -> None:
    made = "http://example.org/protocol-update-dataset-test/"
    update = f"""{PREFIXES} CLEAR ALL ; {FILL} ;
      INSERT {{ GRAPH <{made}> {{ ?s a dc:BibliographicResource }} }}
      WHERE {{ ?s a foaf:Document }}"""
    assert server.update(update, using_graph_uri=[DATA1]).status == 204
    assert server.query(f"ASK {{ GRAPH <{made}> {{ <{DATA1}> a {BOOK} }} }}").boolean
    assert not server.query(f"ASK {{ GRAPH <{made}> {{ <{DATA2}> a {BOOK} }} }}").boolean


@case
def update_dataset_default_graphs(server: Running) -> None:
    made = "http://example.org/protocol-update-dataset-graphs-test/"
    update = f"""{PREFIXES} DROP ALL ; {FILL} ;
      INSERT {{ GRAPH <{made}> {{ ?s a dc:BibliographicResource }} }}
      WHERE {{ ?s a foaf:Document }}"""
    assert server.update(update, using_graph_uri=[DATA1, DATA2]).status == 204
    _books(server, made)


def _books(server: Running, made: str) -> None:
    query = f"""ASK {{ GRAPH <{made}> {{ <{DATA1}> a {BOOK} . <{DATA2}> a {BOOK} }}
      FILTER NOT EXISTS {{ GRAPH <{made}> {{ <{DATA3}> a {BOOK} }} }} }}"""
    assert server.query(query).boolean


@case
def update_dataset_named_graphs(server: Running) -> None:
    made = "http://example.org/protocol-update-dataset-named-graphs-test/"
    update = f"""{PREFIXES} DROP ALL ; {FILL} ;
      INSERT {{ GRAPH <{made}> {{ ?s a dc:BibliographicResource }} }}
      WHERE {{ GRAPH ?g {{ ?s a foaf:Document }} }}"""
    assert server.update(update, using_named_graph_uri=[DATA1, DATA2]).status == 204
    _books(server, made)


@case
def update_dataset_full(server: Running) -> None:
    made = "http://example.org/protocol-update-dataset-full-test/"
    update = f"""{PREFIXES} DROP ALL ; {FILL} ;
      INSERT {{ GRAPH <{made}> {{ ?s <http://example.org/in> ?in }} }}
      WHERE {{ {{ GRAPH ?g {{ ?s a foaf:Document }} BIND(?g AS ?in) }}
               UNION {{ ?s a foaf:Document . BIND("default" AS ?in) }} }}"""
    graphs = {"using_graph_uri": [DATA1], "using_named_graph_uri": [DATA2]}
    assert server.update(update, **graphs).status == 204
    query = f"""ASK {{ GRAPH <{made}> {{
        <{DATA1}> <http://example.org/in> "default" .
        <{DATA2}> <http://example.org/in> <{DATA2}> }}
      FILTER NOT EXISTS {{ GRAPH <{made}> {{ <{DATA3}> ?p ?o }} }} }}"""
    assert server.query(query).boolean


@case
def update_post_form(server: Running) -> None:
    assert post(server, "update=CLEAR+ALL", FORM, write=True).status == 204
    _is_cleared(server)


@case
def update_post_direct(server: Running) -> None:
    assert post(server, "CLEAR ALL", UPDATE, write=True).status == 204
    _is_cleared(server)


def _is_cleared(server: Running) -> None:
    """All that clients can write is gone, and nothing else; the next case finds what it needs."""
    assert not server.query(f"ASK {{ GRAPH <{DATA1}> {{ ?s ?p ?o }} }}").boolean
    assert server.query("ASK { ?company a tpg:Company }").boolean
    assert server.update(PREFIXES + FILL).status == 204


@case
def update_base_uri(server: Running) -> None:
    graph = "http://example.org/protocol-base-test/"
    update = f"""CLEAR SILENT GRAPH <{graph}> ;
      INSERT DATA {{ GRAPH <{graph}> {{
        <http://example.org/s> <http://example.org/p> <test> }} }}"""
    assert server.update(update).status == 204
    query = f"""ASK {{ GRAPH <{graph}> {{ <http://example.org/s> <http://example.org/p> ?o
      FILTER (isIRI(?o) && STR(?o) != "test") }} }}"""
    assert server.query(query).boolean


@case
def query_post_direct(server: Running) -> None:
    assert post(server, "ASK {}", QUERY).boolean


@case
def bad_query_method(server: Running) -> None:
    reply = server.ask("PUT", "/sparql/?query=ASK%20%7B%7D", None, {"Content-Type": FORM})
    assert reply.status == 405
    assert "POST" in reply.headers["allow"]


@case
def bad_multiple_queries(server: Running) -> None:
    target = "/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"
    assert server.ask("GET", target).status == 400


@case
def bad_query_wrong_media_type(server: Running) -> None:
    assert post(server, "ASK {}", "text/plain").status == 415


@case
def bad_query_missing_form_type(server: Running) -> None:
    assert post(server, "query=ASK%20%7B%7D", None).status == 415


@case
def bad_query_missing_direct_type(server: Running) -> None:
    assert post(server, "ASK {}", None).status == 415


@case
def bad_query_non_utf8(server: Running) -> None:
    headers = {"Content-Type": f"{QUERY}; charset=UTF-16"}
    assert server.ask("POST", "/sparql/", "ASK {}".encode("utf-16"), headers).status == 415
    plain = {"Content-Type": QUERY}
    assert server.ask("POST", "/sparql/", "ASK {}".encode("utf-16"), plain).status == 400


@case
def bad_query_syntax(server: Running) -> None:
    reply = get(server, "ASK {")
    assert (reply.status, reply.json["line"], reply.json["column"]) == (400, 1, 6)


@case
def bad_update_get(server: Running) -> None:
    reply = server.ask("GET", "/sparql/?update=CLEAR%20ALL", None, BEARER)
    assert reply.status == 400


@case
def bad_multiple_updates(server: Running) -> None:
    body = "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"
    assert post(server, body, FORM, write=True).status == 400


@case
def bad_update_wrong_media_type(server: Running) -> None:
    assert post(server, "CLEAR NAMED", "text/plain", write=True).status == 415


@case
def bad_update_missing_form_type(server: Running) -> None:
    assert post(server, "update=CLEAR%20NAMED", None, write=True).status == 415


@case
def bad_update_non_utf8(server: Running) -> None:
    headers = {"Content-Type": f"{UPDATE}; charset=UTF-16", **BEARER}
    assert server.ask("POST", "/sparql/", "CLEAR NAMED".encode("utf-16"), headers).status == 415


@case
def bad_update_syntax(server: Running) -> None:
    assert post(server, "update=CLEAR%20XYZ", FORM, write=True).status == 400


@case
def bad_update_dataset_conflict(server: Running) -> None:
    update = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
      WITH <http://example/addresses>
      DELETE { ?person foaf:givenName 'Bill' } INSERT { ?person foaf:givenName 'William' }
      WHERE { ?person foaf:givenName 'Bill' }"""
    reply = server.update(update, using_named_graph_uri=["http://example/people"])
    assert (reply.status, reply.json["line"]) == (400, 2)
