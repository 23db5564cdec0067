"""Every kind of edit of a live page made by hand, undone and done again; advice tried out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_live import analysis, open_live

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "fa")
SAMPLE = "hanul_teilor"


def choose(page: Page, target: str, column: str) -> None:
    page.locator("#try-target").select_option(target)
    page.locator("#try-column").select_option(column)


def submit(page: Page, form: str, edits: int) -> None:
    page.locator(f"[data-key=try-{form}-do]").click()
    expect(page.locator(".try-edits li")).to_have_count(edits)
    page.wait_for_selector("html[data-engine=ready]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_touchpoint_is_changed_in_every_way(open_page: Open, lang: str) -> None:
    a = analysis(SAMPLE, lang)
    page = open_live(open_page, SAMPLE, lang, "view=whatif")
    one, other = a.inventory.touchpoints[:2]
    # A kind.
    choose(page, one.iri, "type")
    page.locator("#try-value").select_option("Blog")
    submit(page, "change", 1)
    # Several values, each in its box.
    choose(page, one.iri, "stages")
    boxes = page.locator("#try-value input")
    for at in range(boxes.count()):
        boxes.nth(at).set_checked(at in (1, 2))
    submit(page, "change", 2)
    # A text, and that there is none.
    choose(page, one.iri, "owner")
    page.locator("#try-value").fill("Ana <b>Pop</b>")
    submit(page, "change", 3)
    choose(page, one.iri, "plan")
    page.locator("#try-value-says").select_option("none")
    submit(page, "change", 4)
    # A link, added and taken away before it is done.
    choose(page, other.iri, "leads_to")
    taken = page.locator("[data-key=try-value-take-0]")
    while taken.count():
        taken.click()
    page.locator("#try-value").select_option(a.inventory.touchpoints[-1].name)
    page.locator("#try-value").select_option(one.name)
    taken.click()
    submit(page, "change", 5)
    cells = page.evaluate("tp.state.edits.map((e) => [e.target, e.cells])")
    stages = [c["text"] for c in page.evaluate("tp.liveData.columns.stages.choices")]
    assert cells == [
        [one.iri, {"type": "Blog"}],
        [one.iri, {"stages": f"{stages[1]}|{stages[2]}"}],
        [one.iri, {"owner": "Ana <b>Pop</b>"}],
        [one.iri, {"plan": "none"}],
        [other.iri, {"leads_to": one.name}],
    ]
    expect(page.locator(".try-edits")).to_contain_text("Ana <b>Pop</b>")
    # The details follow, and say that the cell is an edit's.
    page.evaluate("(id) => tp.select(id)", one.iri)
    expect(page.locator("#details .values")).to_contain_text("Ana <b>Pop</b>")
    expect(page.locator("#details .values")).to_contain_text("what-if")
    # Back and forth, to the beginning and to the end.
    page.locator("#undo").click()
    page.locator("#undo").click()
    expect(page.locator(".try-edits li")).to_have_count(4)
    page.locator("#redo").click()
    expect(page.locator(".try-edits li")).to_have_count(5)
    page.locator("#try-reset").click()
    expect(page.locator(".try-edits li")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_company_is_changed(open_page: Open, lang: str) -> None:
    a = analysis(SAMPLE, lang)
    page = open_live(open_page, SAMPLE, lang, "view=whatif")
    page.locator("#try-key").select_option("goals")
    boxes = page.locator("#try-company-value input")
    boxes.first.check()
    submit(page, "company", 1)
    page.locator("#try-key").select_option("understanding_methods")
    page.locator("#try-company-value-says").select_option("none")
    submit(page, "company", 2)
    page.locator("#try-key").select_option("bounds.review_days")
    page.locator("#try-company-value").fill("-4")
    page.locator("[data-key=try-company-do]").click()
    assert page.evaluate("tp.state.edits.length") == 2
    page.locator("#try-company-value").fill("30")
    submit(page, "company", 3)
    iri = a.inventory.company.iri
    edits = page.evaluate("tp.state.edits.map((e) => e.cells)")
    diff = a.what_if(
        change={iri: {key: text for cells in edits for key, text in cells.items()}}
    ).diff
    found = page.evaluate("tp.live.outcome()")
    assert found["opens"] == list(diff.opens)
    assert found["makes_known"] == list(diff.makes_known)
    assert found["opens"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_advice_is_tried_again_and_tried_out(open_page: Open, lang: str) -> None:
    a = analysis(SAMPLE, lang)
    page = open_live(open_page, SAMPLE, lang)
    added = next(r for r in a.recommendations if r.edits[0].action == "add")
    page.evaluate("(id) => tp.select(id)", added.id)
    page.locator(f'[data-key="try-advice-{added.id}"]').click()
    page.wait_for_selector("html[data-engine=ready] .try-edits li")
    closed = page.evaluate("tp.live.outcome().closes")
    assert set(added.outcome.closes) <= set(closed)
    page.locator("[data-key=tab-actions]").click()
    page.wait_for_selector("html[data-advice=ready]", timeout=60_000)
    # What it closes needs no advice any more; the rest says what it would do now.
    wanted = {r.id: r for r in a.try_edits([added.edits[0]]).analysis.recommendations}
    shown = page.evaluate("tp.data.recommendations.map((r) => [r.id, r.closes, r.opens])")
    assert shown
    assert {tuple(closes) for _, closes, _ in shown}.isdisjoint({tuple(closed)})
    for id_, closes, opens in shown:
        if id_ in wanted and not wanted[id_].edits[0].target:
            outcome = wanted[id_].outcome
            assert (closes, opens) == (list(outcome.closes), list(outcome.opens))
    page.evaluate("(id) => tp.select(id)", shown[0][0])
    expect(page.locator("#details [data-advice=new]")).to_be_visible()
    # What only the company knows is asked for.
    record = next(r for r in a.recommendations if r.edits[0].action == "record")
    page.evaluate("(id) => tp.set({ edits: [], selected: id })", record.id)
    page.locator(f'[data-key="try-advice-{record.id}"]').click()
    expect(page.locator("#view-whatif")).to_be_visible()
    assert page.evaluate("tp.state.edits.length") == 0


def test_as_it_was_read_advice_does_what_tpgraph_says(open_page: Open) -> None:
    a = analysis(SAMPLE)
    page = open_live(open_page, SAMPLE)
    found = page.evaluate(
        """async () => {
            const statuses = ["gap", "unknown", "ok"];
            const { findings } = await tp.liveEngine.run(tp.liveData.inventory, statuses);
            const base = new Map(findings.map((f) => [f.id, f]));
            const told = [];
            for (const r of tp.data.recommendations) {
                const o = await tp.liveAdvice.simulate(r, [], base);
                told.push([r.id, o.closes, o.opens, o.makes_known, o.unasked]);
            }
            return told;
        }"""
    )
    assert found == [
        [r.id, *map(list, (o.closes, o.opens, o.makes_known, o.unasked))]
        for r in a.recommendations
        for o in [r.outcome]
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_finding_has_its_proof_and_the_plots_follow(open_page: Open, lang: str) -> None:
    a = analysis("casa_morgana", lang)
    row = next(r for r in a.inventory.touchpoints if "satisfaction" in r.values)
    page = open_live(open_page, "casa_morgana", lang)
    points = "tp.data.plots.ratings.points.length"
    before = page.evaluate(points)
    page.evaluate(
        "(edits) => tp.set({ edits })",
        [{"action": "change", "target": row.iri, "cells": {"owner": "none", "satisfaction": ""}}],
    )
    page.wait_for_selector("html[data-engine=ready]")
    page.wait_for_function("tp.live.outcome()?.opens.length")
    assert page.evaluate(points) == before - 1
    opened = page.evaluate("tp.live.outcome().opens")
    page.evaluate("(id) => tp.select(id)", opened[0])
    steps = page.locator("#details .proof [data-step]")
    assert steps.count() >= 2
    expect(page.locator("#details .proof .where").first).to_contain_text("what-if")
    page.locator("[data-key=steps-next]").click()
    expect(page.locator("#details .step-now")).to_have_count(1)
