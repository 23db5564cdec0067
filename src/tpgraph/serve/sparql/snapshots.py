"""Makes the N-Quads that the processes load: the ontology, and each company's graphs."""

from __future__ import annotations

import pyoxigraph as ox

from tpgraph.query.run import query_store
from tpgraph.serve.companies import Companies, Served
from tpgraph.serve.sparql.process import Snapshot


class Snapshots:
    """Numbers the snapshots, and makes anew only what has changed."""

    def __init__(self, companies: Companies) -> None:
        self._companies = companies
        self._ontology = b""
        self._made: dict[str, tuple[int, bytes]] = {}
        self._number = 0

    def take(self) -> Snapshot:
        """The data as it is now. It takes its time: not for the thread that serves."""
        self._number += 1
        if self._companies.store_path is not None:
            return Snapshot(self._number, store=str(self._companies.store_path.resolve()))
        self._ontology = self._ontology or _nquads(query_store())
        parts = [self._ontology, *(self._of(served) for served in self._companies)]
        return Snapshot(self._number, b"".join(parts))

    def _of(self, served: Served) -> bytes:
        generation, nquads = self._made.get(served.slug, (-1, b""))
        if generation != served.generation:
            store = ox.Store()
            store.load(served.analysis.trig(), format=ox.RdfFormat.TRIG)
            nquads = _nquads(store)
            self._made[served.slug] = (served.generation, nquads)
        return nquads


def _nquads(store: ox.Store) -> bytes:
    return store.dump(format=ox.RdfFormat.N_QUADS) or b""
