"""Runs the checks over an inventory's graph, a part of it at a time: memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from tpgraph.inventory.graph import InventoryGraph
from tpgraph.reason.checks import Check
from tpgraph.reason.infer import lexical, runtime_facts
from tpgraph.store import Engine, Object, open_engine

TOUCHPOINTS = 2_000  # of one part


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found: the node it is wrong of, and what its query gave besides, by name."""

    check: Check
    this: str
    values: Mapping[str, Object]


def check_engine(ntriples: bytes, engine: str = "oxigraph", company: str | None = None) -> Engine:
    """A new engine that holds what checks ask: an inventory and the ontology's run-time facts."""
    found = open_engine(engine, company)
    found.load_common(runtime_facts())
    found.load(ntriples)
    return found


def run_checks(engine: Engine, checks: Sequence[Check]) -> list[Result]:
    """What the checks find in an engine, in the order of the checks, each thing once."""
    found: list[Result] = []
    for check in checks:
        table = engine.select(check.query)
        rows = []
        for row in table.rows:
            cells = dict(zip(table.columns, row, strict=True))
            this = cells.pop("this")
            if isinstance(this, str):
                given = {name: value for name, value in cells.items() if value is not None}
                rows.append(Result(check, this, given))
        found += sorted(rows, key=lambda r: (r.this, *map(lexical, r.values.values())))
    return found


def ask_checks(
    graph: InventoryGraph, checks: Sequence[Check], engine: str = "oxigraph"
) -> Iterator[Result]:
    """What the checks find in a graph, in parts of some touchpoints each.

    Checks look from a touchpoint at itself, its company and what it leads to: that is in its part.
    What is wrong of the company (a complete column is blank) holds where every part says it.
    """
    of_company: dict[tuple[str, ...], Result] | None = None
    for own, others, ntriples in graph.parts(TOUCHPOINTS):
        said: dict[tuple[str, ...], Result] = {}
        with closing(check_engine(ntriples, engine, graph.company)) as part:
            results = run_checks(part, checks)
        for result in results:
            if result.this in own:
                yield result
            elif result.this not in others:
                key = (result.check.name, result.this, *map(lexical, result.values.values()))
                said[key] = result
        if of_company is None:
            of_company = said
        else:
            of_company = {key: found for key, found in of_company.items() if key in said}
    yield from (of_company or {}).values()
