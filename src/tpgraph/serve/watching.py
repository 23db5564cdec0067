"""Reads a company anew when its files change; what cannot be read leaves the earlier data."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster, Event
from tpgraph.serve.log import Log
from tpgraph.serve.watching_store import StoreWatcher

Stamp = tuple[tuple[str, int, int], ...]
_FILES_MAX = 2_000


class Watcher:
    """Looks at the files of all companies again and again.

    ``also`` are folders that all of them rest on, such as one of own rules; ``renew`` puts what was
    read into what is served, and listeners are told after that.
    """

    def __init__(
        self,
        companies: Companies,
        events: Broadcaster,
        log: Log,
        renew: Callable[[], Awaitable[None]],
        *,
        interval_s: float,
        also: Sequence[Path] = (),
    ) -> None:
        self._companies = companies
        self._events = events
        self._log = log
        self._renew = renew
        self._interval_s = interval_s
        self._store = StoreWatcher(companies, events, log)
        self._also = tuple(also)
        self._stamps = {served.slug: self._stamp(served.path) for served in companies}
        self._digests = {served.slug: self._digest(served.path) for served in companies}

    async def watch(self) -> None:
        """Watches until it is cancelled."""
        while True:
            await asyncio.sleep(self._interval_s)
            try:
                await self.look()
            except Exception as error:
                # The watching goes on, whatever one reading comes upon.
                self._log.write("reload-failed", level="error", failure=repr(error))

    async def look(self) -> None:
        """Looks once: reads the companies anew whose files have changed and are at rest."""
        if await self._store.look(self._interval_s):
            await self._renew()
            self._store.tell()
        changed: list[str] = []
        for served in list(self._companies):
            stamp = await asyncio.to_thread(self._stamp, served.path)
            if stamp == self._stamps[served.slug]:
                continue
            # Whoever saves several files, or one in pieces, may still be at it.
            while True:
                await asyncio.sleep(self._interval_s)
                again = await asyncio.to_thread(self._stamp, served.path)
                if again == stamp:
                    break
                stamp = again
            self._stamps[served.slug] = stamp
            digest = await asyncio.to_thread(self._digest, served.path)
            if digest != self._digests[served.slug]:
                self._digests[served.slug] = digest
                changed.append(served.slug)
        read = [await asyncio.to_thread(self._companies.read_again, slug) for slug in changed]
        if any(served.trouble is None for served in read):
            await self._renew()
        for served in read:
            name = "changed" if served.trouble is None else "trouble"
            level = "info" if served.trouble is None else "warning"
            why = served.trouble.text() if served.trouble else None
            self._log.write(name, level=level, company=served.slug, why=why)
            self._events.send(Event(name, served.slug, served.generation))

    def _files(self, path: Path) -> list[Path]:
        found = [file for folder in self._also for file in _below(folder)]
        if path.is_dir():
            return [*found, *_below(path)]
        # Beside a file stand the company's and the mapping's.
        with suppress(OSError):
            found += sorted(path.parent.glob("*.toml"))
        return [*found, path]

    def _stamp(self, path: Path) -> Stamp:
        stamps = []
        for file in self._files(path):
            with suppress(OSError):
                status = file.stat()
                stamps.append((str(file), status.st_mtime_ns, status.st_size))
        return tuple(stamps)

    def _digest(self, path: Path) -> str:
        total = hashlib.sha256()
        for file in self._files(path):
            with suppress(OSError):
                total.update(f"{file}\0{file.stat().st_size}\0".encode(errors="replace"))
                total.update(file.read_bytes())
        return total.hexdigest()


def _below(folder: Path) -> list[Path]:
    """The files of a folder, those that editors and systems hide aside."""
    found: list[Path] = []
    with suppress(OSError):
        for path in sorted(folder.rglob("*"))[:_FILES_MAX]:
            hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            if not hidden and path.is_file():
                found.append(path)
    return found
