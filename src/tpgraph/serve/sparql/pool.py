"""The processes that answer queries: so many at once, each ended and replaced at its limit."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from tpgraph.phrases import phrase
from tpgraph.serve.log import Log
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.settings import Settings
from tpgraph.serve.sparql.process import Answer, EndedError, Process, Snapshot, Written

RETRY_AFTER_S = 2
_RESTART_PAUSE_S = 1.0


def busy() -> RefusedError:
    """The refusal where more is asked than can be answered at once."""
    return RefusedError(
        503, phrase("endpoint.busy"), headers={"Retry-After": str(RETRY_AFTER_S)}, limit="queries"
    )


class Pool:
    """Processes with one snapshot; ``swap`` gives them another without a query being lost."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self._settings = settings
        self._log = log
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()  # the idle and the busy ones
        self._spare: Process | None = None  # takes the place of one that is ended
        self._tasks: set[asyncio.Task[None]] = set()
        self._snapshot = Snapshot(0)
        self.written = Written()
        self._waiting = 0
        self._closed = False

    @property
    def processes(self) -> dict[str, int]:
        """How many processes wait for work, how many are at it, and whether a spare one waits."""
        idle = self._idle.qsize()
        return {"idle": idle, "busy": len(self._all) - idle, "spare": int(self._spare is not None)}

    async def start(self, snapshot: Snapshot) -> None:
        """Starts all processes. Raises EndedError where that is not possible."""
        self._snapshot = snapshot
        starts = [Process.start(self._settings, snapshot) for _ in range(self._settings.workers)]
        for process in await asyncio.gather(*starts):
            self._all.add(process)
            self._idle.put_nowait(process)
        self._spawn(self._put_spare())

    async def run(self, head: dict[str, Any], body: bytes) -> Answer:
        """What one of the processes answers.

        Raises RefusedError where too much is asked at once or the query is over a limit.
        """
        process = await self._acquire()
        try:
            await process.put_written(self.written, self._settings.query_timeout_s)
            answer = await process.ask(head, body, self._settings.query_timeout_s)
        except BaseException as error:
            # Also where the client has gone: nobody waits for the answer.
            self._spawn(self._replace(process))
            raise self._refusal(error) from error
        self._give_back(process)
        return answer

    def _refusal(self, error: BaseException) -> BaseException:
        if isinstance(error, TimeoutError):
            limit_s = self._settings.query_timeout_s
            return RefusedError(504, phrase("endpoint.time", seconds=round(limit_s)), limit="time")
        if isinstance(error, EndedError):
            return RefusedError(
                503,
                phrase("endpoint.memory", mib=self._settings.query_memory_mib),
                headers={"Retry-After": str(RETRY_AFTER_S)},
                limit="memory",
            )
        return error

    async def swap(self, snapshot: Snapshot) -> None:
        """Has all further queries answered from another snapshot; returns when they are."""
        self._snapshot = snapshot
        while not self._closed and any(p.snapshot is not snapshot for p in self._all):
            try:
                process = self._idle.get_nowait()
            except asyncio.QueueEmpty:
                # The busy ones are replaced when they have answered.
                await asyncio.sleep(0.05)
                continue
            if process.snapshot is snapshot:
                self._idle.put_nowait(process)
                await asyncio.sleep(0.05)
            else:
                await self._replace(process, first_start=True)

    async def close(self) -> None:
        """Ends all processes."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        left = [*self._all, *([self._spare] if self._spare else [])]
        await asyncio.gather(*(process.end() for process in left))
        self._all.clear()
        self._spare = None

    async def _acquire(self) -> Process:
        if self._waiting >= self._settings.waiting_queries_max:
            raise busy()
        process = None
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.waiting_timeout_s):
                process = await self._idle.get()
        except TimeoutError:
            if process is not None:
                self._give_back(process)
            raise busy() from None
        finally:
            self._waiting -= 1
        return process

    def _give_back(self, process: Process) -> None:
        if process.snapshot is self._snapshot:
            self._idle.put_nowait(process)
        else:
            self._spawn(self._replace(process))

    async def _replace(self, process: Process, *, first_start: bool = False) -> None:
        """Puts another in the place of a process; ``first_start`` leaves it until that is ready."""
        if not first_start:
            await self._drop(process)
        new = self._take_spare() or await self._started()
        if new is None:
            return
        self._all.add(new)
        if first_start:
            await self._drop(process)
        self._give_back(new)
        await self._put_spare()

    def _take_spare(self) -> Process | None:
        spare, self._spare = self._spare, None
        if spare is not None and spare.snapshot is not self._snapshot:
            self._spawn(spare.end())
            return None
        return spare

    async def _put_spare(self) -> None:
        if self._spare is not None:
            return
        new = await self._started()
        if new is not None and new.snapshot is self._snapshot and not self._has_spare():
            self._spare = new
        elif new is not None:
            await new.end()

    def _has_spare(self) -> bool:
        """Whether another has been put there meanwhile."""
        return self._spare is not None

    async def _started(self) -> Process | None:
        """A new process, after as many attempts as it takes; None at the end of all."""
        while not self._closed:
            try:
                return await Process.start(self._settings, self._snapshot)
            except EndedError:
                self._log.write("process-failed", level="error")
                await asyncio.sleep(_RESTART_PAUSE_S)
        return None

    async def _drop(self, process: Process) -> None:
        self._all.discard(process)
        await process.end()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
