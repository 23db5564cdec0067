"""A real server in a process of its own, as people start it, and a client that speaks HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.conftest import ROOT

TOKEN = "a-token-for-the-tests-alone"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SAMPLE = ROOT / "data" / "bottega_jeans"
# Never done: the rows of a product of three times everything.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True)
class Reply:
    """What a server answered; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def boolean(self) -> bool:
        answer = self.json["boolean"]
        assert isinstance(answer, bool)
        return answer

    @property
    def count(self) -> int:
        """The one number of the one row."""
        (row,) = self.json["results"]["bindings"]
        return int(row["n"]["value"])


class Running:
    """A server that runs."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.host, self.port = str(urlsplit(address).hostname), int(urlsplit(address).port or 0)
        self.lines: list[str] = []
        # Whoever does not read what a process says holds it up.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)

    @property
    def sparql(self) -> str:
        return f"{self.address}sparql"

    def ask(
        self,
        method: str = "GET",
        target: str = "/sparql",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30,
    ) -> Reply:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(method, target, content, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str | None = None, **graphs: list[str]) -> Reply:
        fields = {"query": text, **{k.replace("_", "-"): v for k, v in graphs.items()}}
        headers = {"Accept": accept} if accept else {}
        return self.ask("GET", "/sparql?" + urlencode(fields, doseq=True), headers=headers)

    def update(self, text: str, **graphs: list[str]) -> Reply:
        target = "/sparql"
        if graphs:
            fields = {k.replace("_", "-"): v for k, v in graphs.items()}
            target += "?" + urlencode(fields, doseq=True, quote_via=quote)
        return self.ask("POST", target, text, {"Content-Type": UPDATE, **BEARER})

    @contextmanager
    def connected(self, timeout_s: float = 10) -> Iterator[socket.socket]:
        with socket.create_connection((self.host, self.port), timeout=timeout_s) as connection:
            yield connection

    def raw(self, request: bytes, timeout_s: float = 10) -> bytes:
        """Everything that comes back until the server ends the connection, or says no more."""
        with self.connected(timeout_s) as connection:
            connection.sendall(request)
            return received(connection)

    def health(self) -> Any:
        return self.ask(target="/health").json

    def settle(self, timeout_s: float = 60) -> None:
        """Waits until all processes are there, and idle."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            reply = self.ask(target="/health")
            if reply.status == 200:
                processes = reply.json["processes"]
                if processes["spare"] and processes["idle"] == reply.json["limits"]["workers"]:
                    return
            time.sleep(0.05)
        raise AssertionError("the processes have not come back")

    def events(self, name: str) -> list[dict[str, Any]]:
        """What the log says of such events."""
        logged = [json.loads(line) for line in self.lines if line.startswith("{")]
        return [event for event in logged if event["event"] == name]

    def stop(self, how: int = signal.SIGTERM, timeout_s: float = 20) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout_s)


def received(connection: socket.socket) -> bytes:
    """What a connection brings until its end, or until it is still for its time-out."""
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except (TimeoutError, ConnectionResetError):
        pass
    return found


@contextmanager
def serving(
    *paths: Path | str, env: Mapping[str, str] | None = None, **options: Any
) -> Iterator[Running]:
    """``tpgraph serve`` of these paths; ``limit`` holds limits, other options stand as they are."""
    words = [str(path) for path in paths or (SAMPLE,)]
    for name, value in options.pop("limit", {}).items():
        words += ["--limit", f"{name}={value}"]
    for name, value in options.items():
        option = "--" + name.replace("_", "-")
        words += [option] if value is True else [option, str(value)]
    environment = {**os.environ, "TPGRAPH_TOKEN": TOKEN, "COLUMNS": "200", **(env or {})}
    process = subprocess.Popen(
        [sys.executable, "-m", "tpgraph", "serve", *words, "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        yield Running(process, _address(process))
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[str]) -> str:
    """Where the server is, once it is ready."""
    assert process.stderr is not None
    address, said = "", ""
    for line in process.stderr:
        said += line
        if found := re.search(r"http://\S+/", line):
            address = found[0]
        if '"event": "ready"' in line:
            return address
    raise AssertionError(f"the server has not started: {said}")
