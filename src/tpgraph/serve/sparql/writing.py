"""The written graphs: one process carries updates out, one file keeps what they leave.

An update is answered when its outcome is on the disk; one that is refused, cut at a limit or killed
with the server has changed nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, reported
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.settings import Settings
from tpgraph.serve.sparql.pool import RETRY_AFTER_S, Pool, busy
from tpgraph.serve.sparql.process import Answer, EndedError, Process, Snapshot, Written
from tpgraph.store.lock import held

FILE = "written.nq"
_LOCK = "tpgraph.lock"


class Writer:
    """Carries updates out one after the other. ``folder`` keeps the outcome; None: memory alone."""

    def __init__(self, settings: Settings, pool: Pool, folder: Path | None) -> None:
        self._settings = settings
        self._pool = pool
        self._folder = folder
        self._snapshot = Snapshot(0)
        self._process: Process | None = None
        self._lock = asyncio.Lock()
        self._waiting = 0

    def start(self, snapshot: Snapshot) -> None:
        """Begins with a snapshot; the process is started with the first update."""
        self._snapshot = snapshot

    async def swap(self, snapshot: Snapshot) -> None:
        """Has all further updates see another snapshot."""
        async with self._lock:
            self._snapshot = snapshot
            await self._end()

    async def close(self) -> None:
        """Ends the process; an update that is under way is finished first, or has not been."""
        async with self._lock:
            await self._end()

    async def run(self, head: dict[str, Any], body: bytes) -> Answer:
        """Carries an update out. Raises RefusedError where it is over a limit."""
        if self._waiting >= self._settings.waiting_queries_max:
            raise busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.waiting_timeout_s):
                await self._lock.acquire()
        except TimeoutError:
            raise busy() from None
        finally:
            self._waiting -= 1
        try:
            return await self._carry_out(head, body)
        finally:
            self._lock.release()

    async def _carry_out(self, head: dict[str, Any], body: bytes) -> Answer:
        limit_s = self._settings.query_timeout_s
        kept = False
        try:
            process = self._process or await self._started()
            answered, nquads = await process.ask(head, body, limit_s)
            if answered["status"] == 200:
                await asyncio.to_thread(self._keep, nquads)
                version = self._pool.written.version + 1
                self._pool.written = Written(version, nquads)
            kept = answered["status"] == 200 or not answered["changed"]
        except TimeoutError as error:
            raise RefusedError(
                504, phrase("endpoint.time", seconds=round(limit_s)), limit="time"
            ) from error
        except EndedError as error:
            raise RefusedError(
                503,
                phrase("endpoint.memory", mib=self._settings.query_memory_mib),
                headers={"Retry-After": str(RETRY_AFTER_S)},
                limit="memory",
            ) from error
        except OSError as error:
            raise RefusedError(507, phrase("endpoint.not-kept", why=reported(error))) from error
        finally:
            if not kept:
                await self._end()
        return answered, b""

    async def _started(self) -> Process:
        process = await Process.start(self._settings, self._snapshot, for_update=True)
        self._process = process
        await process.put_written(self._pool.written, self._settings.query_timeout_s)
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.end()

    def _keep(self, nquads: bytes) -> None:
        """Puts the written graphs on the disk, whole or not at all."""
        if self._folder is None:
            return
        waiting = self._folder / f".{FILE}.new"
        with waiting.open("wb") as stream:
            stream.write(nquads)
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(self._folder / FILE)


@contextmanager
def kept_graphs(folder: Path | None) -> Iterator[Written]:
    """What was written at other times, while no other server may have the folder.

    Raises CallError where the folder is in use, or what it keeps cannot be read.
    """
    if folder is None:
        yield Written()
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / _LOCK) as mine:
            if not mine:
                raise CallError(phrase("call.serve-folder-busy", path=str(folder)))
            (folder / f".{FILE}.new").unlink(missing_ok=True)
            path = folder / FILE
            nquads = path.read_bytes() if path.exists() else b""
            for _ in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
                pass
            yield Written(1 if nquads else 0, nquads)
    except (OSError, SyntaxError) as error:
        why = reported(error) if isinstance(error, OSError) else str(error)
        raise CallError(phrase("call.serve-folder", path=str(folder), why=why)) from error
