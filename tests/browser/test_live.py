"""The live page: its what-if equals the command line's, what it saves reads back the same."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import tpgraph
from tests.browser.conftest import Open
from tests.browser.live_edits import Maker
from tests.browser.live_told import compare_told
from tests.conftest import ROOT
from tpgraph.inventory import edit_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Edit
from tpgraph.pipeline import Analysis, analyse
from tpgraph.views.live import live_data
from tpgraph.views.page import render_page
from tpgraph.views.snapshot import snapshot

pytestmark = pytest.mark.browser

DATA = ROOT / "data"
AS_OF = date(2026, 11, 22)
PLANTED = (
    "chai_sabalan", "clinica_aurora", "harbour_museum", "officine_bertolaso", "samovarnaya",
)  # fmt: skip
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
WHATS = ("closes", "opens", "makes_known", "makes_unknown", "unasked")


@cache
def analysis(sample: str, lang: str = "en") -> Analysis:
    found = tpgraph.analyze(DATA / sample, lang=lang, as_of="2026-11-22")
    assert isinstance(found, Analysis)
    return found


@cache
def page_data(sample: str, lang: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a live page is written from; not to be changed."""
    a = analysis(sample, lang)
    return snapshot(a), live_data(a)


def open_live(open_page: Open, sample: str, lang: str = "en", hash_: str = "", **more: Any) -> Page:
    data, live = page_data(sample, lang)
    page = open_page(data, hash_, live=live, **more).page
    page.wait_for_selector("html[data-engine=ready]", timeout=30_000)
    return page


def edits_of(a: Analysis) -> list[list[Edit]]:
    """A dozen edits and more: each kind of edit, alone and together."""
    rows = a.inventory.touchpoints
    company = a.inventory.company.iri
    first, second, last = rows[0].iri, rows[1].iri, rows[-1].iri
    rated = next((r.iri for r in rows if "satisfaction" in r.values), first)
    return [
        [Edit("add", None, {"type": "Coupon", "stages": "Purchase"})],
        [
            Edit("add", None, {"type": "Call centre", "name": "Ask us (24/7)", "supports": "yes"}),
            Edit("retire", first),
        ],
        [
            Edit(
                "add",
                None,
                {
                    "name": "Notes from the workshop",
                    "type": "Blog",
                    "stages": "Evaluation of alternatives|Purchase",
                },
            )
        ],
        [Edit("retire", last), Edit("retire", second)],
        [Edit("change", rated, {"satisfaction": "1"})],
        [Edit("change", first, {"importance": "5"}), Edit("change", first, {"satisfaction": "2"})],
        [Edit("change", second, {"stages": "none"})],
        [Edit("change", last, {"look_ok": "no"}), Edit("change", last, {"supports": ""})],
        [Edit("change", last, {"reviewed": "2020-03-01", "status": "Planned"})],
        [Edit("change", company, {"complete": "leads_to|supports|plan"})],
        [Edit("change", company, {"goals": "none", "bounds.review_days": "30"})],
        [Edit("change", company, {"complete": "|".join(tpgraph_columns())}), Edit("retire", last)],
    ]


def tpgraph_columns() -> Sequence[str]:
    from tpgraph.vocabulary import COLUMNS

    return tuple(COLUMNS)


def told_edits(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Edits as the page has them."""
    return [{"action": e.action, "target": e.target, "cells": dict(e.cells)} for e in edits]


def try_out(page: Page, edits: Sequence[Edit]) -> Mapping[str, list[str]]:
    page.evaluate("(edits) => tp.set({ edits })", told_edits(edits))
    page.wait_for_selector("html[data-engine=ready]", timeout=30_000)
    found: Mapping[str, list[str]] = page.evaluate(
        "(whats) => Object.fromEntries(whats.map((w) => [w, tp.live.outcome()?.[w] ?? null]))",
        list(WHATS),
    )
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_and_the_command_line_give_the_same_difference(
    open_page: Open, sample: str
) -> None:
    a = analysis(sample)
    page = open_live(open_page, sample)
    maker = Maker(a, live_data(a), seed=len(sample))
    # Between them the samples try every kind.
    by_hand = edits_of(a)[SAMPLES.index(sample) :: len(SAMPLES)]
    for edits in [*by_hand, *(maker.series(4) for _ in range(3))]:
        wanted = a.try_edits(edits)
        found = try_out(page, edits)
        assert found == {what: list(getattr(wanted.diff, what)) for what in WHATS}, edits
    # What is shown in the end is what an analysis of the edited inventory says, with its proofs.
    compare_told(page, snapshot(wanted.analysis))


@pytest.mark.parametrize("name", PLANTED)
def test_every_edit_comes_to_the_triples_that_tpgraph_reads(open_page: Open, name: str) -> None:
    folder = ROOT / "tests" / "samples" / "planted" / name
    a = analyse(next(folder.glob("*.json"), folder), as_of=AS_OF)
    live = live_data(a)
    page = open_page({**snapshot(a), "recommendations": []}, live=live).page
    page.wait_for_selector("html[data-engine=ready]", timeout=60_000)
    for seed in range(20):
        edits = Maker(a, live, seed).series(6)
        told = page.evaluate(
            "(edits) => tp.liveCells.ntriples(tp.liveCells.apply(edits).graph)", told_edits(edits)
        )
        wanted = inventory_graph(edit_inventory(a.inventory, edits)).ntriples.decode()
        assert set(told.splitlines()) == set(wanted.splitlines()), edits
    wanted_diff = a.try_edits(edits).diff
    assert try_out(page, edits) == {what: list(getattr(wanted_diff, what)) for what in WHATS}


@pytest.mark.parametrize("sample", SAMPLES[1:3])
def test_what_is_saved_reads_back_to_the_same_findings(
    open_page: Open, sample: str, tmp_path: Path
) -> None:
    a = analysis(sample)
    page = open_live(open_page, sample, hash_="view=whatif")
    rows = a.inventory.touchpoints
    edits = [
        Edit("add", None, {"type": "Coupon", "stages": "Purchase", "look_ok": "yes"}),
        Edit("retire", rows[0].iri),
        Edit("change", rows[1].iri, {"importance": "2", "stages": "Purchase|Post-purchase"}),
        Edit("change", rows[1].iri, {"type": "Blog", "leads_to": rows[0].name, "owner": "Ana"}),
        Edit("change", rows[1].iri, {"url": "https://www.facebook.com/x", "notes": "a, b; c"}),
        Edit("change", a.inventory.company.iri, {"complete": "plan|owner"}),
        Edit("change", a.inventory.company.iri, {"size": "", "goals": "none"}),
        Edit("change", a.inventory.company.iri, {"bounds.languages": "en|ro"}),
        Edit("change", a.inventory.company.iri, {"bounds.review_days": "30"}),
    ]
    try_out(page, edits)
    with page.expect_download() as saved:
        page.locator("#try-save").click()
    saved.value.save_as(tmp_path / "changed.zip")
    with zipfile.ZipFile(tmp_path / "changed.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "read")
    (folder,) = (tmp_path / "read").iterdir()
    back = tpgraph.analyze(folder, as_of="2026-11-22")
    wanted = a.try_edits(edits).analysis

    def told(of: Any) -> set[tuple[Any, ...]]:
        return {(f.id, f.status, f.severity, f.accepted is None) for f in of.findings}

    assert back.inventory.company.iri == a.inventory.company.iri
    assert told(back) == told(wanted)
    assert set(back.asserted.ntriples.splitlines()) == set(wanted.asserted.ntriples.splitlines())


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_edits_are_made_undone_and_told_by_hand(open_page: Open, lang: str) -> None:
    page = open_live(open_page, "bottega_jeans", lang, "view=whatif")
    expect(page.locator("#changed")).to_be_hidden()
    page.locator("#try-kind").select_option("Fair")
    page.locator("#try-stage").select_option("Evaluation of alternatives")
    page.locator("#try-name").fill("Fiera <b>Moda</b>")
    page.keyboard.press("Enter")
    expect(page.locator("[data-what=closes] .item").first).to_be_visible(timeout=20_000)
    wanted = analysis("bottega_jeans", lang).what_if(
        add=[
            {
                "name": "Fiera <b>Moda</b>",
                "type": "Fair",
                "stages": "Evaluation of alternatives",
            }
        ]
    )
    shown = {what: page.locator(f"[data-what={what}] .item").count() for what in WHATS}
    assert shown == {what: len(getattr(wanted.diff, what)) for what in WHATS}
    # The same name again would make links to it ambiguous.
    page.locator("#try-name").fill("fiera <B>moda</B>")
    page.keyboard.press("Enter")
    expect(page.locator("#try-add-error")).not_to_be_empty()
    # The map has it, and says that it is not what was read.
    page.locator("[data-key=tab-map]").click()
    expect(page.locator(".journey .chip", has_text="Fiera <b>Moda</b>").first).to_be_visible()
    expect(page.locator("#changed")).to_be_visible()
    page.locator("#search").fill("Fiera")
    expect(page.locator("#results")).to_contain_text("Fiera <b>Moda</b>")
    page.keyboard.press("Escape")
    page.locator("[data-key=changed-reset]").click()
    expect(page.locator("#changed")).to_be_hidden()
    expect(page.locator(".journey .chip", has_text="Fiera")).to_have_count(0)
    before = [f.id for f in analysis("bottega_jeans", lang).findings]
    assert page.evaluate("tp.data.findings.map((f) => f.id)") == before
    page.locator("#undo").click()
    expect(page.locator(".journey .chip", has_text="Fiera").first).to_be_visible(timeout=20_000)
    # The address carries the edits.
    page.reload()
    expect(page.locator(".journey .chip", has_text="Fiera").first).to_be_visible(timeout=30_000)
    page.locator("[data-key=tab-network]").click()
    page.wait_for_selector("#view-network[data-ready]")


def test_a_rating_is_changed_and_a_touchpoint_retired_with_the_keyboard(open_page: Open) -> None:
    a = analysis("bottega_jeans")
    page = open_live(open_page, "bottega_jeans", hash_="view=whatif")
    rated = next(r for r in a.inventory.touchpoints if "satisfaction_scale" in r.values)
    page.locator("#try-target").select_option(rated.iri)
    page.locator("#try-column").select_option("satisfaction")
    value = page.locator("#try-value")
    expect(value).to_have_attribute("max", "5")
    value.fill("2.5")
    value.press("Enter")
    page.wait_for_selector("html[data-engine=ready] .try-edits li")
    assert page.evaluate("tp.state.edits[0].cells") == {"satisfaction": "2.5"}
    page.locator("#try-retire").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".try-edits li")).to_have_count(2)
    page.wait_for_selector("html[data-engine=ready]")
    expect(page.locator("#try-retire")).to_have_count(0)
    page.locator("[data-key=try-take-0]").press("Enter")
    expect(page.locator(".try-edits li")).to_have_count(1)


def test_an_address_with_edits_that_cannot_be_made_says_so(open_page: Open) -> None:
    bad = 'view=whatif&try=[["retire","~nobody",{}],["change","~x",{"satisfaction":"1"}]]'
    page = open_live(open_page, "bottega_jeans", hash_=bad)
    expect(page.locator("#view-whatif .note")).to_contain_text("nobody")
    for broken in ("{", "[[1]]", '[["add",null,{"type":4}]]', "null"):
        page.evaluate("(text) => tp.store.open(`view=whatif&try=${text}`)", broken)
        expect(page.locator("#changed")).to_be_hidden()


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_what_if_has_no_violations(open_page: Open, lang: str, scheme: Any) -> None:
    hash_ = 'view=whatif&try=[["add",null,{"type":"Coupon"}]]'
    page = open_live(open_page, "bottega_jeans", lang, hash_, color_scheme=scheme)
    expect(page.locator(".try-group").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width in (390, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_live_page_is_small_and_only_then_may_wasm_run() -> None:
    told = snapshot(analysis("casa_morgana"))
    live, plain = render_page(told, live_data(analysis("casa_morgana"))), render_page(told)
    for sample in SAMPLES:
        a = analysis(sample)
        assert len(render_page(snapshot(a), live_data(a)).encode()) <= 4_000_000
    assert "wasm-unsafe-eval" in live
    assert "wasm-unsafe-eval" not in plain
    assert "worker-src" not in plain
    assert "tp-wasm" not in plain
    for text in (live, plain):
        policy = text.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
        scripts = policy.split("script-src ")[1].split(";")[0].replace("&#39;", "'")
        assert "'unsafe-inline'" not in scripts
        assert "'unsafe-eval'" not in scripts
