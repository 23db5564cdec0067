"""Requests that no honest client sends, over bare sockets: refused, and the next is answered."""

from __future__ import annotations

import re
import time

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from tests.serve.running import BEARER, FORM, QUERY, Running, received
from tpgraph.serve.guard import Guard
from tpgraph.serve.log import Log
from tpgraph.serve.settings import Settings

ASK = b"/sparql?query=ASK%7B%7D"


def status(answer: bytes) -> int:
    """The status of the first answer; 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found[1]) if found else 0


def answers(answer: bytes) -> list[int]:
    """The statuses of all answers on a connection."""
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def head(*lines: str, line: str = "POST /sparql HTTP/1.1") -> bytes:
    return "\r\n".join((line, *lines, "", "")).encode("latin-1")


HIDDEN = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
SMUGGLED = {
    "length and chunks": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Content-Length: 6",
        "Transfer-Encoding: chunked",
    ) + f"0\r\n\r\n{HIDDEN}".encode(),
    "chunks and length": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: chunked",
        "Content-Length: 4",
    ) + f"6\r\nASK {{}}\r\n0\r\n\r\n{HIDDEN}".encode(),
    "two lengths": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Content-Length: 6", "Content-Length: 7"
    ) + b"ASK {}" + HIDDEN.encode(),
    "a list of lengths": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Content-Length: 6, 7"
    ) + b"ASK {}",
    "a signed length": head("Host: localhost", f"Content-Type: {QUERY}", "Content-Length: +6")
    + b"ASK {}",
    "a negative length": head("Host: localhost", f"Content-Type: {QUERY}", "Content-Length: -6"),
    "a huge length": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Content-Length: " + "9" * 40
    ),
    "an odd coding": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: xchunked"
    ) + b"0\r\n\r\n",
    "two codings": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: gzip, chunked"
    ) + b"0\r\n\r\n",
    "a space before the colon": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding : chunked"
    ) + b"0\r\n\r\n",
    "a folded header": head("Host: localhost", "X-A: a\r\n b: c", "Content-Length: 0"),
    "an odd chunk": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: chunked"
    ) + b"6;a=b\nASK {}\r\nZZ\r\n\r\n",
    "an underscore for a hyphen": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Content_Length: 6", "Content-Length: 0"
    ),
    "chunks in HTTP/1.0": head(
        "Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: chunked",
        line="POST /sparql HTTP/1.0",
    ) + b"6\r\nASK {}\r\n0\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("request_", SMUGGLED.values(), ids=SMUGGLED)
def test_no_request_hides_in_another(limited: Running, request_: bytes) -> None:
    found = answers(limited.raw(request_))
    # One refusal, and the connection is at its end: what follows is no request.
    assert len(found) == 1, found
    assert 400 <= found[0] < 500 or found[0] == 501
    assert limited.query("ASK {}").boolean


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", 200),
        ("LocalHost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("10.0.0.1", 421),
        ("localhost:port", 400),
        ("localhost@evil.example", 400),
        ("localhost/..", 400),
        ("", 400),
        ("a, b", 400),
    ],
)
def test_only_its_own_names(limited: Running, host: str, expected: int) -> None:
    answer = limited.raw(
        head(f"Host: {host}", "Connection: close", line=f"GET {ASK.decode()} HTTP/1.1")
    )
    assert status(answer) == expected


def test_two_hosts_or_none(limited: Running) -> None:
    line = f"GET {ASK.decode()} HTTP/1.1"
    assert status(limited.raw(head("Host: localhost", "Host: evil.example", line=line))) == 400
    assert status(limited.raw(head(line=line))) == 400
    assert status(limited.raw(head(line=f"GET {ASK.decode()} HTTP/1.0"))) == 400


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": "http://{host}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://{host}"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    ],
)
def test_only_its_own_pages(limited: Running, headers: dict[str, str], expected: int) -> None:
    host = f"{limited.host}:{limited.port}"
    filled = {name: value.replace("{host}", host) for name, value in headers.items()}
    reply = limited.ask("GET", ASK.decode(), None, filled)
    assert reply.status == expected
    assert "access-control-allow-origin" not in reply.headers
    # With the token, too: a browser that holds one is no better.
    body = "update=CLEAR+DEFAULT"
    reply = limited.ask("POST", "/sparql", body, {"Content-Type": FORM, **BEARER, **filled})
    assert reply.status == (204 if expected == 200 else expected)


@pytest.mark.parametrize(
    "target",
    ["/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/a/..%2f..%2fetc/passwd", "/a\\..\\b", "/%00",
     "/sparql/../health", "/a%5c..%5cb", "http://evil.example/sparql", "*", "//evil.example/..",
     "/a%0d%0aSet-Cookie:%20a=b", "/%0a"],
)  # fmt: skip
def test_no_way_out_by_the_path(limited: Running, target: str) -> None:
    answer = limited.raw(
        head("Host: localhost", "Connection: close", line=f"GET {target} HTTP/1.1")
    )
    assert status(answer) == 400
    assert b"Set-Cookie" not in answer.partition(b"\r\n\r\n")[0]
    assert b"root:" not in answer


def test_no_header_of_a_clients_making(limited: Running) -> None:
    text = "SELECT * {}\r\nX-Evil: 1\r\n\r\n<script>"
    reply = limited.query(text, "text/csv\tX-Evil: 1")
    assert "x-evil" not in reply.headers
    reply = limited.ask("GET", "/sparql", None, {"Origin": "http://a\tX-Evil: 1"})
    assert (reply.status, "x-evil" in reply.headers) == (403, False)


def test_no_line_of_the_log_of_a_clients_making(limited: Running) -> None:
    forged = "/forged%20%7B%22event%22:%20%22ready%22%7D%E2%80%AE"
    assert limited.ask("GET", forged).status == 404
    limited.ask("GET", "/sparql?query=ASK%7B%7D%20%23secret-in-a-query")
    limited.ask("POST", "/sparql", "update=x", {"Content-Type": FORM, **BEARER})
    time.sleep(0.2)
    (line,) = [line for line in limited.lines if "/forged" in line]
    assert line.isascii()
    assert "\\u202e" in line
    assert len(limited.events("ready")) <= 1
    told = "".join(limited.lines)
    assert "secret-in-a-query" not in told
    assert BEARER["Authorization"].split()[1] not in told


def test_long_lines_headers_and_bodies(limited: Running) -> None:
    assert limited.ask("GET", "/sparql?query=" + "A" * 20_000).status == 414
    assert limited.ask("GET", "/" + "a" * 20_000).status == 414
    assert status(limited.raw(head("Host: localhost", "X-A: " + "a" * 100_000))) in (0, 400, 431)
    many = [f"X-{i}: {'a' * 100}" for i in range(2_000)]
    assert status(limited.raw(head("Host: localhost", *many))) in (0, 400, 431)
    kind = {"Content-Type": QUERY}
    assert limited.ask("POST", "/sparql", "ASK {} #" + "a" * 150_000, kind).status == 413
    declared = head("Host: localhost", f"Content-Type: {QUERY}", "Content-Length: 300001")
    # Said before the body is sent.
    assert status(limited.raw(declared)) == 413
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    chunked = head("Host: localhost", f"Content-Type: {QUERY}", "Transfer-Encoding: chunked")
    assert status(limited.raw(chunked + 6 * chunk)) in (0, 413)
    assert limited.query("ASK {}").boolean


def test_slow_heads_and_bodies_are_cut(limited: Running) -> None:
    began = time.monotonic()
    with limited.connected() as silent, limited.connected() as slow, limited.connected() as body:
        slow.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        body.sendall(head("Host: localhost", f"Content-Type: {QUERY}", "Content-Length: 100"))
        for _ in range(4):
            time.sleep(0.15)
            slow.sendall(b"a")
            body.sendall(b" ")
        # Others are answered all the time.
        assert limited.query("ASK {}").boolean
        assert received(slow) == b""
        assert received(silent) == b""
        assert status(received(body)) == 408
    assert time.monotonic() - began < 5


def test_bytes_after_an_answer_are_no_way_to_stay(limited: Running) -> None:
    with limited.connected() as connection:
        connection.sendall(head("Host: localhost", line=f"GET {ASK.decode()} HTTP/1.1"))
        time.sleep(0.2)
        began = time.monotonic()
        connection.sendall(b"GET /spa")
        assert answers(received(connection)) == [200]
        assert time.monotonic() - began < 3


def test_a_client_that_does_not_read_is_cut(limited: Running) -> None:
    import socket

    query = "SELECT ?a { ?a ?b ?c } LIMIT 1000"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        connection.connect((limited.host, limited.port))
        connection.settimeout(10)
        line = f"GET /sparql?query={query.replace(' ', '%20')} HTTP/1.1"
        for _ in range(60):
            # Many answers wait on one connection: more than the system keeps for it.
            connection.sendall(head("Host: localhost", line=line))
        time.sleep(3)
        large = head("Host: localhost", "X-A: " + "a" * 4_000, line=line)

        def go_on() -> None:
            for _ in range(200):
                connection.sendall(large)
                time.sleep(0.01)

        with pytest.raises((ConnectionError, TimeoutError)):
            go_on()
    assert limited.query("ASK {}").boolean


def test_requests_one_after_the_other_are_answered_in_order(limited: Running) -> None:
    queries = [f"SELECT (%22n{i}%22 AS ?x) {{}}".replace(" ", "%20") for i in range(10)]
    lines = [f"GET /sparql?query={query} HTTP/1.1" for query in queries]
    requests = [head("Host: localhost", line=line) for line in lines]
    answer = limited.raw(b"".join(requests), timeout_s=5)
    assert answers(answer) == [200] * 10
    assert re.findall(rb'"value":"n(\d)"', answer) == [str(i).encode() for i in range(10)]


def test_more_connections_than_it_takes(limited: Running) -> None:
    from contextlib import ExitStack

    with ExitStack() as stack:
        for _ in range(80):
            stack.enter_context(limited.connected())
        reply = limited.ask("GET", ASK.decode())
        assert reply.status in (200, 503)
    time.sleep(1.5)
    assert limited.query("ASK {}").boolean


@pytest.mark.parametrize(
    ("listens", "host", "code"),
    [
        # Listening everywhere, it is known by its numbers, which nobody can point elsewhere.
        ("0.0.0.0", "192.0.2.7:8000", 200),
        ("::", "[2001:db8::7]", 200),
        ("0.0.0.0", "evil.example", 421),
        ("127.0.0.1", "192.0.2.7", 421),
    ],
)
def test_numbers_are_its_names_where_it_listens_everywhere(
    listens: str, host: str, code: int
) -> None:
    guarded = Guard(PlainTextResponse("here"), settings=Settings(host=listens), log=Log())
    assert TestClient(guarded).get("/", headers={"Host": host}).status_code == code
