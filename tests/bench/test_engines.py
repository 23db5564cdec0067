"""The tools that measure engines: they ask what the rules ask, and their figures can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib

from tests.bench.engines.cells import ENGINES
from tests.bench.engines.figure import draw
from tests.bench.engines.shacl_af import shapes_of
from tests.bench.engines.sql import RULES
from tests.bench.engines.table import Table
from tpgraph.reason.rules import load_rules

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NONE = {"load": {"cpu": 1.0, "wall": 1.0}, "infer": {"cpu": 2.0, "wall": 2.0}, "mb": 100.0}


def test_engines_find_the_same_in_several_companies() -> None:
    cells = {name: ENGINES[name](100)["found"] for name in ("tpgraph", "as-sets", "one-store")}
    counts = {(found["gap"], found["unknown"]) for found in cells.values()}
    assert len(counts) == 1
    assert min(*counts.pop()) > 0


def test_two_processes_find_what_one_does() -> None:
    one, two = (ENGINES[name](425)["found"] for name in ("tpgraph", "tpgraph-2"))
    assert one == two
    assert min(one["ok"], one["gap"], one["unknown"]) > 100


def test_touchpoints_have_the_classes_above_their_kinds_and_of_their_values() -> None:
    assert ENGINES["classified"](25)["types"] == 131  # as owlrl and the ontology's axioms say
    assert ENGINES["classified"](50)["types"] > 131


def test_sql_counts_what_the_rules_count() -> None:
    pytest.importorskip("duckdb")
    ours, sql = ENGINES["tpgraph"](500)["found"], ENGINES["duckdb"](500)["found"]
    assert {rule: ours[rule] for rule in RULES} == {rule: sql[rule] for rule in RULES}
    assert sum(sql.values()) > 0


def test_shacl_rules_hold_the_rules_unchanged_and_in_order() -> None:
    rules = load_rules().classify
    shapes = rdflib.Graph().parse(data=shapes_of(rules), format="turtle")
    asked = {int(str(shapes.value(node, SH.order))): node for node in shapes.subjects(SH.order)}
    texts = [str(shapes.value(asked[i], SH.construct)) for i in range(len(rules))]
    assert texts == [rule.text for rule in rules]


def test_the_figure_is_xml_with_a_name_a_line() -> None:
    image = draw("Seconds", {"one & two": [(25, 0.01), (1000, 0.4)], "three": [(25, 2.0)]})
    texts = [e.text for e in ElementTree.fromstring(image).iter() if e.tag.endswith("}text")]
    assert {"one & two", "three", "touchpoints", "1,000", "0.01 s"} <= set(texts)


def cell(**changes: Any) -> dict[str, Any]:
    """A cell's answer."""
    return {**NONE, "found": {"gap": 3, "unknown": 4}, **changes}


def test_what_engines_find_otherwise_is_a_fault() -> None:
    table = Table(60, {("tpgraph", 25): cell(), ("rdflib", 25): cell()})
    table.compare([25])
    assert table.faults == []
    table.cells["rdflib", 25] = cell(found={"gap": 2, "unknown": 4})
    table.compare([25])
    assert len(table.faults) == 1


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({}, set()),
        ({"infer": {"cpu": 4.0, "wall": 4.0}}, {"inference at most 3 times loading"}),
        ({"mb": 2000.0}, {"less than 1 GB of memory"}),
    ],
)
def test_targets(change: dict[str, Any], missed: set[str]) -> None:
    table = Table(60, {("tpgraph", 1000): cell(**change)})
    assert {target for target, _, is_met in table.judge([1000]) if not is_met} == missed


def slow(seconds: float) -> dict[str, Any]:
    """The cell of an engine that takes so many seconds, after loading."""
    return cell(infer={"cpu": seconds - 1, "wall": seconds - 1})


@pytest.mark.parametrize(
    ("times", "stopped", "at", "is_met"),
    [
        ({25: 90, 10_000: 100}, None, "10,000", True),
        ({25: 200, 10_000: 99}, None, "10,000", False),
        ({25: 90, 1_000: 120}, None, "1,000", True),
        ({25: 90, 1_000: 95}, 10_000, "10,000", True),
        ({25: 90}, 25_000, "25", False),
    ],
)
def test_how_many_times_faster(
    times: dict[int, int], stopped: int | None, at: str, is_met: bool
) -> None:
    """Ours takes 3 s each time; what is stopped takes more than 300."""
    sizes = [25, 1_000, 10_000]
    table = Table(300, {("tpgraph", size): cell() for size in sizes})
    table.cells |= {("pyshacl", size): slow(3 * each) for size, each in times.items()}
    if stopped:
        table.cells["pyshacl", stopped] = None
    found = {target: met for target, _, met in table.judge(sizes)}
    assert found[f"100 times faster than pySHACL (SHACL-AF) at {at}"] == is_met


def test_what_was_stopped_is_shown_and_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object, **__: object) -> Callable[[], None]:
        raise AssertionError("nothing should be run")

    monkeypatch.setattr("subprocess.Popen", never)
    table = Table(60, {("rdflib", 25): cell(), ("rdflib", 1000): None})
    table.run("rdflib", 10_000)
    text = table.markdown([25, 1000, 10_000])
    assert "| rdflib | 1 + 2 (2.0), 100 MB | > 60 s | - |" in text
