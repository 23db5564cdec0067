"""Terms found by name, and what their cards say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.views.small_ontology import small_ontology
from tpgraph.errors import CallError
from tpgraph.model import LANGUAGES
from tpgraph.query.concepts import concept, find_terms, schemes
from tpgraph.query.terms import Book, book
from tpgraph.query.values import Value

TPG = "https://w3id.org/tpgraph/ontology#"


def names(text: str) -> list[str]:
    return [iri.removeprefix(TPG) for iri in find_terms(text)]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder: Path = tmp_path_factory.mktemp("ontology")
    return Book(small_ontology(folder))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preferred_label_finds_its_term(language: str) -> None:
    b = book()
    missed = [
        (iri, label)
        for iri in b.sorts
        if (label := b.labels(iri).get(language)) and iri not in find_terms(label)
    ]
    assert len(b.sorts) > 500
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("cuppon", "Coupon"),
        ("discoutn", "Discount"),
        ("cupn", "Coupon"),
        ("Купн", "Coupon"),
        ("скидкаа", "Discount"),
        ("کوپین", "Coupon"),
        ("تخفيف", "Discount"),  # Arabic ye
        ("scontto", "Discount"),
        ("volantno", "Flyer"),
        ("purchase stge", "PurchaseStage"),
        ("typicl stage", "typicalStage"),
        ("tpg:Coupon", "Coupon"),
        ("postPurchase", "postPurchase"),
        (TPG + "stage", "stage"),
    ],
)
def test_typing_errors_are_forgiven(typed: str, term: str) -> None:
    assert term in names(typed)[:3]


def test_what_is_nothing_like_a_term_is_refused() -> None:
    for text in ("zzzzzzzz", "", "%&/", "\x00"):
        with pytest.raises(CallError):
            find_terms(text)
    with pytest.raises(CallError):
        concept(TPG + "NoSuchTerm")


def test_a_statement_s_name_finds_what_it_is_about() -> None:
    said = next(iter(book().statements.values()))
    assert find_terms(said.iri.rsplit("/", 1)[-1]) == [said.about]


def test_schemes_hold_their_terms_and_the_kinds() -> None:
    found = schemes()
    assert len(found[TPG + "touchpointCategories"]) == 7
    assert TPG + "Coupon" in found[TPG + "Touchpoint"]
    assert TPG + "PhysicalTouchpoint" not in found[TPG + "Touchpoint"]


def test_values_say_whether_they_are_necessary_and_who_says_so(small: Book) -> None:
    said = "https://w3id.org/tpgraph/statement/s000-card-during"
    stage, card, paper = TPG + "stage", TPG + "Card", TPG + "Paper"
    assert small.term(card).values == (
        Value(stage, TPG + "before", "necessary", paper, ()),
        Value(stage, TPG + "during", "usual", card, (said,)),
        Value(stage, TPG + "later", "usual", card, ()),
    )
    # What is usual is taken from the nearest kind above that says so.
    inherited = small.term(TPG + "Hostile").values
    assert [(v.how, v.of) for v in inherited] == [
        ("necessary", paper),
        ("usual", card),
        ("usual", card),
    ]


def test_a_kind_that_excludes_a_value_says_so() -> None:
    impossible = {v.value for v in concept(TPG + "Website").values if v.how == "impossible"}
    assert impossible == {TPG + "physical"}


def test_disagreements_are_found_from_their_terms(small: Book) -> None:
    assert small.disputed == {TPG + "Card": (TPG + "odds",)}
    assert [s.rsplit("/", 1)[-1] for s in small.disagreements[TPG + "odds"]] == [
        "s000-card-later",  # line 3
        "s000-card-during",  # line 12
    ]
    assert small.term(TPG + "odds").remarks == {
        TPG + "treatment": {"en": "Both count.", "ro": "Contează ambele."}
    }
