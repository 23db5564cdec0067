"""The journey map: all in sight, folded and unfolded, its links and handovers, on the phone."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.views.snapshots import SHOP, SHOP_TOUCHPOINTS, iri, large_snapshot, shop_snapshot

pytestmark = pytest.mark.browser


def with_broken_handover(lang: str = "en") -> dict[str, Any]:
    """The shop, where nothing leads from the search for information to the comparison."""
    snapshot = shop_snapshot(lang=lang)
    finding = copy.deepcopy(snapshot["findings"][0])
    finding |= {
        "id": f"{SHOP}/finding/handover",
        "rule": "broken-handover",
        "concerns": [iri("informationSearch")],
        "cell": {"stages": [iri("informationSearch")], "categories": []},
        "recommendations": [],
    }
    snapshot["findings"].append(finding)
    snapshot["rules"]["broken-handover"] = copy.deepcopy(snapshot["rules"]["category-uncovered"])
    return snapshot


def with_much_to_declare(lang: str = "en") -> dict[str, Any]:
    """The shop with the same advice for many columns of its inventory, and other advice."""
    snapshot = shop_snapshot(lang=lang)
    pattern = snapshot["recommendations"][-1]
    columns = [column for column in snapshot["labels"] if column.endswith("Column")]
    for n, column in enumerate(columns):
        cells = {"complete": column.rpartition("#")[2].removesuffix("Column")}
        snapshot["recommendations"].append(
            pattern
            | {
                "id": f"{SHOP}/recommendation/complete-{n}",
                "title": {"en": "Say whether the list is complete", "fa": "کامل بودن فهرست"},
                "edits": [{"target": SHOP, "cells": cells}],
            }
        )
    for n in range(20):
        snapshot["recommendations"].append(
            pattern
            | {
                "id": f"{SHOP}/recommendation/other-{n}",
                "title": {"en": f"Some other advice, number {n}", "fa": f"توصیه‌ای دیگر، {n}"},
                "edits": [{"target": SHOP, "cells": {"goals": "x"}}],
            }
        )
    return snapshot


@pytest.mark.parametrize("lang", ["en", "fa", "ru", "ro", "it"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
def test_every_column_is_in_sight_without_scrolling(
    open_page: Open, lang: str, size: tuple[int, int]
) -> None:
    page = open_page(shop_snapshot(lang=lang), size=size).page
    # Six columns: the five stages, and what has none.
    expect(page.locator(".journey thead .head-col")).to_have_count(6)
    view = page.locator("#view").bounding_box()
    assert view
    for head in page.locator(".journey thead .head-col").all():
        box = head.bounding_box()
        assert box
        assert view["x"] <= box["x"]
        assert box["x"] + box["width"] <= view["x"] + view["width"] + 1
    # No word of a head or chip is cut or runs into its neighbour.
    sticking_out = page.evaluate(
        """[...document.querySelectorAll(".journey .head-button, .journey .chip")]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"""
    )
    assert sticking_out == []


def test_heads_stay_in_sight_and_focus_never_hides_under_them(open_page: Open) -> None:
    page = open_page(large_snapshot(400), size=(1280, 700)).page
    last = page.locator(".journey tbody tr").last.locator(".chip").first
    last.focus()
    page.locator("#view").evaluate("(view) => { view.scrollTop = 600 }")
    head = page.locator(".journey thead .head-col").first.bounding_box()
    top = page.locator("#view").bounding_box()
    assert head
    assert top
    assert abs(head["y"] - top["y"]) <= 2
    page.locator(".journey tbody tr .chip").first.focus()
    chip = page.locator(".journey tbody tr .chip").first.bounding_box()
    head = page.locator(".journey thead .head-col").first.bounding_box()
    assert chip
    assert head
    assert chip["y"] >= head["y"] + head["height"] - 1


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_rows_and_columns_fold_by_keyboard_and_the_address_keeps_it(
    open_page: Open, lang: str
) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    forward = "ArrowLeft" if lang == "fa" else "ArrowRight"
    page.locator(f"[data-key='head-col-{iri('purchase')}']").focus()
    page.keyboard.press(forward)
    page.keyboard.press("Enter")
    fold = page.locator(f"[data-key='fold-col-{iri('purchase')}']")
    expect(fold).to_be_focused()
    expect(fold).to_have_attribute("aria-expanded", "false")
    column = page.locator(".head-col.folded").bounding_box()
    assert column
    assert column["width"] < 60
    page.locator(f"[data-key='fold-row-{iri('advertising')}']").click()
    expect(page.locator("tr.row-folded .chip")).to_have_count(0)
    # What is folded away is counted where it stood.
    assert [n for n in page.locator("tr.row-folded .folded-count").all_inner_texts() if n] == [
        "۳" if lang == "fa" else "3"
    ]
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".head-col.folded")).to_have_count(1)
    expect(page.locator("tr.row-folded")).to_have_count(1)
    page.go_back()
    expect(page.locator("tr.row-folded")).to_have_count(0)
    page.locator("[data-key='fold-all']").click()
    expect(page.locator(".journey .folded")).to_have_count(0)
    page.locator("[data-key='fold-all']").click()
    expect(page.locator("tr.row-folded")).to_have_count(len(shop_snapshot()["categories"]) + 1)
    expect(page.locator(".journey .chip")).to_have_count(0)


def test_an_address_that_folds_what_is_not_there_is_ignored(open_page: Open) -> None:
    page = open_page(shop_snapshot(), "fold=col:!nowhere&fold=x&fold=row:-&handovers=2").page
    expect(page.locator(".head-col.folded")).to_have_count(0)
    expect(page.locator("tr.row-folded")).to_have_count(1)
    expect(page.locator(".flow")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_equal_advice_is_said_once_on_two_lines(open_page: Open, lang: str) -> None:
    snapshot = with_much_to_declare(lang)
    page = open_page(snapshot, size=(1280, 800)).page
    strip = page.locator(".company-strip")
    title = {"en": "Say whether the list is complete", "fa": "کامل بودن فهرست"}[lang]
    group = strip.locator(".chip-group").filter(has_text=title)
    expect(group).to_have_count(1)
    expect(group).to_be_visible()
    tops = page.evaluate(
        """[...new Set([...document.querySelectorAll(".company-body > .chips > *")]
        .filter((e) => !e.hidden).map((e) => Math.round(e.getBoundingClientRect().top / 8)))]"""
    )
    assert len(tops) <= 2
    hidden = strip.locator(".chips > .chip[hidden]").count()
    assert hidden > 0
    strip.locator("[data-key='company/more']").click()
    expect(strip.locator(".chips > .chip[hidden]")).to_have_count(0)
    expect(strip.locator("[data-key='company/more']")).to_be_focused()
    group.click()
    columns = [c for c in snapshot["labels"] if c.endswith("Column")]
    members = strip.locator("#company-members .chip")
    expect(members).to_have_count(len(columns))
    expect(members.first).to_have_text(snapshot["labels"][columns[0]][lang])
    members.first.click()
    expect(page.locator("#details h2")).to_have_text(title)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_links_are_drawn_for_what_is_selected_or_focused_alone(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    lines = page.locator(".map-links path.map-link")
    expect(lines).to_have_count(0)
    window, website = f"{SHOP}/shop-window", f"{SHOP}/website"
    page.locator(f".journey .chip[data-id='{window}']").focus()
    expect(lines).to_have_count(1)
    expect(lines).to_have_class("map-link map-link-out")
    page.locator(f".journey .chip[data-id='{website}']").click()
    expect(lines).to_have_class("map-link map-link-in")
    # The line runs from the one chip to the other.
    ends = page.evaluate(
        """() => {
            const line = document.querySelector(".map-link").getBoundingClientRect();
            return [line.left, line.right];
        }"""
    )
    boxes = [
        page.locator(f".journey .chip[data-id='{i}']").bounding_box() for i in (window, website)
    ]
    a, b = sorted((box for box in boxes if box), key=lambda box: box["x"])
    assert ends[0] == pytest.approx(a["x"] + a["width"], abs=6)
    assert ends[1] == pytest.approx(b["x"], abs=6)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_handovers_are_drawn_counted_and_the_broken_one_is_marked(
    open_page: Open, lang: str
) -> None:
    page = open_page(with_broken_handover(lang)).page
    page.locator("[data-key='handovers']").click()
    assert "handovers=1" in page.url
    broken = page.locator(".flow-count.is-gap")
    expect(broken).to_have_count(1)
    expect(broken.locator(".glyph-gap")).to_be_visible()
    expect(page.locator(".flow-line-gap")).to_have_count(1)
    # The shop window leads to the website: from need recognition to information search.
    whole = page.locator(
        f"[data-id='handover:{iri('needRecognition')}|{iri('informationSearch')}']"
    )
    expect(whole).to_have_text("۱" if lang == "fa" else "1")
    first, second = (h.bounding_box() for h in page.locator(".head-col").all()[:2])
    count = whole.bounding_box()
    assert first
    assert second
    assert count
    middle = (first["x"] + first["width"] / 2 + second["x"] + second["width"] / 2) / 2
    assert count["x"] + count["width"] / 2 == pytest.approx(middle, abs=3)
    whole.click()
    details = page.locator("#details")
    expect(details.locator(".flow-link")).to_contain_text("Shop window")
    expect(details.locator(".flow-link")).to_contain_text("Website")
    expect(page.locator(".map-links path.map-link")).to_have_count(1)
    broken.focus()
    page.keyboard.press("Enter")
    expect(details.locator(".item", has=page.locator(".glyph-gap"))).to_have_count(1)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".flow-count.is-gap.selected")).to_have_count(1)


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_on_the_phone_handovers_stand_between_the_stages(open_page: Open, lang: str) -> None:
    page = open_page(with_broken_handover(lang), size=(390, 844)).page
    page.locator("[data-key='handovers']").click()
    # From each of the five stages to the next.
    expect(page.locator(".list-handover .flow-count")).to_have_count(4)
    broken = page.locator(".list-handover .is-gap")
    first, second = (page.locator(".list-stage").nth(n).bounding_box() for n in (1, 2))
    box = broken.bounding_box()
    assert first
    assert second
    assert box
    assert first["y"] + first["height"] - 8 <= box["y"] + box["height"] / 2 <= second["y"] + 8


def test_empty_rows_take_little_room(open_page: Open) -> None:
    page = open_page(shop_snapshot()).page
    empty = page.locator("tr.row-empty")
    snapshot = shop_snapshot()
    used = {c for t in snapshot["touchpoints"] for c in t["categories"]}
    used |= {c for r in snapshot["recommendations"] for c in r["cell"]["categories"]}
    expect(empty).to_have_count(len(set(snapshot["categories"]) - used))
    for row in empty.all():
        box = row.bounding_box()
        assert box
        assert box["height"] <= 60


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_on_the_phone_the_journey_is_a_list_stage_by_stage(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), size=(390, 844)).page
    expect(page.locator(".journey")).to_have_count(0)
    stages = page.locator(".list-stage")
    expect(stages).to_have_count(6)
    expected = sum(len(s.split("|")) * len(c.split("|")) for _, s, c, _ in SHOP_TOUCHPOINTS)
    expect(page.locator(".journey-list .chip-touchpoint")).to_have_count(expected)
    expect(page.locator(".list-stage.head-gap .status-gap").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first = stages.first
    chips = first.locator(".chip-touchpoint").count()
    assert chips
    first.locator(".fold").click()
    expect(page.locator(".list-stage").first.locator(".chip")).to_have_count(0)
    assert "fold=col" in page.url
    chip = page.locator(".journey-list .chip-touchpoint").first
    chip.click()
    expect(page.locator("#details h2")).to_be_in_viewport()
    # Turned on its side, or on a desk, it is the table again.
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".journey .head-col.folded")).to_have_count(1)


def test_many_touchpoints_leave_the_map_usable(open_page: Open) -> None:
    page = open_page(large_snapshot(3000)).page
    assert page.locator(".journey .chip").count() < 400
    page.locator(".journey .chip").first.click()
    expect(page.locator("#details h2")).to_contain_text("Account")


@pytest.mark.parametrize("lang", ["ru", "fa"])
def test_no_head_of_the_matrix_is_cut(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    for head in page.locator(".matrix .matrix-head").all():
        assert head.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
