"""The clients that people have: SPARQLWrapper, rdflib's SPARQLStore, curl, tpgraph's own."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import tpgraph
from tests.conftest import ROOT
from tests.serve.running import ALL, FORM, TOKEN, Running
from tpgraph.store.remote.engine import HttpEngine

COMPANY = "SELECT ?name WHERE { ?c a <https://w3id.org/tpgraph/ontology#Company> ; " \
    "<http://www.w3.org/2000/01/rdf-schema#label> ?name }"  # fmt: skip
DESCRIBED = "CONSTRUCT { ?c ?p ?o } WHERE { " \
    "?c a <https://w3id.org/tpgraph/ontology#Company> ; ?p ?o }"  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("direct", [False, True])
def test_sparqlwrapper(server: Running, method: str, direct: bool) -> None:
    import SPARQLWrapper as wrapper  # noqa: N813

    client: Any = wrapper.SPARQLWrapper(server.sparql)
    client.setMethod(method)
    if direct and method == "POST":
        client.setRequestMethod(wrapper.POSTDIRECTLY)
    client.setQuery(COMPANY)
    for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
        client.setReturnFormat(form)
        found = client.query().convert()
        if form == wrapper.JSON:
            assert [row["name"]["value"] for row in found["results"]["bindings"]] == [
                "Bottega Jeans"
            ]
        else:
            text = found.toxml() if form == wrapper.XML else found.decode()
            assert "Bottega Jeans" in text
    client.setQuery(DESCRIBED)
    for form in (wrapper.TURTLE, wrapper.N3, wrapper.JSONLD, wrapper.RDFXML):
        client.setReturnFormat(form)
        assert client.query().info()["content-type"]
    client.setReturnFormat(wrapper.JSON)
    client.setQuery("ASK { }")
    assert client.query().convert()["boolean"] is True
    client.setQuery("SELECT {")
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
        client.query()


def test_sparqlwrapper_writes(server: Running) -> None:
    import SPARQLWrapper as wrapper  # noqa: N813

    client: Any = wrapper.SPARQLWrapper(server.sparql)
    client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    client.setMethod("POST")
    client.setQuery("INSERT DATA { GRAPH <a:wrapper> { <a:a> <a:b> 1 } }")
    client.query()
    assert server.query("ASK { GRAPH <a:wrapper> { <a:a> <a:b> 1 } }").boolean
    server.update("DROP GRAPH <a:wrapper>")


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib(server: Running, method: Any, form: str) -> None:
    from rdflib import Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    store = SPARQLStore(server.sparql, method=method, returnFormat=form)
    graph = Graph(store)
    assert [str(row[0]) for row in graph.query(COMPANY)] == ["Bottega Jeans"]  # type: ignore[index]
    if form == "xml":
        # With the others rdflib says that it accepts no triples.
        assert len(graph.query(DESCRIBED).graph or ()) > 10
    company = URIRef("https://w3id.org/tpgraph/data/bottega-jeans")
    assert len(list(graph.triples((company, None, None)))) > 10
    asserted = URIRef(f"{company}/graph/asserted")
    assert len(list(Graph(store, identifier=asserted).triples((company, None, None)))) > 5


def test_rdflib_writes(server: Running) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    headers = {"Authorization": f"Bearer {TOKEN}"}
    store = SPARQLUpdateStore(server.sparql, server.sparql, headers=headers)
    graph = Graph(store, identifier=URIRef("http://example.org/of-rdflib"))
    graph.add((URIRef("a:a"), URIRef("a:b"), Literal("ș\n\"'\\")))
    assert [str(o) for o in graph.objects()] == ["ș\n\"'\\"]
    graph.remove((None, None, None))
    assert len(graph) == 0


def test_curl(server: Running, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")

    def curl(*words: str) -> str:
        command = ["curl", "-sS", "--max-time", "20", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    url = server.sparql
    csv = "Accept: text/csv"
    assert "Bottega" in curl(url, "-H", csv, "--data-urlencode", f"query={COMPANY}")
    assert "Bottega" in curl(url, "-G", "-H", csv, "--data-urlencode", f"query={COMPANY}")
    (tmp_path / "q.rq").write_text(COMPANY, encoding="utf-8")
    kind = "Content-Type: application/sparql-query"
    assert "Bottega" in curl(url, "-H", csv, "-H", kind, "--data-binary", f"@{tmp_path / 'q.rq'}")
    assert json.loads(curl("--compressed", url, "--data-urlencode", f"query={ALL}"))
    # Expect: 100-continue, as curl sends it before a large body.
    large = COMPANY + " #" + "x" * 100_000
    assert "Bottega" in curl(url, "-H", csv, "-H", "Expect: 100-continue", "-d", "query=" + large)


def test_what_readme_asks(server: Running) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Serving\n")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    command = "curl -sS" + block.partition("curl")[2].replace("http://localhost:8000/sparql", "{}")
    words = [word.replace("{}", server.sparql) for word in shlex.split(command.replace("\\\n", ""))]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("gap\nhttps://w3id.org/tpgraph/data/bottega-jeans/finding/")


def test_yasgui(server: Running) -> None:
    """What the editor sends: a form, with the Accept header of its every kind of result."""
    accept = "application/sparql-results+json,*/*;q=0.9"
    headers = {"Content-Type": FORM, "Accept": accept, "Origin": server.address.rstrip("/")}
    reply = server.ask("POST", "/sparql", "query=" + COMPANY.replace(" ", "+"), headers)
    assert (reply.status, reply.type) == (200, "application/sparql-results+json")
    accept = "application/n-triples,*/*;q=0.9"
    reply = server.ask("POST", "/sparql", "query=" + DESCRIBED, {**headers, "Accept": accept})
    assert (reply.status, reply.type) == (200, "application/n-triples")


def test_tpgraphs_own_client(
    server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another tpgraph infers on this one: rules, updates and all, in graphs of its own."""
    monkeypatch.setenv("TPGRAPH_SPARQL_TOKEN", TOKEN)
    monkeypatch.setenv("TPGRAPH_SPARQL_UPDATE", server.sparql)
    engine = HttpEngine(server.sparql, "https://example.org/company")
    try:
        engine.load(b"<a:a> <a:b> <a:c> .\n")
        assert engine.ask("ASK { <a:a> <a:b> <a:c> }")
    finally:
        engine.close()
    (tmp_path / "touchpoints.csv").write_text(
        "name,type,category\nWindow,Shop window,advertising\n", encoding="utf-8"
    )
    remote = tpgraph.analyse(tmp_path, engine=server.sparql, as_of="2026-11-22")
    local = tpgraph.analyse(tmp_path, as_of="2026-11-22")
    assert [f.id for f in remote.findings] == [f.id for f in local.findings]
    assert len(local.findings) > 5
