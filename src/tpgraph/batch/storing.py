"""Puts finished jobs into the on-disk store, in order; what is there already is not put again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tpgraph.batch.plan import Plan
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import job_path
from tpgraph.batch.work import GRAPHS, Done
from tpgraph.query.run import put_ontology
from tpgraph.store.company_store import CompanyGraphs, CompanyStore, open_for_writing


class Storing:
    """Follows the jobs in their order: of two companies with one IRI the first is stored."""

    def __init__(
        self, parts: Path, run: str, done: Mapping[int, Done], store: CompanyStore | None
    ) -> None:
        """``done`` grows while the batch runs; without a ``store`` nothing is put anywhere."""
        self._parts, self._run, self._done, self._store = parts, run, done, store
        self._next = 0
        self._taken: set[str] = set()

    @classmethod
    @contextmanager
    def opened(
        cls, kept: Path, plan: Plan, settings: Settings, done: Mapping[int, Done]
    ) -> Iterator[Storing]:
        """For the store of the settings, which has the ontology then; or for none.

        Raises CallError where the store cannot be opened.
        """
        parts = kept / "parts"
        if settings.store is None:
            yield cls(parts, plan.run, done, None)
            return
        with open_for_writing(Path(settings.store)) as store:
            put_ontology(store)
            yield cls(parts, plan.run, done, store)

    def advance(self) -> None:
        """Stores every job that is done and whose earlier ones are stored."""
        while self._store is not None and self._next in self._done:
            self._put(self._done[self._next], self._store)
            self._next += 1

    def _put(self, done: Done, store: CompanyStore) -> None:
        with (job_path(self._parts, done.job) / GRAPHS).open("rb") as stream:
            chosen = []
            for iri, begin, end in done.graphs_of():
                if iri not in self._taken and not store.holds(iri, self._run):
                    stream.seek(begin)
                    chosen.append(CompanyGraphs(iri, stream.read(end - begin)))
                self._taken.add(iri)
        if chosen:
            store.put(chosen, self._run)
