"""Puts the application together: the routes of each area, what guards them, start and end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from tpgraph.phrases import phrase
from tpgraph.serve import (
    routes_api,
    routes_assets,
    routes_companies,
    routes_company,
    routes_guide,
    routes_health,
    routes_query,
    routes_sparql,
    routes_terms,
)
from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.guard import Guard
from tpgraph.serve.html import refusal
from tpgraph.serve.languages import language_of
from tpgraph.serve.log import Log
from tpgraph.serve.problems import RefusedError, problem
from tpgraph.serve.security import SecurityHeaders
from tpgraph.serve.settings import Settings
from tpgraph.serve.sparql.pool import Pool
from tpgraph.serve.sparql.process import Written
from tpgraph.serve.sparql.snapshots import Snapshots
from tpgraph.serve.sparql.writing import Writer
from tpgraph.serve.state import State
from tpgraph.serve.watching import Watcher

# Each area has a module with a list `routes`; the first that matches answers.
AREAS = (
    routes_health,
    routes_sparql,
    routes_assets,
    routes_guide,
    routes_query,
    routes_companies,
    routes_terms,
    routes_api,
    # A company's slug may be any word.
    routes_company,
)
_CLIENT_GONE = 499


def create_app(
    settings: Settings,
    companies: Companies,
    *,
    log: Log | None = None,
    written: Written | None = None,
    also: Sequence[Path] = (),
) -> Starlette:
    """The application that serves these companies.

    ``written`` are the graphs that clients have written at other times, ``also`` folders that are
    watched beside those of companies.
    """
    log = log or Log()
    pool = Pool(settings, log)
    pool.written = written or Written()
    folder = Path(settings.write_folder) if settings.write_folder else None
    writer = Writer(settings, pool, folder) if settings.write_token else None
    state = State(settings, companies, log, Broadcaster(settings.events_max), pool, writer)
    app = Starlette(
        routes=[route for area in AREAS for route in area.routes],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Guard, settings=settings, log=log),
        ],
        exception_handlers={
            RefusedError: _refused,
            HTTPException: _http,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
        lifespan=lambda _: _running(state, also),
    )
    app.state.tpgraph = state
    return app


@asynccontextmanager
async def _running(state: State, also: Sequence[Path]) -> AsyncIterator[None]:
    """Starts what answers queries and what watches files; ends it all."""
    snapshots = Snapshots(state.companies)
    snapshot = await asyncio.to_thread(snapshots.take)
    await state.pool.start(snapshot)
    if state.writer is not None:
        state.writer.start(snapshot)

    async def renew() -> None:
        fresh = await asyncio.to_thread(snapshots.take)
        await state.pool.swap(fresh)
        if state.writer is not None:
            await state.writer.swap(fresh)

    interval_s = state.settings.reload_interval_s
    watcher = Watcher(
        state.companies, state.events, state.log, renew, interval_s=interval_s, also=also
    )
    watching = asyncio.create_task(watcher.watch())
    state.log.write("ready", companies=len(state.companies), processes=state.settings.workers)
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        state.events.close()
        if state.writer is not None:
            await state.writer.close()
        await state.pool.close()
        state.log.write("stopped")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return refusal(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    key = {404: "endpoint.not-found", 405: "endpoint.method"}.get(error.status_code)
    detail = phrase(key) if key else str(error.detail)
    told = RefusedError(error.status_code, detail, headers=dict(error.headers or {}))
    return refusal(request, told)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=_CLIENT_GONE)


async def _failed(request: Request, error: Exception) -> Response:
    """A failure of our own: the log says what, the answer does not."""
    return problem(500, phrase("endpoint.failed").text(language_of(request)))
