"""One process that answers queries, as the server sees it."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tpgraph.serve.settings import Settings
from tpgraph.serve.sparql.frames import LINE_MAX, encoded, receive_frame

_START_TIMEOUT_S = 120.0

Answer = tuple[dict[str, Any], bytes]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The data to answer from: N-Quads, or the path of a store; ``number`` grows with each."""

    number: int
    nquads: bytes = b""
    store: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The written graphs as N-Quads; ``version`` grows with each update."""

    version: int = 0
    nquads: bytes = b""


class EndedError(Exception):
    """The process has ended while it was asked."""


class Process:
    """A process that has loaded a snapshot and waits for work."""

    def __init__(self, child: asyncio.subprocess.Process, snapshot: Snapshot) -> None:
        self._child = child
        self.snapshot = snapshot
        self.written_version = 0

    @classmethod
    async def start(
        cls, settings: Settings, snapshot: Snapshot, *, for_update: bool = False
    ) -> Process:
        """A process that is ready. Raises EndedError where it could not be started."""
        # -P: what lies in the working directory is not taken for one of Python's modules.
        try:
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "tpgraph.serve.sparql.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=LINE_MAX,
            )  # fmt: skip
        except OSError as error:
            raise EndedError from error
        process = cls(child, snapshot)
        head = {
            "depth": settings.query_max_depth,
            "rows": settings.result_max_rows,
            "bytes": settings.result_max_bytes,
            "timeout_s": settings.query_timeout_s,
            "memory_mib": settings.query_memory_mib,
            "written_max_bytes": settings.written_max_bytes,
            "store": snapshot.store,
            "for_update": for_update,
        }
        try:
            await process.ask(head, snapshot.nquads, _START_TIMEOUT_S)
        except BaseException as error:
            await process.end()
            if isinstance(error, TimeoutError):
                raise EndedError from error
            raise
        return process

    @property
    def pid(self) -> int:
        """The number by which the system knows it."""
        return self._child.pid

    async def ask(self, head: dict[str, Any], body: bytes, timeout_s: float) -> Answer:
        """What it answers. Raises TimeoutError, or EndedError where it died of the work."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            async with asyncio.timeout(timeout_s):
                self._child.stdin.write(encoded(head, body))
                await self._child.stdin.drain()
                return await receive_frame(self._child.stdout)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            raise EndedError from error

    async def put_written(self, written: Written, timeout_s: float) -> None:
        """Gives it the written graphs that it does not have yet."""
        if self.written_version != written.version:
            await self.ask({"job": "written"}, written.nquads, timeout_s)
            self.written_version = written.version

    async def end(self) -> None:
        """Ends it at once, whatever it does."""
        with suppress(ProcessLookupError):
            self._child.kill()
        await self._child.wait()
