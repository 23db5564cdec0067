"""The guide, the page of queries and the stream of changes, in five languages."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.serve.pages.conftest import SAMPLES, application
from tpgraph.model import LANGUAGES
from tpgraph.query.named import named_queries
from tpgraph.serve.events import Event
from tpgraph.serve.routes_guide import events
from tpgraph.views.snapshot.queries import EXAMPLES, vocabulary

PAGE = {"Accept": "text/html"}
_TEXTS = Path(__file__).parents[3] / "src" / "tpgraph" / "texts" / "serve"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_has_ten_queries_and_the_words(client: TestClient, lang: str) -> None:
    page = unescape(client.get(f"/?lang={lang}", headers=PAGE).text)
    assert len(EXAMPLES) == 10
    places = [page.index(named_queries()[name].questions[lang]) for name in EXAMPLES]
    assert places == sorted(places)
    for word in vocabulary():
        assert word["definition"][lang] in page


def test_readme_names_the_same_ten(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    guide = readme[readme.index("## A guide for strategists") :].split("\n## ")[0]
    assert re.findall(r"^\| \d+ \| `([\w-]+)`", guide, re.M) == list(EXAMPLES)
    for word in vocabulary():
        assert f"`{word['term']}`" in guide


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_named_query_is_a_form_with_its_answer(client: TestClient, name: str) -> None:
    page = client.get(
        "/query",
        params={"name": name, "run": "1", "lang": "fa", "company": "casa-morgana"},
        headers=PAGE,
    )
    assert page.status_code == 200
    assert "warn" not in page.text
    api = client.get(
        f"/api/queries/{name}", params={"lang": "fa", "company": "casa-morgana"}
    ).json()
    shown = page.text.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
    assert shown == min(len(api["rows"]), 500)
    assert f'value="{name}" selected' in page.text
    for parameter in set(named_queries()[name].parameters) - {"lang"}:
        assert f'name="{parameter}"' in page.text


def test_a_wrong_company_is_told_on_the_page(client: TestClient) -> None:
    asked = {"name": "uncovered-stages", "run": "1", "company": "nobody", "lang": "en"}
    page = client.get("/query", params=asked, headers=PAGE)
    assert "No company is served as" in page.text


def test_a_query_by_link_stands_in_the_field_as_text(client: TestClient) -> None:
    hostile = '</textarea><script>alert(1)</script>SELECT * { ?s ?p "é" }'
    page = client.get("/query", params={"sparql": hostile}, headers=PAGE).text
    assert "<script>alert" not in page
    field = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert unescape(field) == hostile


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_whole(lang: str) -> None:
    english = json.loads((_TEXTS / "en.json").read_text(encoding="utf-8"))
    told = json.loads((_TEXTS / f"{lang}.json").read_text(encoding="utf-8"))
    assert list(told) == list(english)
    for key, text in told.items():
        assert text.strip()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(
            re.findall(r"\{\w+\}", english[key])
        ), key


def test_changes_are_told_to_open_pages(root: Path) -> None:
    app = application([root / "data" / SAMPLES[0]])

    async def listen() -> list[str]:
        scope = {
            "type": "http", "method": "GET", "path": "/events", "query_string": b"",
            "headers": [], "app": app,
        }  # fmt: skip
        answer = await events(Request(scope))
        assert answer.status_code == 200
        assert answer.media_type == "text/event-stream"
        stream = answer.body_iterator  # type: ignore[attr-defined]
        told = [await anext(stream)]
        broadcaster = app.state.tpgraph.events
        broadcaster.send(Event("changed", "bottega-jeans", 7))
        told.append(await anext(stream))
        broadcaster.close()
        told += [part async for part in stream]
        assert len(broadcaster) == 0
        return told

    # In a thread of its own: where a browser's tests ran before, this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        first, change, *rest = thread.submit(asyncio.run, listen()).result()
    assert first.startswith("retry:")
    assert change == 'event: changed\ndata: {"company": "bottega-jeans", "generation": 7}\n\n'
    assert rest == []


def test_more_listeners_than_may_are_sent_away(root: Path) -> None:
    app = application([root / "data" / SAMPLES[0]])
    app.state.tpgraph.events._max = 0
    answer = TestClient(app, base_url="http://127.0.0.1:8000").get("/events")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
