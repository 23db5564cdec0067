"""Content in another language than the buttons, in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.views.snapshots import TERMS, shop_snapshot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("lang", "content"), [("en", "ru"), ("fa", "it"), ("en", "fa")])
def test_names_change_and_buttons_stay(open_page: Open, lang: str, content: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    head = page.locator(".journey thead .head-label").first
    tab = page.locator(".tab").first
    word = tab.inner_text()
    page.locator("#content").click()
    page.locator(f"[data-key='content-{content}']").click()
    expect(page.locator("#content-panel")).to_be_hidden()
    expect(page.locator("#content")).to_be_focused()
    label = TERMS["stages"]["needRecognition"][content]
    expect(head).to_have_text(label, use_inner_text=True)
    expect(head.locator("bdi")).to_have_attribute("lang", content)
    expect(head.locator("bdi")).to_have_attribute("dir", "rtl" if content == "fa" else "ltr")
    expect(tab).to_have_text(word)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator(".tile dd").first).to_have_text("۳" if lang == "fa" else "3")
    assert f"content={content}" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(head).to_have_text(label, use_inner_text=True)
    page.go_back()
    expect(head).to_have_text(TERMS["stages"]["needRecognition"][lang], use_inner_text=True)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_what_the_content_language_lacks_says_so(open_page: Open, lang: str) -> None:
    snapshot = shop_snapshot(lang=lang)
    del snapshot["rules"]["category-uncovered"]["title"]["ro"]
    page = open_page(snapshot, "content=ro&at=~finding/0001").page
    expect(page.locator("#details h2 .fallback")).to_contain_text("en")
    # A message that is there is in its language and without a tag.
    expect(page.locator("#details .message bdi")).to_have_attribute("lang", "ro")
    expect(page.locator("#details .message .fallback")).to_have_count(0)


def test_it_follows_the_interface_until_it_is_chosen(open_page: Open) -> None:
    page = open_page(shop_snapshot(), "content=xx").page
    page.select_option("#language", "ru")
    head = page.locator(".journey thead .head-label").first
    expect(head).to_have_text(TERMS["stages"]["needRecognition"]["ru"], use_inner_text=True)
    assert "content" not in page.url


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_axe_finds_nothing_serious_in_two_languages(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "content=ru", bypass_csp=True, size=(1280, 800)).page
    page.locator("#content").click()
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in Axe().run(page).response["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
