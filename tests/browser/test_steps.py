"""A derivation walked through step by step; each step lights up what it speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import SHOP, iri, shop_snapshot
from tpgraph import Analysis, analyze
from tpgraph.views.snapshot import snapshot

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
EVENTS = "finding/0001"  # no touchpoint in a category: a fact, a search, a comparison, evidence


@pytest.fixture(scope="module")
def shop() -> Analysis:
    """A company with findings of many kinds."""
    return analyze(ROOT / "data" / "casa_morgana")


@pytest.fixture(scope="module")
def shop_data(shop: Analysis) -> dict[str, Any]:
    """Its snapshot."""
    return snapshot(shop)


def lit(page: Page) -> set[str]:
    """What is lit up on the map."""
    return set(page.eval_on_selector_all("#map .lit", "all => all.map(e => e.dataset.id)"))


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_steps_are_walked_by_keyboard(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), f"at=~{EVENTS}").page
    steps = page.locator("#details [data-step]")
    expect(steps).to_have_count(4)
    expect(page.locator("#details .step-now")).to_have_count(0)
    page.locator("[data-key='steps-next']").focus()
    page.keyboard.press("Enter")
    expect(steps.nth(0)).to_have_attribute("aria-current", "step")
    expect(page.locator("#announcer")).to_contain_text("1" if lang == "en" else "۱")
    # The fact is about the company and a column: neither stands on the map.
    assert lit(page) == set()
    forward, back = ("ArrowRight", "ArrowLeft") if lang == "en" else ("ArrowLeft", "ArrowRight")
    page.keyboard.press(forward)
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    assert "step=2" in page.url
    # The search was in this category, whose head says what was found of it.
    expect(page.locator("#map .lit").first).to_be_visible()
    assert f"{SHOP}/{EVENTS}" in lit(page)
    page.keyboard.press("End")
    expect(steps.nth(3)).to_have_attribute("aria-current", "step")
    expect(page.locator("[data-key='steps-next']")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press(back)
    expect(steps.nth(2)).to_have_attribute("aria-current", "step")
    page.keyboard.press("Escape")
    expect(page.locator("#details .step-now")).to_have_count(0)
    assert lit(page) == set()
    # The walk ends, the finding stays.
    expect(page.locator("#details .pill-gap")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_recommendation_lights_up_what_it_would_change(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "at=~recommendation/0001").page
    page.locator("[data-key='steps-next']").click()
    expect(page.locator("#details dt.step-now")).to_have_count(1)
    assert {f"{SHOP}/finding/0001", f"{SHOP}/finding/0002"} <= lit(page)
    # A step belongs to what it is a step of.
    page.evaluate("(id) => tp.select(id)", iri("purchase"))
    assert lit(page) == set()
    assert "step=" not in page.url


def test_a_walk_is_part_of_the_address_and_lights_up_the_network(open_page: Open) -> None:
    page = open_page(shop_snapshot(), f"view=network&at=~{EVENTS}&step=2").page
    page.wait_for_selector("#view-network[data-ready]")
    expect(page.locator("#details .step-now")).to_have_count(1)
    lit_ = page.evaluate(
        """() => tp.network.view.body.data.nodes.get()
        .filter((n) => n.borderWidth === 5 && n.opacity === 1).map((n) => n.id)"""
    )
    assert set(lit_) == {f"{SHOP}/{EVENTS}", iri("eventsAndExperiences")}
    page.locator("[data-key='steps-previous']").click()
    page.go_back()
    expect(page.locator("[data-step='1']")).to_have_attribute("aria-current", "step")


def test_every_finding_of_a_real_company_can_be_walked(
    open_page: Open, shop_data: dict[str, Any]
) -> None:
    page = open_page(shop_data).page
    told = page.evaluate(
        """() => tp.data.findings.map((f) => {
          tp.select(f.id);
          const steps = document.querySelectorAll("#details [data-step]").length;
          let walked = 0;
          for (let n = 0; n < steps; n += 1) {
            tp.proof.go(n);
            walked += document.querySelectorAll("#details .step-now").length;
          }
          return [f.facts.length + f.inferences.length + f.evidence.length, steps, walked];
        })"""
    )
    assert len(told) == len(shop_data["findings"]) > 20
    for least, steps, walked in told:
        assert steps >= max(1, least)
        assert walked == steps


def test_what_lies_behind_more_is_brought_out(open_page: Open) -> None:
    snapshot_ = shop_snapshot()
    ids = [t["id"] for t in snapshot_["touchpoints"]]
    for touchpoint in snapshot_["touchpoints"]:
        touchpoint |= {"stages": [iri("informationSearch")], "categories": [iri("advertising")]}
    snapshot_["findings"][0]["facts"] = [
        {"s": i, "p": iri("x"), "o": "1", "source": None} for i in ids
    ]
    hidden = ids[-1]
    page = open_page(snapshot_, f"at=~{EVENTS}").page
    assert page.locator(f"#map [data-id='{hidden}']").count() == 0
    page.evaluate("(n) => tp.proof.go(n)", len(ids) - 1)
    expect(page.locator(f"#map [data-id='{hidden}']").first).to_be_visible()
    assert hidden in lit(page)


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_walk(open_page: Open, lang: str, scheme: str) -> None:
    page = open_page(
        shop_snapshot(lang=lang), f"at=~{EVENTS}&step=2", color_scheme=scheme, bypass_csp=True
    ).page
    result = Axe().run(page)
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in result.response["violations"]
    ] == []
