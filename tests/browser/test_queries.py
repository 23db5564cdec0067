"""The query behind what is shown: it runs as it stands and gives what the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tpgraph import Analysis, analyze
from tpgraph.views.snapshot import snapshot

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shop() -> Analysis:
    """A company of which something is rated and costs are known."""
    return analyze(ROOT / "data" / "casa_morgana")


@pytest.fixture(scope="module")
def shop_data(shop: Analysis) -> dict[str, Any]:
    """Its snapshot."""
    return snapshot(shop)


def opened(page: Page, within: str) -> Locator:
    """The texts of the query behind a part of the page."""
    page.locator(f"{within} .query-behind summary").first.click()
    texts = page.locator(f"{within} .query-text")
    expect(texts.first).to_be_visible()
    return texts


def names_of(shop: Analysis, text: str) -> list[str]:
    """The first column of a query's answer, sorted."""
    return sorted(str(getattr(row[0], "value", row[0])) for row in shop.query(text).rows)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_query_of_a_cell_gives_its_touchpoints(
    open_page: Open, shop: Analysis, shop_data: dict[str, Any], lang: str
) -> None:
    page = open_page(shop_data, f"lang={lang}").page
    cell = "tp.cellId(...['purchase', 'salesPromotion'].map((x) => tp.columnIri(x).slice(0, -6)))"
    page.evaluate(f"tp.select({cell})")
    names = page.locator("#details .part").first.locator(".item-name").all_text_contents()
    assert names
    text = opened(page, "#details").first.text_content() or ""
    assert names_of(shop, text) == sorted(names)
    # What belongs to none of the seven categories is asked for by what it lacks.
    page.evaluate("tp.select(tp.cellId(tp.data.stages[0], tp.NONE))")
    text = opened(page, "#details").first.text_content() or ""
    assert "NOT EXISTS" in text
    shop.query(text)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_finding_gives_its_rule_and_a_query_for_findings(
    open_page: Open, shop: Analysis, shop_data: dict[str, Any], lang: str
) -> None:
    gap = next(f for f in shop.gaps if f.rule == "category-uncovered")
    page = open_page(shop_data, f"lang={lang}").page
    page.evaluate("(id) => tp.select(id)", gap.id)
    texts = opened(page, "#details")
    expect(texts).to_have_count(2)
    rule = ROOT / "ontology" / "rules" / "gaps" / "category-uncovered.rq"
    assert texts.nth(1).text_content() == rule.read_text(encoding="utf-8").strip()
    found = shop.query(texts.nth(0).text_content() or "").rows
    assert gap.id in {row[0] for row in found}
    assert len({row[0] for row in found}) == len(
        [f for f in shop.findings if f.rule == "category-uncovered"]
    )
    # It stays open in another language.
    page.evaluate("tp.set({ lang: 'ru' })")
    expect(texts.first).to_be_visible()


@pytest.mark.parametrize("plot", ["ratings", "costs"])
def test_the_query_of_a_chart_gives_its_points(
    open_page: Open, shop: Analysis, shop_data: dict[str, Any], plot: str
) -> None:
    page = open_page(shop_data, "view=plots").page
    shown = page.locator(f"#plot-{plot} [data-row] .item-name").all_text_contents()
    found = names_of(shop, opened(page, f"#plot-{plot}").first.text_content() or "")
    assert found == sorted(n for n in shown if n in {t.name for t in shop.inventory.touchpoints})


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_ten_examples_run_as_they_stand(
    open_page: Open, shop: Analysis, shop_data: dict[str, Any], lang: str
) -> None:
    page = open_page(shop_data, f"lang={lang}&view=queries").page
    examples = page.locator(".query-example")
    expect(examples).to_have_count(10)
    answered = 0
    for example in examples.all():
        example.locator("summary").click()
        text = example.locator(".query-text").text_content() or ""
        assert "?lang" not in text
        answered += bool(shop.query(text).rows)
    # Some may find nothing at this shop; most do.
    assert answered >= 7
    # The words have a name and an explanation in the reader's language.
    rows = page.locator(".query-words tbody tr")
    assert rows.count() >= 15
    expect(page.locator(".query-words .fallback")).to_have_count(0)


def test_a_query_is_copied(open_page: Open, shop_data: dict[str, Any]) -> None:
    page = open_page(
        shop_data, "view=plots", permissions=["clipboard-read", "clipboard-write"]
    ).page
    texts = opened(page, "#plot-ratings")
    page.locator("#plot-ratings .query-tools button").first.click()
    expect(page.locator("#announcer")).to_have_text("The query has been copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == texts.first.text_content()


def test_an_editor_is_offered_where_there_is_one(
    open_page: Open, shop_data: dict[str, Any]
) -> None:
    page = open_page(shop_data, "view=plots").page
    opened(page, "#plot-costs")
    expect(page.locator("#plot-costs .query-tools button")).to_have_count(1)
    page.evaluate("tp.query = { open: (text) => { window.given = text; } }; tp.plots.render()")
    page.locator("#plot-costs .query-tools button").nth(1).click()
    assert "tpg:cost" in page.evaluate("window.given")
