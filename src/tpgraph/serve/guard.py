"""Keeps out what no honest client sends, before any route sees it, and writes the log of requests.

Against pages of other sites in a browser on the same machine: the host by which the server is
addressed must be one of its own (a name that somebody else has pointed at this machine is not), and
a request that another origin's page makes is refused unless that origin is allowed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tpgraph.phrases import phrase
from tpgraph.serve.log import Log
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.settings import Settings

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
_METHODS = "GET, HEAD, POST"
_ALLOWED_HEADERS = "Accept, Accept-Language, Authorization, Content-Type"


class Guard:
    """Checks a request's line, headers and origin; holds its body to length and time."""

    def __init__(self, app: ASGIApp, settings: Settings, log: Log) -> None:
        self.app = app
        self._settings = settings
        self._log = log
        self._hosts = _LOOPBACK | {_bracketed(h).lower() for h in settings.allowed_hosts}
        if settings.host not in _EVERYWHERE:
            self._hosts |= {_bracketed(settings.host).lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or refuses to."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self._settings, receive, send)
        started_s = monotonic()
        try:
            response = self._checked(scope, exchange)
            if response is not None:
                await response(scope, exchange.receive, exchange.send)
            else:
                await self.app(scope, exchange.receive, exchange.send)
        finally:
            self._log.write(
                "request",
                client=scope["client"][0] if scope.get("client") else None,
                method=scope["method"],
                path=scope["path"],
                status=exchange.status,
                sent_bytes=exchange.sent_bytes,
                took_ms=round(1000 * (monotonic() - started_s)),
            )

    def _checked(self, scope: Scope, exchange: _Exchange) -> Response | None:
        headers = Headers(scope=scope)
        try:
            self._check_line(scope)
            self._check_headers(headers)
            self._check_framing(headers, scope)
            self._check_host(headers, scope)
            allowed = self._check_origin(headers, scope)
        except RefusedError as refused:
            exchange.close = True
            return refused.response(self._settings.lang)
        if allowed is not None:
            exchange.extra = {"Access-Control-Allow-Origin": allowed, "Vary": "Origin"}
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                return Response(status_code=204, headers={
                    "Access-Control-Allow-Methods": _METHODS,
                    "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
                    "Access-Control-Max-Age": "600",
                })  # fmt: skip
        return None

    def _check_line(self, scope: Scope) -> None:
        raw: bytes = scope["raw_path"]
        if len(raw) + len(scope["query_string"]) > self._settings.target_max_bytes:
            raise RefusedError(414, phrase("endpoint.target", max=self._settings.target_max_bytes))
        path: str = scope["path"]
        is_odd = any(ord(c) < 32 or ord(c) == 127 or c == "\\" for c in path)
        if not path.startswith("/") or is_odd or {".", ".."} & set(path.split("/")):
            raise RefusedError(400, phrase("endpoint.path"))

    def _check_headers(self, headers: Headers) -> None:
        size = sum(len(name) + len(value) for name, value in headers.raw)
        if size > self._settings.header_max_bytes:
            raise RefusedError(431, phrase("endpoint.headers", max=self._settings.header_max_bytes))

    def _check_framing(self, headers: Headers, scope: Scope) -> None:
        """Where a proxy and this server could see two requests in one, or one in two."""
        has_length, codings = "content-length" in headers, headers.getlist("transfer-encoding")
        wrong = (
            (codings and (has_length or scope["http_version"] != "1.1"))
            or [coding.strip().lower() for coding in codings] not in ([], ["chunked"])
            or len(headers.getlist("content-length")) > 1
            or any("_" in name for name in headers)
        )
        if wrong:
            raise RefusedError(400, phrase("endpoint.framing"))
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            raise RefusedError(400, phrase("endpoint.framing"))
        if int(length[:20]) > self._settings.body_max_bytes:
            raise _too_long(self._settings)

    def _check_host(self, headers: Headers, scope: Scope) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or (found := _HOST.fullmatch(hosts[0])) is None:
            raise RefusedError(400, phrase("endpoint.host-missing"))
        name = found[1].lower()
        # A name can be pointed here by anybody, a number cannot.
        if name not in self._hosts and not (self._settings.host in _EVERYWHERE and _number(name)):
            raise RefusedError(421, phrase("endpoint.host", host=name))

    def _check_origin(self, headers: Headers, scope: Scope) -> str | None:
        """The origin of another site that may read the answer. Raises RefusedError for others."""
        known = self._settings.cors_origins
        origins = headers.getlist("origin")
        if not origins:
            # Other sites' pages make requests without it, too: <img>, <script>.
            site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
            if site == "cross-site" and mode != "navigate" and "*" not in known:
                raise RefusedError(403, phrase("endpoint.origin", origin="?"))
            return None
        if len(origins) == 1:
            if origins[0].lower() == f"{scope['scheme']}://{headers['host'].lower()}":
                return None
            if "*" in known:
                return "*"
            if origins[0] in known:
                return origins[0]
        raise RefusedError(403, phrase("endpoint.origin", origin=origins[0]))


class _Exchange:
    """A request whose body is waited for, and its answer."""

    def __init__(self, settings: Settings, receive: Receive, send: Send) -> None:
        self._settings = settings
        self._receive, self._send = receive, send
        self._body_until_s = monotonic() + settings.body_timeout_s
        self._left = settings.body_max_bytes
        self._has_body = False
        self.close = False
        self.extra: dict[str, str] = {}
        self.status: int | None = None
        self.sent_bytes = 0

    async def receive(self) -> Message:
        """The next part of the body. Raises RefusedError where it is too long or too slow."""
        if self._has_body:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._body_until_s - monotonic())):
                message = await self._receive()
        except TimeoutError as error:
            seconds = self._settings.body_timeout_s
            raise RefusedError(408, phrase("endpoint.slow-body", seconds=round(seconds))) from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _too_long(self._settings)
        self._has_body = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Sends a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self.extra.items():
                if name == "Vary":
                    headers.add_vary_header(value)
                else:
                    headers[name] = value
            if self.close or message["status"] in (400, 408, 413):
                # What is left of the request is not read as another one.
                headers["Connection"] = "close"
        self.sent_bytes += len(message.get("body", b""))
        await self._send(message)


def _too_long(settings: Settings) -> RefusedError:
    return RefusedError(413, phrase("endpoint.body", max=settings.body_max_bytes))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
