"""A server that misbehaves: a clear error, nothing half-written, other graphs untouched."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

import tpgraph
from tests.store.remote.servers import Between, everything, free_port, place_at, server_at
from tests.store.remote.test_results import FOREIGN, without_common
from tpgraph.cli import run
from tpgraph.errors import EngineError, QueryError
from tpgraph.store.remote import runs, transport
from tpgraph.store.remote.publish import publish
from tpgraph.store.remote.server import Server
from tpgraph.views.files import analysis_graphs

AS_OF = date(2026, 11, 22)
ANYTHING = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
# The faults after which asking again may help.
PASSING = ("no-answer", "half-status", "half-body", "half-chunked", "503")


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "FIRST_PAUSE_S", 0.01)


SAID = {
    "no-answer": "hung up", "half-status": "hung up", "half-headers": "how long",
    "half-body": "hung up", "half-chunked": "hung up", "slow": "within 0.5 seconds",
    "drip": "within 0.5 seconds", "500": "answered 500: out of", "503": "answered 503: out of",
    "html": "text/html", "other-json": "cannot be read", "half-json": "cannot be read",
    "redirect": "sends on to", "endless": "longer than 1 MB", "no-length": "how long",
}  # fmt: skip


@pytest.mark.parametrize("fault", Between.FAULTS)
def test_every_fault_is_said_in_clear_words(server: str, fault: str) -> None:
    with Between(server, fault, at=1) as between:
        asked = Server(place_at(between.url, timeout_s=0.5))
        with pytest.raises(EngineError, match=SAID[fault]) as caught:
            asked.select(ANYTHING, ())
    assert "127.0.0.1" in str(caught.value)
    for language in ("ro", "ru", "fa", "it"):
        assert caught.value.text(language) != caught.value.text("en")
    # Only what may help is tried again, and not for ever.
    assert len(between.seen) == (1 + transport.RETRIES if fault in PASSING else 1)


@pytest.mark.parametrize("fault", PASSING)
def test_a_query_is_asked_again_after_a_passing_fault(server: str, fault: str) -> None:
    with Between(server, fault, at=1, for_good=False) as between:
        Server(place_at(between.url)).select(ANYTHING, ())
    assert len(between.seen) == 2


@pytest.mark.parametrize("fault", Between.FAULTS)
def test_an_update_is_sent_once(server: str, fault: str) -> None:
    with Between(server, fault, at=1) as between:
        place = place_at(between.url.replace("/query", "/update"), timeout_s=0.5)
        if fault in ("html", "other-json", "half-json", "half-body"):
            Server(place).update("INSERT DATA {}")  # the status says that it is done
        else:
            with pytest.raises(EngineError):
                Server(place).update("INSERT DATA {}")
    assert len(between.seen) == 1


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        Server(place_at(f"http://127.0.0.1:{free_port()}/query")).select(ANYTHING, ())


def test_what_the_server_refuses_is_an_error_of_the_query(server: str) -> None:
    with pytest.raises(QueryError, match="answered 400"):
        server_at(server).select("SELECT WHERE", ())


def test_credentials_go_to_the_server_and_into_no_message(
    server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TPGRAPH_SPARQL_USER", "ana")
    monkeypatch.setenv("TPGRAPH_SPARQL_PASSWORD", "swordfish")
    from tpgraph.store.remote.place import place_of

    for fault in Between.FAULTS:
        with Between(server, fault, at=1) as between:
            place = place_of(between.url, {**_env(), "TPGRAPH_SPARQL_TIMEOUT": "0.3"})
            with pytest.raises(EngineError) as caught:
                Server(place).select(ANYTHING, ())
        assert between.seen[0][1]["Authorization"].startswith("Basic ")
        texts = (str(caught.value), repr(caught.value), repr(place), repr(caught.value.__cause__))
        assert not any("swordfish" in t or "YW5hOnN3" in t for t in texts)


def _env() -> dict[str, str]:
    return {"TPGRAPH_SPARQL_USER": "ana", "TPGRAPH_SPARQL_PASSWORD": "swordfish"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company small enough to be tried many times."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "touchpoints.csv").write_text("name,type,stages\nShop,shop,purchase\nSign,,\n")
    return folder


@pytest.fixture(scope="module")
def states(company: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What two runs on different days publish of the company."""
    days = (date(2020, 1, 1), AS_OF)
    one, two = (analysis_graphs(tpgraph.analyze(company, as_of=day)) for day in days)
    assert one != two
    return one, two


def _company_of(graphs: dict[str, bytes]) -> str:
    return next(iter(graphs)).partition("/graph/")[0]


def _old_state(server: str, graphs: dict[str, bytes]) -> None:
    """Another state of the company is there before, and something that is none of our business."""
    server_at(server).update("DROP ALL")
    server_at(server).add(FOREIGN, b'<https://example.org/a> <https://example.org/b> "c" .')
    publish(server, _company_of(graphs), graphs)


@pytest.mark.parametrize("fault", Between.FAULTS)
def test_whenever_publishing_fails_the_old_or_the_new_is_there_whole(
    server: str,
    states: tuple[dict[str, bytes], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    one, two = states
    _old_state(server, two)
    new = everything(server)
    _old_state(server, one)
    old = everything(server)
    with Between(server) as between:
        publish(between.url, _company_of(two), two)
    requests = len(between.seen)
    assert requests > 6
    failed = 0
    for at in range(1, requests + 1):
        _old_state(server, one)
        with Between(server, fault, at) as between, monkeypatch.context() as within:
            within.setenv("TPGRAPH_SPARQL_TIMEOUT", "0.3")
            within.setenv("TPGRAPH_SPARQL_MAX_MB", "1")
            try:
                publish(between.url, _company_of(two), two)
            except EngineError:
                failed += 1
        found = frozenset(q for q in everything(server) if "/graph/run" not in str(q[0]))
        assert found in (old, new), at
        # The next run takes away what this one could not, as soon as it is taken for dead.
        with monkeypatch.context() as within:
            within.setattr(runs, "_is_dead", lambda _: True)
            publish(server, _company_of(two), two)
        assert everything(server) == new
    assert failed > requests // 2


@pytest.mark.parametrize("fault", Between.FAULTS)
def test_whenever_the_rules_fail_nothing_else_has_changed(
    server: str, company: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    server_at(server).add(FOREIGN, b'<https://example.org/a> <https://example.org/b> "c" .')
    before = everything(server)
    requests = _requests(server, company)
    assert requests > 80
    monkeypatch.setenv("TPGRAPH_SPARQL_TIMEOUT", "0.5")
    monkeypatch.setenv("TPGRAPH_SPARQL_MAX_MB", "1")
    # Every fault at half of the moments, every moment with half of the faults.
    moments = (1, 2, 5, 14, requests // 2, requests - 30)
    for at in moments[Between.FAULTS.index(fault) % 2 :: 2]:
        _forget(monkeypatch)
        with Between(server, fault, at) as between, pytest.raises(EngineError):
            _ = tpgraph.analyze(company, as_of=AS_OF, engine=between.url).inference
        left = without_common(everything(server))
        assert {q for q in left if "/graph/run" not in str(q[0])} == before


@cache
def _requests(server: str, company: Path) -> int:
    """How many requests it takes to a server of which nothing is known."""
    with Between(server) as between:
        assert tpgraph.analyze(company, as_of=AS_OF, engine=between.url).findings
    return len(between.seen)


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    from tpgraph.store.remote import engine

    monkeypatch.setattr(engine, "_able", set())
    monkeypatch.setattr(engine, "_whole", set())


def test_the_command_ends_with_3_and_one_clear_line(
    server: str, company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Between(server, "500", at=9) as between:
        out = str(tmp_path / "out")
        code = run(["analyze", str(company), "--out", out, "--engine", between.url])
    assert code == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "answered 500: out of" in said
    assert "\x1b" not in said
    assert not (tmp_path / "out").exists()
