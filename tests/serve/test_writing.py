"""Written graphs: for those with the token, beside what comes from files, kept whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import AbstractContextManager
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.serve.running import ALL, BEARER, FORM, TOKEN, UPDATE, Running, serving

ONTOLOGY = "https://w3id.org/tpgraph/ontology"
ASSERTED = "https://w3id.org/tpgraph/data/bottega-jeans/graph/asserted"
MINE = "http://example.org/mine"


def test_only_with_the_token(server: Running) -> None:
    kind = {"Content-Type": UPDATE}
    for header in (None, "", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN):
        headers = {**kind, **({"Authorization": header} if header is not None else {})}
        reply = server.ask("POST", "/sparql", "CLEAR ALL", headers)
        assert reply.status == 401
        assert reply.headers["www-authenticate"].startswith("Bearer")
        assert TOKEN not in reply.body.decode()
    form = {"Content-Type": FORM, "Authorization": BEARER["Authorization"].replace("B", "b")}
    assert server.ask("POST", "/sparql", "update=CLEAR+DEFAULT", form).status == 204


PROTECTED = [
    f"CLEAR GRAPH <{ONTOLOGY}>",
    f"DROP SILENT GRAPH <{ONTOLOGY}>",
    f"MOVE <{ONTOLOGY}> TO <{MINE}>",
    f"COPY <{MINE}> TO <{ONTOLOGY}>",
    f"ADD DEFAULT TO GRAPH <{ASSERTED}>",
    f"CREATE GRAPH <{ONTOLOGY}>",
    f"INSERT DATA {{ GRAPH <{ASSERTED}> {{ <a:a> <a:b> 1 }} }}",
    f"DELETE DATA {{ GRAPH <{ASSERTED}> {{ <a:a> <a:b> 1 }} }}",
    f"DELETE WHERE {{ GRAPH <{ASSERTED}> {{ ?s ?p ?o }} }}",
    f"WITH <{ASSERTED}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    f"INSERT {{ GRAPH <{ASSERTED}> {{ ?s ?p 1 }} }} WHERE {{ ?s ?p ?o }}",
    f"PREFIX o: <{ONTOLOGY}> CLEAR GRAPH o:",
    f"BASE <{ONTOLOGY}> CLEAR GRAPH <>",
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s a tpg:Company ; ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { GRAPH ?g { <a:a> <a:b> 1 } } WHERE { GRAPH ?g { ?c a tpg:Company } }",
    f"INSERT DATA {{ <a:a> <a:b> 1 }} ; CLEAR GRAPH <{ONTOLOGY}>",
]


@pytest.mark.parametrize("update", PROTECTED)
def test_what_comes_from_files_stays(server: Running, update: str) -> None:
    server.update("CLEAR ALL")
    before = server.query(ALL).count
    assert server.update(update).status == 403
    assert server.query(ALL).count == before
    # Nor has the process that carries updates out lost anything.
    counting = ALL.replace("?s ?p ?o", f"GRAPH <{ASSERTED}> {{ ?s ?p ?o }}")
    reading = f"INSERT {{ <a:n> <a:n> ?n }} WHERE {{ {{ {counting} }} }}"
    assert server.update(reading).status == 204
    there = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ASSERTED}> {{ ?s ?p ?o }} }}").count
    assert server.query("SELECT ?n { <a:n> <a:n> ?n }").count == there


def test_what_updates_do(server: Running) -> None:
    server.update("CLEAR ALL")
    everything = server.query(ALL).count
    assert server.update("INSERT DATA { <a:a> <a:b> 1, 2 }").status == 204
    update = f"""PREFIX a: <a:> INSERT DATA {{ GRAPH <{MINE}> {{ a:x a:y '; CLEAR ALL #' }} }} ;
      PREFIX b: <a:> DELETE DATA {{ b:a b:b 2 }} ;
      INSERT {{ GRAPH <{MINE}> {{ ?c a a:Seen }} }} WHERE {{ GRAPH ?g {{ ?c a tpg:Company }} }}"""
    assert server.update(update).status == 204
    assert server.query(ALL).count == everything + 3
    assert server.query(ALL, default_graph_uri=[MINE]).count == 2
    # The same triple in two graphs is one of the union, as long as one of them has it.
    assert server.update(f"ADD <{MINE}> TO <{MINE}2>").status == 204
    assert server.query(ALL).count == everything + 3
    assert server.update(f"DROP GRAPH <{MINE}>").status == 204
    assert server.query(ALL).count == everything + 3
    assert server.update("CLEAR NAMED").status == 204
    assert server.query(ALL).count == everything + 1
    assert server.update("CLEAR ALL").status == 204
    assert server.query(ALL).count == everything


def test_all_of_an_update_or_nothing(server: Running) -> None:
    server.update("CLEAR ALL")
    for wrong in ("DROP GRAPH <a:nowhere>", "LOAD <file:///etc/hostname>", "nonsense"):
        reply = server.update(f"INSERT DATA {{ <a:half> <a:b> 1 }} ; {wrong}")
        assert reply.status in (400, 403)
        assert not server.query("ASK { <a:half> ?p ?o }").boolean
    assert server.update("INSERT DATA { <a:whole> <a:b> 1 }").status == 204
    assert server.query("ASK { <a:whole> ?p ?o }").boolean
    assert not server.query("ASK { <a:half> ?p ?o }").boolean


def test_limits_of_updates(limited: Running) -> None:
    endless = (
        "INSERT { <a:a> <a:b> ?n } WHERE { { SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"GRAPH ?g{i} {{ ?a{i} ?b{i} ?c{i} }}" for i in range(3))
        + " } } }"
    )
    assert limited.update(endless).status == 504
    much = "INSERT DATA { " + " ".join(f"<a:{i}> <a:b> 'xxxxxxxxxxxxxxxxxx' ." for i in range(900))
    assert limited.update(much + " }").status == 413
    assert limited.update("INSERT DATA { <a:after> <a:b> 1 }").status == 204
    assert limited.query("SELECT (COUNT(*) AS ?n) { ?s <a:b> ?o }").count == 1


def test_what_is_written_outlives_every_end(tmp_path: Path) -> None:
    kept, shop = tmp_path / "kept", tmp_path / "shop.csv"
    shop.write_text("name,type\nWindow,Shop window\n", encoding="utf-8")

    def start() -> AbstractContextManager[Running]:
        return serving(shop, write=True, written=kept, limit={"workers": 1})

    with start() as server:
        assert server.update("INSERT DATA { GRAPH <a:g> { <a:0> <a:b> [] } }").status == 204
        assert (kept / "written.nq").read_text(encoding="utf-8").count("<a:g>") == 1
        # No other server writes there meanwhile.
        with pytest.raises(AssertionError, match="Another server writes"), start():
            pass
        assert server.stop() == 0
    done: list[int] = []

    def write(server: Running) -> None:
        for i in range(1, 1000):
            try:
                reply = server.update(f"INSERT DATA {{ GRAPH <a:g> {{ <a:{i}> <a:b> 1 }} }}")
            except (OSError, HTTPException):
                return
            if reply.status == 204:
                done.append(i)

    with start() as server:
        writing = threading.Thread(target=write, args=(server,))
        writing.start()
        while len(done) < 20:
            assert writing.is_alive()
        server.stop(signal.SIGKILL)
        writing.join()
    with start() as server:
        reply = server.query("SELECT ?s { GRAPH <a:g> { ?s <a:b> 1 } }", "text/csv")
        found = {int(line[2:]) for line in reply.body.decode().split()[1:]}
        # All that was answered, and at most the one that was under way.
        assert set(done) <= found <= {*done, len(done) + 1}
        assert server.query("ASK { GRAPH <a:g> { <a:0> <a:b> ?blank } }").boolean


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        (["--write"], {}, "needs a token"),
        (["--write"], {"TPGRAPH_TOKEN": "short"}, "needs a token"),
        (["--write", "--token-file", "nowhere"], {}, "nowhere"),
        (["--written", "x"], {}, "--write"),
        (["--limit", "workers=0"], {}, "workers"),
        (["--limit", "port=1"], {}, "no limit"),
        (["--limit", "query_timeout_s=soon"], {}, "soon"),
        (["--host", "203.0.113.1"], {}, "203.0.113.1"),
    ],
)
def test_wrong_calls(words: list[str], env: dict[str, str], said: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tpgraph", "serve", "nowhere", "--port", "0", *words]
    clean = {key: value for key, value in os.environ.items() if key != "TPGRAPH_TOKEN"}
    ran = subprocess.run(
        command, cwd=tmp_path, env={**clean, **env}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
