"""Asks a store by the graphs that a query, or its sender, has chosen; each triple once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Chosen = tuple[Sequence[str], Sequence[str]]
_DEFAULT = ox.DefaultGraph()


def ask(
    store: ox.Store,
    text: str,
    base: str | None,
    prefixes: Mapping[str, str],
    graphs: Chosen | None,
    *,
    union: bool,
) -> Answer:
    """What a store answers of the graphs of the default graph and the named ones.

    Where none are chosen, the default graph is the union of all with ``union``, else the store's
    own. Raises what Oxigraph raises, ValueError for a graph whose name is no IRI.
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
        store, default = _merged(store, default, named), [_DEFAULT]
    return store.query(
        text, base_iri=base, prefixes=dict(prefixes), default_graph=default, named_graphs=named
    )


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
