"""Companies: the index with the summary of all, and a comparison of several."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tpgraph.phrases import phrase
from tpgraph.serve.explorer import ASKED, DATA, LIVE, explorer_page, parts
from tpgraph.serve.firm import Firm, firm, named
from tpgraph.serve.html import page
from tpgraph.serve.languages import language_of
from tpgraph.serve.overview import SHOWN_COMPANIES, overview
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.state import state_of
from tpgraph.text import normalise

_COMPARED_MIN, _COMPARED_MAX = 2, 6


def companies(request: Request) -> Response:
    """All companies that are served, with what holds across them; found by a part of a name."""
    state, lang = state_of(request), language_of(request)
    sought = request.query_params.get("q", "").strip()[:200]
    told = overview(state, lang)
    found = [one for one in told.rows if normalise(sought) in normalise(one.name)]
    return page(
        request,
        "companies.html.j2",
        sought=sought,
        rows=found[:SHOWN_COMPANIES],
        hidden=max(0, len(found) - SHOWN_COMPANIES),
        told=told,
        names=[(one.slug, one.name) for one in named(state)[:SHOWN_COMPANIES]],
    )


def compare(request: Request) -> Response:
    """Several companies beside each other: the explorer's view of differences."""
    firms = compared(request)
    asked = {"company": [of.slug for of in firms]}

    def at(name: str) -> str:
        from urllib.parse import urlencode

        return f"/compare/{name}?{urlencode(asked, doseq=True)}"

    watch = " ".join(of.slug for of in firms)
    return explorer_page(request, firms[0].name, at, watch=watch, live=False)


def compare_data(request: Request) -> Response:
    """What the page of a comparison reads."""
    name = request.path_params["file"]
    if name not in DATA or name in (LIVE, ASKED):
        raise RefusedError(404, phrase("endpoint.not-found"))
    firms = compared(request)
    key = ("comparison", *(of.mark for of in firms))
    made = state_of(request).kept.get(key, lambda: parts(_comparison(firms)))
    return made[name].response(request)


def compared(request: Request) -> list[Firm]:
    """The companies that ``a``, ``b`` and ``company`` name. Raises RefusedError for one alone."""
    asked = request.query_params
    slugs = [asked[key] for key in ("a", "b") if asked.get(key)] + asked.getlist("company")
    slugs = list(dict.fromkeys(slugs))
    if len(slugs) > _COMPARED_MAX:
        raise _not_some()
    # One that does not exist is told first: two of the same name are one.
    firms = [firm(request, slug) for slug in slugs]
    if len(firms) < _COMPARED_MIN:
        raise _not_some()
    return firms


def _not_some() -> RefusedError:
    return RefusedError(400, phrase("serve.compare-two", count=_COMPARED_MAX))


def _comparison(firms: list[Firm]) -> dict[str, Any]:
    from tpgraph.views.snapshot.comparing import comparison_snapshot

    first, *others = (of.base for of in firms)
    return comparison_snapshot(first.compare(*others))


routes = [
    Route("/companies", companies, methods=["GET"]),
    Route("/compare", compare, methods=["GET"]),
    Route("/compare/{file}", compare_data, methods=["GET"]),
]
