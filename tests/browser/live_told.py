"""What a live page tells after edits, held against the snapshot of the edited inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

_TOLD = """() => JSON.parse(JSON.stringify({
    findings: tp.data.findings,
    touchpoints: tp.data.touchpoints,
    plots: tp.data.plots,
    matrix: tp.data.matrix,
    counts: tp.data.counts,
    facts: tp.data.company.facts,
    edges: tp.graph.edges.map((e) => [e.from, e.to, e.kind]),
}))"""
_FINDING = (
    "id", "rule", "status", "level", "severity", "accepted", "concerns", "cell", "slots", "facts",
    "sought", "measured", "threshold", "threshold_source", "margin",
)  # fmt: skip


def compare_told(page: Page, after: Mapping[str, Any]) -> None:
    """Findings with their proofs, touchpoints, figures and the network are those of ``after``."""
    told = page.evaluate(_TOLD)
    found = {f["id"]: f for f in told["findings"]}
    wanted = {f["id"]: f for f in after["findings"]}
    assert found.keys() == wanted.keys()
    for id_, said in wanted.items():
        assert _finding(found[id_]) == _finding(said)
    touchpoints = [_touchpoint(t) for t in told["touchpoints"]]
    assert touchpoints == [_touchpoint(t) for t in after["touchpoints"]]
    assert told["matrix"] == after["matrix"]
    for plot, said in after["plots"].items():
        assert _numbers(told["plots"][plot]) == pytest.approx(_numbers(said), abs=1e-6)
    assert _facts(told["facts"]) == _facts(after["company"]["facts"])
    assert _edges(told["edges"]) == _edges(
        [e["from"], e["to"], e["kind"]] for e in after["network"]["edges"]
    )


def _finding(f: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: f[key] for key in _FINDING}
    kept["facts"] = [_placed(fact, "source") for fact in f["facts"]]
    kept["inferences"] = sorted(tuple(sorted(i.items())) for i in f["inferences"])
    kept["settled_by"] = [{k: v for k, v in s.items() if k != "text"} for s in f["settled_by"]]
    return kept


def _placed(told: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A cell that an edit empties stands, for tpgraph, still in its row: so much is let pass."""
    is_none = told.get("p", "").endswith("statedNone") or told.get("values") == []
    return {**told, key: None} if is_none else dict(told)


def _touchpoint(t: Mapping[str, Any]) -> dict[str, Any]:
    cells = [{**_placed(c, "place"), "values": sorted(c["values"])} for c in t["cells"]]
    return {
        **{key: t[key] for key in ("id", "name", "type", "status")},
        **{key: sorted(t[key]) for key in ("stages", "categories", "modalities", "links")},
        "findings": sorted(t["findings"]),
        "cells": sorted(cells, key=lambda c: c["column"]),
        "measures": t.get("measures"),
    }


def _numbers(of: Any) -> dict[str, Any]:
    """Everything in a plot by its way there, so that numbers can be nearly equal."""
    found: dict[str, Any] = {}

    def walk(way: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                walk(f"{way}.{key}", each)
        elif isinstance(value, list):
            found[f"{way}#"] = len(value)
            for at, each in enumerate(value):
                walk(f"{way}[{at}]", each)
        else:
            found[way] = value

    walk("", of)
    return found


def _facts(facts: Any) -> dict[str, list[str]]:
    return {f["key"]: sorted(f["values"]) for f in facts}


def _edges(edges: Any) -> list[list[str]]:
    """All but those of advice, which comes later."""
    return sorted(list(e) for e in edges if e[2] != "addresses")
