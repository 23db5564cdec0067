"""A quiz's page in a browser: answered, marked, readable on a telephone and by machines."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tpgraph.teach.quiz.formats.html import html
from tpgraph.teach.quiz.make import make_quiz
from tpgraph.teach.quiz.model import Quiz

pytestmark = pytest.mark.browser
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def answer(page: Page, quiz: Quiz, *, rightly: bool) -> None:
    for n, question in enumerate(quiz.questions, 1):
        field = page.locator(f"#q{n}")
        if question.form in ("choice", "true-false"):
            at = next(i for i, o in enumerate(question.options) if o.right is rightly)
            field.locator("input").nth(at).check()
        elif question.form == "pairs":
            terms = [question.pairs[i][0] for i in question.mixed]
            chosen = terms if rightly else terms[::-1]
            for i, term in enumerate(chosen):
                field.locator("select").nth(i).select_option(label=term)
        elif question.form == "order":
            places = [str(i + 1) for i in question.mixed]
            for i, place in enumerate(places if rightly else places[::-1]):
                field.locator("select").nth(i).select_option(value=place)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_it_marks_itself(browser: Browser, tmp_path: Path, language: str) -> None:
    kinds = ["stage", "true-false", "match", "order", "case"]
    quiz = make_quiz(count=8, language=language, kinds=kinds, discussion=True)
    assert {q.form for q in quiz.questions} == {"choice", "true-false", "pairs", "order", "open"}
    file = tmp_path / "quiz.html"
    file.write_text(html(quiz), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    answer(page, quiz, rightly=True)
    page.click("button[type=submit]")
    count = len(quiz.marked)
    assert page.locator("fieldset.is-right").count() == count
    digits = str(count) if language == "en" else str(count).translate(_PERSIAN)
    assert page.locator("#score").inner_text().count(digits) >= 1
    assert page.locator("#q1 .why").is_visible()
    page.click("button[type=reset]")
    assert page.locator("fieldset.is-right").count() == 0
    answer(page, quiz, rightly=False)
    page.click("button[type=submit]")
    assert page.locator("fieldset.is-wrong").count() == count
    assert said == []
    assert asked == [file.as_uri()]
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    page.close()
    # axe is a script of its own, which the page would not let in.
    page = browser.new_page(bypass_csp=True)
    page.goto(file.as_uri())
    page.click("button[type=submit]")
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found] == []
    page.close()
