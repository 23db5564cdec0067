"""The editor of a served page asks the server, where the address says so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_served import (  # noqa: F401
    OpenServed,
    folder,
    open_served,
    server,
    violations,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_editor_asks_all_companies(open_served: OpenServed, lang: str) -> None:  # noqa: F811
    page = open_served(f"/query?lang={lang}")
    page.locator("#_editor").click()
    page.wait_for_selector("html[data-ready]")
    expect(page).to_have_url(re.compile("ask=server"))
    query = "SELECT ?s { ?s a tpg:Company } ORDER BY ?s"
    page.goto(re.sub("#.*", "", page.url) + "#view=sparql&query=" + query)
    page.reload()
    rows = page.locator("#editor-result tbody tr")
    expect(rows).to_have_count(2)
    assert violations(page) == []
