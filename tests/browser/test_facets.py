"""Facets whose counts follow the others, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import SHOP, iri, shop_snapshot

pytestmark = pytest.mark.browser


def owned(lang: str = "en") -> dict[str, Any]:
    """The shop, where two people look after three touchpoints."""
    snapshot = shop_snapshot(lang=lang)
    for n, owner in ((0, "Ana"), (1, "Ana"), (5, "~Bogdan!")):
        snapshot["touchpoints"][n]["cells"].append(
            {
                "column": iri("ownerColumn"),
                "values": [owner],
                "source": "stated",
                "place": f"touchpoints.csv, row {n + 2}, column owner",
            }
        )
    return snapshot


def listed(page: Page) -> int:
    return page.locator("#items [role=option]").count()


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("start", ["", "level=high", "kind=touchpoint&owner=Ana", "stage=-"])
def test_a_count_is_what_would_be_listed(open_page: Open, lang: str, start: str) -> None:
    page = open_page(owned(lang), start).page
    for facet in page.evaluate("tp.FACETS"):
        # One value alone of each facet, the others as they are.
        found = page.evaluate(
            """(facet) => {
              const before = tp.state;
              tp.set({ filters: { ...before.filters, [facet]: [] } });
              const boxes = [...document.querySelectorAll(`#filters [data-key^="f-${facet}-"]`)];
              const said = boxes.map((box) => {
                const count = box.closest("label").querySelector(".option-count").textContent;
                return [box.dataset.key.slice(`f-${facet}-`.length), count];
              });
              return said.map(([value, count]) => {
                tp.set({ filters: { ...before.filters, [facet]: [value] } });
                const nodes = [...tp.filters.visible()].map((id) => tp.model.nodes.get(id));
                const concepts = facet === "kind" && value === "concept";
                const n = nodes.filter((x) => (x.kind === "concept") === concepts).length;
                tp.set({ filters: before.filters });
                return [value, count, tp.number(n)];
              });
            }""",
            facet,
        )
        assert found or facet in {"status", "level", "owner", "rule", "complete"}, facet
        for value, said, shown in found:
            assert said == shown, (facet, value)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_owner_level_rule_and_complete_narrow_and_are_kept(open_page: Open, lang: str) -> None:
    page = open_page(owned(lang), size=(1600, 900)).page
    page.locator("[data-key='facet-owner']").click()
    page.locator("[data-key='f-owner-~Bogdan!']").check()
    # The website, what is unknown of it and what to do about that.
    assert listed(page) == 3
    expect(page.locator(".filter-chip")).to_contain_text("~Bogdan!")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[data-key='f-owner-~Bogdan!']")).to_be_checked()
    assert listed(page) == 3
    page.locator("[data-key='clear-owner']").click()
    expect(page.locator(".filter-chip")).to_have_count(0)
    page.locator("[data-key='facet-level']").click()
    page.locator("[data-key='f-level-high']").check()
    page.locator("[data-key='facet-rule']").click()
    page.locator("[data-key='f-rule-stage-uncovered']").check()
    assert page.evaluate("(id) => tp.filters.visible().has(id)", f"{SHOP}/finding/0002")
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.locator("[data-key='chips-reset']").click()
    expect(page.locator(".filter-chip")).to_have_count(0)
    page.locator("[data-key='facet-complete']").click()
    page.locator(f"[data-key='f-complete-{iri('clicksColumn')}']").check()
    # What is unknown, and the touchpoint that it is about.
    assert listed(page) == 2
    assert "complete=%21clicksColumn" in page.url
    page.go_back()
    expect(page.locator(".filter-chip")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious_in_facets(open_page: Open, lang: str, scheme: str) -> None:
    page = open_page(
        owned(lang), "level=high&owner=Ana", color_scheme=scheme, bypass_csp=True, size=(1600, 900)
    ).page
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
