"""/health: whether the server answers, what it serves, and which file could not be read."""

from __future__ import annotations

from time import monotonic

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tpgraph import __version__
from tpgraph.serve.state import state_of


async def health(request: Request) -> JSONResponse:
    """Status ``ok``, or ``degraded`` where a file could not be read: the earlier data is served."""
    state = state_of(request)
    companies = [
        {
            "company": served.slug,
            "generation": served.generation,
            "trouble": served.trouble.text() if served.trouble else None,
        }
        for served in state.companies
    ]
    store = state.companies.store_trouble
    degraded = store is not None or any(c["trouble"] for c in companies)
    body = {
        "status": "degraded" if degraded else "ok",
        "version": __version__,
        "uptime_s": round(monotonic() - state.started_s),
        "generation": state.companies.generation,
        "companies": companies,
        "store": {"trouble": store.text() if store else None}
        if state.companies.store_path
        else None,
        "processes": state.pool.processes,
        "limits": state.settings.public(),
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


routes = [Route("/health", health, methods=["GET"])]
