"""HTTP/1.1 by uvicorn, with a clock where it has none: on a request's head, on slow readers."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def timed_protocol(header_timeout_s: float, send_timeout_s: float) -> type[H11Protocol]:
    """A protocol that ends connections whose next request has not wholly arrived in time.

    The time runs from the connection's beginning, or from the first byte after an answer; between
    an answer and that byte uvicorn's keep-alive time holds. A client that leaves an answer lying
    for ``send_timeout_s`` is cut off.
    """

    class TimedProtocol(H11Protocol):
        _clock: asyncio.TimerHandle | None = None
        _send_clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._start_clock()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._is_answering():
                self._stop_clock()
            elif self._clock is None and not self.transport.is_closing():
                self._start_clock()

        def on_response_complete(self) -> None:
            self._stop_clock()
            super().on_response_complete()
            if self.transport.is_closing() and self._send_clock is None:
                # What is left of the answer may lie in the buffer for ever.
                self._send_clock = self.loop.call_later(send_timeout_s, self.transport.abort)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stop_send_clock()
            self._send_clock = self.loop.call_later(send_timeout_s, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if not self.transport.is_closing():
                self._stop_send_clock()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_clock()
            self._stop_send_clock()
            super().connection_lost(exc)

        def _is_answering(self) -> bool:
            if self.cycle is None:
                return False  # type: ignore[unreachable]  # it is, before the first request
            return not self.cycle.response_complete

        def _start_clock(self) -> None:
            self._clock = self.loop.call_later(header_timeout_s, self._too_slow)

        def _stop_clock(self) -> None:
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _stop_send_clock(self) -> None:
            if self._send_clock is not None:
                self._send_clock.cancel()
                self._send_clock = None

        def _too_slow(self) -> None:
            self._clock = None
            if not self._is_answering():
                self.transport.abort()

    return TimedProtocol
