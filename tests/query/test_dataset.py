"""Default graphs of several graphs: a triple once, whatever was asked before."""

from __future__ import annotations

import random

import pyoxigraph as ox

from tpgraph.query.dataset import Merged, ask

TEXT = "SELECT ?s ?o { ?s <http://x.example/p> ?o }"


def graph(n: int) -> ox.NamedNode:
    return ox.NamedNode(f"http://x.example/g{n}")


def overlapping() -> ox.Store:
    """Six graphs, some of whose triples are in others, too."""
    store = ox.Store()
    for n in range(6):
        for value in range(n, n + 4):
            triple = (graph(value), ox.NamedNode("http://x.example/p"), ox.Literal(value))
            store.add(ox.Quad(*triple, graph(n)))
    return store


def rows(store: ox.Store, chosen: list[int], merged: Merged | None) -> list[str]:
    names = [graph(n).value for n in chosen]
    found = ask(store, TEXT, None, {}, (names, []), union=False, merged=merged)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str(row) for row in found)


def test_what_is_kept_answers_as_what_is_made_anew() -> None:
    store, chance = overlapping(), random.Random(7)
    merged = Merged(store)
    for _ in range(200):
        chosen = chance.sample(range(7), chance.randint(2, 5))  # a seventh graph is not there
        right = rows(store, chosen, None)
        assert len(right) == len(set(right))
        assert rows(store, chosen, merged) == right


def test_a_store_that_changed_is_merged_anew() -> None:
    store = overlapping()
    merged = Merged(store)
    before = rows(store, [0, 1], merged)
    store.remove_graph(graph(1))
    merged.forget()
    after = rows(store, [0, 1], merged)
    assert after == rows(store, [0, 1], None)
    assert after != before
