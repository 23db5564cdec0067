"""What edits come to: closed is told apart from no longer asked, on every engine the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import tpgraph
from tests.reason.companies import AS_OF
from tpgraph.model import Edit
from tpgraph.reason.advice.edits import for_simulation
from tpgraph.reason.outcome import ended_by_retiring
from tpgraph.reason.rules import load_rules

COMPANY = """\
name = "Inn"
goals = ["retention", "awareness"]
complete = true
size = "small"
"""
TABLE = """\
name,modality,stages,goals,owner,plan,cost,currency,conversions,ownership,supports
Poster,physical,purchase,awareness,,,100,EUR,1,brand,
Shop,physical,purchase,awareness,Ana,yes,10,EUR,9,brand,yes
Site,virtual,post-purchase,awareness,Ana,yes,10,EUR,9,brand,
"""


@pytest.fixture
def inn(tmp_path: Path) -> tpgraph.Analysis:
    (tmp_path / "company.toml").write_text(COMPANY, encoding="utf-8")
    (tmp_path / "touchpoints.csv").write_text(TABLE, encoding="utf-8")
    return tpgraph.analyze(tmp_path, as_of=AS_OF)


def of(analysis: tpgraph.Analysis, rule: str, concern: str) -> str:
    (found,) = [
        f.id for f in analysis.gaps if f.rule == rule and concern in map(str, f.labels.values())
    ]
    return found


def test_a_stage_left_to_one_touchpoint_is_not_met_on_both_sides(inn: tpgraph.Analysis) -> None:
    one_sided = of(inn, "stage-one-sided", "Purchase")
    left = inn.what_if(remove=["Poster"])
    assert one_sided in left.diff.unasked
    assert one_sided not in left.diff.closes
    assert left.changes[one_sided] == ("gap", None)
    mended = inn.what_if(add=[{"name": "Web shop", "modality": "virtual", "stages": "purchase"}])
    assert one_sided in mended.diff.closes
    assert mended.changes[one_sided] == ("gap", "ok")


def test_retiring_ends_what_is_wrong_with_its_being_there_and_no_more(
    inn: tpgraph.Analysis,
) -> None:
    diff = inn.what_if(remove=["Poster"]).diff
    assert of(inn, "too-costly", "Poster") in diff.closes
    assert of(inn, "unowned-touchpoint", "Poster") in diff.unasked
    assert of(inn, "unplanned-touchpoint", "Poster") in diff.unasked
    changes = inn.what_if(remove=["Poster"]).findings
    what = {(c.finding.rule, *c.finding.labels.values()): c.what for c in changes}
    assert what["too-costly", "Poster"] == "closed"
    assert what["unowned-touchpoint", "Poster"] == "unasked"


def test_the_rules_that_retiring_ends_are_those_that_advise_it() -> None:
    rules = load_rules()
    assert ended_by_retiring(rules) == {"too-costly", "dead-platform", "duplicate-touchpoint"}
    kept = tuple(r for r in rules.recommendations if r.name != "stop-costly-print")
    fewer = replace(rules, recommendations=kept)
    assert ended_by_retiring(fewer) == {"dead-platform", "duplicate-touchpoint"}


def test_a_goal_given_up_is_not_served(inn: tpgraph.Analysis) -> None:
    unserved = of(inn, "goal-unserved", "Customer retention")
    company = inn.inventory.company.name
    diff = inn.what_if(change={company: {"goals": "awareness"}}).diff
    assert unserved in diff.unasked
    assert unserved not in diff.closes


def test_what_no_longer_applies_is_known_once_its_fact_is_stated(tmp_path: Path) -> None:
    (tmp_path / "company.toml").write_text('name = "Inn"\n', "utf-8")
    (tmp_path / "touchpoints.csv").write_text("name,owner\nZorb,\n", "utf-8")
    inn = tpgraph.analyze(tmp_path, as_of=AS_OF)
    (waiting,) = [f.id for f in inn.findings if f.rule == "unowned-touchpoint"]
    stated = inn.what_if(change={"Zorb": {"ownership": "customer"}})
    assert stated.changes[waiting] == ("unknown", None)
    assert waiting in stated.diff.makes_known
    retired = inn.what_if(remove=["Zorb"])
    assert retired.changes[waiting] == ("unknown", None)
    assert waiting in retired.diff.unasked


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_the_slow_way_says_the_same(inn: tpgraph.Analysis, engine: str) -> None:
    from tpgraph.reason.delta.tryout import FullTryOut

    slow = FullTryOut(inn.inventory, inn.rules, engine)
    for edits in (
        [Edit("retire", inn.inventory.touchpoints[0].iri)],
        [Edit("change", inn.inventory.company.iri, {"goals": "awareness"})],
        [Edit("change", inn.inventory.touchpoints[0].iri, {"owner": "Ana"})],
    ):
        assert dict(slow(edits).changes) == dict(inn.try_out(edits).changes)


@pytest.mark.parametrize("name", ["casa_morgana", "bottega_jeans"])
def test_advice_closes_nothing_by_having_it_no_longer_asked(name: str) -> None:
    analysis = tpgraph.analyze(tpgraph.sample(name), as_of=AS_OF)
    rules = {f.id: f.rule for f in analysis.gaps}
    closed = 0
    for r in analysis.recommendations:
        tried = analysis.try_out([for_simulation(e, AS_OF) for e in r.edits])
        for finding in r.outcome.closes:
            closed += 1
            if tried.changes[finding] != ("gap", "ok"):
                assert r.edits[0].action == "retire"
                assert rules[finding] in ended_by_retiring(analysis.rules)
    assert closed > 3
