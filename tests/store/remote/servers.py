"""Real SPARQL servers for the tests, and one between that misbehaves at a chosen request."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tpgraph.store.remote.place import Place, place_of
from tpgraph.store.remote.server import Server

Quads = frozenset[tuple[object, ...]]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def tool(*names: str) -> str | None:
    """A program beside this Python, or on the path."""
    folder = Path(sys.executable).parent
    return next(
        (p for name in names for p in (shutil.which(name, path=folder), shutil.which(name)) if p),
        None,
    )


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Generator[None, None, None]:
    """A server process, from when it listens until the end of the block."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
        try:
            for _ in range(600):
                if process.poll() is not None:
                    raise AssertionError((folder / "output.txt").read_text())
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def oxigraph_server(folder: Path) -> Generator[str, None, None]:
    """The address of an empty Oxigraph server."""
    program = tool("oxigraph")
    if program is None:
        pytest.skip("needs the oxigraph server: pip install oxigraph")
    port = free_port()
    with running([program, "serve", "--bind", f"127.0.0.1:{port}"], port, folder):
        yield f"http://127.0.0.1:{port}/query"


_INI = """[Database]
DatabaseFile = v.db
TransactionFile = v.trx
ErrorLogFile = v.log
LockFile = v.lck
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextlib.contextmanager
def virtuoso_server(folder: Path) -> Generator[str, None, None]:
    """The address of an empty Virtuoso server that everybody may write to."""
    program, client = tool("virtuoso-t"), tool("isql-vt")
    if program is None or client is None:
        pytest.skip("needs the Virtuoso server: apt-get install virtuoso-opensource-7-bin")
    sql, web = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=web))
    (folder / "grant.sql").write_text(
        "GRANT SPARQL_UPDATE TO \"SPARQL\";\nDB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);\n"
    )
    with running([program, "-f", "+configfile", "virtuoso.ini"], web, folder):
        command = [client, str(sql), "dba", "dba", str(folder / "grant.sql")]
        for _ in range(60):
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{web}/sparql"


def server_at(url: str) -> Server:
    """A server as the engine speaks to it."""
    return Server(place_of(url, {}))


def everything(url: str) -> Quads:
    """All triples in named graphs of a server, with their graph."""
    query = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    return frozenset(server_at(url).select(query, ()).rows)


def place_at(url: str, timeout_s: float = 1.0, max_bytes: int = 1_000_000) -> Place:
    """A server with small limits."""
    return Place(url, url, {}, (), timeout_s, max_bytes)


class Between:
    """Passes requests on to a server, but spoils the answer to one of them, or to all after it."""

    FAULTS = (
        "no-answer", "half-status", "half-headers", "half-body", "half-chunked",
        "slow", "drip", "500", "503", "html", "other-json", "half-json", "redirect", "endless",
        "no-length",
    )  # fmt: skip

    def __init__(
        self, upstream: str, fault: str = "", at: int = 0, *, for_good: bool = True
    ) -> None:
        self.fault, self.at, self.for_good = fault, at, for_good
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self._upstream = urlsplit(upstream)
        self._at_work = threading.Condition()
        self._busy = 0
        self._closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are written one after the other: they would wait for each other.
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with outer._at_work:
                    outer._busy += 1
                    outer.seen.append((self.path, dict(self.headers), body))
                    number = len(outer.seen)
                try:
                    self._answer(body, number)
                finally:
                    with outer._at_work:
                        outer._busy -= 1
                        outer._at_work.notify_all()

            def _answer(self, body: bytes, number: int) -> None:
                meant = number >= outer.at if outer.for_good else number == outer.at
                if outer.fault and meant:
                    with contextlib.suppress(OSError):
                        outer._spoil(self, body)
                    self.close_connection = True
                else:
                    outer._pass_on(self, body)

            def log_message(self, *_: Any) -> None:
                pass

        class Listening(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass  # the other side hung up: that is what is tested

        self._server = Listening(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/query"

    def __enter__(self) -> Between:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # What was passed on is done before anybody looks at what has become of it.
        self._closing.set()
        with self._at_work:
            self._at_work.wait_for(lambda: self._busy == 0, timeout=30)
        self._server.shutdown()
        self._server.server_close()

    def _ask(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
        assert self._upstream.hostname
        upstream = http.client.HTTPConnection(self._upstream.hostname, self._upstream.port)
        headers = {k: handler.headers[k] for k in ("Content-Type", "Accept") if handler.headers[k]}
        upstream.request("POST", handler.path, body, headers)
        answer = upstream.getresponse()
        data = answer.read()
        upstream.close()
        return answer.status, answer.headers.get("Content-Type", ""), data

    def _pass_on(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        status, kind, data = self._ask(handler, body)
        self._say(handler, status, kind, data)

    @staticmethod
    def _say(handler: BaseHTTPRequestHandler, status: int, kind: str, data: bytes) -> None:
        handler.send_response(status)
        if kind:
            handler.send_header("Content-Type", kind)
        if status != 204:
            handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _spoil(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        raw = handler.wfile
        kind = b"Content-Type: application/sparql-results+json\r\n"
        if self.fault == "half-status":
            raw.write(b"HTTP/1.1 2")
        elif self.fault == "half-headers":
            raw.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
        elif self.fault == "half-body":
            # The server has done what it was asked; only its answer is cut.
            status, told, data = self._ask(handler, body)
            length = len(data) + 10
            head = (
                f"HTTP/1.1 {status} X\r\nContent-Type: {told}\r\nContent-Length: {length}\r\n\r\n"
            )
            raw.write(head.encode() + data[: len(data) // 2])
        elif self.fault == "half-chunked":
            raw.write(
                b"HTTP/1.1 200 OK\r\n" + kind + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"he'
            )
        elif self.fault == "slow":
            self._closing.wait(8)
        elif self.fault == "drip":
            raw.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(80):
                raw.write(f"X-{number}: y\r\n".encode())
                self._closing.wait(0.1)
        elif self.fault in ("500", "503"):
            self._say(handler, int(self.fault), "text/plain", b"out of\x1b[31m memory")
        elif self.fault == "html":
            self._say(handler, 200, "text/html", b"<html>Welcome</html>")
        elif self.fault == "other-json":
            self._say(handler, 200, "application/sparql-results+json", b'{"error": "busy"}')
        elif self.fault == "half-json":
            text = b'{"head": {"vars": ["n"]}, "results": {"bindings": ['
            self._say(handler, 200, "application/sparql-results+json", text)
        elif self.fault == "redirect":
            raw.write(
                f"HTTP/1.1 307 X\r\nLocation: {self.url}\r\nContent-Length: 0\r\n\r\n".encode()
            )
        elif self.fault == "endless":
            raw.write(b"HTTP/1.1 200 OK\r\n" + kind + b"Transfer-Encoding: chunked\r\n\r\n")
            for _ in range(200):
                raw.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        elif self.fault == "no-length":
            raw.write(b"HTTP/1.1 200 OK\r\n" + kind + b'\r\n{"head":{},"boolean":true}')


def graphs_of(quads: Quads) -> Iterator[str]:
    """The names of the graphs."""
    return iter(sorted({str(row[0]) for row in quads}))
