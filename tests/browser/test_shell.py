"""The frame of the page: undo, saved views, filters as a drawer, details that fold away."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import shop_snapshot

pytestmark = pytest.mark.browser


def select(page: Page, name: str) -> None:
    page.locator(".journey .chip", has_text=name).first.click()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_undo_and_redo_walk_through_what_was_done(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    undo, redo = page.locator("#undo"), page.locator("#redo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    select(page, "Website")
    select(page, "Cashier")
    expect(undo).to_have_attribute("aria-disabled", "false")
    undo.click()
    expect(page.locator("#details h2")).to_have_text("Website")
    expect(redo).to_have_attribute("aria-disabled", "false")
    redo.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Cashier")
    expect(redo).to_have_attribute("aria-disabled", "true")
    expect(redo).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("#details h2")).to_have_text("Website")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#details h2")).to_have_text("Cashier")
    undo.click()
    # A new step forgets what was undone.
    select(page, "Receipt")
    expect(redo).to_have_attribute("aria-disabled", "true")
    undo.click()
    undo.click()
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#details h2")).to_have_text("Bottega")
    undo.click(force=True)
    expect(page.locator("#details h2")).to_have_text("Bottega")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_view_is_named_opened_renamed_and_deleted(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    select(page, "Website")
    page.locator("[data-key='handovers']").click()
    page.locator("#saved").click()
    name = page.locator("#saved-new")
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".saved-row")).to_have_count(0)
    name.fill("<b>دوشنبه</b> & Monday")
    page.keyboard.press("Enter")
    expect(page.locator(".saved-row")).to_have_text("<b>دوشنبه</b> & Monday")
    page.keyboard.press("Escape")
    expect(page.locator("#saved")).to_be_focused()
    expect(page.locator("#saved-panel")).to_be_hidden()
    page.locator("#saved").click()
    page.locator("[data-key='saved-reset']").click()
    expect(page.locator("#details h2")).to_have_text("Bottega")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator(".flow")).to_have_count(0)
    # Kept by the browser, not by the page.
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.locator("#saved").click()
    page.locator(".saved-row .menu-item").click()
    expect(page.locator("#details h2")).to_have_text("Website")
    expect(page.locator(".flow")).to_have_count(1)
    page.locator("#saved").click()
    page.locator(".saved-row .tool").first.click()
    rename = page.locator("#saved-rename")
    expect(rename).to_have_value("<b>دوشنبه</b> & Monday")
    rename.fill("Tuesday")
    page.keyboard.press("Enter")
    expect(page.locator(".saved-row")).to_have_text("Tuesday")
    page.locator(".saved-row .tool").last.click()
    expect(page.locator(".saved-row")).to_have_count(0)
    page.mouse.click(600, 700)
    expect(page.locator("#saved-panel")).to_be_hidden()


def test_views_are_saved_for_as_long_as_the_page_lasts_where_nothing_can_be_kept(
    open_page: Open,
) -> None:
    page = open_page(shop_snapshot()).page
    page.evaluate(
        """Object.defineProperty(Storage.prototype, "setItem", {
            value: () => { throw new DOMException("refused", "QuotaExceededError"); },
        })"""
    )
    page.locator("#saved").click()
    page.locator("#saved-new").fill("here and now")
    page.keyboard.press("Enter")
    expect(page.locator(".saved-row")).to_have_text("here and now")
    expect(page.locator("#saved-panel")).to_contain_text("keeps nothing for this file")


def test_what_another_page_has_kept_does_no_harm(open_page: Open) -> None:
    page = open_page(shop_snapshot()).page
    key = "`tpgraph.views.${tp.data.company.iri}`"
    for kept in ('"text"', "{", '[1, {"name": 2}, {"name": "x", "at": "view=no&at=~nothing"}]'):
        page.evaluate(f"(kept) => localStorage.setItem({key}, kept)", kept)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.locator("#saved").click()
        expect(page.locator("#saved-new")).to_be_visible()
    page.locator(".saved-row .menu-item").click()
    expect(page.locator("#view-map")).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "size"), [("en", (1280, 800)), ("fa", (1280, 800)), ("en", (390, 844))]
)
def test_filters_are_a_drawer_where_there_is_little_room(
    open_page: Open, lang: str, size: tuple[int, int]
) -> None:
    page = open_page(shop_snapshot(lang=lang), size=size).page
    toggle, filters = page.locator("#filters-toggle"), page.locator("#filters")
    expect(filters).to_be_hidden()
    width = page.locator("#map").evaluate("(e) => e.clientWidth")
    toggle.click()
    expect(filters).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    # It lies over the view and does not squeeze it; the keyboard is in it.
    assert page.locator("#map").evaluate("(e) => e.clientWidth") == width
    assert page.evaluate("document.activeElement.closest('#filters') !== null")
    filters.locator("input").first.check()
    expect(page.locator(".filter-chip")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(filters).to_be_hidden()
    expect(toggle).to_be_focused()
    expect(page.locator(".filter-chip")).to_have_count(1)


def test_on_a_wide_screen_filters_stand_beside_the_map_and_fold_away(open_page: Open) -> None:
    page = open_page(shop_snapshot(), size=(1600, 900)).page
    expect(page.locator("#filters")).to_be_visible()
    width = page.locator("#map").evaluate("(e) => e.clientWidth")
    page.locator("#filters-toggle").click()
    expect(page.locator("#filters")).to_be_hidden()
    assert page.locator("#map").evaluate("(e) => e.clientWidth") > width + 150


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_details_fold_away_and_come_back_with_a_selection(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), size=(1280, 800)).page
    side = page.locator("#side")
    page.locator("#side-toggle").click()
    expect(side).to_be_hidden()
    select(page, "Website")
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    page.locator("#side-toggle").click()
    expect(side).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_details_are_made_wider_by_keyboard_and_by_pointer(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), size=(1440, 900)).page
    handle = page.locator("#side-handle")

    def width() -> float:
        return float(page.locator("#side").evaluate("(e) => e.getBoundingClientRect().width"))

    before = width()
    handle.focus()
    page.keyboard.press("ArrowRight" if lang == "fa" else "ArrowLeft")
    assert width() > before + 10
    expect(handle).to_have_attribute("aria-valuenow", str(round(width())))
    page.keyboard.press("Home")
    assert width() == 260
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + (140 if lang == "fa" else -140), box["y"] + 300)
    page.mouse.up()
    wide = width()
    assert wide == pytest.approx(400, abs=12)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert width() == pytest.approx(wide, abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious_in_menus_flow_and_folds(
    open_page: Open, lang: str, scheme: str
) -> None:
    address = "handovers=1&fold=col:!purchase&fold=row:!advertising&at=~website"
    page = open_page(
        shop_snapshot(lang=lang), address, color_scheme=scheme, bypass_csp=True, size=(1280, 800)
    ).page
    serious = []
    for button in ("#saved", "#export", "#filters-toggle"):
        page.locator(button).click()
        if button == "#saved":
            page.locator("#saved-new").fill("Monday")
            page.keyboard.press("Enter")
        serious += [
            (v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in Axe().run(page).response["violations"]
            if v["impact"] in {"serious", "critical"}
        ]
    assert serious == []


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_panels_stand_in_the_address_and_are_undone(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "side=0").page
    side, filters = page.locator("#side"), page.locator("#filters")
    expect(side).to_be_hidden()
    expect(filters).to_be_visible()
    page.locator("#filters-toggle").click()
    expect(filters).to_be_hidden()
    assert "filters=0" in page.url
    page.reload()
    expect(page.locator("html[data-ready]")).to_be_visible()
    expect(filters).to_be_hidden()
    expect(side).to_be_hidden()
    page.locator("#undo").click()
    expect(filters).to_be_visible()
    # What is selected is shown, and what opened for it closes with it.
    select(page, "Website")
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
