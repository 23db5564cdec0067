"""No text makes the server fetch anything: found by its words, and impossible besides."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox
import pytest

from tests.serve.running import Running
from tpgraph.errors import QueryError
from tpgraph.query.run import answer
from tpgraph.query.screening import chosen_graphs, deepest, leaving, words_of

# What calls a service in Oxigraph; `{u}` is its address.
SERVICES = [
    "SELECT * { SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { service silent <{u}> { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <{u}> } SERVICE ?x { ?s ?p ?o } }",
    "PREFIX : <{u}> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX foo: <{u}> SELECT * { SERVICEfoo: { ?s ?p ?o } }",
    "PREFIX foo: <{u}> SELECT * { sErViCeSILENTfoo: { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?one) SERVICE<{u}>{ ?s ?p ?o } }",
    "SELECT * { VALUES ?p { true }SERVICE<{u}>{ ?s ?p ?o } }",
    "SELECT * { # a comment\rSERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { BIND('#' AS ?x) SERVICE <{u}> { ?s ?p ?o } }",
    'SELECT * { BIND("""a"" # """ AS ?x) SERVICE <{u}> { ?s ?p ?o } }',
    "SELECT * { BIND('\\'' AS ?x) SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <{u}> { ?s ?p ?o } } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <{u}> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { VALUES ?a { 1 } FILTER(?a<2)SERVICE<{u}>{ ?s ?p ?o } }",
]
HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://a/> {}' } LIMIT 1",
    "SELECT * { ?s <http://a/SERVICE> ?service } LIMIT 1",
    "PREFIX service: <http://a/> SELECT * { ?s service:load service:x } LIMIT 1",
    "PREFIX service: <http://a/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "PREFIX service: <http://a/> SELECT * FROM service:x { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 1 # SERVICE <http://a/> {}",
    "SELECT ('''a ' SERVICE ' b''' AS ?x) {}",
    "SELECT ?load { ?load ?p _:service } LIMIT 1",
]
UPDATES = [
    "LOAD <{u}>",
    "load silent <{u}> into graph <http://a/g>",
    "LOAD<{u}>INTO GRAPH<http://a/g>",
    "PREFIX : <{u}> LOAD:",
    "PREFIX x: <{u}> INSERT DATA { <http://a/a> <http://a/b> 1 } ; LOADx:",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <{u}> { ?s ?p ?o } }",
    "PREFIX : <{u}> DELETE { ?s ?p ?o } WHERE { SERVICE: { ?s ?p ?o } }",
    "LOAD <file:///etc/hostname>",
]


class _Trap(BaseHTTPRequestHandler):
    hits: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.hits.append(self.path)
        content = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        return None


@pytest.fixture(scope="module")
def trap() -> Iterator[str]:
    """The address of a service that notes who calls."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Trap) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}/x"
        served.shutdown()


@pytest.mark.parametrize("text", SERVICES)
def test_what_calls_a_service_is_refused(server: Running, trap: str, text: str) -> None:
    query = text.replace("{u}", trap)
    _Trap.hits.clear()
    if "SERVICE ?x" not in text:
        # The text does call it, where nobody looks.
        list(ox.Store().query(query))  # type: ignore[arg-type]
        assert _Trap.hits == ["/x"]
    _Trap.hits.clear()
    reply = server.query(query)
    assert (reply.status, "line" in reply.json) == (403, True)
    with pytest.raises(QueryError):
        answer(ox.Store(), query)
    assert _Trap.hits == []


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_no_call(server: Running, text: str) -> None:
    assert server.query(text).status == 200


@pytest.mark.parametrize("text", UPDATES)
def test_what_loads_is_refused(server: Running, trap: str, text: str) -> None:
    _Trap.hits.clear()
    assert server.update(text.replace("{u}", trap)).status == 403
    assert _Trap.hits == []


def test_oxigraph_does_not_see_words_where_we_see_none(trap: str) -> None:
    """Whatever is cut out or put between, what the screening lets through calls nobody."""
    _Trap.hits.clear()
    joints = ["", " ", "\r", "\n", "#\r", "#\n", "''", '""', "'#'", "<a:a>", "1", ".", ";", "{}"]
    joints += ["(", ")", "true", "a", "?x", "_:b", "[]", "\\u0053", "\u200b", "\ufeff", "'''"]
    joints += ["@en", "^^"]
    passed = 0
    for first in joints:
        for second in joints:
            query = f"PREFIX : <{trap}> SELECT * {{ {first}SERVICE{second}:{{ ?s ?p ?o }} }}"
            if leaving(list(words_of(query))) is None:
                passed += 1
                try:
                    list(ox.Store().query(query))  # type: ignore[arg-type]
                except (SyntaxError, RuntimeError, ValueError, OSError):
                    continue
    assert passed > 50
    assert _Trap.hits == []


def test_how_deep_a_text_is() -> None:
    assert deepest(list(words_of("SELECT * { { ?s ?p (1 '((((' # {{{{\n 2) } }"))) == 3
    assert deepest(list(words_of("SELECT * { FILTER(!!!!!?x) }"))) == 5


def test_graphs_that_a_text_chooses() -> None:
    def of(text: str) -> object:
        return chosen_graphs(list(words_of(text)))

    assert of("SELECT * { ?s ?p 'FROM <a:a>' }") is None
    assert of("PREFIX x: <b:> SELECT * FROM <a:a> FROM x:c FROM NAMED <a:d> {}") == (
        ["a:a", "b:c"],
        ["a:d"],
    )
    assert of("SELECT * FROM <relative> {}") is None
