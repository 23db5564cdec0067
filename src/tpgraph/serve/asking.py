"""Named queries over the companies that are served: of one, or of each in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from tpgraph.phrases import phrase
from tpgraph.query.named import NamedQuery, named_query
from tpgraph.query.results import Result
from tpgraph.query.run import answer, query_store, query_text
from tpgraph.serve.firm import Firm, firm_of, named, opened_store
from tpgraph.serve.kept import ANALYSIS_BYTES
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.state import State
from tpgraph.store import Literal
from tpgraph.store.graphs import graphs_of
from tpgraph.views.triples import quads

if TYPE_CHECKING:
    import pyoxigraph as ox


class Scratch:
    """The ontology with one company's graphs beside it at a time: loaded once, asked by turns."""

    def __init__(self) -> None:
        self._store = query_store()
        self._lock = Lock()

    def ask(self, found: bytes | Iterable[ox.Quad], text: str) -> Result:
        """What the ontology with these N-Quads answers; they are gone again afterwards."""
        import pyoxigraph as ox

        with self._lock:
            before = set(self._store.named_graphs())
            try:
                if isinstance(found, bytes):
                    self._store.load(found, format=ox.RdfFormat.N_QUADS)
                else:
                    self._store.extend(found)
                return answer(self._store, text)
            finally:
                for graph in set(self._store.named_graphs()) - before:
                    self._store.remove_graph(graph)


def ask_named(
    state: State, name: str, lang: str, parameters: Mapping[str, str], slug: str | None
) -> tuple[NamedQuery, Result]:
    """What a named query answers of a company; without one, of each, with a column of its name.

    Raises CallError for a query or parameter that does not exist, RefusedError for a company that
    does not, and (503) where all companies together take longer than a query may.
    """
    query = named_query(name)
    text = query_text(name, lang, parameters)
    scratch = state.kept.get("scratch", Scratch, ANALYSIS_BYTES)
    if query.scope != "company":
        return query, scratch.ask(b"", text)
    if slug is not None:
        return query, scratch.ask(_nquads(firm_of(state, slug), lang), text)
    until = monotonic() + state.settings.query_timeout_s
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    for name_of_one, found in _all(state, lang):
        if monotonic() > until:
            limit = state.settings.query_timeout_s
            raise RefusedError(
                503, phrase("serve.too-long", seconds=limit), headers={"Retry-After": "10"}
            )
        result = scratch.ask(found, text)
        columns = result.columns
        rows += [(Literal(name_of_one), *row) for row in result.rows]
    own = "company" if "company" not in columns else "ofCompany"
    return query, Result((own, *columns), tuple(rows))


def _all(state: State, lang: str) -> Iterator[tuple[str, bytes | Iterable[ox.Quad]]]:
    """Name and quads of every company; of the store's, what was concluded when it was written."""
    import pyoxigraph as ox

    stored = [one for one in named(state) if one.stored]
    for one in named(state):
        if not one.stored:
            yield one.name, _nquads(firm_of(state, one.slug), lang)
    if not stored or state.companies.store_path is None:
        return
    with opened_store(state) as store:
        for one in stored:
            graphs = map(ox.NamedNode, graphs_of(one.iri))
            yield (
                one.name,
                (q for g in graphs for q in store.quads_for_pattern(None, None, None, g)),
            )


def _nquads(of: Firm, lang: str) -> bytes:
    """A company's facts, findings and advice, worded in a language."""

    def made() -> bytes:
        import pyoxigraph as ox

        analysis = of.analysis(lang)
        told = quads(analysis, analysis.findings)
        return ox.serialize(told, format=ox.RdfFormat.N_QUADS) or b""

    return of.kept(f"nquads {lang}", made)
