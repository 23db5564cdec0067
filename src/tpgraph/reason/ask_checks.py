"""Asks the checks of an inventory's graph, a part of it at a time, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpgraph.inventory.graph import InventoryGraph
from tpgraph.reason.infer import lexical, runtime_facts
from tpgraph.store import Object, open_engine

TOUCHPOINTS = 2_000  # of one part


def ask_checks(
    graph: InventoryGraph, checks: Mapping[str, str], engine: str = "oxigraph"
) -> dict[str, list[tuple[str, ...]]]:
    """The answers of each check, a SELECT about single touchpoints, by its name.

    Nothing is inferred beyond what the ontology's run-time facts hold already.
    """
    found: dict[str, list[tuple[str, ...]]] = {name: [] for name in checks}
    for part in graph.parts(TOUCHPOINTS):
        for name, rows in _ask(part, checks, engine):
            found[name] += [tuple(lexical(c) if c else "" for c in row) for row in rows]
    return found


def _ask(
    ntriples: bytes, checks: Mapping[str, str], engine: str
) -> Iterator[tuple[str, tuple[tuple[Object | None, ...], ...]]]:
    scratch = open_engine(engine)
    scratch.load(runtime_facts())
    scratch.load(ntriples)
    for name, query in checks.items():
        yield name, scratch.select(query).rows
