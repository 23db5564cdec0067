"""The served pages in a browser: the same front end, word of changes, every page for everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opened
from tests.serve.running import serving
from tpgraph.model import LANGUAGES

pytestmark = pytest.mark.browser
OpenServed = Callable[..., Page]
PAGES = (
    "/",
    "/companies",
    "/ontology",
    "/ontology/Coupon",
    "/rule/stage-uncovered",
    "/data/hanul-teilor",
    "/api",
    "/nothing/here",
)


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of two companies, which tests may change."""
    made = tmp_path_factory.mktemp("served")
    for name in ("hanul_teilor", "casa_morgana"):
        shutil.copytree(root / "data" / name, made / name)
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Generator[str]:
    """The address of a server of these companies."""
    paths = [folder / name for name in ("hanul_teilor", "casa_morgana")]
    with serving(*paths, as_of="2026-03-01", limit={"reload_interval_s": 0.2}) as running:
        yield running.address.rstrip("/")


@pytest.fixture
def open_served(browser: Browser, server: str) -> Generator[OpenServed]:
    """Opens a page of the server; at the end nothing may have gone elsewhere or wrong."""
    opened: list[Opened] = []

    def open_(path: str, size: tuple[int, int] = (1280, 900), **kwargs: Any) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **kwargs)
        context.set_default_timeout(40_000)
        one = Opened(context.new_page())
        opened.append(one)
        one.page.goto(server + path)
        return one.page

    yield open_
    for one in opened:
        assert [r for r in one.requests if not r.startswith((server, "blob:", "data:"))] == []
        # Some tests ask for what does not exist, or cannot be asked.
        refused = "Failed to load resource: the server responded with a status of 40"
        assert [e for e in one.errors if not e.startswith(refused)] == []
        one.page.context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]


def is_wider(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_any_page(open_served: OpenServed, lang: str) -> None:
    scheme = "dark" if lang in ("ru", "fa") else "light"
    page = open_served(f"/?lang={lang}", color_scheme=scheme)
    base = page.url.partition("/?")[0]
    for path in PAGES:
        page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={lang}")
        assert page.locator("html").get_attribute("lang") == lang
        for details in page.locator("details:visible").all()[:3]:
            details.locator("summary").first.click()
        assert violations(page) == [], path
        # On a phone nothing is wider than the screen.
        page.set_viewport_size({"width": 390, "height": 844})
        assert not is_wider(page), path
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_explorer_is_that_of_the_file(open_served: OpenServed, lang: str) -> None:
    page = open_served(f"/hanul-teilor/?lang={lang}")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("html").get_attribute("lang") == lang
    expect(page.locator("#company")).to_have_text("Hanul Teilor")
    # The graph library, the vocabulary, the queries: each comes when its view is opened.
    for view, shown in (
        ("network", "#view-network canvas"),
        ("concepts", "#view-concepts [role=tree]"),
        ("queries", ".query-example"),
    ):
        page.locator(f'[data-key="tab-{view}"]').click()
        expect(page.locator(shown).first).to_be_visible()
    assert violations(page) == []
    links = page.locator("#site a")
    assert links.count() == 5
    # The language is switched in the page, the ways to the other pages, too.
    page.select_option("#language", "it")
    expect(links.first).to_have_text("Guida")


def test_what_if_runs_in_the_served_page(open_served: OpenServed) -> None:
    page = open_served("/hanul-teilor/?lang=en#view=whatif")
    page.wait_for_selector("html[data-engine=ready]", timeout=60_000)


def test_a_comparison_opens_with_what_differs(open_served: OpenServed) -> None:
    page = open_served("/companies?lang=en")
    page.select_option("#_a", "hanul-teilor")
    page.select_option("#_b", "casa-morgana")
    page.locator("form[action='/compare'] button").click()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#view-compare")).to_be_visible()
    expect(page.locator("#view-compare")).to_contain_text("Casa Morgana")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_an_open_page_hears_that_the_inventory_has_changed(
    open_served: OpenServed, folder: Path, lang: str
) -> None:
    page = open_served(f"/casa-morgana/?lang={lang}")
    page.wait_for_selector("html[data-ready]")
    before = page.locator("#items .count, .items .count").first.inner_text()
    file = folder / "casa_morgana" / "touchpoints.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    bar = page.locator("#stale")
    expect(bar).to_be_visible(timeout=30_000)
    assert violations(page) == []
    bar.locator("button").click()
    page.wait_for_selector("html[data-ready]")
    expect(bar).to_be_hidden()
    assert page.locator("#items .count, .items .count").first.inner_text() != before


def test_everything_is_reached_with_the_keyboard(open_served: OpenServed) -> None:
    page = open_served("/?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#_main"
    page.locator(".ten summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ten details").first).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/query?**")
    expect(page.locator("#editor-result table")).to_be_visible()
