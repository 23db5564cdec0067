"""Numbers in texts: the reader's digits and signs, few decimals, never against the comparison."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tpgraph.model import LANGUAGES
from tpgraph.phrases import written
from tpgraph.pipeline import analyse
from tpgraph.reason.texts import texts_in

SHOP = ROOT / "data" / "bottega_jeans"
AS_OF = date(2026, 11, 22)
# Rules give numbers with three decimals.
numbers = st.decimals(-9999, 9999, places=3).map(float)


def test_each_language_writes_them_its_own_way() -> None:
    assert [written(66.667, language) for language in LANGUAGES] == [
        "66.67", "66,67", "66,67", "۶۶٫۶۷", "66,67",
    ]  # fmt: skip
    assert [written(x) for x in (0.0, 3.0, 1200.0, -0.5, 0.0004)] == [
        "0", "3", "1200", "-0.5", "0.0004",
    ]  # fmt: skip


@given(numbers, numbers)
@example(66.667, 66.668)
@example(0.9996, 1.0)
@example(1.001, 0.999)
def test_two_numbers_stand_to_each_other_as_they_are_shown(one: float, other: float) -> None:
    shown = float(written(one, beside=other)), float(written(other, beside=one))
    assert (shown[0] > shown[1], shown[0] < shown[1]) == (one > other, one < other)


def test_halves_are_rounded_as_people_do() -> None:
    assert [written(x) for x in (58.485, 2.675, -1.005)] == ["58.49", "2.68", "-1.01"]


@given(numbers)
def test_nothing_is_shown_only_for_nothing(number: float) -> None:
    assert (float(written(number)) == 0) == (number == 0)
    assert abs(float(written(number)) - number) <= 0.005 + 1e-9


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_them_and_data_do_not(language: str) -> None:
    found = {f.rule: f for f in analyse(SHOP, as_of=AS_OF, lang=language).gaps}["too-costly"]
    assert (found.measured, found.threshold) == (66.667, 8.182)
    for number in (66.667, 8.182):
        assert written(number, language) in found.message
    assert "66.667" not in found.message


def test_a_text_gets_numbers_and_leaves_words_alone() -> None:
    persian = texts_in("fa")
    assert persian.shown(12) == "۱۲"
    assert persian.shown("too-costly 2") == "too-costly 2"
    assert persian.shown(True) is True
    assert "۱۲" in persian("none.gaps") + persian("next.unknown", count=12)


def test_each_item_of_a_list_is_in_quotation_marks() -> None:
    texts = texts_in("en")
    names = ["A", "B", "C", "{x}", "E"]
    lists = {"target": (names, texts.some), "kind": (names[:2], " / ".join)}
    told = texts.filled("Ask at “{target}”, add “{kind}”; {target}. {x}", lists, x="done")
    assert told == "Ask at “A”, “B”, “C” … (5), add “A” / “B”; A, B, C … (5). done"
    assert texts.filled("«{target}»", {"target": (["{x}"], texts.some)}, x="no") == "«{x}»"
