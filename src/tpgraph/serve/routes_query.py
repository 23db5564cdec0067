"""/query: the editor, and the same as forms whose answers need no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tpgraph.errors import TpgraphError
from tpgraph.query.named import NamedQuery, named_queries
from tpgraph.query.results import Result
from tpgraph.query.run import query_text
from tpgraph.reason.texts import texts_in
from tpgraph.serve.asking import ask_named
from tpgraph.serve.assets import address
from tpgraph.serve.bars import bars
from tpgraph.serve.cards import ServedCards, cards_for
from tpgraph.serve.editor import blocks
from tpgraph.serve.firm import named
from tpgraph.serve.html import page
from tpgraph.serve.languages import language_of
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.routes_api import refused
from tpgraph.serve.state import state_of
from tpgraph.serve.terms import BASE
from tpgraph.store import Literal
from tpgraph.views.wording import direction

_SHOWN_ROWS = 500
_LONG = 50  # characters
_OWN = frozenset({"name", "company", "lang", "run"})


def query(request: Request) -> Response:
    """The editor; where scripts do not run, named queries as forms, and a field for SPARQL."""
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
        assets={name: address(name) for name in ("query.css", "query.js", "boot.js")},
        blocks=blocks(state, lang, firms),
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


routes = [Route("/query", query, methods=["GET"])]
