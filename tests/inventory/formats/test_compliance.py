"""The suite every reader passes: one company in each format gives the same facts, places aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.inventory.conftest import AS_OF
from tests.inventory.formats import writers
from tpgraph.inventory.graph import inventory_graph
from tpgraph.inventory.read import READERS, read_inventory
from tpgraph.model import Inventory

Writer = Callable[[Path], Path]


def _by(write: Callable[[Path, Any, writers.Rows], None], suffix: str) -> Writer:
    def make(folder: Path) -> Path:
        path = folder / f"shop.{suffix}"
        write(path, writers.sample_company(), writers.sample_rows())
        return path

    return make


def _rdf(form: ox.RdfFormat, suffix: str) -> Writer:
    def make(folder: Path) -> Path:
        path = folder / f"shop.{suffix}"
        source = read_inventory(writers.SAMPLE, as_of=AS_OF)
        writers.write_rdf(path, inventory_graph(source).ntriples, form)
        return path

    return make


TABLES: dict[str, Writer] = {
    "xlsx": _by(writers.write_xlsx, "xlsx"),
    "ods": _by(writers.write_ods, "ods"),
    "json": _by(writers.write_json, "json"),
}

GRAPHS: dict[str, Writer] = {
    "ttl": _rdf(ox.RdfFormat.TURTLE, "ttl"),
    "trig": _rdf(ox.RdfFormat.TRIG, "trig"),
    "nt": _rdf(ox.RdfFormat.N_TRIPLES, "nt"),
    "nq": _rdf(ox.RdfFormat.N_QUADS, "nq"),
    "rdf": _rdf(ox.RdfFormat.RDF_XML, "rdf"),
    "jsonld": _rdf(ox.RdfFormat.JSON_LD, "jsonld"),
}
FORMATS = {**TABLES, **GRAPHS}


def facts(inventory: Inventory) -> list[str]:
    """The graph of facts: all IRIs are made from names, so isomorphic graphs have equal lines."""
    return sorted(set(inventory_graph(inventory).ntriples.decode().splitlines()))


@pytest.fixture(scope="module")
def expected() -> Inventory:
    return read_inventory(writers.SAMPLE, as_of=AS_OF)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_company_gives_the_same_facts(
    form: str, tmp_path: Path, expected: Inventory
) -> None:
    inventory = read_inventory(FORMATS[form](tmp_path), as_of=AS_OF)
    assert facts(inventory) == facts(expected)
    names = [t.name for t in inventory.touchpoints]
    order = sorted if form in GRAPHS else list  # a graph has no order
    assert order(names) == order(t.name for t in expected.touchpoints)
    assert {p.code for p in inventory.problems if p.severity == "error"} == set()
    for touchpoint in inventory.touchpoints:
        assert touchpoint.place.row is not None
        assert all(v.place.row is not None for vs in touchpoint.values.values() for v in vs)


@pytest.mark.parametrize("form", TABLES)
def test_what_a_company_accepts_comes_along(form: str, tmp_path: Path, expected: Inventory) -> None:
    inventory = read_inventory(FORMATS[form](tmp_path), as_of=AS_OF)
    told = [(a.rule, a.concerns, a.reason, a.until) for a in inventory.company.accepts]
    assert told == [(a.rule, a.concerns, a.reason, a.until) for a in expected.company.accepts]


def test_every_reader_is_held_by_the_suite() -> None:
    tried = {suffix for suffix in READERS if suffix.removeprefix(".") in FORMATS}
    assert tried | {".csv", ".tsv", ".xlsm", ".owl"} == set(READERS)
