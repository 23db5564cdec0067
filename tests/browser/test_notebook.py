"""What an analysis shows in a notebook: sent by a kernel, drawn as JupyterLab and VS Code do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.notebooks.test_notebooks import TIMEOUT_S, kernel  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser

# The web view of a notebook in VS Code allows this; a frame inside it is held to that as well.
VS_CODE = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src https: http: data:; font-src https:; connect-src https:; child-src https: data: blob:"
)
CELLS = ("a", "a.gaps", "a.coverage", "a.show()")


@pytest.fixture(scope="module")
def answers(kernel: str) -> Mapping[str, Mapping[str, str]]:  # noqa: F811
    """By language the HTML of each cell's answer, as a kernel sends it."""
    import nbformat
    from nbclient import NotebookClient

    new: Any = nbformat.v4  # without types of its own
    notebook = new.new_notebook()
    for lang in ("en", "fa"):
        path = str(ROOT / "data" / "casa_morgana")
        read = f"import tpgraph; a = tpgraph.analyze({path!r}, lang={lang!r}, as_of='2026-11-22')"
        notebook.cells += [new.new_code_cell(text) for text in (read, *CELLS)]
    NotebookClient(notebook, timeout=TIMEOUT_S, kernel_name=kernel).execute()
    sent = [
        output["data"]["text/html"]
        for cell in notebook.cells
        for output in cell["outputs"]
        if output["output_type"] == "execute_result"
    ]
    half = len(CELLS)
    assert len(sent) == 2 * half
    return {
        lang: dict(zip(CELLS, sent[at : at + half], strict=True))
        for lang, at in (("en", 0), ("fa", half))
    }


def opened(browser: Browser, folder: Path, html: str, policy: str | None) -> tuple[Page, list[str]]:
    """The answer in a page as a notebook draws it, with the network off, and what went wrong."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    path = folder / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{meta}<body>{html}", encoding="utf-8")
    page = browser.new_context(offline=True, viewport={"width": 1200, "height": 800}).new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in {"error", "warning"} else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "blob:", "about:")) else wrong.append(r.url),
    )
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize(
    ("lang", "policy"),
    [("en", None), ("en", VS_CODE), ("fa", VS_CODE)],
    ids=["jupyterlab-en", "vscode-en", "vscode-fa"],
)
def test_the_page_works_in_a_notebook(
    browser: Browser,
    tmp_path: Path,
    answers: Mapping[str, Mapping[str, str]],
    lang: str,
    policy: str | None,
) -> None:
    page, wrong = opened(browser, tmp_path, answers[lang]["a.show()"], policy)
    frame = page.frame_locator("iframe")
    expect(frame.locator("html[data-ready]")).to_have_attribute("lang", lang)
    frame.locator(".journey .chip").first.click()
    expect(frame.locator("#details .details-name")).to_be_visible()
    frame.locator("[data-key=tab-network]").click()
    expect(frame.locator("#view-network[data-ready]")).to_be_visible()
    # The frame has no history of its own: undo is the page's.
    frame.locator("#undo").click()
    expect(frame.locator("#view-map")).to_be_visible()
    frame.locator("#undo").click()
    frame.locator("#redo").click()
    frame.locator("#redo").click()
    expect(frame.locator("#view-network")).to_be_visible()
    assert wrong == []
    page.context.close()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_analysis_gaps_and_coverage_are_tables_in_the_language(
    browser: Browser,
    tmp_path: Path,
    answers: Mapping[str, Mapping[str, str]],
    lang: str,
) -> None:
    import tpgraph

    a = tpgraph.analyze(ROOT / "data" / "casa_morgana", lang=lang, as_of="2026-11-22")
    parts = [answers[lang][cell] for cell in CELLS[:3]]
    page, wrong = opened(browser, tmp_path, "<hr>".join(parts), VS_CODE)
    tables = page.locator(f'table[lang="{lang}"]')
    assert tables.count() == 4
    direction = "rtl" if lang == "fa" else "ltr"
    assert page.locator(f"table[dir={direction}]").count() == 4
    expect(page.locator("strong")).to_have_text(a.inventory.company.name)
    gaps = tables.nth(2).locator("tbody tr")
    assert gaps.count() == len(a.gaps)
    expect(gaps.first).to_contain_text(a.gaps[0].message)
    coverage = tables.nth(3)
    heads = coverage.locator("th").all_text_contents()
    assert [s.label in head for s, head in zip(a.coverage.stages, heads[1:], strict=False)] == [
        True for _ in a.coverage.stages
    ]
    assert coverage.locator("tbody tr").count() == len(a.coverage.cells)
    assert wrong == []
    page.context.close()
