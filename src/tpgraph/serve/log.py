"""The server's log: one JSON object a line, in which nothing that a client sends can break out.

Queries, tokens and the parts of addresses behind ``?`` are not written.
"""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

_VALUE_MAX = 300  # characters


class Log:
    """Writes events to a stream, standard error unless another is given."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet

    def write(self, event: str, *, level: str = "info", **fields: Any) -> None:
        """Writes an event; ``quiet`` leaves out what is neither warning nor error."""
        if self._quiet and level == "info":
            return
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "event": event,
            **{key: _clipped(value) for key, value in fields.items()},
        }
        # A reader of the log that has gone is no reason to stop serving.
        with suppress(OSError, ValueError):
            stream = self._stream or sys.stderr
            # All but ASCII is escaped: no line end, no control character, no direction mark.
            stream.write(json.dumps(line) + "\n")
            stream.flush()


def _clipped(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _VALUE_MAX:
        return value[:_VALUE_MAX] + "…"
    return value


class LogHandler(logging.Handler):
    """Takes what libraries log, such as uvicorn, into the log."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record; of a failure also where it happened."""
        fields: dict[str, Any] = {"source": record.name, "message": record.getMessage()}
        if record.exc_info:
            fields["failure"] = logging.Formatter().formatException(record.exc_info)[-_VALUE_MAX:]
        self._log.write("library", level=record.levelname.lower(), **fields)
