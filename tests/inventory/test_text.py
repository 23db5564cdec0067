"""Text is normalised and slugged the same, however it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpgraph.text import SLUG_LENGTH, normalise, slug


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("publicitate directă", "Publicitate Directa"),
        ("ştiri", "știri"),
        ("ёлка", "Елка"),
        ("شبكه‌هاي اجتماعي", "شبکه های اجتماعی"),
        ("۱۲۳ ٤", "123 4"),
        ("post_purchase", "Post-Purchase"),
        ("word/of/mouth", "word of  mouth"),
        ("caf\u0065\u0301", "café"),
        ("\u200fخرید\u200e", "خرید"),
        ("STRASSE", "straße"),
        ("ﬁne", "fine"),
        ("İstanbul", "istanbul"),
        ("при\u0301вет", "привет"),
    ],
)
def test_two_spellings_of_one_term_are_one(first: str, second: str) -> None:
    assert normalise(first) == normalise(second)


@pytest.mark.parametrize(("first", "second"), [("май", "маи"), ("آب", "اب"), ("goal", "goals")])
def test_different_words_stay_different(first: str, second: str) -> None:
    assert normalise(first) != normalise(second)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == " ".join(once.split())


@given(st.text())
def test_a_slug_is_a_segment_of_an_iri(text: str) -> None:
    segment = slug(text)
    assert segment
    assert len(segment) <= SLUG_LENGTH + 9
    assert unicodedata.is_normalized("NFC", segment) or len(segment) > SLUG_LENGTH
    assert not set(segment) & set(' /<>"{}|^`\\?#%\n')


def test_long_names_that_differ_at_the_end_have_different_slugs() -> None:
    assert slug("a" * 5000 + "b") != slug("a" * 5000 + "c")
    assert slug("a" * 5000).startswith("a" * SLUG_LENGTH + "-")
    assert slug("!!!") == "touchpoint"
    assert slug("", default="company") == "company"
