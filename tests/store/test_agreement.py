"""The engines find the same and propose the same, for the samples and for companies made up."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.support.agreement import Outcome, outcome, outcome_of_page
from tests.support.companies import AS_OF, made_up
from tests.support.wasm import Node
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason.infer import STATUSES
from tpgraph.reason.rules import load_rules
from tpgraph.store import open_engine

SAMPLES = sorted(p.parent for p in (ROOT / "data").rglob("touchpoints.csv"))
FEW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def read(folder: Path, as_of: date = AS_OF) -> bytes:
    """A company's graph as N-Triples."""
    return inventory_graph(read_inventory(folder, as_of=as_of, complete=[])).ntriples


def made(random: Random) -> bytes:
    """The graph of a company made up."""
    with tempfile.TemporaryDirectory() as folder:
        return read(made_up(random).write(Path(folder)))


def on(engine: str, inventory: bytes) -> Outcome:
    """What an engine of the command line makes of a company."""
    return outcome(open_engine(engine), inventory, load_rules())


def same(one: Outcome, other: Outcome) -> None:
    assert list(one.differences(other)) == []
    assert one == other


@pytest.fixture(scope="module")
def page(node: Node) -> Node:
    """Node with the built-in rules."""
    node.use(load_rules())
    return node


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_the_page_s_engine_finds_the_same_in_a_sample(folder: Path, page: Node) -> None:
    inventory = read(folder, date(2026, 11, 22))
    expected = on("oxigraph", inventory)
    assert len(expected.findings) > 20
    assert expected.candidates
    same(outcome_of_page(page, inventory), expected)


def test_all_samples_are_there() -> None:
    assert len(SAMPLES) == 9


@settings(FEW, max_examples=40)
@given(st.randoms(use_true_random=False))
def test_the_page_s_engine_finds_the_same(page: Node, random: Random) -> None:
    inventory = made(random)
    same(outcome_of_page(page, inventory), on("oxigraph", inventory))


@settings(FEW, max_examples=5)
@given(st.randoms(use_true_random=False))
def test_rdflib_finds_the_same(random: Random) -> None:
    inventory = made(random)
    same(on("rdflib", inventory), on("oxigraph", inventory))


def test_an_engine_of_the_page_can_be_driven_like_any_other(page: Node) -> None:
    inventory = read(ROOT / "data" / "bottega_jeans")
    engine = page.engine()
    same(outcome(engine, inventory, load_rules()), on("oxigraph", inventory))
    engine.close()


def test_a_difference_is_noticed() -> None:
    inventory = read(ROOT / "data" / "bottega_jeans")
    owner = next(line for line in inventory.splitlines(keepends=True) if b"#owner>" in line)
    less = on("oxigraph", inventory.replace(owner, b""))
    assert list(less.differences(on("oxigraph", inventory)))


@cache
def of_seeds() -> tuple[Outcome, ...]:
    return tuple(on("oxigraph", made(Random(seed))) for seed in range(60))


def test_companies_made_up_are_of_many_kinds() -> None:
    met = Counter((f["rule"], f["status"]) for o in of_seeds() for f in o.findings.values())
    rules = [rule.name for rule in load_rules().gaps]
    assert {rule for rule, _ in met} == set(rules)
    assert len(met) > 2.5 * len(rules)
    assert {status for _, status in met} == set(STATUSES)
    proposed = {c["rule"] for o in of_seeds() for c in o.candidates.values()}
    assert len(proposed) > 0.7 * len(load_rules().recommendations)


def test_the_same_seed_gives_the_same_company() -> None:
    assert made_up(Random(7)) == made_up(Random(7)) != made_up(Random(8))
