"""The reference in a browser: read without scripts, searched with the keyboard, in any language."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opened
from tests.views.small_ontology import small_ontology
from tpgraph.views.ontology_export import export_ontology

pytestmark = pytest.mark.browser
OpenReference = Callable[..., Page]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference of a small ontology with hostile text."""
    source = small_ontology(tmp_path_factory.mktemp("source"), hostile=True)
    folder = tmp_path_factory.mktemp("out")
    export_ontology(folder, ["html"], source=source)
    return folder / "reference"


@pytest.fixture
def open_reference(browser: Browser, reference: Path) -> Generator[OpenReference]:
    """Opens a page of the reference; at the end nothing may have gone out or wrong."""
    opened: list[Opened] = []

    def open_(name: str, size: tuple[int, int] = (1280, 900), **kwargs: Any) -> Page:
        context = browser.new_context(
            offline=True, viewport={"width": size[0], "height": size[1]}, **kwargs
        )
        context.set_default_timeout(10_000)
        one = Opened(context.new_page())
        opened.append(one)
        page, _, anchor = name.partition("#")
        one.page.goto(f"{(reference / page).as_uri()}{'#' + anchor if anchor else ''}")
        return one.page

    yield open_
    for one in opened:
        assert [r for r in one.requests if not r.startswith("file://")] == []
        assert one.errors == []
        if one.page.context.pages:
            one.page.context.close()


def test_it_reads_without_scripts(open_reference: OpenReference) -> None:
    page = open_reference("en.html#Card", java_script_enabled=False)
    expect(page.locator("#Card .def")).to_be_visible()
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.locator("#Card .names").get_by_role("link", name="fa", exact=True).click()
    assert page.url.endswith("fa.html#Card")


def test_a_language_keeps_the_place(open_reference: OpenReference) -> None:
    page = open_reference("en.html")
    page.locator("#Paper .self").click()
    page.get_by_role("link", name="فارسی").click()
    assert page.url.endswith("/fa.html#Paper")
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator("#Paper")).to_be_in_viewport()
    expect(page.locator(".contents [aria-current]")).to_have_text("کاغذ")


def test_the_first_page_leads_to_each_language(open_reference: OpenReference) -> None:
    page = open_reference("index.html#Card")
    page.get_by_role("link", name="Italiano").click()
    assert page.url.endswith("/it.html#Card")


@pytest.mark.parametrize("typed", ["карта", "کارت", "كارت", "crad", "Card"])
def test_search_finds_a_label_of_any_language(open_reference: OpenReference, typed: str) -> None:
    page = open_reference("en.html")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Card")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.url.endswith("#Card")
    expect(page.locator("#Card .self")).to_be_focused()


def test_search_says_when_there_is_nothing(open_reference: OpenReference) -> None:
    page = open_reference("en.html")
    box = page.get_by_role("combobox")
    box.fill("zzzzzz")
    expect(page.get_by_role("status")).to_have_text("No term is called that.")
    box.fill("card")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_hostile_text_does_nothing(open_reference: OpenReference) -> None:
    page = open_reference("en.html#Hostile")
    page.get_by_role("combobox").fill("hacked")
    expect(page.get_by_role("option").first).to_contain_text("window.hacked")
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("name", ["en.html", "fa.html", "index.html"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(390, 844), (1280, 900)], ids=["narrow", "wide"])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    open_reference: OpenReference, name: str, scheme: str, size: tuple[int, int]
) -> None:
    page = open_reference(name, size, color_scheme=scheme, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    # What is out of sight is not rendered, so not looked at either.
    page.evaluate(
        "document.querySelectorAll('.card').forEach((c) => c.style.contentVisibility = 'visible')"
    )
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in {"serious", "critical"}
    ] == []
