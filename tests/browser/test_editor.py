"""The SPARQL editor of a live page: the command line's answers, shown on the map."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_live import SAMPLES, analysis, open_live
from tpgraph.model import Edit
from tpgraph.pipeline import Analysis
from tpgraph.query.named import named_queries
from tpgraph.query.run import COMMON_PREFIXES, query_store, query_text
from tpgraph.store import Literal

pytestmark = pytest.mark.browser

READY = "#view-sparql[data-editor=ready]"
ANSWERED = "#view-sparql[data-state=ready]"
# As one text: to hand over ten thousands of terms one by one takes longer than to find them.
ASK = "async ([text, prefixes]) => JSON.stringify(await tp.ask(text, prefixes))"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
RETIRED = "SELECT ?t WHERE { ?t tpg:lifecycle tpg:retired }"
GAPS = "SELECT ?finding ?concern WHERE { ?finding tpg:status tpg:gap ; tpg:concerns ?concern }"
FOREVER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def open_editor(open_page: Open, lang: str = "en", more: str = "", **kwargs: Any) -> Page:
    page = open_live(open_page, "bottega_jeans", lang, f"view=sparql{more}", **kwargs)
    page.wait_for_selector(READY, timeout=20_000)
    return page


def put(page: Page, text: str) -> None:
    """Writes a query as a person would: in place of what stands in the editor."""
    page.locator("#editor-box textarea").first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def run(page: Page, text: str) -> None:
    put(page, text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(ANSWERED, timeout=20_000)


def ask(page: Page, text: str) -> dict[str, Any]:
    """What the page answers."""
    answer: dict[str, Any] = json.loads(page.evaluate(ASK, [text, COMMON_PREFIXES]))
    return answer


def plain(term: Any) -> str:
    """A term as the page has it: what is more than a text as JSON with sorted keys."""
    if isinstance(term, ox.Literal):
        term = Literal(term.value, term.datatype.value, term.language)
    elif isinstance(term, ox.NamedNode):
        term = term.value
    if isinstance(term, Literal):
        found = {"value": term.value, "datatype": term.datatype}
        term = {**found, **({"language": term.language} if term.language else {})}
    return term if isinstance(term, str) else json.dumps(term, sort_keys=True)


def rows_of(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return sorted([plain(term) for term in row] for row in rows)


def graph_of(a: Analysis) -> set[tuple[str, ...]]:
    """What the command line's queries see; blank nodes are called anew each time."""
    triples = [(q.subject, q.predicate, q.object) for q in query_store(a.trig())]
    return {
        tuple(plain(term) for term in triple)
        for triple in triples
        if not any(isinstance(term, ox.BlankNode) for term in triple)
    }


def graph_in(page: Page) -> set[tuple[str, ...]]:
    rows = ask(page, EVERYTHING)["rows"]
    named = (row for row in rows if not any(str(term).startswith("_:") for term in row))
    return {tuple(plain(term) for term in row) for row in named}


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_named_query_gives_what_the_command_line_gives(open_page: Open, sample: str) -> None:
    page = open_live(open_page, sample)
    for lang in ("en", "fa"):
        a = analysis(sample, lang)
        page.evaluate("(lang) => tp.set({ lang })", lang)
        answered = 0
        # In the second language some of them: that the triples are the same is asked of all.
        for query in list(named_queries().values())[:: 1 if lang == "en" else 5]:
            found = ask(page, query_text(query.name, lang, {}))
            wanted = a.query(query.name)
            assert found["columns"] == list(wanted.columns), query.name
            assert rows_of(found["rows"]) == rows_of(wanted.rows), query.name
            answered += bool(wanted.rows)
        assert answered >= (15 if lang == "en" else 3)
        # And so will any other query: they are asked of the same triples.
        assert graph_in(page) == graph_of(a)


def test_after_an_edit_queries_see_what_an_analysis_of_the_edited_inventory_says(
    open_page: Open,
) -> None:
    a = analysis("bottega_jeans")
    page = open_live(open_page, "bottega_jeans")
    first, second = a.inventory.touchpoints[:2]
    edits = [
        Edit("add", None, {"type": "Coupon", "stages": "Purchase"}),
        Edit("retire", first.iri),
        Edit("change", second.iri, {"satisfaction": "1"}),
    ]
    told = [{"action": e.action, "target": e.target, "cells": dict(e.cells)} for e in edits]
    page.evaluate("(edits) => tp.set({ edits })", told)

    def but_advice(graph: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
        # The page does not work out anew what to do.
        return {triple for triple in graph if "/recommendation/" not in triple[0]}

    wanted = graph_of(a.try_edits(edits).analysis)
    assert but_advice(graph_in(page)) == but_advice(wanted)
    assert wanted != graph_of(a)


def test_examples_are_chosen_filled_in_and_run_by_hand(open_page: Open) -> None:
    page = open_editor(open_page, "fa")
    examples = page.locator("#editor-examples option")
    expect(examples).to_have_count(len(named_queries()) + 1)
    first = next(iter(named_queries().values()))
    expect(examples.nth(1)).to_contain_text(first.titles["fa"])
    page.locator("#editor-examples").select_option("neglected-touchpoints")
    expect(page.locator(".editor-question")).to_have_text(
        named_queries()["neglected-touchpoints"].questions["fa"]
    )
    page.locator("#editor-parameter-lang").select_option("ru")
    page.locator("#editor-run").click()
    page.wait_for_selector(ANSWERED, timeout=20_000)
    wanted = analysis("bottega_jeans", "fa").query("neglected-touchpoints", lang="ru")
    expect(page.locator(".editor-table tbody tr")).to_have_count(min(100, len(wanted)))
    heads = page.locator(".editor-table th bdi").all_text_contents()
    assert heads == list(wanted.columns)
    assert "PREFIX tpg:" in page.evaluate("tp.state.query")


def test_an_answer_is_downloaded_as_the_csv_of_the_command_line(open_page: Open) -> None:
    page = open_editor(open_page)
    run(
        page,
        'SELECT ?t ?name ("=1+1" AS ?run) ("" AS ?none) '
        "WHERE { ?t tpg:ofCompany ?c ; rdfs:label ?name }",
    )
    with page.expect_download() as saved:
        page.locator("#editor-csv").click()
    wanted = analysis("bottega_jeans").query(page.evaluate("tp.state.query")).to_csv()
    found = saved.value.path().read_text(encoding="utf-8")
    assert sorted(found.splitlines()) == sorted(wanted.splitlines())
    assert found.splitlines()[0] == wanted.splitlines()[0]
    assert all(row[2] == "'=1+1" for row in list(csv.reader(io.StringIO(found)))[1:])


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_what_was_found_is_lit_on_the_map_and_in_the_network(open_page: Open, lang: str) -> None:
    page = open_editor(open_page, lang)
    run(page, GAPS)
    gaps = {f.id: set(f.concerns) for f in analysis("bottega_jeans", lang).gaps}
    page.locator("#editor-onMap").click()
    expect(page.locator("#map.lighting .chip.lit").first).to_be_visible()
    ids = page.locator("#map .lit").evaluate_all("(all) => all.map((e) => e.dataset.id)")
    concerned = set().union(*gaps.values())
    assert set(ids) & set(gaps)
    assert set(ids) <= set(gaps) | concerned
    expect(page.locator("#found")).to_be_visible()
    # One row alone; the address brings it back.
    page.locator("[data-key=backToQuery]").click()
    page.locator("[data-key=editor-row-1]").click()
    row = page.evaluate("[...tp.found.lit()]")
    assert len(row) < len(set(gaps) | concerned)
    page.reload()
    page.wait_for_selector("#map.lighting", timeout=30_000)
    assert page.evaluate("[...tp.found.lit()]") == row
    page.locator("[data-key=unlight]").click()
    expect(page.locator("#map.lighting")).to_have_count(0)
    page.go_back()
    expect(page.locator("#map.lighting")).to_have_count(1)
    page.locator("[data-key=tab-network]").click()
    page.wait_for_selector("#view-network[data-ready]")
    faded = "tp.network.view.body.data.nodes.get().filter((n) => n.opacity === 1).map((n) => n.id)"
    assert set(page.evaluate(faded)) <= set(row)


def test_counts_are_drawn_as_bars(open_page: Open) -> None:
    page = open_editor(open_page, "fa")
    run(
        page,
        GAPS.replace("?finding ?concern", "?rule").replace(
            "tpg:concerns ?concern", "tpg:rule ?rule"
        ),
    )
    page.locator("#editor-as-chart").click()
    rules = [f.rule for f in analysis("bottega_jeans").gaps]
    expect(page.locator(".editor-bars li")).to_have_count(len(set(rules)))
    expect(page.locator(".bar-number").first).to_have_text(
        "۰۱۲۳۴۵۶۷۸۹"[max(map(rules.count, rules))]
    )
    assert "as=chart" in page.url
    # Where each row has a name and a number, the numbers are drawn.
    run(page, "SELECT ?name ?cost WHERE { ?t tpg:cost ?cost ; rdfs:label ?name }")
    expect(page.locator("#editor-chart-value")).to_have_value("cost")
    bars = page.locator(".editor-bars li")
    costs = analysis("bottega_jeans").query(page.evaluate("tp.state.query")).records()
    expect(bars).to_have_count(len(costs))
    expect(bars.first).to_contain_text(max(costs, key=lambda r: r["cost"])["name"])


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELECT ?x WHERE { ?x foo:bar ?y }", 1, 29, "prefix"),
        ("SELECT ?x\nWHERE {\n  ?x tpg:status tpg:gap", 3, 24, ""),
        ("SELECT ?x WHERE { ?x ?y ?z } LIMIT many", 1, 36, ""),
    ],
)
def test_an_error_says_where_and_leads_there(
    open_page: Open, text: str, line: int, column: int, says: str
) -> None:
    page = open_editor(open_page)
    run(page, text)
    error = page.locator(".editor-error")
    expect(error).to_contain_text(f"line {line}, column ")
    expect(error).to_contain_text(says)
    page.evaluate("tp.set({ lang: 'ru' })")
    expect(error).to_contain_text(f"строка {line}")
    page.locator("#editor-goTo").click()
    cursor = page.evaluate(
        "document.querySelector('#editor-box .CodeMirror').CodeMirror.getCursor()"
    )
    assert cursor["line"] == line - 1
    assert abs(cursor["ch"] - (column - 1)) <= 8
    expect(page.locator("#editor-box .is-wrong")).to_have_count(1)
    # Other servers are never asked.
    run(page, "SELECT * WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }")
    expect(error).to_contain_text("SERVICE")


def test_a_long_query_is_stopped_and_the_next_one_answered(open_page: Open) -> None:
    page = open_editor(open_page)
    put(page, FOREVER)
    page.locator("#editor-run").click()
    page.locator("#editor-stop").click()
    expect(page.locator(".editor-error")).to_contain_text("stopped")
    run(page, "ASK { ?finding a tpg:Finding }")
    expect(page.locator(".editor-table tbody")).to_have_text("yes")
    # What is tried out goes on, and is asked.
    before = len(analysis("bottega_jeans").query(RETIRED))
    run(page, RETIRED)
    target = analysis("bottega_jeans").inventory.touchpoints[0].iri
    page.evaluate("(t) => tp.live.edit({ action: 'retire', target: t, cells: {} })", target)
    expect(page.locator(".editor-table tbody tr")).to_have_count(before + 1, timeout=20_000)


def test_a_query_has_a_time_limit(open_page: Open) -> None:
    page = open_editor(open_page)
    # The clock of the page, not that of the engine.
    page.clock.install()
    put(page, FOREVER)
    page.locator("#editor-run").click()
    expect(page.locator("#editor-stop")).to_be_visible()
    page.clock.fast_forward(21_000)
    expect(page.locator(".editor-error")).to_contain_text("20 seconds")


def test_terms_are_completed_by_their_names_in_any_language(open_page: Open) -> None:
    page = open_editor(open_page)
    put(page, "SELECT ?t WHERE { ?t tpg:inCategory ")
    page.wait_for_function("tp.editorTerms.load(tp.state.prefixes ?? {}) && true")
    page.keyboard.type("реклам", delay=20)
    options = page.locator(".CodeMirror-hints [role=option], .CodeMirror-hints li")
    expect(options.filter(has_text="tpg:advertising").first).to_be_visible(timeout=20_000)
    # A property by its own name, and with the keyboard alone.
    put(page, "SELECT ?t WHERE { ?t ")
    page.keyboard.type("tpg:inCat", delay=20)
    expect(options.first).to_contain_text("tpg:inCategory")
    page.keyboard.press("Enter")
    text = page.evaluate("document.querySelector('#editor-box .CodeMirror').CodeMirror.getValue()")
    assert text.endswith("tpg:inCategory")
    # Tab leaves the editor, by way of its lines, which can be scrolled.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('#editor-box'))")


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_query_behind_something_opens_in_the_editor(open_page: Open, lang: str) -> None:
    page = open_live(open_page, "bottega_jeans", lang)
    gap = next(f for f in analysis("bottega_jeans").gaps if f.rule == "category-uncovered")
    page.evaluate("(id) => tp.select(id)", gap.id)
    page.locator("#details .query-behind summary").first.click()
    for n, wanted in enumerate(("tpg:rule rule:category-uncovered", "CONSTRUCT")):
        page.locator("#details .query-tools").nth(n).locator("button").nth(1).click()
        page.wait_for_selector(ANSWERED, timeout=20_000)
        assert wanted in page.evaluate("tp.state.query")
        # The rule itself finds it, too.
        expect(page.locator(".editor-table [data-id]", has_text="").first).to_be_visible()
        shown = page.locator(".editor-table [data-id]").evaluate_all(
            "(all) => all.map((e) => e.dataset.id)"
        )
        assert gap.id in shown
    # The ten examples that explain the words.
    page.locator("[data-key=tab-queries]").click()
    examples = page.locator(".query-example")
    expect(examples).to_have_count(10)
    for n in range(10):
        page.locator("[data-key=tab-queries]").click()
        examples.nth(n).locator("summary").click()
        examples.nth(n).locator(".query-tools button").nth(1).click()
        page.wait_for_selector(f"{ANSWERED} .editor-told", timeout=20_000)
        expect(page.locator(".editor-error")).to_have_count(0)


def test_what_was_asked_is_kept_and_goes_by_link(open_page: Open) -> None:
    page = open_editor(open_page, permissions=["clipboard-read", "clipboard-write"])
    run(page, GAPS)
    run(page, RETIRED)
    page.locator("#editor-link").click()
    expect(page.locator("#announcer")).to_contain_text("copied")
    link = page.evaluate("navigator.clipboard.readText()")
    page.locator("#editor-history").click()
    past = page.locator(".editor-past button")
    expect(past).to_have_count(2)
    past.nth(1).click()
    page.wait_for_function("(text) => tp.state.query === text", arg=GAPS)
    # Back and forward undo and redo.
    page.go_back()
    page.wait_for_function("(text) => tp.state.query === text", arg=RETIRED)
    page.wait_for_selector(ANSWERED)
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(ANSWERED, timeout=30_000)
    assert page.evaluate("tp.state.query") == RETIRED
    expect(page.locator("#editor-box .CodeMirror-code")).to_contain_text("tpg:lifecycle")
    page.locator("#editor-history").click()
    expect(past).to_have_count(2)


@pytest.mark.parametrize(
    ("scheme", "langs"), [("light", ("en", "ro", "ru", "fa", "it")), ("dark", ("fa", "en"))]
)
def test_the_editor_has_no_violations(open_page: Open, scheme: Any, langs: Sequence[str]) -> None:
    page = open_editor(open_page, langs[0], f"&query={GAPS}", color_scheme=scheme)
    page.wait_for_selector(ANSWERED, timeout=20_000)
    page.locator("#editor-examples").select_option("uncovered-stages")
    for lang in langs:
        page.evaluate("(lang) => tp.set({ lang, as: null })", lang)
        page.wait_for_selector(f"html[lang={lang}]")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        for width in (390, 1280, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#editor-as-chart").click()
    put(page, "SELECT ?t WHERE { ?t tpg:in")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hints")).to_be_visible(timeout=20_000)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_editor_costs_nothing_until_it_is_opened(open_page: Open) -> None:
    page = open_live(open_page, "bottega_jeans")
    assert page.evaluate("typeof window.Yasqe") == "undefined"
    page.locator("[data-key=tab-sparql]").click()
    page.wait_for_selector(READY, timeout=20_000)
    assert page.evaluate("typeof window.Yasqe") != "undefined"
