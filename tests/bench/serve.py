"""Knocks at a served company from many clients at once, honest and hostile; all must be answered.

Run it with ``python -m tests.bench.serve``; it prints the result and writes it into ``results.md``
beside itself. Every answer is compared with what is right for its request, memory is taken before
and after, and one endless query after the other runs all the while. It ends with 1 where an answer
is wrong, a status is none of those documented for its request, or memory has grown. The machine
should have nothing else to do: an honest query that is not done in three seconds is cut, too.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil

from tests.bench.results import machine, write_section
from tests.serve.running import ALL, ENDLESS, FORM, QUERY, Reply, Running, serving

CLIENTS = 32
REQUESTS = 10_000
# What the documented limits may answer to anybody while so many ask.
BUSY, CUT = 503, 504
GROWTH_MAX_MIB = 40.0


@dataclass
class Tally:
    """What came back."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, took_ms: float, *, is_right: bool) -> None:
        with self.lock:
            self.kinds[kind] += 1
            self.statuses[status] += 1
            if kind.startswith("good") and status == 200:
                self.took_ms.append(took_ms)
            if not is_right:
                self.wrong.append(f"{kind}: {status}")


Sent = Callable[[Running, random.Random], tuple[int, bool]]


def _right(reply: Reply, expected: set[int], holds: Callable[[Reply], bool]) -> tuple[int, bool]:
    if reply.status == BUSY:
        return BUSY, "retry-after" in reply.headers
    if reply.status == CUT:
        return CUT, bool(reply.json["limit"] == "time")
    return reply.status, reply.status in expected and (reply.status != 200 or holds(reply))


def good_get(server: Running, chance: random.Random) -> tuple[int, bool]:
    n = chance.randrange(10**6)
    reply = server.query(f"SELECT ({n} + 1 AS ?n) {{}}")
    return _right(reply, {200}, lambda r: r.count == n + 1)


def good_form(server: Running, chance: random.Random) -> tuple[int, bool]:
    word = f"w{chance.randrange(10**6)}"
    body = f"query=SELECT+(%22{word}%22+AS+?x)+%7B%7D"
    headers = {"Content-Type": FORM, "Accept": "text/csv"}
    reply = server.ask("POST", "/sparql", body, headers)
    return _right(reply, {200}, lambda r: r.body == f"x\r\n{word}\r\n".encode())


def good_company(server: Running, chance: random.Random) -> tuple[int, bool]:
    query = "ASK { ?c a tpg:Company ; rdfs:label 'Bottega Jeans' }"
    reply = server.ask("POST", "/sparql", query, {"Content-Type": QUERY})
    return _right(reply, {200}, lambda r: r.boolean)


def good_graph(server: Running, chance: random.Random) -> tuple[int, bool]:
    reply = server.query(
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a tpg:Company ; ?p ?o }", "application/n-triples"
    )
    return _right(reply, {200}, lambda r: r.body.count(b"\n") > 10)


def good_health(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(server.ask(target="/health"), {200}, lambda r: r.json["status"] == "ok")


def bad_syntax(server: Running, chance: random.Random) -> tuple[int, bool]:
    broken = "SELECT * { ?s ?p ?o }"[: chance.randrange(1, 20)]
    return _right(server.query(broken), {400}, bool)


def bad_service(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(server.query("SELECT * { SERVICE <http://localhost/> {} }"), {403}, bool)


def bad_update(server: Running, chance: random.Random) -> tuple[int, bool]:
    headers = {"Content-Type": FORM, "Authorization": f"Bearer {chance.random()}"}
    return _right(server.ask("POST", "/sparql", "update=CLEAR+ALL", headers), {401}, bool)


def bad_host(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(server.ask("GET", "/health", None, {"Host": "evil.example"}), {421}, bool)


def bad_origin(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(
        server.ask("GET", "/health", None, {"Origin": "http://evil.example"}), {403}, bool
    )


def bad_path(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(server.ask("GET", "/..%2f..%2fetc/passwd"), {400}, bool)


def bad_length(server: Running, chance: random.Random) -> tuple[int, bool]:
    body = b"ASK {} #" + b"x" * 300_000
    return _right(server.ask("POST", "/sparql", body, {"Content-Type": QUERY}), {413}, bool)


def bad_rows(server: Running, chance: random.Random) -> tuple[int, bool]:
    return _right(server.query("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 9999"), {422}, bool)


def bad_deep(server: Running, chance: random.Random) -> tuple[int, bool]:
    query = "SELECT * " + "{" * 3_000 + "}" * 3_000
    return _right(server.query(query), {400}, bool)


def bad_bytes(server: Running, chance: random.Random) -> tuple[int, bool]:
    """Anything at all, over a bare socket."""
    answer = server.raw(chance.randbytes(chance.randrange(1, 400)) + b"\r\n\r\n", timeout_s=10)
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    status = int(found[1]) if found else 0
    return status, status in (0, 400, 503)


def bad_smuggling(server: Running, chance: random.Random) -> tuple[int, bool]:
    request = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    answers = re.findall(rb"HTTP/1\.1 (\d{3})", server.raw(request))
    return int(answers[0]) if answers else 0, answers in ([b"400"], [b"503"])


def bad_silence(server: Running, chance: random.Random) -> tuple[int, bool]:
    """Begins a request and goes away."""
    with server.connected() as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nx"
        )
    return 0, True


MIX: dict[Sent, int] = {
    good_get: 22, good_form: 14, good_company: 14, good_graph: 8, good_health: 6,
    bad_syntax: 5, bad_service: 4, bad_update: 4, bad_host: 4, bad_origin: 4, bad_path: 3,
    bad_length: 2, bad_rows: 1, bad_deep: 2, bad_bytes: 4, bad_smuggling: 2, bad_silence: 1,
}  # fmt: skip


def run(requests: int, clients: int) -> int:
    limits = {"query_timeout_s": 3, "result_max_rows": 5_000, "result_max_bytes": 2_000_000}
    limits |= {"waiting_timeout_s": 30}
    with serving(write=True, limit=limits) as server:
        tally, stop = Tally(), threading.Event()
        everything = server.query(ALL).count
        _ask_all(server, Tally(), 500, clients, seed=1)
        server.settle()
        before = memory_mib(server)
        endless: Counter[int] = Counter()
        looping = threading.Thread(target=_ask_endlessly, args=(server, endless, stop))
        looping.start()
        began = time.monotonic()
        _ask_all(server, tally, requests, clients, seed=2)
        took_s = time.monotonic() - began
        stop.set()
        looping.join()
        server.settle()
        after = memory_mib(server)
        is_whole = server.query(ALL).count == everything
    text = _report(tally, endless, took_s, before, after, clients)
    print(text, *Counter(tally.wrong).most_common(20), sep="\n")
    write_section(text)
    is_right = not tally.wrong and is_whole and set(endless) <= {CUT, BUSY}
    return 0 if is_right and after - before < GROWTH_MAX_MIB else 1


def memory_mib(server: Running) -> float:
    """What the server and its processes hold together."""
    own = psutil.Process(server.process.pid)
    return float(sum(p.memory_info().rss for p in [own, *own.children()]) / 2**20)


def _ask_all(server: Running, tally: Tally, requests: int, clients: int, seed: int) -> None:
    kinds = list(MIX)

    def one(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        (send,) = chance.choices(kinds, weights=list(MIX.values()))
        began = time.monotonic()
        try:
            status, is_right = send(server, chance)
        except (OSError, http.client.HTTPException) as error:
            status, is_right = -1, False
            print(f"{send.__name__}: {error!r}", file=sys.stderr)
        took_ms = 1000 * (time.monotonic() - began)
        tally.add(send.__name__, status, took_ms, is_right=is_right)

    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(one, range(requests)))


def _ask_endlessly(server: Running, endless: Counter[int], stop: threading.Event) -> None:
    while not stop.is_set():
        endless[server.query(ENDLESS).status] += 1


def _report(
    tally: Tally, endless: Counter[int], took_s: float, before: float, after: float, clients: int
) -> str:
    good = sum(count for kind, count in tally.kinds.items() if kind.startswith("good"))
    total = sum(tally.kinds.values())
    came = sorted(tally.statuses.items())
    statuses = ", ".join(f"{status or 'cut off'}: {n:,}" for status, n in came)
    cut = ", ".join(f"{status}: {n}" for status, n in endless.items())
    limited = tally.statuses[BUSY] + tally.statuses[CUT]
    ms = sorted(tally.took_ms)
    took = f"{statistics.median(ms):.0f}, {ms[len(ms) * 99 // 100]:.0f}, {ms[-1]:.0f}"
    return f"""# The server under load

{total:,} requests, {good:,} honest and {total - good:,} hostile of {len(MIX)} sorts, from
{clients} clients at once, while {sum(endless.values())} endless queries were cut one after the
other. Made by `python -m tests.bench.serve`; clients and server share the machine.

| | |
|---|---|
| wrong answers | {len(tally.wrong)} |
| cut by a documented limit, of time or of queries at once | {limited} |
| statuses | {statuses} |
| endless queries | {cut} |
| requests a second | {total / took_s:.0f} |
| honest, ms: median, 99 of 100, slowest | {took} |
| memory of all processes before and after | {before:.0f} MiB, {after:.0f} MiB |

{machine()}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    arguments = parser.parse_args()
    return run(arguments.requests, arguments.clients)


if __name__ == "__main__":
    sys.exit(main())
