"""/sparql: queries, updates, and the description of the service."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from time import monotonic
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tpgraph.phrases import Phrase, phrase
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.sparql.description import description
from tpgraph.serve.sparql.formats import GRAPH, graph_type
from tpgraph.serve.sparql.process import Answer
from tpgraph.serve.sparql.request import Asked, asked
from tpgraph.serve.state import State, state_of
from tpgraph.store.refused import Refused

_PIECE = 64 * 1024
_HEADERS = {"Vary": "Accept, Accept-Language, Origin", "Cache-Control": "no-cache"}
_WITHOUT_CHARSET = ("application/json", "application/ld+json", "application/sparql-results+json")


async def sparql(request: Request) -> Response:
    """Answers by the SPARQL 1.1 Protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    state = state_of(request)
    what = await asked(request, state.settings)
    if what is None:
        return _description(request, state)
    head = {
        "job": what.kind,
        "accept": request.headers.get("accept"),
        "base": _endpoint(request),
        "graphs": what.graphs,
    }
    if what.kind == "update":
        _require_token(request, state)
    started_s = monotonic()
    # An update is carried out whether its client waits for it or not.
    work = _run(state, what, head)
    is_update = what.kind == "update"
    answered, content = await (work if is_update else _while_connected(request, work))
    state.log.write(
        what.kind,
        text=hashlib.sha256(what.text.encode(errors="replace")).hexdigest()[:16],
        status=answered["status"],
        rows=answered.get("rows"),
        took_ms=round(1000 * (monotonic() - started_s)),
    )
    if answered["status"] != 200:
        raise _declined(answered)
    if is_update:
        return Response(status_code=204, headers=_HEADERS)
    media_type = answered["media_type"]
    kind = media_type if media_type in _WITHOUT_CHARSET else f"{media_type}; charset=utf-8"
    headers = {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}
    return StreamingResponse(_pieces(content), headers=headers)


def _run(state: State, what: Asked, head: dict[str, Any]) -> Any:
    body = what.text.encode(errors="replace")
    if what.kind == "query":
        return state.pool.run(head, body)
    assert state.writer is not None
    return state.writer.run(head, body)


async def _while_connected(request: Request, work: Any) -> Answer:
    """The outcome of some work, which is given up where the client goes away."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        outcome: Answer = task.result()
        return outcome
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    """The answer in pieces: a client that takes none for too long is cut off."""
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]


def _declined(answered: dict[str, Any]) -> RefusedError:
    place = {key: answered[key] for key in ("line", "column") if answered[key] is not None}
    slots = dict(answered["slots"])
    if "why" in slots:
        slots["why"] = Refused(slots["why"])
    detail = Phrase(answered["key"], slots)
    return RefusedError(answered["status"], detail, **place)


def _require_token(request: Request, state: State) -> None:
    expected = state.settings.write_token
    if expected is None or state.writer is None:
        raise RefusedError(403, phrase("endpoint.read-only"))
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    is_right = hmac.compare_digest(_digest(given.strip()), _digest(expected))
    if scheme.lower() != "bearer" or not is_right:
        raise RefusedError(
            401, phrase("endpoint.token"), headers={"WWW-Authenticate": 'Bearer realm="tpgraph"'}
        )


def _digest(text: str) -> bytes:
    # Of one length: the comparison tells nothing about the token's.
    return hashlib.sha256(text.encode(errors="surrogateescape")).digest()


def _description(request: Request, state: State) -> Response:
    media_type = graph_type(request.headers.get("accept"))
    if media_type is None:
        offers = ", ".join(GRAPH)
        raise RefusedError(406, phrase("endpoint.not-acceptable", offers=offers))
    updates = state.writer is not None
    content = description(_endpoint(request), media_type, updates=updates)
    return Response(content, headers=_HEADERS, media_type=media_type)


def _endpoint(request: Request) -> str:
    """The address of the endpoint, as the client wrote it: relative IRIs begin there."""
    return f"{request.url.scheme}://{request.url.netloc}/sparql"


routes = [
    Route(path, sparql, methods=["GET", "POST", "OPTIONS"]) for path in ("/sparql", "/sparql/")
]
