"""What to find out next: a fact that settles an answer alone does settle it once it is stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tests.conftest import ROOT
from tests.rules.cases import all_cases
from tpgraph.model import Edit, Place, Settles, Value
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.unknowns import by_what_settles, to_find_out

AS_OF = date(2026, 11, 22)
# What a fact might turn out to be; where there are several, one of them has to settle the answer.
STAND_INS = {
    "owner": ["Ana"], "plan": ["weekly"], "reviewed": ["2025-01-02"], "supports": ["yes", "no"],
    "type": ["Coupon", "Carrier bag"], "stages": ["purchase"], "modality": ["physical", "virtual"],
    "look_ok": ["no"], "tone_ok": ["no"], "values_ok": ["no"], "message_ok": ["no"],
    "satisfaction": ["3"], "satisfaction_scale": ["1-5", "0-10", "nps"], "importance": ["3"],
    "importance_scale": ["1-5"], "conversions": ["10"], "clicks": ["10"], "reach": ["10"],
    "cost": ["0", "10"], "currency": ["EUR"], "hours": ["9-18", "none"], "url": ["x.example"],
    "languages": ["en", "ro", "it", "de"], "channel": ["facebook"], "category": ["advertising"],
    "ownership": ["brand", "customer"], "goals": ["awareness"],
}  # fmt: skip
OF_COMPANY = {
    "size": ["large", "micro"], "goals": ["awareness"], "understanding_methods": ["survey"],
    "industry": ["fashion"], "sells": ["services", "physical goods"], "has_store": ["no"],
    "sells_online": ["no"],
}  # fmt: skip
BOUNDS = ("1000000", "1", "0")
METHODS = ("means", "1-5", "0-10", "0-100")


def with_stand_ins(analysis: Analysis, fact: Settles) -> Iterator[Analysis]:
    """The analysis with the fact stated, in one way after another."""
    inventory = analysis.inventory
    if fact.column.startswith("bound-"):
        key = fact.column.removeprefix("bound-")
        for text in (*BOUNDS, *METHODS):
            datatype = "decimal" if text in BOUNDS else "string"
            value = Value(text, Place("company.toml"), None, text, datatype)
            company = replace(inventory.company, bounds={**inventory.company.bounds, key: (value,)})
            yield Analysis(replace(inventory, company=company), analysis.options)
        return
    if fact.column == "ratings":  # of one touchpoint more
        for importance, satisfaction in product(("1", "5"), repeat=2):
            rated = {"importance": importance, "satisfaction": satisfaction}
            cells_of_one = {"name": "One more", "satisfaction_scale": "1-5", **rated}
            yield analysis.edited([Edit("add", None, cells_of_one)])
        return
    cells = {fact.column: STAND_INS.get(fact.column, [])}
    if fact.column.startswith("complete: "):
        cells = {"complete": [fact.column.removeprefix("complete: ")]}
    elif fact.subject == inventory.company.iri:
        cells = {fact.column: OF_COMPANY[fact.column]}
    elif fact.column == "leads_to":
        names = [t.name for t in inventory.touchpoints if t.iri != fact.subject]
        cells = {fact.column: names}
    for column, texts in cells.items():
        for text in texts:
            yield analysis.edited([Edit("record", fact.subject, {column: text})])


def check_alone(analysis: Analysis, facts: int | None = None) -> int:
    """Every answer that a fact is said to settle alone is known with one of its stand-ins."""
    count = 0
    for item in to_find_out(analysis.findings, analysis.inventory)[:facts]:
        left = set(item.alone)
        for stated in with_stand_ins(analysis, item.fact):
            if not left:
                break
            now = {f: raw.status for f, raw in stated.inference.findings.items()}
            left = {f for f in left if now.get(f) == "unknown"}
        assert not left, (item.fact, item.rules)
        count += len(item.alone)
    return count


@pytest.mark.parametrize("name", ["bottega_jeans", "hanul_teilor"])
def test_what_settles_alone_settles_alone(name: str) -> None:
    assert check_alone(analyse(ROOT / "data" / name, as_of=AS_OF), 40) > 50


def test_so_it_does_in_the_cases_of_the_rules() -> None:
    assert sum(check_alone(case.analyse(), 6) for case in all_cases()[::25]) > 30


def test_what_settles_most_comes_first_and_counts_what_it_settles() -> None:
    analysis = analyse(ROOT / "data" / "bottega_jeans", as_of=AS_OF)
    found = to_find_out(analysis.findings, analysis.inventory)
    counts = [(len(item.alone), len(item.together)) for item in found]
    assert counts == sorted(counts, reverse=True)
    unknown = {f.id: f for f in analysis.findings if f.status == "unknown"}
    for item in found:
        named = {
            f.id for f in unknown.values() if item.fact.column in {s.column for s in f.settled_by}
        }
        assert {*item.alone, *item.together} <= named
        assert not {*item.alone} & {*item.together}
    assert {f for item in found for f in (*item.alone, *item.together)} == unknown.keys()


def test_unknown_findings_follow_the_order_of_their_facts() -> None:
    analysis = analyse(ROOT / "data" / "bottega_jeans", as_of=AS_OF)
    before = [f for f in analysis.findings if f.status == "unknown"]
    after = by_what_settles(before, analysis.inventory)
    assert sorted(f.id for f in before) == sorted(f.id for f in after)
    first = to_find_out(before, analysis.inventory)[0]
    assert {f.id for f in after[: len(first.alone)]} == set(first.alone)
    gaps = [f for f in analysis.findings if f.status == "gap"]
    mixed = by_what_settles(analysis.findings, analysis.inventory)
    assert [f for f in mixed if f.status == "gap"] == gaps
