"""The reference as text: every term and link in its place, and hostile text kept harmless."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT
from tests.views.small_ontology import HOSTILE, small_ontology
from tpgraph.model import LANGUAGES
from tpgraph.query.terms import Book
from tpgraph.reason.catalogue import read_catalogue
from tpgraph.resources import web_dir
from tpgraph.views.reference import reference_pages
from tpgraph.views.wording import wording_in

TPG = "https://w3id.org/tpgraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PAGES = {f"{language}.html" for language in LANGUAGES} | {"index.html"}
LARGEST_BYTES = 3_000_000


class Elements(HTMLParser):
    """The elements of a page with their attributes, and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, attribute: str, tag: str = "") -> list[str]:
        return [
            value
            for name, attributes in self.found
            if (value := attributes.get(attribute)) is not None and tag in ("", name)
        ]


@pytest.fixture(scope="module")
def book() -> Book:
    return Book()


@pytest.fixture(scope="module")
def pages(book: Book) -> dict[str, str]:
    catalogue = (ROOT / "ontology" / "rules" / "catalogue.ttl").read_bytes()
    return reference_pages(book, read_catalogue(catalogue), {}, ["tpgraph.ttl"])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    b = Book(small_ontology(tmp_path_factory.mktemp("ontology"), hostile=True))
    statuses = {
        (TPG + "Paper", SKOS + "prefLabel", "en", "Paper"): "document",
        (TPG + "Card", SKOS + "prefLabel", "en", "Card"): "drafted",
        (TPG + "Card", SKOS + "definition", "en", "A stiff paper."): "drafted",
    }
    return reference_pages(b, {}, statuses)


def test_there_is_a_page_a_language_of_reasonable_size(pages: dict[str, str]) -> None:
    assert pages.keys() == PAGES
    sizes = {name: len(text.encode()) for name, text in pages.items()}
    assert max(sizes.values()) < LARGEST_BYTES, sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_an_anchor_and_every_link_leads_to_one(
    pages: dict[str, str], book: Book, language: str
) -> None:
    found = Elements(pages[f"{language}.html"])
    ids = found.all("id")
    assert len(ids) == len(set(ids))
    assert {iri.removeprefix(TPG) for iri in book.sorts if iri.startswith(TPG)} <= set(ids)
    assert {iri.rsplit("/", 1)[-1] for iri in book.statements} <= set(ids)
    assert {"category-uncovered", "add-touchpoint", "Coupon", "postPurchase"} <= set(ids)
    links = found.all("href", "a")
    assert [h for h in links if h.startswith("#") and unquote(h[1:]) not in set(ids)] == []
    outside = [h for h in links if not h.startswith("#")]
    allowed = re.compile(r"https?://|\.\./tpgraph\.ttl$|(?:en|ro|ru|fa|it)\.html(?:#|$)")
    assert [h for h in outside if not allowed.match(h)] == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_is_loaded_and_only_our_own_script_runs(pages: dict[str, str], name: str) -> None:
    page = pages[name]
    found = Elements(page)
    (policy,) = [c for c in found.all("content", "meta") if c.startswith("default-src")]
    directives = {d.split()[0]: d.split()[1:] for d in policy.split(";")}
    assert directives["default-src"] == directives["connect-src"] == ["'none'"]
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        texts = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(sha256(t.encode()).digest()).decode() for t in texts]
        assert directives[directive] == [f"'sha256-{digest}'" for digest in digests]
        assert len(texts) == 1
    assert found.all("src") == found.all("style") == []
    assert not [a for _, attributes in found.found for a in attributes if a.startswith("on")]


def test_a_card_says_what_the_ontology_says(small: dict[str, str]) -> None:
    page = small["en.html"]
    card = page[page.index('<article id="Card"') :].partition("</article>")[0]
    text = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    for said in (
        "A stiff paper.",
        "Карта",
        "کارت",
        "always Before (as every Paper)",
        "usually During 000 , line 12 în timpul",
        "usually After (our judgement)",
        "Cards &lt;i&gt;last&lt;/i&gt;. 000 , line 4 durează",
        "raises After 000 , line 3 &lt;b&gt;mai&lt;/b&gt; târziu",
        "close to A card schema.org",
        "The documents disagree here Early or late",
        "Document 000",
    ):
        assert said.replace(" ,", ",") in text.replace(" ,", ","), said
    assert 'id="s000-card-during"' in card
    later = page[page.index('<article id="later"') :].partition("</article>")[0]
    assert 'href="#s000-card-later">Card</a>' in later
    odds = page[page.index('<article id="odds"') :].partition("</article>")[0]
    assert "Both count." in odds
    assert "Contează" not in odds
    assert 'href="#s000-card-during"' in odds


def test_a_status_is_marked_unless_it_is_the_commonest(small: dict[str, str]) -> None:
    page = small["en.html"]
    assert '<b class="s0">Paper</b>' in page
    assert "<b>Card</b>" in page
    assert wording_in("en")("status.document") in page
    assert wording_in("en")("status.native") not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(small: dict[str, str], language: str) -> None:
    page = small[f"{language}.html"]
    found = Elements(page)
    assert not [a for _, attributes in found.found for a in attributes if a.startswith("on")]
    assert {tag for tag, _ in found.found} & {"img", "iframe", "object"} == set()
    assert page.count("<script>") == page.count("</script>") == 1
    assert not [h for h in found.all("href") if h.lower().startswith("javascript")]
    whole = "".join(found.text)
    assert HOSTILE[1] in whole
    assert HOSTILE[3].split("\n", maxsplit=1)[0] in whole
    assert "{{ 7 * 7 }}" in whole
    assert "49" not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_persian_is_written_from_right_to_left_with_its_own_digits(pages: dict[str, str]) -> None:
    page = pages["fa.html"]
    assert '<html lang="fa" dir="rtl">' in page
    assert re.search(r"سطر [۰-۹]+", page)
    assert not re.search(r"سطر [0-9]", page)
    assert '<html lang="it" dir="ltr">' in pages["it.html"]


def test_kinds_stand_in_the_order_of_each_alphabet() -> None:
    persian = wording_in("fa")
    assert sorted(["گل", "پا", "یخ", "کار", "آب", "چای", "لب"], key=persian.order) == [
        "آب", "پا", "چای", "کار", "گل", "لب", "یخ",
    ]  # fmt: skip
    assert sorted(["Șal", "Sac", "Tub"], key=wording_in("ro").order) == ["Sac", "Șal", "Tub"]


def test_every_word_of_the_reference_is_there_in_every_language_and_used() -> None:
    texts = json.loads((web_dir() / "reference/i18n.json").read_bytes())
    for key, by_language in texts.items():
        assert list(by_language) == list(LANGUAGES), key
        assert all(text.strip() for text in by_language.values()), key
        slots = {frozenset(re.findall(r"\{\w+\}", text)) for text in by_language.values()}
        assert len(slots) == 1, key
    views = Path(web_dir()).parent
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in [*views.glob("*.py"), *web_dir().glob("reference/*.j2")]
    )
    dynamic = ("sort.", "status.")
    unused = [
        k
        for k in texts
        if not re.search(f"[\"']{re.escape(k)}[\"']", used) and not k.startswith(dynamic)
    ]
    assert [k for k in unused if not k.endswith("Match")] == []
