"""A real browser with the network off, and pages opened in it from disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tpgraph.views.page import write_page

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """Chromium: the system's, else the one that Playwright has downloaded."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        if found is None:
            pytest.skip("needs a browser: install chromium, or run `playwright install chromium`")
        yield found
        found.close()


def launch(playwright: Playwright) -> Browser | None:
    """The system's Chromium, else Playwright's own, else nothing."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    try:
        return playwright.chromium.launch(args=ARGUMENTS)
    except PlaywrightError:
        return None


class Opened:
    """A page that is open, with all that it asked for or complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on(
            "console",
            lambda m: self.errors.append(m.text) if m.type in {"error", "warning"} else None,
        )


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Generator[Open]:
    """Writes the page of a snapshot and opens it; at the end nothing may have gone out or wrong."""
    opened: list[Opened] = []

    def open_(
        snapshot: Mapping[str, Any],
        hash_: str = "",
        *,
        size: tuple[int, int] = (1440, 900),
        live: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Opened:
        path = tmp_path / "graph.html"
        write_page(snapshot, path, live)
        context = browser.new_context(
            offline=True, viewport={"width": size[0], "height": size[1]}, **kwargs
        )
        context.set_default_timeout(10_000)
        one = Opened(context.new_page())
        opened.append(one)
        one.page.goto(f"{path.as_uri()}#{hash_}")
        one.page.wait_for_selector("html[data-ready]")
        return one

    yield open_
    for one in opened:
        # What the page has made itself (blob:) is in its own memory.
        assert [r for r in one.requests if not r.startswith(("file://", "blob:"))] == []
        assert one.errors == []
        one.page.context.close()
