"""An Oxigraph store on disk with the graphs of many companies, and the ontology beside them.

The folder is a plain Oxigraph database: its own server opens it as well. Beside each company's
graphs a graph of its own (``RUNS``) says which run made them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, reported
from tpgraph.store.graphs import graphs_of
from tpgraph.store.lock import held

LOCK = "tpgraph.lock"
RUNS = ox.NamedNode("https://w3id.org/tpgraph/runs")
_MADE_BY = ox.NamedNode("http://www.w3.org/ns/prov#wasGeneratedBy")
_RUN = "https://w3id.org/tpgraph/run/"
# What the database writes before the first of its data.
_BEGUN = re.compile(
    rf"{re.escape(LOCK)}|LOCK|LOG(\.old\.\d+)?|IDENTITY|CURRENT|(MANIFEST|OPTIONS)-\d+|\d+\.dbtmp"
)


class CompanyGraphs(NamedTuple):
    """A company's graphs as N-Quads."""

    company: str
    nquads: bytes


class CompanyStore:
    """A store that is open for writing; every change is made whole or not at all."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def holds(self, company: str, run: str) -> bool:
        """Whether the company's graphs are those that the run made."""
        return _made_by(company, run) in self._store

    def put(self, companies: Sequence[CompanyGraphs], run: str) -> None:
        """Puts each company's graphs in the place of those that it had, in one transaction.

        A company that is not in the store yet is added with the others of its kind in one step.
        """
        new = [c for c in companies if not any(map(self._has, graphs_of(c.company)))]
        marks = (_made_by(c.company, run) for c in new)
        if new:
            told = ox.serialize(marks, format=ox.RdfFormat.N_QUADS) or b""
            data = b"".join(c.nquads for c in new) + told
            self._store.load(data, format=ox.RdfFormat.N_QUADS)
        for company in companies:
            if company not in new:
                self._replace(company, run)

    def put_ontology(self, graph: str, version: str, load: Callable[[ox.Store], None]) -> None:
        """Puts what ``load`` puts into a store there as ``graph``, unless that version is there."""
        if self.holds(graph, version):
            return
        fresh = ox.Store()
        load(fresh)
        # Its blank nodes have no place in an update: the graph is emptied, filled, then marked.
        node = ox.NamedNode(graph)
        for quad in list(self._store.quads_for_pattern(node, _MADE_BY, None, RUNS)):
            self._store.remove(quad)
        self._store.remove_graph(node)
        self._store.extend(fresh)
        self._store.add(_made_by(graph, version))

    def flush(self) -> None:
        """Waits until everything is on the disk."""
        self._store.flush()

    def _has(self, graph: str) -> bool:
        return self._store.contains_named_graph(ox.NamedNode(graph))

    def _replace(self, company: CompanyGraphs, run: str) -> None:
        told: dict[str, list[str]] = {}
        for quad in ox.parse(company.nquads, format=ox.RdfFormat.N_QUADS):
            told.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
        mark = _made_by(company.company, run)
        steps = [f"DROP SILENT GRAPH <{name}>" for name in graphs_of(company.company)]
        steps.append(f"DELETE WHERE {{ GRAPH {RUNS} {{ {mark.subject} {_MADE_BY} ?run }} }}")
        told[str(RUNS)] = [f"{mark.triple} ."]
        steps += [
            f"INSERT DATA {{ GRAPH {graph} {{ {chr(10).join(lines)} }} }}"
            for graph, lines in told.items()
        ]
        self._store.update(" ;\n".join(steps))


def _made_by(what: str, run: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(what), _MADE_BY, ox.NamedNode(_RUN + run), RUNS)


def is_store(path: Path) -> bool:
    """Whether a folder is an Oxigraph database."""
    return (path / "CURRENT").is_file() and (path / "IDENTITY").is_file()


def _is_begun(path: Path) -> bool:
    """Whether a folder holds no more than a store that a kill cut short while it was made."""
    return all(_BEGUN.fullmatch(file.name) for file in path.iterdir())


@contextmanager
def open_for_writing(path: Path) -> Iterator[CompanyStore]:
    """Opens the store at ``path``, which is made where there is none.

    Raises CallError where it cannot be opened, or where another process reads or writes it.
    """
    try:
        if path.exists() and not is_store(path) and not _is_begun(path):
            raise CallError(phrase("call.store-other", path=str(path)))
        path.mkdir(parents=True, exist_ok=True)
        with held(path / LOCK) as mine:
            if not mine:
                raise CallError(phrase("call.store-busy", path=str(path)))
            store = CompanyStore(ox.Store(path))
            yield store
            store.flush()
    except OSError as error:
        raise CallError(phrase("call.store-broken", path=str(path), why=reported(error))) from error


@contextmanager
def open_for_reading(path: Path) -> Iterator[ox.Store]:
    """Opens the store at ``path`` so that nothing can be written; several processes may.

    Raises CallError where it cannot be opened, or where a process writes it.
    """
    try:
        with held(path / LOCK, shared=True) as mine:
            if not mine:
                raise CallError(phrase("call.store-busy", path=str(path)))
            yield ox.Store.read_only(str(path))
    except OSError as error:
        raise CallError(phrase("call.store-broken", path=str(path), why=reported(error))) from error


def companies(store: ox.Store) -> list[tuple[str, str]]:
    """The IRIs and names of the companies in a store, by name."""
    rows = store.query(
        "SELECT ?iri ?name WHERE { GRAPH ?graph { ?iri a <https://w3id.org/tpgraph/ontology#Company>"
        " ; <http://www.w3.org/2000/01/rdf-schema#label> ?name } } ORDER BY ?name ?iri"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return [(row["iri"].value, row["name"].value) for row in rows]
