"""The charts: quadrants and cross-hairs that can be moved, costs by currency, labels kept apart."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.plots import RATED, plotted_snapshot
from tests.views.snapshots import large_snapshot, shop_snapshot

pytestmark = pytest.mark.browser

OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll(
        "#plot-ratings .plot-name, #plot-ratings .plot-corner, #plot-ratings .plot-tick")]
      .map((e) => [e.textContent, e.getBoundingClientRect()]);
    const found = [];
    for (const [i, [a, p]] of boxes.entries()) for (const [b, q] of boxes.slice(i + 1))
      if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3
          && q.top < p.bottom - 3) found.push([a, b]);
    return found;
}"""


def quadrants(page: Page) -> dict[str, int]:
    """How many touchpoints the table has in each quadrant, by the quadrant's class."""
    names = page.locator("#plot-ratings .q-name").all()
    found: dict[str, int] = {}
    for name in names:
        quadrant = (name.get_attribute("class") or "").rpartition("q-")[2]
        found[quadrant] = found.get(quadrant, 0) + 1
    return found


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_touchpoints_stand_in_their_quadrants(open_page: Open, lang: str) -> None:
    page = open_page(plotted_snapshot(lang), "view=plots").page
    assert quadrants(page) == {"concentrate": 2, "keep": 1, "low": 1, "overkill": 2}
    # Mirrored in Persian: what satisfies stands further along the line of reading.
    bad = page.locator("#plot-ratings [data-points$='/shop-window']").bounding_box()
    good = page.locator("#plot-ratings [data-points$='/leaflet']").bounding_box()
    assert bad
    assert good
    assert (bad["x"] < good["x"]) == (lang == "en")
    # What means and medians place differently is borderline; of this the newsletter is an example.
    expect(page.locator("#plot-ratings tr[data-row$='/newsletter'] .tag")).to_have_count(1)
    expect(page.locator("#plot-ratings tr[data-row$='/leaflet'] .tag")).to_have_count(0)
    # Two in one place are one mark that says so, and a second click goes on to the second.
    both = page.locator("#plot-ratings [data-points*='facebook-page'][data-points*='website']")
    expect(both.locator(".plot-many")).to_have_text("2" if lang == "en" else "۲")
    both.click()
    expect(page.locator("#details h2")).to_contain_text("Facebook page")
    both.click()
    expect(page.locator("#details h2")).to_contain_text("Website")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_cross_hairs_move_by_keyboard_and_come_back(open_page: Open, lang: str) -> None:
    page = open_page(plotted_snapshot(lang), "view=plots").page
    handle = page.locator("[data-key='cross-1']")
    handle.focus()
    # Less satisfaction is asked for: towards the beginning of the axis.
    for _ in range(2):
        page.keyboard.press("Shift+" + ("ArrowLeft" if lang == "en" else "ArrowRight"))
    expect(page.locator(".plot-changes li")).to_have_count(1)
    expect(page.locator(".plot-changes li")).to_contain_text("Newsletter")
    assert page.evaluate("document.activeElement.dataset.key") == "cross-1"
    assert "cross=0.52%2C0.45" in page.url
    expect(page.locator("#announcer")).to_contain_text("1" if lang == "en" else "۱")
    page.reload()
    expect(page.locator(".plot-changes li")).to_have_count(1)
    page.locator("[data-key='cross-reset']").click()
    expect(page.locator(".plot-changes li")).to_have_count(0)
    assert "cross=" not in page.url


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_cross_hairs_are_dragged_and_undone(open_page: Open, lang: str) -> None:
    page = open_page(plotted_snapshot(lang), "view=plots").page
    knob = page.locator("[data-key='cross-0'] .cross-knob")
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 120, steps=6)
    # The effect shows before the hand lets go.
    expect(page.locator(".plot-changes li").first).to_be_visible()
    assert "cross=" not in page.url
    page.mouse.up()
    page.wait_for_url("**cross=*")
    page.go_back()
    expect(page.locator(".plot-changes li")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "fa", "ru"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_lies_over_another(open_page: Open, lang: str, width: int) -> None:
    page = open_page(plotted_snapshot(lang), "view=plots", size=(width, 900)).page
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_of_many_those_with_room_are_named(open_page: Open) -> None:
    snapshot = large_snapshot(400)
    snapshot["plots"]["ratings"] |= {
        "points": [
            [t["id"], (n * 37 % 101) / 100, (n * 61 % 97) / 100]
            for n, t in enumerate(snapshot["touchpoints"])
        ],
        "lines": [0.5, 0.5],
    }
    page = open_page(snapshot, "view=plots").page
    assert page.evaluate(OVERLAPS) == []
    expect(page.locator("#plot-ratings [data-row]")).to_have_count(400)
    assert page.locator("#plot-ratings .plot-name").count() > 40


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_each_currency_has_a_chart_and_the_dominated_point_to_the_better(
    open_page: Open, lang: str
) -> None:
    page = open_page(plotted_snapshot(lang), "view=plots").page
    panels = page.locator(".plot-panel")
    expect(panels).to_have_count(2)
    expect(panels.nth(0).locator("[data-row]")).to_have_count(3)
    expect(panels.nth(1).locator("[data-row]")).to_have_count(2)
    expect(panels.nth(0).locator(".plot-better")).to_have_count(1)
    expect(panels.nth(1).locator(".plot-better")).to_have_count(0)
    # 5 to 1,000 is too wide for a linear axis; 0 stands in its own place.
    words = {"en": "logarithmic", "fa": "لگاریتمی"}
    expect(panels.nth(0).locator(".plot-axis").first).to_contain_text(words[lang])
    expect(panels.nth(1).locator(".plot-axis").first).not_to_contain_text(words[lang])
    panels.nth(0).locator("[data-row$='/shop-window'] .card, [data-row$='/shop-window'] .item").nth(
        1
    ).click()
    expect(page.locator("#details .pill-gap")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_without_data_the_columns_to_fill_are_named(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "view=plots").page
    empty = page.locator(".plot-empty")
    expect(empty).to_have_count(2)
    expect(empty.nth(0).locator("code")).to_have_text(
        ["importance", "satisfaction", "satisfaction_scale"]
    )
    expect(empty.nth(1).locator("code")).to_have_text(
        ["cost", "currency", "conversions", "contacts"]
    )


def test_every_rated_touchpoint_is_in_the_table(open_page: Open) -> None:
    page = open_page(plotted_snapshot(), "view=plots").page
    expect(page.locator("#plot-ratings [data-row]")).to_have_count(len(RATED))


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page: Open, lang: str, scheme: str, width: int) -> None:
    page = open_page(
        plotted_snapshot(lang),
        "view=plots&cross=0.7,0.4",
        size=(width, 900),
        color_scheme=scheme,
        bypass_csp=True,
    ).page
    page.locator("#plot-ratings .query-behind summary").click()
    expect(page.locator("#plot-ratings .query-text")).to_be_visible()
    result = Axe().run(page)
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in result.response["violations"]
    ] == []
