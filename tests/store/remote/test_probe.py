"""What a server cannot do is said by name when it is first spoken to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator

import pytest

from tests.store.remote.servers import Between, everything, server_at, virtuoso_server
from tpgraph.errors import EngineError
from tpgraph.reason.rules import load_rules
from tpgraph.resources import ontology_dir
from tpgraph.store.remote import probe
from tpgraph.store.remote.engine import HttpEngine

_FUNCTION = re.compile(r"\b([A-Z][A-Z0-9]{2,})\s*\(")
# Written with a bracket, but no functions; the last is known to every engine of SPARQL 1.0.
_NO_FUNCTIONS = {"BIND", "FILTER", "VALUES", "OPTIONAL", "SELECT", "EXISTS", "BOUND", "STR",
                 "HAVING"}  # fmt: skip


class Lacking(Between):
    """A server that refuses every query with a certain text in it."""

    def __init__(self, upstream: str, word: str) -> None:
        super().__init__(upstream)
        self._word = word.encode()

    def _ask(self, handler: object, body: bytes) -> tuple[int, str, bytes]:
        if self._word in body:
            return 400, "text/plain", b"unknown"
        return super()._ask(handler, body)  # type: ignore[arg-type]


def test_these_servers_can_do_all_of_it(each_server: str) -> None:
    engine = HttpEngine(each_server)
    engine.load(b"")
    engine.close()
    assert everything(each_server) == frozenset()


@pytest.mark.parametrize(
    ("word", "features"),
    [
        ("SHA256", ["SHA256"]),
        ("REPLACE", ["REPLACE"]),
        ("FLOOR", ["ROUND"]),
        ("next%2B", ["property path +"]),
        ("HAVING", ["GROUP BY … HAVING"]),
        ("INSERT {", ["INSERT WHERE"]),
        ("DELETE+WHERE", []),
    ],
)
def test_what_is_missing_is_named(server: str, word: str, features: list[str]) -> None:
    with Lacking(server, word) as between:
        engine = HttpEngine(between.url)
        if not features:
            engine.load(b"")
            return
        with pytest.raises(EngineError) as caught:
            engine.load(b"")
        engine.close()
    assert f"cannot do what the rules need: {', '.join(features)}." in str(caught.value)
    assert everything(server) == frozenset()


def test_a_server_that_does_not_keep_graphs_apart_is_found_out(server: str) -> None:
    class Careless(Between):
        def _ask(self, handler: object, body: bytes) -> tuple[int, str, bytes]:
            # Asks everything that was ever stored, whatever graphs the query is meant for.
            every = b"default-graph-uri="
            kept = [part for part in body.split(b"&") if not part.startswith(every)]
            return super()._ask(handler, b"&".join(kept))  # type: ignore[arg-type]

    with Careless(server) as between:
        engine = HttpEngine(between.url)
        with pytest.raises(EngineError, match=r"INSERT DATA|default-graph-uri"):
            engine.load(b"")
        engine.close()


def test_every_function_that_rules_and_checks_use_is_probed() -> None:
    rules = load_rules()
    texts = [r.text for r in (*rules.classify, *rules.gaps, *rules.recommendations)]
    texts += [p.read_text(encoding="utf-8") for p in (ontology_dir() / "checks").glob("*.rq")]
    code = "\n".join(re.sub(r'#.*|"[^"]*"', "", text) for text in texts)
    used = set(_FUNCTION.findall(code)) - _NO_FUNCTIONS
    assert len(used) > 15
    probed = " ".join(probe.FEATURES.values())
    assert {name for name in used if f"{name}(" not in probed} == set()


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


def test_virtuoso_is_told_by_name_what_it_lacks(virtuoso: str) -> None:
    engine = HttpEngine(virtuoso)
    with pytest.raises(EngineError, match=r"BIND \(EXISTS\)") as caught:
        engine.load(b"")
    engine.close()
    named = str(caught.value).partition("need: ")[2].partition(". ")[0].split(", ")
    assert set(named) < probe.FEATURES.keys()
    assert "SHA256" in named
    # It keeps graphs, copies and drops them; nothing of the probe stays.
    left = [row for row in everything(virtuoso) if "/graph/run" in str(row[0])]
    assert left == []


def test_virtuoso_hashes_a_stored_text_as_if_it_were_encoded_twice(virtuoso: str) -> None:
    graph, text = "https://example.org/texts", "ș|خرید"
    asked = server_at(virtuoso)
    asked.add(graph, f'<https://example.org/a> <https://example.org/b> "{text}" .'.encode())
    query = f'SELECT ?o (SHA256(?o) AS ?stored) (SHA256("{text}") AS ?written) WHERE {{ ?s ?p ?o }}'
    (row,) = asked.select(query, (graph,)).rows
    twice = text.encode().decode("latin-1").encode()
    hashes = [hashlib.sha256(octets).hexdigest() for octets in (twice, text.encode())]
    # What it keeps is right: no other way of sending it would help.
    assert [getattr(cell, "value", None) for cell in row] == [text, *hashes]
