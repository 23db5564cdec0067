"""The page of a comparison: only what differs, and nothing unknown told as progress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from jsonschema import Draft202012Validator
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tpgraph import Analysis, analyze
from tpgraph.reason.compare import Comparison, compare
from tpgraph.views import page as page_module
from tpgraph.views.snapshot.comparing import comparison_snapshot

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def two() -> tuple[Analysis, Analysis]:
    """Two companies."""
    return analyze(DATA / "casa_morgana"), analyze(DATA / "hanul_teilor")


@pytest.fixture(scope="module")
def companies(two: tuple[Analysis, Analysis]) -> Comparison:
    """Their comparison."""
    return compare(two)


def test_its_snapshot_fits_the_schema(companies: Comparison) -> None:
    schema = json.loads((Path(page_module.__file__).parent / "snapshot.schema.json").read_bytes())
    Draft202012Validator(schema).validate(comparison_snapshot(companies))


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("width", [390, 1440])
def test_what_differs_is_told_and_nothing_else(
    open_page: Open, companies: Comparison, lang: str, width: int
) -> None:
    page = open_page(
        comparison_snapshot(companies), f"lang={lang}", size=(width, 900), bypass_csp=True
    ).page
    expect(page.locator("#view-compare")).to_be_visible()
    differing = [line for line in companies.lines if line.differs]
    sections = page.locator("#view-compare section")
    # Two sections of figures, then one for each verdict that there is.
    verdicts = {line.verdicts[0] for line in differing}
    expect(sections).to_have_count(2 + len(verdicts))
    rows = page.locator("#view-compare section:nth-of-type(n + 3) tbody tr")
    expect(rows).to_have_count(len(differing))
    # What is unknown of one of two companies is in no section of better or worse.
    for row in rows.all():
        statuses = row.locator(".status").all()
        kinds = {(s.get_attribute("class") or "").rpartition("status-")[2] for s in statuses}
        sign = row.locator("xpath=ancestor::section[@class='plot-section']").locator("h3 .glyph")
        if "unknown" in kinds:
            assert "glyph-unknown" in (sign.get_attribute("class") or "")
    expect(page.locator("#view-compare .fallback")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    result = Axe().run(page)
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in result.response["violations"]
    ] == []
    # A finding of the first company opens.
    own = page.locator("#view-compare [data-id]").first
    own.click()
    expect(page.locator("#details .pills")).to_be_visible()


def test_two_dates_of_one_company_that_are_the_same_have_nothing_to_tell(
    open_page: Open, two: tuple[Analysis, Analysis]
) -> None:
    page = open_page(comparison_snapshot(compare([two[0], two[0]]))).page
    expect(page.locator("#view-compare")).to_be_visible()
    expect(page.locator("#view-compare section")).to_have_count(2)
    expect(page.locator("#view-compare tbody tr")).to_have_count(0)


def test_a_page_of_one_company_has_no_comparison(
    open_page: Open, two: tuple[Analysis, Analysis]
) -> None:
    from tpgraph.views.snapshot import snapshot

    page = open_page(snapshot(two[0])).page
    expect(page.locator("[data-key='tab-compare']")).to_have_count(0)
    expect(page.locator("#view-map")).to_be_visible()
