"""What a new reader asks of the page, answered by what is in sight and at most two clicks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tpgraph import analyze
from tpgraph.resources import web_dir
from tpgraph.views.snapshot import snapshot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("lang", ["en", "fa"]),
    pytest.mark.parametrize("size", [(1440, 900), (390, 844)]),
]

CASA = Path(__file__).parents[2] / "data" / "casa_morgana"
TEXTS: dict[str, dict[str, str]] = json.loads((web_dir() / "i18n.json").read_bytes())


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The sample company, as the page has it."""
    return snapshot(analyze(CASA, as_of=date(2026, 11, 22)))


class Reader:
    """Clicks on what can be read on the page, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def sees(self, text: str, within: str = "body", *, exact: bool = False) -> Locator:
        return (
            self.page.locator(within).get_by_text(text, exact=exact).locator("visible=true").first
        )

    def click(self, text: str, within: str = "body", *, exact: bool = False) -> None:
        self.clicks += 1
        self.sees(text, within, exact=exact).click()


def test_which_stage_has_no_touchpoint(
    open_page: Open, told: dict[str, Any], lang: str, size: tuple[int, int]
) -> None:
    reader = Reader(open_page(told, f"lang={lang}", size=size).page)
    (bare,) = (h["iri"] for h in told["matrix"]["stage_heads"] if h["status"] == "gap")
    head = reader.page.get_by_role("button", name=told["labels"][bare][lang])
    expect(head.locator("visible=true").first).to_contain_text(TEXTS["status.gap"][lang])
    assert reader.clicks == 0


def test_why_is_this_a_gap(
    open_page: Open, told: dict[str, Any], lang: str, size: tuple[int, int]
) -> None:
    reader = Reader(open_page(told, f"lang={lang}", size=size).page)
    (bare,) = (h["iri"] for h in told["matrix"]["stage_heads"] if h["status"] == "gap")
    reader.click(told["labels"][bare][lang], "#map")
    expect(reader.sees(TEXTS["details.why"][lang], "#details")).to_be_visible()
    expect(reader.sees("company.toml", "#details")).to_be_visible()
    assert reader.clicks == 1


def test_what_is_to_be_done_first_and_what_would_it_change(
    open_page: Open, told: dict[str, Any], lang: str, size: tuple[int, int]
) -> None:
    reader = Reader(open_page(told, f"lang={lang}", size=size).page)
    first = told["recommendations"][0]
    assert first["closes"]
    if size[0] < 1000:
        reader.click(TEXTS["view.actions"][lang])
    reader.click(first["message"][lang])
    outcome = reader.page.locator("#details .outcomes")
    expect(outcome).to_contain_text(TEXTS["details.closes"][lang])
    titles = {f["id"]: told["rules"][f["rule"]]["title"][lang] for f in told["findings"]}
    for closed in first["closes"]:
        expect(outcome).to_contain_text(titles[closed])
    assert reader.clicks <= 2


def test_what_is_this_kind_called_in_russian(
    open_page: Open, told: dict[str, Any], lang: str, size: tuple[int, int]
) -> None:
    reader = Reader(open_page(told, f"lang={lang}", size=size).page)
    touchpoint = next(t for t in told["touchpoints"] if t["name"] == "Spring leaflet")
    names = told["labels"][touchpoint["type"]]
    reader.click("Spring leaflet", "#map")
    reader.click(names[lang], "#details", exact=True)
    expect(reader.sees(names["ru"], "#details")).to_be_visible()
    assert reader.clicks == 2
