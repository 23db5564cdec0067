"""Questions to a SPARQL endpoint over HTTP: the same answers as of the store behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.batch.tables import many, write_folders
from tests.store.remote.servers import free_port, oxigraph_server, running, tool
from tpgraph import cli
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.errors import CallError, EngineError, QueryError
from tpgraph.query.across import ask_store
from tpgraph.query.endpoint import ask_endpoint, with_prefixes
from tpgraph.query.named import named_queries
from tpgraph.query.results import Result
from tpgraph.store.company_store import companies

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[str, ox.Store], None, None]:
    """A store of three companies: the address of a server of it, and the same store here."""
    base = tmp_path_factory.mktemp("served")
    folder = write_folders(base / "in", many(3, 3))
    settings = Settings(as_of=DAY, store=str(base / "store"))
    run_batch([folder], base / "out", settings, workers=1)
    program = tool("oxigraph")
    if program is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    port = free_port()
    location = ["--location", str(base / "store"), "--bind", f"127.0.0.1:{port}"]
    with running([program, "serve-read-only", *location], port, base):
        yield f"http://127.0.0.1:{port}/query", ox.Store.read_only(str(base / "store"))


def rows(result: Result) -> Counter[tuple[object, ...]]:
    return Counter(result.rows)


@pytest.mark.parametrize("name", named_queries())
def test_named_queries_are_answered_as_by_the_store(
    served: tuple[str, ox.Store], name: str
) -> None:
    url, store = served
    found, expected = ask_endpoint(url, name, "ro"), ask_store(store, name, "ro")
    assert found.columns == expected.columns
    assert rows(found) == rows(expected)
    if named_queries()[name].scope != "company":
        assert expected.rows


def test_every_form_of_query_is_answered(served: tuple[str, ox.Store]) -> None:
    url, _ = served
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?c a tpg:Company } }"
    assert [r["n"] for r in ask_endpoint(url, count, "en").records()] == [3]
    assert ask_endpoint(url, "ASK { GRAPH ?g { ?c a tpg:Company } }", "en").records() == [
        {"answer": True}
    ]
    made = ask_endpoint(
        url, "CONSTRUCT { ?c a tpg:Company } { GRAPH ?g { ?c a tpg:Company } }", "en"
    )
    assert len(made) == 3
    assert made.turtle is not None
    assert "tpg:Company" in made.turtle


def test_one_company_can_be_chosen(served: tuple[str, ox.Store]) -> None:
    url, store = served
    iri, name = companies(store)[1]
    query = "SELECT ?c { ?c a tpg:Company }"
    assert ask_endpoint(url, query, "en").rows == ()  # this server's own default graph is empty
    assert [row[0] for row in ask_endpoint(url, query, "en", company=name).rows] == [iri]
    whole = ask_endpoint(url, "uncovered-categories", "en").records()
    alone = ask_endpoint(url, "uncovered-categories", "en", company=name).records()
    assert alone == [row for row in whole if row["company"] == name] != []
    with pytest.raises(CallError, match=name[:4]):
        ask_endpoint(url, "uncovered-categories", "en", company=name + "x")


def test_the_command_asks_an_endpoint(
    served: tuple[str, ox.Store], capsys: pytest.CaptureFixture[str]
) -> None:
    url, store = served
    assert cli.run(["query", url, "Q1", "--format", "csv"]) == 0
    told = capsys.readouterr().out
    assert told == ask_store(store, "Q1", "en").to_csv()
    assert cli.run(["query", url, "--text", "SELECT * { ?s ?p }"]) == 2
    assert cli.run(["query", url, "Q1", "--complete", "all"]) == 2
    assert "--complete" in capsys.readouterr().err


def test_what_is_wrong_is_said(served: tuple[str, ox.Store]) -> None:
    url, _ = served
    with pytest.raises(QueryError):
        ask_endpoint(url, "SELECT * { ?s ?p }", "en")
    with pytest.raises(CallError):
        ask_endpoint(url, "SELECT * { ?s ?p ?o }", "en", {"lang": "en"})
    with pytest.raises(EngineError):
        ask_endpoint(f"http://127.0.0.1:{free_port()}/sparql", "ASK {}", "en")


def test_an_endpoint_without_what_is_asked_of_says_so(tmp_path: Path) -> None:
    with oxigraph_server(tmp_path) as url:
        with pytest.raises(CallError, match="tpgraph serve"):
            ask_endpoint(url, "uncovered-categories", "en")
        with pytest.raises(CallError, match="batch --store"):
            ask_endpoint(url, "seven-touchpoints", "en")


def test_prefixes_are_added_only_where_they_are_lacking() -> None:
    own = "PREFIX tpg: <urn:mine#>\nSELECT * { ?s a tpg:X }"
    assert with_prefixes(own) == own
    added = with_prefixes("SELECT * { ?s a tpg:X ; skos:note ?n }")
    assert added.startswith("PREFIX tpg: <https://w3id.org/tpgraph/ontology#> PREFIX skos: ")
    assert "\n" not in added
