"""The concept view: the whole vocabulary as a tree, with cards, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import TERMS, iri, shop_snapshot

pytestmark = pytest.mark.browser


def ready(page: Page) -> None:
    page.wait_for_selector("#view-concepts[data-ready]")


def item(page: Page, name: str) -> str:
    return f"#concept-tree [role=treeitem][data-id='{iri(name)}']"


@pytest.mark.parametrize(("lang", "word"), [("en", "Coupon"), ("fa", "کوپن")])
def test_an_address_opens_a_concept_and_its_place_in_the_tree(
    open_page: Open, lang: str, word: str
) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=concepts&at=!Coupon").page
    ready(page)
    card = page.locator("#concept-card")
    expect(card.locator("h2")).to_have_text(word)
    # What is this kind called in Russian?
    expect(card.locator("dd[data-lang=ru] b")).to_have_text("Купон")
    expect(card.locator("dd[data-lang=fa] b bdi")).to_have_attribute("dir", "rtl")
    expect(card.locator(".stands .how-necessary")).to_have_count(1)
    expect(card.locator(f"[data-key='term-{iri('salesPromotion')}']")).to_have_count(1)
    expect(page.locator(item(page, "Coupon"))).to_have_attribute("aria-selected", "true")
    expect(page.locator(item(page, "Coupon"))).to_have_attribute("aria-level", "3")
    expect(page.locator(item(page, "Promotion"))).to_have_attribute("aria-expanded", "true")
    # From the card to a broader concept, and back.
    card.locator(f".way [data-key='term-{iri('Promotion')}']").click()
    expect(page.locator(item(page, "Promotion"))).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(card.locator("h2")).to_have_text(word)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_tree_is_walked_by_keyboard(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=concepts").page
    ready(page)
    deeper, higher = ("ArrowLeft", "ArrowRight") if lang == "fa" else ("ArrowRight", "ArrowLeft")
    tree = page.locator("#concept-tree")
    expect(tree.locator("[tabindex='0']")).to_have_count(1)
    tree.locator("[tabindex='0']").focus()
    at = "document.activeElement.dataset.id"
    assert page.evaluate(at) == iri("Touchpoint")
    page.keyboard.press(deeper)
    assert tree.locator("[role=group] > [role=treeitem]").count() > 20
    page.keyboard.press(deeper)
    first = page.evaluate(at)
    assert first != iri("Touchpoint")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) not in {first, iri("Touchpoint")}
    page.keyboard.press(higher)
    assert page.evaluate(at) == iri("Touchpoint")
    page.keyboard.press(higher)
    expect(tree.locator("[role=group]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(at) == iri("purchaseStages")
    page.keyboard.press(deeper)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate(at) == iri("needRecognition")
    expect(page.locator("#concept-card h2")).to_have_text(TERMS["stages"]["needRecognition"][lang])
    expect(page.locator("#concept-card")).to_contain_text("Shop window")
    page.keyboard.press("End")
    assert page.evaluate(at) == page.evaluate(
        "[...document.querySelectorAll('#concept-tree [role=treeitem]')].at(-1).dataset.id"
    )
    page.keyboard.press("Home")
    if lang == "en":
        page.keyboard.type("modal")
        assert page.evaluate(at) == iri("modalities")


@pytest.mark.parametrize(
    ("lang", "query", "name"),
    [("en", "купон", "Coupon"), ("fa", "cupon", "Coupon"), ("en", "catalogeu", "Catalogue")],
)
def test_a_concept_is_found_in_any_language_and_chosen(
    open_page: Open, lang: str, query: str, name: str
) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=concepts").page
    ready(page)
    page.locator("#concept-find").fill(query)
    expect(page.locator(".found").first).to_have_attribute("data-id", iri(name))
    assert page.locator(".found").first.locator("mark").count() >= 1
    page.locator("#concept-find").press("ArrowDown")
    page.keyboard.press("Enter")
    assert f"at=%21{name}" in page.url
    expect(page.locator("#concept-card dd[data-lang=en] b").first).to_have_text(name)
    # Escape gives the tree back, with the concept in sight.
    page.locator("#concept-find").press("Escape")
    expect(page.locator(item(page, name))).to_be_visible()


def test_only_what_the_company_uses(open_page: Open) -> None:
    page = open_page(shop_snapshot(), "view=concepts&at=!purchase").page
    ready(page)
    page.locator("[data-key='concept-used']").check()
    assert "used=1" in page.url
    expect(page.locator(item(page, "purchase"))).to_be_visible()
    page.locator(item(page, "modalities")).locator(".twisty").click()
    expect(page.locator(item(page, "physical"))).to_be_visible()
    expect(page.locator(item(page, "hybrid"))).to_have_count(0)
    page.go_back()
    expect(page.locator("[data-key='concept-used']")).not_to_be_checked()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_card_leads_to_touchpoints_and_the_page_to_the_card(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=concepts&at=!personalSelling").page
    ready(page)
    expect(page.locator("#side")).to_be_hidden()
    page.locator("#concept-card .item", has_text="Cashier").click()
    expect(page.locator("#side")).to_be_visible()
    expect(page.locator("#details h2")).to_have_text("Cashier")
    page.go_back()
    expect(page.locator("#side")).to_be_hidden()
    expect(page.locator("#concept-card .pill-touchpoint")).to_have_count(1)


def test_an_address_of_no_concept_is_let_go(open_page: Open) -> None:
    page = open_page(shop_snapshot(), "view=concepts&at=!NoSuchThing").page
    ready(page)
    expect(page.locator(".concept-start")).to_be_visible()
    other = open_page(shop_snapshot(), "at=!NoSuchThing").page
    expect(other.locator("#details h2")).to_have_text("Bottega")


def test_on_a_phone_the_card_takes_the_place_of_the_tree(open_page: Open) -> None:
    page = open_page(shop_snapshot(), "view=concepts", size=(390, 844)).page
    ready(page)
    expect(page.locator("#concept-card")).to_be_hidden()
    page.locator("#concept-find").fill("coupon")
    page.locator(".found").first.click()
    expect(page.locator("#concept-card h2")).to_have_text("Coupon")
    expect(page.locator("#concept-find")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".concept-back").click()
    expect(page.locator("#concept-find")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious(open_page: Open, lang: str, scheme: str) -> None:
    page = open_page(
        shop_snapshot(lang=lang), "view=concepts&at=!Coupon", color_scheme=scheme, bypass_csp=True
    ).page
    ready(page)
    serious = []
    for query in ("", "reclama"):
        page.locator("#concept-find").fill(query)
        serious += [
            (v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in Axe().run(page).response["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
    assert serious == []
