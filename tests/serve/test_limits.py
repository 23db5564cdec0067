"""What is over a limit is cut, and only that: others are answered meanwhile and afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from tests.serve.running import ALL, ENDLESS, QUERY, Reply, Running


def memory_mib(server: Running) -> float:
    """What the server and its processes hold."""
    own = psutil.Process(server.process.pid)
    return float(sum(p.memory_info().rss for p in [own, *own.children()]) / 2**20)


def test_an_endless_query_is_cut_and_others_go_on(limited: Running) -> None:
    took: list[float] = []
    with ThreadPoolExecutor(2) as threads:
        began = time.monotonic()
        endless = threads.submit(limited.query, ENDLESS)
        time.sleep(0.2)
        while not endless.done():
            each = time.monotonic()
            assert limited.query("ASK {}").boolean
            took.append(time.monotonic() - each)
        reply = endless.result()
    assert (reply.status, reply.json["limit"]) == (504, "time")
    assert 2.9 < time.monotonic() - began < 8
    assert len(took) > 5
    assert max(took) < 2.5


HUNGRY = {
    "one long text": "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o . ?a ?b ?c }",
    "groups": "SELECT ?s ?a (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c } GROUP BY ?s ?p ?o ?a ?b ?c",
    "an order": "SELECT * { ?s ?p ?o . ?a ?b ?c } ORDER BY ?s ?c",
    "no two alike": "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o . ?a ?b ?c }",
}


@pytest.mark.parametrize("query", HUNGRY.values(), ids=HUNGRY)
def test_a_query_that_wants_too_much_memory_is_cut(limited: Running, query: str) -> None:
    before = memory_mib(limited)
    highest = [before]
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.02):
            try:
                highest.append(memory_mib(limited))
            except psutil.NoSuchProcess:
                continue

    looking = threading.Thread(target=look)
    looking.start()
    reply = limited.query(query)
    stop.set()
    looking.join()
    assert (reply.status, reply.json["limit"]) in ((503, "memory"), (504, "time"))
    if reply.status == 503:
        assert reply.headers["retry-after"]
    assert max(highest) < before + 200 + 150
    limited.settle()
    assert memory_mib(limited) < before + 40


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 1001", "1000"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1200", "1000"),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 990", "200000"),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c }", "200000"),
    ],
)
def test_answers_are_whole_or_refused(limited: Running, query: str, limit: str) -> None:
    reply = limited.query(query)
    assert reply.status == 422
    assert limit in reply.json["detail"]


def test_as_many_rows_as_it_gives(limited: Running) -> None:
    reply = limited.query("SELECT ?p { ?s ?p ?o } LIMIT 1000", "text/csv")
    assert (reply.status, reply.body.count(b"\n")) == (200, 1001)


DEEP: dict[str, Callable[[int], str]] = {
    "braces": lambda n: "SELECT * " + "{" * n + "}" * n,
    "brackets": lambda n: "SELECT * { FILTER " + "(" * n + "1" + ")" * n + "}",
    "signs": lambda n: "SELECT * { FILTER(" + "!" * n + "?x) }",
    "lists": lambda n: "SELECT * { ?s ?p " + "(" * n + ")" * n + "}",
    "blank nodes": lambda n: "SELECT * { " + "[ ?p " * n + "1" + "]" * n + "}",
    "or": lambda n: "SELECT * { FILTER(?a" + "||?a" * n + ") }",
    "paths": lambda n: "SELECT * { ?s a" + "/a" * n + " ?o }",
    "unions": lambda n: "SELECT * { {}" + "UNION{}" * n + "}",
    "optionals": lambda n: "SELECT * { " + "OPTIONAL{}" * n + "}",
    "sums": lambda n: "SELECT * { FILTER(1" + "+1" * n + ") }",
    "subqueries": lambda n: "SELECT * { SELECT * " * n + "{}" + "}" * n,
    "open strings": lambda n: "SELECT * {" + "\"'" * n,
    "open braces": lambda n: "{" * n,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_no_depth_ends_more_than_the_query(limited: Running, text: Callable[[int], str]) -> None:
    assert limited.query(text(1)).status in (200, 400, 422)
    reply = limited.ask("POST", "/sparql", text(4_500), {"Content-Type": QUERY})
    # 503 would say that it has taken the process with it.
    assert reply.status in (200, 400, 422, 504)
    assert limited.query("ASK {}").boolean


def test_more_than_it_can_answer_at_once(limited: Running) -> None:
    def one(_: int) -> Reply:
        return limited.query(ENDLESS)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(one, range(8)))
    busy = [reply for reply in found if reply.status == 503]
    assert len(busy) >= 4
    assert {reply.json["limit"] for reply in busy} == {"queries"}
    assert all(int(reply.headers["retry-after"]) > 0 for reply in busy)
    assert {reply.status for reply in found} == {503, 504}


def test_a_client_that_goes_away_frees_its_place(limited: Running) -> None:
    line = "GET /sparql?query=" + ENDLESS.replace(" ", "%20") + " HTTP/1.1"
    for _ in range(2):
        with limited.connected() as connection:
            connection.sendall(f"{line}\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.15)
    # Both places were taken, and are free again: what was begun is at its end.
    limited.settle()
    assert [event["status"] for event in limited.events("request")].count(499) >= 2


def test_memory_is_flat(limited: Running) -> None:
    for _ in range(30):
        limited.query("SELECT ?p { ?s ?p ?o } LIMIT 900")
    before = memory_mib(limited)
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda i: limited.query(ALL if i % 2 else "SELECT"), range(300)))
    assert {reply.status for reply in replies} <= {200, 400, 503}
    assert memory_mib(limited) < before + 30


def test_health_says_what_the_limits_are(limited: Running) -> None:
    health = limited.health()
    assert health["status"] == "ok"
    assert health["limits"]["result_max_rows"] == 1000
    assert "token" not in str(health).lower().replace("tokens", "")
