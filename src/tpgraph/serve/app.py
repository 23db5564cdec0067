"""Puts the application together: the routes of each area, what guards them, start and end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from tpgraph.serve import routes_health
from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.security import SecurityHeaders
from tpgraph.serve.settings import Settings
from tpgraph.serve.state import State

# Each area has a module with a list `routes`; the first that matches answers.
AREAS = (routes_health,)


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
        exception_handlers={RefusedError: _refused},
        lifespan=lifespan,
    )
    app.state.tpgraph = state
    return app


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return error.response()
