"""The guide to begin with, and word of what has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tpgraph.phrases import phrase
from tpgraph.query.named import named_queries
from tpgraph.query.run import query_text
from tpgraph.serve.cards import cards_for
from tpgraph.serve.events import TooManyListenersError
from tpgraph.serve.firm import named
from tpgraph.serve.html import page
from tpgraph.serve.languages import language_of
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.state import state_of
from tpgraph.views.snapshot.queries import EXAMPLES, vocabulary

_KEEP_ALIVE_S = 15


def start(request: Request) -> Response:
    """The guide for strategists: the words of findings, ten queries, where to go."""
    lang = language_of(request)
    found = named(state_of(request))
    return page(
        request,
        "start.html.j2",
        cards=cards_for(request),
        companies=found[:12],
        hidden=max(0, len(found) - 12),
        vocabulary=vocabulary(),
        examples=[(named_queries()[name], query_text(name, lang, {})) for name in EXAMPLES],
    )


async def events(request: Request) -> Response:
    """A stream of what is read anew, for pages that are open (server-sent events)."""
    broadcaster = state_of(request).events
    listening = broadcaster.listen()
    first = asyncio.ensure_future(anext(listening, None))
    # The generator refuses at its first step where as many listen as may.
    await asyncio.sleep(0)
    if first.done() and isinstance(first.exception(), TooManyListenersError):
        busy = RefusedError(503, phrase("endpoint.busy"), headers={"Retry-After": "30"})
        return busy.response(language_of(request))

    async def stream() -> AsyncIterator[str]:
        waiting = first
        try:
            yield "retry: 3000\n\n"
            while True:
                done, _ = await asyncio.wait({waiting}, timeout=_KEEP_ALIVE_S)
                if not done:
                    yield ": still here\n\n"
                    continue
                event = waiting.result()
                if event is None:
                    return
                data = {"company": event.company, "generation": event.generation}
                yield f"event: {event.name}\ndata: {json.dumps(data)}\n\n"
                waiting = asyncio.ensure_future(anext(listening, None))
        finally:
            waiting.cancel()

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


routes = [
    Route("/", start, methods=["GET"]),
    Route("/events", events, methods=["GET"]),
]
