"""Forms of answers, the description of the service, datasets, and what is refused."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

import tpgraph
from tests.serve.running import ALL, FORM, SAMPLE, Running
from tpgraph.query.run import answer, query_store
from tpgraph.serve.accept import best
from tpgraph.serve.sparql.formats import GRAPH, ROWS, count_rows

STAGES = "SELECT ?s ?name { ?s a tpg:Touchpoint ; rdfs:label ?name } ORDER BY ?name LIMIT 7"


@pytest.fixture(scope="module")
def everything() -> ox.Store:
    """What the server answers from, made without it."""
    return query_store(tpgraph.analyse(SAMPLE).trig())


@pytest.mark.parametrize("media_type", ROWS)
def test_rows_are_the_same_in_every_form(
    server: Running, everything: ox.Store, media_type: str
) -> None:
    reply = server.query(STAGES, media_type)
    assert (reply.status, reply.type) == (200, media_type)
    if "json" in media_type:
        rows = [
            (row["s"]["value"], row["name"]["value"]) for row in reply.json["results"]["bindings"]
        ]
    elif "xml" in media_type:
        values = [value.text for value in ET.fromstring(reply.body).iterfind(".//{*}binding/*")]
        rows = list(zip(values[::2], values[1::2], strict=True))
    elif media_type == "text/csv":
        rows = [(s, name) for s, name in csv.reader(io.StringIO(reply.body.decode()))][1:]
    else:
        lines = reply.body.decode().splitlines()[1:]
        rows = [(s.strip("<>"), name[1:].rpartition('"')[0]) for s, name in
                (line.split("\t") for line in lines)]  # fmt: skip
    expected = answer(everything, STAGES)
    assert rows == [(s, getattr(name, "value", None)) for s, name in expected.rows]
    assert len(rows) == 7


@pytest.mark.parametrize("media_type", GRAPH)
def test_triples_are_the_same_in_every_form(
    server: Running, everything: ox.Store, media_type: str
) -> None:
    reply = server.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s a tpg:Company ; ?p ?o }", media_type)
    assert (reply.status, reply.type) == (200, media_type)
    found = {q.triple for q in ox.parse(reply.body, format=GRAPH[media_type])}
    reference = everything.query(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a tpg:Company ; ?p ?o }",
        prefixes={"tpg": "https://w3id.org/tpgraph/ontology#"},
        use_default_graph_as_union=True,
    )
    assert isinstance(reference, ox.QueryTriples)
    assert found == set(reference)
    assert len(found) > 10


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/json"),
        ("text/turtle, application/sparql-results+json;q=0.1", "application/sparql-results+json"),
        ("text/html, application/xhtml+xml", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
    ],
)
def test_what_is_accepted(server: Running, accept: str | None, found: str | None) -> None:
    reply = server.query("SELECT (1 AS ?x) {}", accept)
    assert (reply.status, reply.type) == ((200, found) if found else (406, reply.type))
    assert "Accept" in reply.headers["vary"] or found is None


def test_the_more_specific_range_decides() -> None:
    assert best("text/*;q=0.9, text/html;q=0.1, */*;q=0.5", ["text/html", "a/b"]) == "a/b"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a ?b {}",
        'SELECT ?a ?b { VALUES (?a ?b) { (1 "x},{\\"\\n") (UNDEF "},{") (UNDEF UNDEF) } }',
        "SELECT ?a { FILTER(false) }",
        "SELECT * { VALUES () { () () () } }",
        "SELECT ?a { VALUES ?a { '<result>' 'a\\nb' 'c\"d,\\r\\n' } }",
    ],
)
def test_rows_are_counted_in_every_form(query: str) -> None:
    for form in set(ROWS.values()):
        rows = ox.Store().query(query)
        assert isinstance(rows, ox.QuerySolutions)
        again = ox.Store().query(query)
        assert isinstance(again, ox.QuerySolutions)
        assert count_rows(rows.serialize(format=form) or b"", form) == len(list(again)), form


def test_the_service_describes_itself(server: Running) -> None:
    for media_type in GRAPH:
        reply = server.ask(headers={"Accept": media_type})
        assert (reply.status, reply.type) == (200, media_type)
    store = ox.Store()
    store.load(server.ask().body, format=ox.RdfFormat.TURTLE)
    query = f"""PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
      ASK {{ ?service a sd:Service ; sd:endpoint <{server.sparql}> ;
        sd:supportedLanguage sd:SPARQL11Query , sd:SPARQL11Update ;
        sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON> ;
        sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [] ] }}"""
    assert bool(store.query(query))


def test_the_default_graph_is_all_there_is_once(server: Running, everything: ox.Store) -> None:
    graphs = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    assert server.query(ALL).count == server.query(graphs).count >= len(everything)


def test_graphs_of_the_text_and_of_the_protocol(server: Running) -> None:
    ontology = "https://w3id.org/tpgraph/ontology"
    asserted = "https://w3id.org/tpgraph/data/bottega-jeans/graph/asserted"
    everything = server.query(ALL).count
    one = server.query(ALL, default_graph_uri=[ontology]).count
    other = server.query(ALL, default_graph_uri=[asserted]).count
    assert 0 < other < one < everything
    assert server.query(ALL.replace("{", f"FROM <{ontology}> {{", 1)).count == one
    # Given twice it is one graph all the same: a graph is a set of triples.
    for twice in ([ontology, ontology], [ontology, asserted, ontology]):
        expected = one if len(twice) == 2 else one + other
        assert server.query(ALL, default_graph_uri=twice).count == expected
        froms = " ".join(f"FROM <{graph}>" for graph in twice)
        assert server.query(ALL.replace("{", froms + " {", 1)).count == expected
    assert server.query(ALL, named_graph_uri=[ontology]).count == 0
    assert server.query("ASK { GRAPH ?g { ?s ?p ?o } }", default_graph_uri=[ontology]).boolean is (
        False
    )
    assert server.query(ALL, default_graph_uri=["no iri"]).status == 400


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("DELETE", "/sparql", None, {}, 405),
        ("PATCH", "/sparql", "x", {}, 405),
        ("TRACE", "/sparql", None, {}, 405),
        ("GET", "/sparql?query=", None, {}, 400),
        ("GET", "/sparql?format=json", None, {}, 400),
        ("GET", "/sparql?query=%FF", None, {}, 400),
        ("GET", "/sparql?query=SELECT", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&using-graph-uri=a:a", None, {}, 400),
        ("GET", "/sparql?" + "a=1&" * 300 + "query=ASK%7B%7D", None, {}, 400),
        ("POST", "/sparql", "", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "query=ASK{}&update=CLEAR+ALL", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "query=ASK{}", {"Content-Type": f"{FORM}; charset=latin1"}, 415),
        ("POST", "/sparql", "query=ASK{}", {"Content-Type": "multipart/form-data"}, 415),
        ("POST", "/sparql", "x", {"Content-Type": FORM, "Content-Encoding": "gzip"}, 415),
        ("POST", "/sparql?query=ASK%7B%7D", "query=ASK{}", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", "update=CLEAR+ALL", {"Content-Type": FORM}, 401),
        ("GET", "/nowhere", None, {}, 404),
    ],
)
def test_what_is_refused(
    server: Running,
    method: str,
    target: str,
    body: str | None,
    headers: dict[str, str],
    status: int,
) -> None:
    reply = server.ask(method, target, body, headers)
    assert (reply.status, reply.type) == (status, "application/problem+json")
    assert (reply.json["status"], bool(reply.json["detail"])) == (status, True)
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_head_and_options(server: Running) -> None:
    reply = server.ask("HEAD", "/sparql?query=ASK%7B%7D")
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", "26")
    reply = server.ask("OPTIONS", "/sparql")
    assert (reply.status, "POST" in reply.headers["allow"]) == (204, True)


def test_refusals_are_in_the_readers_language(server: Running) -> None:
    target = "/sparql?query=SELECT%20*%20%7B"
    told = {
        language: server.ask("GET", target, None, {"Accept-Language": header}).json["detail"]
        for language, header in {
            "en": "de", "ro": "ro-MD,en;q=0.5", "ru": "ru", "fa": "fa-IR", "it": "xx, it;q=0.1",
        }.items()
    }  # fmt: skip
    assert len(set(told.values())) == 5
    assert told["it"].startswith("Il testo non è compreso")
    assert "1" not in told["fa"]
