"""Many companies: the index and its numbers, a page for each, comparisons, a store of many."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.serve.pages.conftest import ADDRESS, AS_OF, SAMPLES, application
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.model import LANGUAGES
from tpgraph.pipeline import analyse
from tpgraph.query.across import ask_store
from tpgraph.serve.companies import TAKEN
from tpgraph.store.company_store import open_for_reading

PAGE = {"Accept": "text/html"}


def rows_of(html: str) -> list[list[str]]:
    """The cells of the first table's body, as text."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


def test_the_index_has_a_row_for_each_company(client: TestClient, root: Path) -> None:
    rows = rows_of(client.get("/companies?lang=en", headers=PAGE).text)
    assert [row[0] for row in rows] == ["Bottega Jeans", "Casa Morgana", "Hanul Teilor"]
    for name, row in zip(SAMPLES, rows, strict=True):
        analysis = analyse(root / "data" / name, as_of=AS_OF)
        counts = analysis.counts
        assert row[2] == str(len(analysis.inventory.touchpoints))
        assert (row[3], row[7], row[8]) == tuple(
            str(counts[status]) for status in ("gap", "unknown", "ok")
        )
        levels = [
            sum(f.level == level for f in analysis.gaps) for level in ("high", "medium", "low")
        ]
        assert row[4:7] == [str(n) for n in levels]
        known = counts["gap"] + counts["ok"]
        assert row[9] == f"{round(100 * counts['gap'] / known)} %"


@pytest.mark.parametrize(("sought", "found"), [("JEANS", 1), ("a", 3), ("hanul", 1), ("zzz", 0)])
def test_the_index_is_searched(client: TestClient, sought: str, found: int) -> None:
    page = client.get("/companies", params={"q": sought, "lang": "en"}, headers=PAGE).text
    assert f"Companies: {found}" in page
    api = client.get("/api/companies", params={"q": sought}).json()
    assert len(api["rows"]) == found


def test_the_commonest_gap_comes_first(client: TestClient) -> None:
    page = client.get("/companies?lang=en", headers=PAGE).text
    common = rows_of(page[page.index('id="_common"') :])
    numbers = [int(row[1].split()[0]) for row in common]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] >= 2


def test_numbers_are_in_the_reader_s_digits(client: TestClient) -> None:
    page = client.get("/companies?lang=fa", headers=PAGE).text
    for row in rows_of(page):
        assert re.fullmatch(r"[۰-۹]+", row[2])


def test_two_companies_are_compared(client: TestClient) -> None:
    address = "a=hanul-teilor&b=casa-morgana"
    page = client.get(f"/compare?{address}&lang=en", headers=PAGE)
    assert page.status_code == 200
    data = re.search(r'id="tp-snapshot" data-src="([^"]+)"', page.text)
    assert data is not None
    snapshot = client.get(data[1].replace("&amp;", "&")).json()
    assert snapshot["comparison"]["titles"] == ["Hanul Teilor", "Casa Morgana"]
    told = client.get(f"/api/compare?{address}").json()["changes"]
    differing = [line for line in told if len(set(line["statuses"])) > 1]
    assert len(snapshot["comparison"]["lines"]) >= len(differing) > 0


@pytest.mark.parametrize("asked", ["", "?a=hanul-teilor", "?a=hanul-teilor&b=hanul-teilor"])
def test_one_company_alone_is_not_compared(client: TestClient, asked: str) -> None:
    for lang in LANGUAGES:
        header = {**PAGE, "Accept-Language": lang}
        assert client.get(f"/compare{asked}", headers=header).status_code == 400


# --------------------------------------------------------------------------------- store of many


@pytest.fixture(scope="module")
def store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    settings = Settings(as_of=AS_OF, store=str(folder / "store"))
    paths = [str(root / "data" / name) for name in SAMPLES]
    run_batch(paths, str(folder / "out"), settings, workers=1)
    return folder / "store"


@pytest.fixture(scope="module")
def stored(store: Path) -> TestClient:
    return TestClient(application([], store_path=store), base_url=ADDRESS)


def test_a_store_of_many_is_served(stored: TestClient, client: TestClient) -> None:
    rows = rows_of(stored.get("/companies?lang=en", headers=PAGE).text)
    right = rows_of(client.get("/companies?lang=en", headers=PAGE).text)
    # What is in order is not kept in a store.
    assert [row[:8] for row in rows] == [row[:8] for row in right]
    assert {row[8] for row in rows} == {"–"}


def test_a_stored_company_has_the_same_findings(stored: TestClient, client: TestClient) -> None:
    path = "/api/companies/casa-morgana/findings"
    here, there = (c.get(path).json() for c in (stored, client))
    assert here["as_of"] == there["as_of"] == date(2026, 3, 1).isoformat()

    def core(answer: dict[str, Any]) -> list[tuple[str, str, float]]:
        return [(f["id"], f["status"], f["severity"]) for f in answer["findings"]]

    assert core(here) == core(there) != []


def test_a_stored_company_has_its_page(stored: TestClient) -> None:
    assert stored.get("/casa-morgana/", headers=PAGE).status_code == 200
    snapshot = stored.get("/casa-morgana/snapshot.json").json()
    assert len(snapshot["touchpoints"]) == 15


def test_a_query_of_all_is_that_of_the_store(stored: TestClient, store: Path) -> None:
    answer = stored.get("/api/queries/uncovered-categories").json()
    with open_for_reading(store) as opened:
        right = ask_store(opened, "uncovered-categories", "en")
    assert answer["columns"] == list(right.columns)
    assert answer["rows"] == right.records() != []


# ------------------------------------------------------------------ names that the server has taken


def test_what_is_taken_is_where_the_server_s_own_addresses_begin(client: TestClient) -> None:
    assert isinstance(client.app, Starlette)
    paths = [route.path for route in client.app.routes if isinstance(route, Route)]
    first = {path.split("/")[1] for path in paths}
    assert {name for name in first if name and "{" not in name} == TAKEN


def test_a_company_of_a_taken_name_has_its_page(tmp_path: Path) -> None:
    names = sorted(name for name in TAKEN if "." not in name)
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "company.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
        table = "name,type\nWindow,Shop window\n"
        (tmp_path / name / "touchpoints.csv").write_text(table, encoding="utf-8")
    app = application([tmp_path / name for name in names])
    served = TestClient(app, base_url=ADDRESS, follow_redirects=False)
    index = served.get("/companies?lang=en", headers=PAGE).text
    for name in names:
        page = f"/companies/{name}/"
        assert f'href="{page}?lang=en"' in index
        document = served.get(page, headers=PAGE)
        assert document.status_code == 200, name
        data = re.findall(r'data-src="(/companies/[^"]+)"', document.text)
        assert len(data) == 5
        # Those whose addresses would be taken for a term's or a comparison's.
        if name in ("ontology", "compare"):
            assert f"{page}snapshot.json" in data
            assert served.get(f"{page}snapshot.json").json()["company"]["name"] == name
        thing = served.get(f"/data/{name}?lang=en", headers=PAGE).text
        assert f'href="{page}?lang=en"' in thing
        # The server's own page is where it was (that of events never ends).
        assert name == "events" or served.get(f"/{name}", headers=PAGE).text != document.text
    # Whoever writes the short address comes to the page.
    moved = served.get("/query/?lang=fa", headers=PAGE)
    assert (moved.status_code, moved.headers["location"]) == (308, "/companies/query/?lang=fa")
    # Others have one address, too.
    assert served.get("/companies/nobody/", headers=PAGE).status_code == 404
