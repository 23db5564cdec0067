"""The network's surroundings, clusters, more and less, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import iri, large_snapshot, shop_snapshot

pytestmark = pytest.mark.browser


def ready(page: Page) -> None:
    page.wait_for_selector("#view-network[data-ready]")


def drawn(page: Page) -> int:
    return int(page.evaluate("Object.keys(tp.network.view.getPositions()).length"))


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_double_click_opens_the_surroundings_and_closes_them(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=network").page
    ready(page)
    whole = drawn(page)
    purchase = iri("purchase")

    def double_click(id_: str) -> None:
        at = page.evaluate(
            """(id) => {
              const view = tp.network.view;
              view.focus(id, { animation: false });
              const p = view.canvasToDOM(view.getPositions([id])[id]);
              const box = document.getElementById("net-canvas").getBoundingClientRect();
              return [box.x + p.x, box.y + p.y];
            }""",
            id_,
        )
        page.mouse.dblclick(*at)

    double_click(purchase)
    expect(page.locator("[data-key='net.whole']")).to_be_visible()
    near = page.evaluate("(id) => tp.model.neighbours.get(id).size", purchase)
    assert drawn(page) == near + 1 < whole
    assert "around=%21purchase" in page.url
    page.reload()
    ready(page)
    assert drawn(page) == near + 1
    page.locator("[data-key='net.whole']").click()
    assert drawn(page) == whole


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_enter_in_the_list_selects_and_then_opens(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=network").page
    ready(page)
    whole = drawn(page)
    page.locator("#items [role=option][tabindex='0']").focus()
    page.keyboard.press("Enter")
    assert drawn(page) == whole
    page.keyboard.press("Enter")
    expect(page.locator("[data-key='net.whole']")).to_be_visible()
    assert drawn(page) < whole
    expect(page.locator("#announcer")).not_to_be_empty()
    page.keyboard.press("Enter")
    assert drawn(page) == whole


def test_more_and_less_by_interest(open_page: Open) -> None:
    page = open_page(large_snapshot(2000), f"view=network&around={iri('purchase')}").page
    ready(page)
    first = drawn(page)
    assert first == 41
    # Those that were left out matter less: nothing drawn has fewer links than they have.
    left_out = page.evaluate(
        """(id) => {
          const { groups, neighbours } = tp.model;
          const drawn = new Set(Object.keys(tp.network.view.getPositions()));
          const links = (ids) =>
            ids.filter((i) => groups.get(i) === "touchpoint").map((i) => neighbours.get(i).size);
          const near = [...neighbours.get(id)];
          return Math.min(...links(near.filter((i) => drawn.has(i)))) -
            Math.max(...links(near.filter((i) => !drawn.has(i))));
        }""",
        iri("purchase"),
    )
    assert left_out >= 0
    page.locator("[data-key='net.more']").click()
    assert drawn(page) == 81
    assert "more=1" in page.url
    page.locator("[data-key='net.less']").click()
    assert drawn(page) == first
    expect(page.locator("[data-key='net.less']")).to_be_disabled()


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("facet", ["stage", "category", "modality"])
def test_clusters_keep_together_what_belongs_together(
    open_page: Open, lang: str, facet: str
) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=network").page
    ready(page)
    page.locator("[data-key='net.cluster']").select_option(facet)
    assert f"cluster={facet}" in page.url
    inside, apart = page.evaluate(
        """(facet) => {
          const at = tp.network.view.getPositions();
          const of = new Map();
          for (const id of Object.keys(at)) {
            const node = tp.model.nodes.get(id);
            if (node.kind !== "touchpoint") continue;
            const value = tp.facets.valuesOf(facet, node)[0];
            of.set(value, [...(of.get(value) ?? []), at[id]]);
          }
          const sum = (ps, axis) => ps.reduce((n, p) => n + p[axis], 0);
          const mean = (ps) => ({ x: sum(ps, "x") / ps.length, y: sum(ps, "y") / ps.length });
          const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
          const groups = [...of.values()];
          const centres = groups.map(mean);
          const inside = Math.max(...groups.flatMap((ps, i) => ps.map((p) => far(p, centres[i]))));
          const pairs = centres.flatMap((a, i) => centres.slice(i + 1).map((b) => far(a, b)));
          const apart = Math.min(...pairs);
          return [inside, apart];
        }""",
        facet,
    )
    assert inside < apart


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious_in_parts(open_page: Open, lang: str) -> None:
    serious = []
    for address in ("view=network&cluster=stage&at=!purchase", "view=network&around=!purchase"):
        page = open_page(shop_snapshot(lang=lang), address, bypass_csp=True).page
        ready(page)
        serious += [
            (v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in Axe().run(page).response["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
    assert serious == []
