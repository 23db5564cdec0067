"""The search: any language, slips forgiven, by kind, from the keyboard, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import iri, large_snapshot, shop_snapshot

pytestmark = pytest.mark.browser


def search(page: Page, text: str) -> None:
    """Types into the search, once the vocabulary is there."""
    page.evaluate("tp.vocabulary.load()")
    page.locator("#search").fill(text)


def names(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "(q) => tp.search.find(q).flatMap((g) => g.results.map((r) => tp.name(r.id)))",
        page.locator("#search").input_value(),
    )
    return found


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("купон", "Coupon"),
        ("cupon", "Coupon"),
        ("coupno", "Coupon"),
        ("بن تخفيف", "Coupon"),
        ("sconto buono", "Coupon"),
        ("promoţie", "Promotion"),
        ("catalogues", "Catalogue"),
    ],
)
def test_a_concept_that_the_company_does_not_use_is_found(
    open_page: Open, lang: str, query: str, name: str
) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    search(page, query)
    found = page.evaluate(
        "(q) => tp.search.find(q).flatMap((g) => g.results.map((r) => r.id))", query
    )
    assert iri(name) in found[:6]


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_results_stand_by_kind_and_the_matching_part_is_marked(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    search(page, "receipt")
    results = page.locator("#results")
    assert results.locator("[role=group]").count() >= 2
    first = results.locator("[role=option]").first
    expect(first).to_contain_text("Receipt")
    expect(first.locator("mark")).to_have_text("Receipt")
    expect(results.locator("[role=group]").first.locator(".result-head")).to_contain_text(
        "Touchpoints" if lang == "en" else "نقاط تماس"
    )
    # Words in any order, and only begun.
    search(page, "coup rec")
    expect(results.locator("mark").first).to_have_text("Coup")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_slash_arrows_enter_and_escape(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    page.evaluate("tp.vocabulary.load()")
    page.keyboard.press("/")
    box = page.locator("#search")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("coupon")
    options = page.locator("#results [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "result-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#results")).to_be_hidden()
    box.fill("купон")
    page.locator("#results [role=option]", has_text="Русский").first.click()
    # What the company does not use opens where the whole vocabulary is.
    expect(page.locator("#view-concepts")).to_be_visible()
    expect(page.locator("#concept-card dd[data-lang=ru] b").first).to_contain_text("упон")
    page.go_back()
    expect(page.locator("#view-map")).to_be_visible()


def test_a_number_is_not_mistaken_for_another(open_page: Open) -> None:
    page = open_page(large_snapshot(2000)).page
    search(page, "account 1821")
    assert names(page)[0] == "Account 1821"
    assert not any("Account 182 " in f"{n} " for n in names(page))


def test_ten_thousand_things_are_searched_at_typing_speed(open_page: Open) -> None:
    page = open_page(large_snapshot(10_000)).page
    search(page, "account")
    # Once the index stands, no query takes much longer than to lay out what it found.
    slowest = page.evaluate(
        """() => {
          const time = (act) => {
            const t = performance.now();
            act();
            return performance.now() - t;
          };
          let n = 0;
          const work = time(() => {
            for (let i = 0; i < 3e7; i += 1) n += i % 7;
          });
          const queries = ["ac", "acount 48", "dead platfrom", "reclama", "جستجوی", "xyzzy plugh"];
          return Math.max(...queries.map((q) => time(() => tp.search.find(q)))) / work;
        }"""
    )
    # In units of thirty million additions, about 50 ms on a quiet machine.
    assert slowest < 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious_in_results(open_page: Open, lang: str, scheme: str) -> None:
    page = open_page(shop_snapshot(lang=lang), color_scheme=scheme, bypass_csp=True).page
    search(page, "coupon")
    expect(page.locator("#results mark").first).to_be_visible()
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
