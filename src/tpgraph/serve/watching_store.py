"""Sees when another store of many has been put in the place of the one that is served."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from tpgraph.errors import TpgraphError
from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster, Event
from tpgraph.serve.log import Log
from tpgraph.store.company_store import companies, open_for_reading

# What an event names that concerns all companies of the store.
EVERY = "*"
Stamp = tuple[int, ...]


class StoreWatcher:
    """Looks at a store's folder.

    While it is served nobody can write into it: who has more or newer companies writes another
    store and puts it there.
    """

    def __init__(self, companies: Companies, events: Broadcaster, log: Log) -> None:
        self._companies = companies
        self._events = events
        self._log = log
        self._path = companies.store_path
        self._served = self._stamp()
        self._told = self._served

    async def look(self, interval_s: float) -> bool:
        """Whether another store is there now, and can be read; one that cannot is told once."""
        if self._path is None:
            return False
        stamp = self._stamp()
        if stamp == self._served and self._companies.store_trouble is None:
            return False
        # It may be on its way here.
        await asyncio.sleep(interval_s)
        if self._stamp() != stamp:
            return False
        try:
            await asyncio.to_thread(_read, self._path)
        except TpgraphError as error:
            self._companies.store_trouble = error
            if self._told != stamp:
                self._told = stamp
                self._log.write("store-trouble", level="warning", why=error.text())
                self._events.send(Event("trouble", EVERY, self._companies.generation))
            return False
        is_new = stamp != self._served
        self._served = self._told = stamp
        self._companies.store_trouble = None
        if is_new:
            self._companies.take_store_again()
        return is_new

    def tell(self) -> None:
        """Says that the new store is what is served."""
        self._log.write("store-changed", generation=self._companies.generation)
        self._events.send(Event("changed", EVERY, self._companies.generation))

    def _stamp(self) -> Stamp:
        """What differs between one store and another at the same place."""
        with suppress(OSError):
            if self._path is not None:
                folder, current = self._path.stat(), (self._path / "CURRENT").stat()
                return folder.st_dev, folder.st_ino, current.st_ino, current.st_mtime_ns
        return ()


def _read(path: Path) -> None:
    with open_for_reading(path) as store:
        companies(store)
