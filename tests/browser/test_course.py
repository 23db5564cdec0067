"""The pages of a course in a browser: read, answered, by keyboard, on a telephone, by machines."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tpgraph.teach.course.make import Maker, Order

pytestmark = pytest.mark.browser
UNITS = tuple(f"unit-{n}.html" for n in (1, 2, 3, 4))
OTHERS = ("index.html", "sources.html", "teacher/guide.html")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for language in ("en", "fa"):
        folder = tmp_path_factory.mktemp(language)
        for name, content in Maker(Order(language, date(2026, 11, 1), 3)).pages().items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        found[language] = folder
    return found


@pytest.fixture
def page(browser: Browser) -> Generator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda r: said.append(r.url) if not r.url.startswith("file:") else None)
    yield opened
    assert said == []
    context.close()


def _fields(exercise: Locator) -> tuple[list[str], Locator]:
    key: list[str] = exercise.evaluate("e => JSON.parse(e.dataset.key)")
    return key, exercise.locator("select")


def _answer(exercise: Locator, *, rightly: bool) -> None:
    key, selects = _fields(exercise)
    if selects.count():
        values = key if rightly else key[1:] + key[:1]
        for n, value in enumerate(values):
            selects.nth(n).select_option(value)
        exercise.locator(".check").click()
    else:
        choices = exercise.locator(".choice")
        values = [choices.nth(n).get_attribute("value") or "" for n in range(choices.count())]
        wanted = next(v for v in values if (v in key) is rightly)
        exercise.locator(f".choice[value='{wanted}']").click()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_exercise_is_checked_at_once(
    page: Page, folders: dict[str, Path], language: str
) -> None:
    forms = set()
    for name in UNITS:
        page.goto((folders[language] / name).as_uri())
        exercises = page.locator(".exercise")
        count = exercises.count()
        assert count == 6
        for rightly, style in ((False, "is-wrong"), (True, "is-right")):
            for n in range(count):
                exercise = exercises.nth(n)
                forms.add(exercise.get_attribute("data-form"))
                _answer(exercise, rightly=rightly)
                assert style in (exercise.get_attribute("class") or "")
                expect(exercise.locator(".verdict")).not_to_be_empty()
            assert page.locator(f".exercise.{style}").count() == count
        digits = "۶" if language == "fa" else "6"
        assert page.locator("#score").inner_text().count(digits) == 2
        solution = exercises.first.locator(".solution")
        assert not solution.locator(".why").is_visible()
        solution.locator("summary").click()
        assert solution.locator(".why").is_visible()
    assert forms >= {"choice", "pairs", "order", "true-false"}


def test_exercises_are_answered_by_keyboard_and_told_aloud(
    page: Page, folders: dict[str, Path]
) -> None:
    page.goto((folders["en"] / "unit-1.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    exercise = page.locator(".exercise[data-form='choice']").first
    key, _ = _fields(exercise)
    exercise.locator(f".choice[value='{key[0]}']").focus()
    page.keyboard.press("Enter")
    verdict = exercise.locator(".verdict")
    assert verdict.get_attribute("aria-live") == "polite"
    expect(verdict).to_have_text("Right.")
    assert exercise.locator("[aria-pressed='true']").get_attribute("value") == key[0]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in ("BUTTON", "SUMMARY")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, folders: dict[str, Path], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for folder in folders.values():
        for name in (*UNITS, *OTHERS):
            page.goto((folder / name).as_uri())
            page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (folder, name)


def test_a_number_leads_to_the_line_of_the_document(page: Page, folders: dict[str, Path]) -> None:
    page.goto((folders["en"] / "unit-3.html").as_uri())
    link = page.locator("td .at").first
    number = link.inner_text()
    link.click()
    there = page.locator("li:target")
    assert there.locator("b").inner_text() == f"Line {number.split(':')[1]}:"
    assert there.locator("q").inner_text()


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("fa", "light")])
def test_machines_find_nothing_wrong(
    browser: Browser, folders: dict[str, Path], language: str, scheme: str
) -> None:
    # axe is a script of its own, which the pages would not let in.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    for name in (*UNITS, *OTHERS):
        opened.goto((folders[language] / name).as_uri())
        opened.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        if name in UNITS:
            _answer(opened.locator(".exercise").first, rightly=False)
            _answer(opened.locator(".exercise").last, rightly=True)
        found = Axe().run(opened).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], name
    context.close()
