"""The process that answers queries, one at a time; the server ends it where one goes on too long.

It reads frames from standard input and writes frames to standard output, and ends when the server
does. Where the system can, it holds itself to its limits as well: memory by ``RLIMIT_AS``, time by
an alarm, and, where all data is in memory, no file and no socket can be opened any more.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from tpgraph.serve.sparql.answering import DeclinedError, Limits, answer_query
from tpgraph.serve.sparql.dataset import Dataset, StoredDataset
from tpgraph.serve.sparql.frames import encoded, read_frame
from tpgraph.serve.sparql.updating import carry_out

_GRACE_S = 2  # the server is the first to end a query
_MIB = 1024 * 1024
_STACK_BYTES = 256 * _MIB  # reserved, and used by deep queries alone


class Worker:
    """A dataset and what its queries may cost."""

    def __init__(self, head: dict[str, Any], body: bytes) -> None:
        self.limits = Limits(head["depth"], head["rows"], head["bytes"])
        self.timeout_s: float = head["timeout_s"]
        self.written_max_bytes: int = head["written_max_bytes"]
        self.dataset: Dataset | StoredDataset
        if head["store"]:
            self.dataset = StoredDataset(Path(head["store"]))
        else:
            self.dataset = Dataset(body, for_update=head["for_update"])

    def answer(self, head: dict[str, Any], body: bytes) -> bytes:
        """The frame that answers a frame."""
        try:
            if head["job"] == "written":
                assert isinstance(self.dataset, Dataset)
                self.dataset.put_written(body)
                return encoded({"status": 200})
            job = {**head, "text": body.decode()}
            if head["job"] == "update":
                assert isinstance(self.dataset, Dataset)
                written = carry_out(self.dataset, job, self.limits.depth, self.written_max_bytes)
                return encoded({"status": 200}, written)
            return encoded(*answer_query(self.dataset, job, self.limits))
        except DeclinedError as declined:
            return encoded(declined.head())
        except MemoryError:
            return encoded(DeclinedError(503, "endpoint.memory").head())


def main() -> None:
    """Serves the server until it ends, on a stack that holds what a deep query needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's: the server says when to end
    threading.stack_size(_STACK_BYTES)
    thread = threading.Thread(target=_serve)
    thread.start()
    thread.join()


def _serve() -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    first = read_frame(source)
    if first is None:
        return
    head, body = first
    worker = Worker(head, body)
    del first, body
    _warm_up(worker)
    gc.collect()
    gc.freeze()
    _confine(head["memory_mib"], in_memory=not head["store"])
    _write(sink, encoded({"status": 200}))
    while (frame := read_frame(source)) is not None:
        _alarm(worker.timeout_s + _GRACE_S)
        answered = worker.answer(*frame)
        _alarm(0)
        _write(sink, answered)


def _warm_up(worker: Worker) -> None:
    """Runs each sort of work once: what Python loads for it can be loaded only now."""
    for accept in ("text/csv", "application/rdf+xml", "application/ld+json", "image/png"):
        for text in (
            "SELECT * {} LIMIT 1",
            "CONSTRUCT {} WHERE {}",
            "SELECT",
            "ASK {SERVICE ?x {}}",
        ):
            job = {"job": "query", "accept": accept, "base": "http://localhost/", "graphs": None}
            worker.answer(job, text.encode())
    with suppress(ValueError):
        ox.NamedNode(" ")


def _confine(memory_mib: int, *, in_memory: bool) -> None:
    """Lets the system hold this process to its limits, as far as it can."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_mib * _MIB
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if in_memory:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _alarm(seconds: float) -> None:
    """Ends this process after so long, even within Oxigraph; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _write(sink: BinaryIO, frame: bytes) -> None:
    try:
        sink.write(frame)
        sink.flush()
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
