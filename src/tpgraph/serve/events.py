"""Tells everybody who listens that something was read anew; a slow listener loses the oldest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

_KEPT = 16


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: ``changed`` or ``trouble``, and the slug of the company."""

    name: str
    company: str
    generation: int


class TooManyListenersError(Exception):
    """As many listen as may."""


class Broadcaster:
    """Hands every event to all listeners of the event loop."""

    def __init__(self, listeners_max: int) -> None:
        self._max = listeners_max
        self._queues: set[asyncio.Queue[Event | None]] = set()

    def __len__(self) -> int:
        return len(self._queues)

    def send(self, event: Event) -> None:
        """Gives an event to everybody who listens."""
        for queue in self._queues:
            self._put(queue, event)

    def close(self) -> None:
        """Ends all listening: streams of events would hold a shutdown up."""
        for queue in self._queues:
            self._put(queue, None)

    async def listen(self) -> AsyncIterator[Event]:
        """The events from now on. Raises TooManyListenersError."""
        if len(self._queues) >= self._max:
            raise TooManyListenersError
        queue: asyncio.Queue[Event | None] = asyncio.Queue(_KEPT)
        self._queues.add(queue)
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._queues.discard(queue)

    @staticmethod
    def _put(queue: asyncio.Queue[Event | None], event: Event | None) -> None:
        if queue.full():
            with suppress(asyncio.QueueEmpty):
                queue.get_nowait()
        queue.put_nowait(event)
