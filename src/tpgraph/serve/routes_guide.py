"""The guide to begin with, the page on which one asks, and word of what has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tpgraph.errors import TpgraphError
from tpgraph.phrases import phrase
from tpgraph.query.named import NamedQuery, named_queries
from tpgraph.query.results import Result
from tpgraph.query.run import query_text
from tpgraph.reason.texts import texts_in
from tpgraph.serve.asking import ask_named
from tpgraph.serve.assets import address
from tpgraph.serve.bars import bars
from tpgraph.serve.cards import ServedCards, cards_for
from tpgraph.serve.events import TooManyListenersError
from tpgraph.serve.explorer import has_editor
from tpgraph.serve.firm import named
from tpgraph.serve.html import page
from tpgraph.serve.languages import language_of
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.routes_api import refused
from tpgraph.serve.state import state_of
from tpgraph.serve.terms import BASE
from tpgraph.store import Literal
from tpgraph.views.snapshot.queries import EXAMPLES, vocabulary
from tpgraph.views.wording import direction

_KEEP_ALIVE_S = 15
_SHOWN_ROWS = 500
_LONG = 50  # characters
_OWN = frozenset({"name", "company", "lang", "run"})


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


def query(request: Request) -> Response:
    """Named queries as forms with their answers, and a field for SPARQL."""
    state, lang = state_of(request), language_of(request)
    asked = request.query_params
    chosen = named_queries().get(asked.get("name", ""))
    firms = named(state)
    slug = asked.get("company") or None
    result, wrong = None, ""
    if chosen is not None and "run" in asked:
        result, wrong = _answered(request, chosen, slug)
    text = asked.get("sparql", "")
    if not text and chosen is not None:
        text = query_text(chosen.name, lang, _parameters(chosen, asked))
    return page(
        request,
        "query.html.j2",
        queries=list(named_queries().values()),
        chosen=chosen,
        parameters=_parameters(chosen, asked) if chosen else {},
        companies=[(one.slug, one.name) for one in firms],
        company=slug or "",
        wrong=wrong,
        columns=result.columns if result else (),
        rows=_cells(request, result) if result else [],
        count=len(result) if result else 0,
        shown=_SHOWN_ROWS,
        bars=bars(result) if result else None,
        sparql=text,
        script_of_query=address("query.js"),
        editor_of=(slug or firms[0].slug) if firms and has_editor() else "",
    )


def _answered(request: Request, chosen: NamedQuery, slug: str | None) -> tuple[Result | None, str]:
    """The answer, or what is wrong with the question, in the reader's language."""
    state, lang = state_of(request), language_of(request)
    parameters = _parameters(chosen, request.query_params)
    try:
        return ask_named(state, chosen.name, lang, parameters, slug)[1], ""
    except RefusedError as error:
        told = error.detail
    except TpgraphError as error:
        told = refused(error).detail
    return None, told if isinstance(told, str) else told.text(lang)


def _parameters(chosen: NamedQuery, asked: Mapping[str, str]) -> dict[str, str]:
    """The query's own parameters, as asked for; the language is the page's."""
    return {
        name: asked.get(name, default)
        for name, default in chosen.parameters.items()
        if name not in _OWN
    }


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an answer: text, address here, class, direction of its language."""

    text: str
    address: str = ""
    sort: str = ""
    direction: str = ""


def _cells(request: Request, result: Result) -> list[list[Cell]]:
    """The rows that are shown; statuses and levels, which queries give by their names, in words."""
    cards = cards_for(request)
    table = texts_in(language_of(request)).table
    keys = [f"{name}." if name in ("status", "level") else "" for name in result.columns]
    return [
        [_cell(term, cards, table, key) for key, term in zip(keys, row, strict=True)]
        for row in result.rows[:_SHOWN_ROWS]
    ]


def _cell(term: Any, cards: ServedCards, table: Mapping[str, str], key: str) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, Literal):
        if _is_number(term):
            return Cell(term.value, sort="n")
        text = table.get(key + term.value, term.value) if key else term.value
        side = direction(term.language) if term.language else ""
        return Cell(text, "", "long" if len(text) > _LONG else "", side)
    if term in cards.b.sorts:
        return Cell(cards.label(term), cards.href(term))
    if term.startswith(BASE + "data/"):
        return Cell(term.removeprefix(BASE + "data/"), cards.href(term))
    return Cell(term)


def _is_number(term: Literal) -> bool:
    value = term.to_python()
    return isinstance(value, int | float) and not isinstance(value, bool)


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
    Route("/query", query, methods=["GET"]),
    Route("/events", events, methods=["GET"]),
]
