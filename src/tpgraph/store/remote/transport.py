"""Sends requests to a SPARQL server: limits in time and size, retries, errors in clear words."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode, urljoin, urlsplit

from tpgraph.errors import EngineError, QueryError
from tpgraph.phrases import phrase, shown
from tpgraph.store.remote.place import CONNECT_TIMEOUT_S, Place

if TYPE_CHECKING:
    import urllib3

# Only reading is tried again, and only where the server was not there or says "not now".
RETRIES = 3
FIRST_PAUSE_S = 0.2
_NOT_NOW = frozenset((429, 502, 503, 504))
_CHUNK_BYTES = 65_536
_SAID_CHARACTERS = 300  # of a server's own words in a message
# Headers by which Virtuoso says that the rest of the rows is missing.
_CUT = ("X-SPARQL-MaxRows", "X-SQL-State")
_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered: the media type, without parameters, and the body."""

    media_type: str
    body: bytes


class _PassingError(Exception):
    """A request that may be sent again: why it failed."""

    def __init__(self, error: EngineError) -> None:
        super().__init__(str(error))
        self.error = error


class Transport:
    """A connection to one server. Every method raises EngineError where the server fails."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._pools: dict[str, tuple[urllib3.HTTPConnectionPool, _Sockets]] = {}

    def query(self, text: str, default_graphs: tuple[str, ...], accept: str) -> Answer:
        """The answer to a query over the union of these graphs.

        Raises QueryError where the server refuses the text.
        """
        fields = [("query", text), *(("default-graph-uri", graph) for graph in default_graphs)]
        body = urlencode(fields).encode()
        pause_s = FIRST_PAUSE_S
        for _ in range(RETRIES):
            try:
                return self._send(self.place.query_url, body, _FORM, accept)
            except _PassingError:
                time.sleep(pause_s)
                pause_s *= 2
        try:
            return self._send(self.place.query_url, body, _FORM, accept)
        except _PassingError as last:
            raise last.error from last

    def update(self, text: str) -> None:
        """Sends an update, once: whether a lost one was carried out, nobody here can know.

        Raises QueryError where the server refuses the text.
        """
        try:
            self._send(self.place.update_url, text.encode(), _UPDATE, "*/*")
        except _PassingError as failed:
            raise failed.error from failed

    def close(self) -> None:
        """Closes the connections."""
        for pool, _ in self._pools.values():
            pool.close()
        self._pools.clear()

    def _send(self, url: str, body: bytes, content_type: str, accept: str) -> Answer:
        import urllib3
        from urllib3.exceptions import HTTPError

        pool, sockets = self._pool(url)
        parts = urlsplit(url)
        headers = {
            **self.place.headers,
            "Accept": accept,
            "Accept-Encoding": "identity",
            "Content-Type": content_type,
            "User-Agent": "tpgraph",
        }
        limit_s = self.place.timeout_s
        # The library limits each wait; a server that sends a byte now and then needs a last hour.
        over = threading.Event()

        def end() -> None:
            over.set()
            sockets.hang_up()

        timer = threading.Timer(limit_s, end)
        timer.daemon = True
        timer.start()
        answer: urllib3.BaseHTTPResponse | None = None
        whole = False
        try:
            answer = pool.urlopen(
                "POST",
                parts._replace(scheme="", netloc="").geturl() or "/",
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                timeout=urllib3.Timeout(connect=min(CONNECT_TIMEOUT_S, limit_s), read=limit_s),
                preload_content=False,
            )
            data = self._read(answer)
            whole = True
            if over.is_set():
                raise self._slow()
        except EngineError as error:
            # What was cut off by the time limit looks like many other things.
            raise self._slow() if over.is_set() else error from None
        except (HTTPError, OSError, ValueError) as error:
            self._failed(error, over.is_set())
        finally:
            timer.cancel()
            if answer is not None and whole:
                answer.release_conn()
            elif answer is not None:
                answer.close()
        return self._judged(url, answer, data)

    def _pool(self, url: str) -> tuple[urllib3.HTTPConnectionPool, _Sockets]:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._pools:
            import urllib3

            pool = urllib3.connection_from_url(key, maxsize=1)
            self._pools[key] = (pool, _Sockets(pool))
        return self._pools[key]

    def _read(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        """The body, whole: one that is too long, or could be cut unnoticed, is refused."""
        length = answer.headers.get("Content-Length")
        chunked = "chunked" in answer.headers.get("Transfer-Encoding", "").lower()
        if length is None and not chunked and answer.status == 200:
            raise EngineError(phrase("engine.no-length", host=self.place.host))
        parts, size = [], 0
        for part in answer.stream(_CHUNK_BYTES, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > self.place.max_bytes:
                if answer.status != 200:
                    break  # only its beginning is shown
                mb = self.place.max_bytes / 1_000_000
                raise EngineError(
                    phrase("engine.large", host=self.place.host, mb=_short(mb), variable=_MAX)
                )
        return b"".join(parts)

    def _failed(self, error: Exception, over: bool) -> NoReturn:
        from urllib3.exceptions import (
            ConnectTimeoutError,
            NewConnectionError,
            SSLError,
            TimeoutError,
        )

        host = self.place.host
        if isinstance(error, NewConnectionError | ConnectTimeoutError):
            # Nothing was sent yet.
            raise _PassingError(EngineError(phrase("engine.unreachable", host=host))) from error
        if isinstance(error, SSLError):
            why = shown(error)
            raise EngineError(phrase("engine.not-trusted", host=host, why=why)) from error
        if over or isinstance(error, TimeoutError):
            raise self._slow() from error
        raise _PassingError(EngineError(phrase("engine.hung-up", host=host))) from error

    def _slow(self) -> EngineError:
        seconds = _short(self.place.timeout_s)
        return EngineError(
            phrase("engine.slow", host=self.place.host, seconds=seconds, variable=_TIMEOUT)
        )

    def _judged(self, url: str, answer: urllib3.BaseHTTPResponse, data: bytes) -> Answer:
        status, host = answer.status, self.place.host
        media_type = (answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if 200 <= status < 300:
            if any(name in answer.headers for name in _CUT):
                raise EngineError(phrase("engine.cut", host=host))
            return Answer(media_type, data)
        if 300 <= status < 400:
            # Never followed: what is sent, and the credentials, are for the address that was given.
            target = urlsplit(urljoin(url, answer.headers.get("Location") or ""))
            to = target._replace(netloc=target.netloc.rpartition("@")[2], query="", fragment="")
            raise EngineError(phrase("engine.redirect", host=host, to=shown(to.geturl())))
        if status in (401, 403):
            raise EngineError(phrase("engine.refused", host=host, status=status))
        said = self.place.without_secrets(data[:_CHUNK_BYTES].decode("utf-8", "replace"))
        said = " ".join(said.split())[:_SAID_CHARACTERS]
        message = phrase("engine.status", host=host, status=status, said=said or "–")
        if status in (400, 422):
            raise QueryError(message)
        error = EngineError(message)
        raise _PassingError(error) if status in _NOT_NOW else error


_TIMEOUT, _MAX = "TPGRAPH_SPARQL_TIMEOUT", "TPGRAPH_SPARQL_MAX_MB"


def _short(number: float) -> str:
    return f"{number:g}"


class _Sockets:
    """Knows the open sockets of a pool, so that a request can be ended from outside."""

    def __init__(self, pool: urllib3.HTTPConnectionPool) -> None:
        self._open: list[Any] = []
        sockets = self._open

        class Watched(pool.ConnectionCls):  # type: ignore[name-defined,misc]
            """A connection of which the socket is known."""

            def connect(self) -> None:
                super().connect()
                sockets[:] = [self.sock]

        pool.ConnectionCls = Watched

    def hang_up(self) -> None:
        import socket

        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
