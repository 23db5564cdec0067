"""Asks a store by the graphs that a query, or its sender, has chosen; each triple once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Chosen = tuple[Sequence[str], Sequence[str]]
_DEFAULT = ox.DefaultGraph()
# What more is merged takes memory that queries need, and is made anew each time.
_WORTH_KEEPING = 200_000


def ask(
    store: ox.Store,
    text: str,
    base: str | None,
    prefixes: Mapping[str, str],
    graphs: Chosen | None,
    *,
    union: bool,
    merged: Merged | None = None,
) -> Answer:
    """What a store answers of the graphs of the default graph and the named ones.

    Where none are chosen, the default graph is the union of all with ``union``, else the store's
    own. ``merged``, of the same store, keeps what several graphs make together for the next query.
    Raises what Oxigraph raises, ValueError for a graph whose name is no IRI.
    """
    if graphs is None:
        # Where a text has FROM, `graphs` holds it: Oxigraph lets the union prevail over FROM.
        return store.query(
            text, base_iri=base, prefixes=dict(prefixes), use_default_graph_as_union=union
        )
    default: list[Graph] = [ox.NamedNode(name) for name in graphs[0]]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(name) for name in graphs[1]]
    if len(default) > 1:
        # A default graph of several graphs has a triple once; Oxigraph has it once a graph.
        if merged is not None and not named:
            store = merged.of(default)
        else:
            store = _merged(store, default, named)
        default = [_DEFAULT]
    return store.query(
        text, base_iri=base, prefixes=dict(prefixes), default_graph=default, named_graphs=named
    )


class Merged:
    """The default graph that several graphs of a store make, from one query to the next.

    Who asks one company after the other has the ontology in all of them: only what differs is
    taken out and put in. To be forgotten when the store changes.
    """

    def __init__(self, store: ox.Store) -> None:
        self._from = store
        self.forget()

    def forget(self) -> None:
        """The store has changed, or holds what is not worth keeping."""
        self._store = ox.Store()
        self._held: dict[Graph, None] = {}

    def of(self, graphs: Iterable[Graph]) -> ox.Store:
        """A store with these graphs as its default graph, each triple once; not to be changed."""
        wanted = dict.fromkeys(graphs)
        if len(self._store) > _WORTH_KEEPING or self._held.keys().isdisjoint(wanted):
            self.forget()
        held, self._held = self._held, {}  # half done, it would be neither
        kept = [graph for graph in held if graph in wanted]
        for graph in held:
            if graph not in wanted:
                self._take_out(graph, kept)
        for graph in wanted:
            if graph not in held:
                self._store.extend(in_default(self._quads(graph)))
        self._held = wanted
        return self._store

    def _take_out(self, graph: Graph, kept: Sequence[Graph]) -> None:
        """Takes a graph's triples out, but those that a graph has which stays."""
        for quad in self._quads(graph):
            triple = quad.subject, quad.predicate, quad.object
            if not any(ox.Quad(*triple, other) in self._from for other in kept):
                self._store.remove(ox.Quad(*triple))

    def _quads(self, graph: Graph) -> Iterable[ox.Quad]:
        return self._from.quads_for_pattern(None, None, None, graph)


def _merged(
    store: ox.Store, default: Iterable[Graph], named: Iterable[ox.NamedNode | ox.BlankNode]
) -> ox.Store:
    made = ox.Store()
    for graph in default:
        made.extend(in_default(store.quads_for_pattern(None, None, None, graph)))
    for graph in named:
        made.extend(store.quads_for_pattern(None, None, None, graph))
    return made


def in_default(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    """The same triples in the default graph."""
    return (ox.Quad(q.subject, q.predicate, q.object) for q in quads)
