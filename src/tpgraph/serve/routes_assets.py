"""Scripts and styles of the pages, under names that carry their hash."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tpgraph.phrases import phrase
from tpgraph.serve.assets import FOR_EVER, by_address
from tpgraph.serve.problems import RefusedError


def asset(request: Request) -> Response:
    """A bundle under its hashed name."""
    body = by_address().get(request.url.path)
    if body is None:
        raise RefusedError(404, phrase("endpoint.not-found"))
    return body.response(request, FOR_EVER)


routes = [Route("/assets/{name}", asset, methods=["GET"])]
