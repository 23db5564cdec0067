"""Puts the application together: the routes of each area, what guards them, start and end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from tpgraph.phrases import phrase, shown
from tpgraph.serve import (
    routes_api,
    routes_assets,
    routes_companies,
    routes_company,
    routes_guide,
    routes_health,
    routes_terms,
)
from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.html import refusal
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.security import SecurityHeaders
from tpgraph.serve.settings import Settings
from tpgraph.serve.state import State

# Each area has a module with a list `routes`; the first that matches answers.
AREAS = (
    routes_health,
    routes_assets,
    routes_guide,
    routes_companies,
    routes_terms,
    routes_api,
    # A company's slug may be any word.
    routes_company,
)


def create_app(settings: Settings, companies: Companies) -> Starlette:
    """The application that serves these companies."""
    state = State(settings, companies, Broadcaster(settings.events_max))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        state.events.close()

    app = Starlette(
        routes=[route for area in AREAS for route in area.routes],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={RefusedError: _refused, HTTPException: _refused},
        lifespan=lifespan,
    )
    app.state.tpgraph = state
    return app


async def _refused(request: Request, error: Exception) -> Response:
    if isinstance(error, RefusedError):
        return refusal(request, error)
    assert isinstance(error, HTTPException)
    path = shown(request.url.path)
    told = phrase("serve.no-page", path=path) if error.status_code == 404 else error.detail
    headers = dict(error.headers or {})
    return refusal(request, RefusedError(error.status_code, told, headers=headers))
