"""A company's own pages: the explorer and the data that it reads. After all other routes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tpgraph.phrases import phrase
from tpgraph.serve.companies import page_of
from tpgraph.serve.explorer import DATA, explorer_data, explorer_page
from tpgraph.serve.firm import firm
from tpgraph.serve.html import escaped, linker
from tpgraph.serve.problems import RefusedError


def company(request: Request) -> Response:
    """A company's page: the explorer."""
    slug = request.path_params["company"]
    of = firm(request, slug)
    page = page_of(slug)
    if request.url.path != escaped(page):
        return to_company(request)
    return explorer_page(request, of.name, lambda name: escaped(page + name), watch=slug, live=True)


def to_company(request: Request) -> Response:
    """To the page's one address: it ends with a stroke, and is no other's."""
    of = firm(request, request.path_params["company"])
    return RedirectResponse(linker(request)(page_of(of.slug)), 308)


def data(request: Request) -> Response:
    """What a company's page reads: the snapshot and the files beside it."""
    of = firm(request, request.path_params["company"])
    name = request.path_params["file"]
    if name not in DATA:
        raise RefusedError(404, phrase("endpoint.not-found"))
    return explorer_data(of, name).response(request)


# A company's slug may be any word: whatever else has an address comes first.
routes = [
    Route(below + path, answer, methods=["GET"])
    for below in ("/companies", "")
    for path, answer in (
        ("/{company}/", company),
        ("/{company}", to_company),
        ("/{company}/{file}", data),
    )
]
