"""Runs the application under uvicorn until it is told to stop."""

from __future__ import annotations

from starlette.applications import Starlette

from tpgraph.serve.settings import Settings


def run_server(app: Starlette, settings: Settings) -> None:
    """Serves until SIGINT or SIGTERM; answers that are under way are finished first."""
    import uvicorn

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=settings.connections_max,
        h11_max_incomplete_event_size=settings.header_max_bytes,
        timeout_keep_alive=settings.keep_alive_timeout_s,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
    )
    uvicorn.Server(config).run()
