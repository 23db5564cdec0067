"""The journal of a batch: a line for each finished job, on the disk before anything else is."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tpgraph.batch.spool import job_path
from tpgraph.batch.work import Done


class Journal:
    """Appends finished jobs; what a kill has cut short counts as not written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.jsonl"
        self._parts = folder / "parts"
        self.done = self._read()
        self._stream = self._path.open("ab")

    def _read(self) -> dict[int, Done]:
        """The jobs of whole lines whose part is there as it was written."""
        if not self._path.exists():
            return {}
        data = self._path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            os.truncate(self._path, len(whole))
        found: dict[int, Done] = {}
        for line in whole.splitlines():
            told = json.loads(line)
            companies = [(n, iri, at, graphs) for n, iri, at, graphs in told["companies"]]
            done = Done(told["job"], told["bytes"], companies)
            if self._is_there(done):
                found[done.job] = done
        return found

    def _is_there(self, done: Done) -> bool:
        part = job_path(self._parts, done.job)
        files = ((part / name, size) for name, size in done.sizes.items())
        return all(f.is_file() and f.stat().st_size == size for f, size in files)

    def add(self, done: Done) -> None:
        """Writes down that a job is finished."""
        line = {"job": done.job, "bytes": done.sizes, "companies": done.companies}
        self._stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self.done[done.job] = done

    def close(self) -> None:
        """Ends the writing."""
        self._stream.close()
