"""Concept pages: every IRI of ours answers with the type that is asked for, and no link is dead."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import quote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from tpgraph.model import LANGUAGES
from tpgraph.query.terms import book
from tpgraph.serve.cards import rule_entries
from tpgraph.serve.terms import address_of

BASE = "https://w3id.org/tpgraph/"
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


class Links(HTMLParser):
    """The links of a page, the places on it, and its language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.lang = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.lang = told.get("lang") or ""
        if place := told.get("id"):
            self.places.add(place)
        if tag in ("a", "link") and (href := told.get("href")):
            self.links.append(href)


def everything() -> list[str]:
    """All IRIs that are ours: terms, statements, rules."""
    rules = [f"{BASE}rule/{name}" for name in rule_entries()]
    terms = [iri for iri in book().sorts if iri.startswith(BASE)]
    return [*terms, *book().statements, *rules]


def subjects(content: bytes, media: str) -> set[str]:
    parsed = ox.parse(content, format=FORMATS[media])
    return {q.subject.value for q in parsed if isinstance(q.subject, ox.NamedNode)}


def path_of(iri: str) -> str:
    return quote(address_of(iri) or "")


def test_every_iri_answers_as_rdf(client: TestClient) -> None:
    media = cycle(FORMATS)
    iris = everything()
    assert len(iris) > 1_900
    for iri in iris:
        wanted = next(media)
        # A browser-like header, in which the format is preferred.
        accept = f"text/html;q=0.7, {wanted}, */*;q=0.1"
        answer = client.get(path_of(iri), headers={"Accept": accept})
        assert answer.status_code == 200, (iri, answer.text)
        assert answer.headers["content-type"].partition(";")[0] == wanted
        assert iri in subjects(answer.content, wanted)


def test_every_page_is_there_and_no_link_is_dead(client: TestClient) -> None:
    """Visits all that can be reached from the start in one language, and each language by turns."""
    seen: dict[str, set[str]] = {}
    languages = cycle(LANGUAGES)
    waiting = ["/", "/companies", "/query", "/ontology", "/api", "/data/hanul-teilor"]
    wanted: list[tuple[str, str, str]] = []
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        # What follows from data is long: of statements and findings their type is enough.
        lang = next(languages)
        answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
        if answer.status_code in (303, 308):
            waiting.append(urlsplit(answer.headers["location"]).path)
            seen[path] = set()
            continue
        assert answer.status_code == 200, (path, answer.status_code)
        if not answer.headers["content-type"].startswith("text/html"):
            seen[path] = set()
            continue
        page = Links(answer.text)
        assert page.lang == lang, path
        seen[path] = page.places
        for link in page.links:
            target = urlsplit(urljoin(f"http://127.0.0.1:8000{path}", link))
            if target.netloc != "127.0.0.1:8000" or target.scheme != "http":
                continue
            # With "=" it is no place in the page: the explorer keeps there what it shows.
            place = "" if "=" in target.fragment else target.fragment
            wanted.append((path, target.path, place))
            if not target.path.endswith((".ttl", ".nt", ".jsonld", ".rdf", ".json")):
                waiting.append(target.path)
    assert {path_of(iri) for iri in book().sorts if iri.startswith(BASE)} <= seen.keys()
    assert {path_of(f"{BASE}rule/{name}") for name in rule_entries()} <= seen.keys()
    dead = [
        (path, target, place)
        for path, target, place in wanted
        if target in seen and place and place not in seen[target] and target != path
    ]
    assert dead == []


def test_links_to_data_are_alive(client: TestClient) -> None:
    for page in ("/ontology/Coupon", "/rule/stage-uncovered", "/data/hanul-teilor"):
        links = Links(client.get(page, headers={"Accept": "text/html"}).text).links
        data = [link for link in links if link.partition("?")[0].endswith((".ttl", ".nt", ".rdf"))]
        assert len(data) >= 3, page
        for link in data:
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/html, text/turtle;q=0.9", "text/html"),
        ("text/html;q=0.2, application/rdf+xml;q=0.8", "application/rdf+xml"),
        ("application/n-triples;q=0.1, text/*;q=0.3", "text/html"),
        ("text/html;q=0, */*", "text/turtle"),
        ("*/*", "text/html"),
        ("", "text/html"),
    ],
)
def test_the_type_follows_the_weights(client: TestClient, accept: str, expected: str) -> None:
    answer = client.get("/ontology/Coupon", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert "accept" in answer.headers["vary"].lower()


def test_what_nobody_has_is_not_acceptable(client: TestClient) -> None:
    answer = client.get("/ontology/Coupon", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    ["/ontology/Coupon.ttl", "/ontology/Coupon?format=ttl", "/ontology/Coupon?format=text/turtle"],
)
def test_an_ending_or_parameter_stands_in_for_the_header(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.headers["content-location"] == "/ontology/Coupon.ttl"


def test_a_term_tells_what_documents_say_of_it(client: TestClient) -> None:
    iri = next(s.about for s in book().statements.values())
    told = {s.iri for s in book().said_about[iri]}
    answer = client.get(path_of(iri) + ".nt")
    assert told <= subjects(answer.content, "application/n-triples")


def test_the_whole_ontology_is_there(client: TestClient) -> None:
    found = {
        q.triple
        for q in ox.parse(
            client.get("/ontology.nt").content, format=FORMATS["application/n-triples"]
        )
    }
    plain = {q.triple for q in book().store if not isinstance(q.object, ox.BlankNode)}
    plain = {t for t in plain if isinstance(t.subject, ox.NamedNode)}
    assert plain <= found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_in_the_language_asked_for(client: TestClient, lang: str) -> None:
    label = book().label("https://w3id.org/tpgraph/ontology#advertising", lang)
    by_header = client.get(
        "/ontology/advertising",
        headers={"Accept": "text/html", "Accept-Language": f"xx, {lang}-ZZ;q=0.4"},
    )
    by_address = client.get(f"/ontology/advertising?lang={lang}", headers={"Accept": "text/html"})
    for answer in (by_header, by_address):
        assert answer.headers["content-language"] == lang
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "fa" else "ltr"}">' in answer.text
        assert f">{label}</a></h1>" in answer.text


def test_what_a_company_says_and_what_was_found_have_addresses(client: TestClient) -> None:
    answer = client.get("/api/companies/hanul-teilor/findings")
    finding = answer.json()["findings"][0]["id"]
    told = client.get(path_of(finding), headers={"Accept": "text/turtle"})
    assert finding in subjects(told.content, "text/turtle")
    page = client.get(path_of(finding) + "?lang=ro", headers={"Accept": "text/html"})
    assert page.status_code == 200
    touchpoint = next(
        s for s in subjects(client.get("/data/hanul-teilor.ttl").content, "text/turtle")
    )
    assert touchpoint.startswith("https://w3id.org/tpgraph/data/hanul-teilor")
    # Its name is not ASCII: the address is escaped, the IRI is not.
    odd = "https://w3id.org/tpgraph/data/hanul-teilor/fațada-și-firma-luminoasă"
    assert odd in subjects(client.get(path_of(odd) + ".ttl").content, "text/turtle")


@pytest.mark.parametrize(
    "path", ["/ontology/Nothing", "/rule/nothing", "/statement/x", "/data/nobody"]
)
def test_what_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 404
    program = client.get(path, headers={"Accept": "text/turtle"})
    assert program.status_code == 404
    assert program.headers["content-type"] == "application/problem+json"
