"""The page of queries: the page's editor with a server behind it; forms where no script runs."""

from __future__ import annotations

import json
from collections.abc import Generator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_served import (  # noqa: F401
    OpenServed,
    folder,
    is_wider,
    open_served,
    server,
    violations,
)
from tests.serve.running import serving
from tpgraph.model import LANGUAGES

pytestmark = pytest.mark.browser
COMPANIES = "SELECT ?c { ?c a tpg:Company } ORDER BY ?c"


def opened(open_served: OpenServed, path: str, **kwargs: object) -> Page:  # noqa: F811
    page = open_served(path, **kwargs)
    page.wait_for_selector("html[data-ready]")
    return page


def write(page: Page, text: str) -> None:
    page.locator("#editor-box .CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def written(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def first_column(page: Page) -> list[str]:
    expect(page.locator(".editor-told")).to_be_visible()
    return page.locator("#editor-result tbody tr td:first-child").all_inner_texts()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_editor_is_for_everybody(open_served: OpenServed, lang: str) -> None:  # noqa: F811
    scheme = "dark" if lang in ("en", "fa") else "light"
    page = opened(open_served, f"/query?lang={lang}&name=uncovered-stages&run=1",
                  color_scheme=scheme)  # fmt: skip
    expect(page.locator("#_plain")).to_be_hidden()
    assert set(first_column(page)) == {"Casa Morgana", "Hanul Teilor"}
    assert violations(page) == []
    page.locator("#editor-as-chart").click()
    bars = page.locator(".editor-bars .bar")
    assert bars.first.evaluate("(bar) => bar.offsetWidth") > 100
    # The list of completions comes while one writes, and belongs to the page like all else.
    write(page, "SELECT ?s { ?s a tpg:coup")
    page.keyboard.press("Control+Space")
    hints = page.locator(".CodeMirror-hint")
    expect(hints.first).to_contain_text("tpg:Coupon")
    assert violations(page) == []
    page.keyboard.press("Enter")
    assert written(page).endswith("tpg:Coupon")
    page.set_viewport_size({"width": 390, "height": 844})
    assert not is_wider(page)
    # The keyboard gets out of it again, past the lines that scroll.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.CodeMirror')")


def test_one_company_each_or_all_are_asked(open_served: OpenServed) -> None:  # noqa: F811
    page = opened(open_served, "/query?lang=en")
    write(page, COMPANIES)
    page.keyboard.press("Control+Enter")
    assert first_column(page) == ["Casa Morgana", "Hanul Teilor"]
    link = page.locator("#editor-result tbody a").first
    assert link.get_attribute("href") == "/data/casa-morgana?lang=en"
    page.select_option("#editor-dataset", "hanul-teilor")
    expect(page.locator("#editor-result tbody tr")).to_have_count(1)
    assert first_column(page) == ["Hanul Teilor"]
    # In turn, the name comes first; the other column is as it was asked.
    page.select_option("#editor-dataset", "*")
    expect(page.locator("#editor-result thead th")).to_have_text(["company", "c"])
    assert first_column(page) == ["Casa Morgana", "Hanul Teilor"]
    # By link it is the same in another tab, and in another language.
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    assert first_column(page) == ["Casa Morgana", "Hanul Teilor"]
    page.locator(".languages a[lang=fa]").click()
    page.wait_for_selector("html[data-ready]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert written(page) == COMPANIES
    assert first_column(page) == ["Casa Morgana", "Hanul Teilor"]
    page.go_back()
    page.go_back()


def test_answers_are_taken_away_and_questions_found_again(
    open_served: OpenServed,  # noqa: F811
) -> None:
    page = opened(open_served, "/query?lang=en")
    text = "SELECT ?c ?n { ?c a tpg:Company ; rdfs:label ?n FILTER (LANG(?n) = '') } ORDER BY ?n"
    write(page, text)
    page.locator("#editor-run").click()
    assert len(first_column(page)) == 2
    files = {}
    for ending in ("csv", "json"):
        with page.expect_download() as download:
            page.locator(f"#editor-{ending}").click()
        files[ending] = download.value.path().read_text(encoding="utf-8")
    assert files["csv"].splitlines()[0] == "c,n"
    names = [row["n"] for row in json.loads(files["json"])["results"]["bindings"]]
    assert names == [
        {"type": "literal", "value": name} for name in ("Casa Morgana", "Hanul Teilor")
    ]
    # What is wrong is said with its place, in the reader's words, and leads there.
    write(page, "SELECT ?s {\n  ?s ?p }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".editor-error")).to_contain_text("line 2")
    page.locator("#editor-goTo").click()
    # Asked before: the answered ones, also after the page was left.
    page.goto(page.url.partition("#")[0])
    page.wait_for_selector("html[data-ready]")
    page.locator("#editor-history").click()
    page.locator('[data-key="editor-past-0"]').click()
    assert len(first_column(page)) == 2
    assert written(page) == text
    page.locator("#editor-history").click()
    page.locator("#editor-forget").click()
    page.locator("#editor-history").click()
    expect(page.locator("#editor-history-panel li")).to_have_count(0)


def test_triples_and_yes_or_no(open_served: OpenServed) -> None:  # noqa: F811
    construct = "CONSTRUCT { ?c rdfs:label 'a \"b\"\\n'@en } WHERE { ?c a tpg:Company }"
    page = opened(open_served, f"/query?lang=en#query={quote(construct)}")
    expect(page.locator("#editor-result thead th")).to_have_text(["subject", "predicate", "object"])
    assert len(first_column(page)) == 2
    expect(page.locator("#editor-result tbody tr").first).to_contain_text('a "b"')
    write(page, "ASK { ?c a tpg:Company }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#editor-result thead th")).to_have_text(["answer"])
    assert first_column(page) == ["yes"]


def test_a_query_that_takes_long_is_stopped(browser: Browser, folder: object) -> None:  # noqa: F811
    with serving(str(folder) + "/casa_morgana", limit={"workers": 1}) as running:
        page = browser.new_context().new_page()
        page.goto(f"{running.address}query?lang=en")
        page.wait_for_selector("html[data-ready]")
        # One company alone has nothing to be asked in turn.
        expect(page.locator("#editor-dataset option")).to_have_count(2)
        write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        page.keyboard.press("Control+Enter")
        page.locator("#editor-stop").click()
        expect(page.locator(".editor-error")).to_have_text("The query was stopped.")
        # The server has let go of it: the only process answers the next one.
        write(page, COMPANIES)
        page.keyboard.press("Control+Enter")
        assert first_column(page) == ["Casa Morgana"]
        page.context.close()


@pytest.fixture
def without_scripts(browser: Browser, server: str) -> Generator[Page]:  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/query?lang=fa")
    yield page
    context.close()


def test_forms_answer_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.select_option("#_name", "uncovered-stages")
    page.select_option("#_company", "casa-morgana")
    page.locator("#_choose button").click()
    expect(page.locator("#_main tbody tr").first).to_be_visible()
    page.locator("#_sparql").fill("ASK { ?c a <https://w3id.org/tpgraph/ontology#Company> }")
    with page.expect_response("**/sparql?*") as answer:
        page.locator("form.own button").click(no_wait_after=True)
    assert answer.value.status == 200
