"""Runs the application under uvicorn until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import socket

from starlette.applications import Starlette

from tpgraph.errors import CallError, EngineError
from tpgraph.phrases import phrase, reported
from tpgraph.serve.log import LogHandler
from tpgraph.serve.protocol import timed_protocol
from tpgraph.serve.state import State

_ENDING = (signal.SIGINT, signal.SIGTERM)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises CallError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except (OSError, OverflowError) as error:
        listening.close()
        why = reported(error) if isinstance(error, OSError) else str(error)
        raise CallError(phrase("call.serve-address", host=host, port=str(port), why=why)) from error
    return listening


def run_server(app: Starlette, listening: socket.socket) -> None:
    """Serves until SIGINT or SIGTERM; answers that are under way are finished first.

    Raises EngineError where the processes that answer queries cannot be started.
    """
    import uvicorn

    state: State = app.state.tpgraph
    settings = state.settings
    for name in ("uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [LogHandler(state.log)], False
        logger.setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        http=timed_protocol(settings.header_timeout_s, settings.send_timeout_s),
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

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Streams of events never end by themselves.
            state.events.close()
            await super().shutdown(sockets)

    # Commands collect rarely, since they end soon; what is loaded by now stays.
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 10)
    server = Server(config)
    # uvicorn raises the signal again when all is done, for whoever was there before.
    earlier = {number: signal.signal(number, lambda *_: None) for number in _ENDING}
    try:
        server.run(sockets=[listening])
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
    if not server.started:
        raise EngineError(phrase("call.serve-not-started"))
