"""Every keyed answer is right and every other one wrong, by a look-up of its own."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from tests.teach.quiz.lookup import TPG, Lookup
from tpgraph.teach.quiz.model import CANNOT_BE_SAID, KINDS, Item

VALUES = ("category", "stage", "value")
BACKWARD = TPG + "demands"


def of(items: list[Item], *kinds: str) -> list[Item]:
    found = [item for item in items if item.kind in kinds]
    assert found
    return found


def test_there_are_questions_of_every_kind(items: list[Item]) -> None:
    counts = Counter(item.kind for item in items)
    assert set(counts) == set(KINDS)
    assert min(counts[kind] for kind in KINDS if kind != "order") >= 15


def test_which_value(items: list[Item], lookup: Lookup) -> None:
    for item in of(items, *VALUES):
        (right,) = item.right
        assert lookup.has(item.subject, item.prop, right), item
        for wrong in item.wrong:
            assert lookup.may_be_wrong(item.subject, item.prop, wrong), (item.subject, wrong)
        scheme = lookup.schemes[item.prop]
        for kind in lookup.family(item.subject):
            assert not lookup.is_disputed(kind, {right}, scheme), item


def test_true_or_false(items: list[Item], lookup: Lookup) -> None:
    seen = set()
    for item in of(items, "true-false"):
        (shown,) = item.shown
        seen.add(item.truth)
        if item.truth:
            assert lookup.has(item.subject, item.prop, shown), item
        else:
            assert lookup.may_be_wrong(item.subject, item.prop, shown), item
    assert seen == {True, False}


def test_odd_one_out(items: list[Item], lookup: Lookup) -> None:
    for item in of(items, "odd-one-out"):
        (odd,) = item.right
        assert lookup.may_be_wrong(odd, item.prop, item.subject), item
        assert len(item.wrong) == 3
        for kind in item.wrong:
            assert lookup.has(kind, item.prop, item.subject), item


def test_definitions(items: list[Item], lookup: Lookup) -> None:
    for item in of(items, "definition"):
        assert item.right == (item.subject,)
        for wrong in item.wrong:
            assert wrong not in lookup.family(item.subject)
            assert (wrong, item.subject) not in lookup.said
            texts = {lookup.definitions[t, "en"] for t in (wrong, item.subject)}
            assert len(texts) == 2
    for item in of(items, "match"):
        assert len({lookup.definitions[t, "en"] for t in item.right}) == 4
        for one, other in combinations(item.right, 2):
            assert other not in lookup.family(one)
            assert (one, other) not in lookup.said
    for item in of(items, "definition", "match"):
        assert not any(terms & set(item.right) for terms in lookup.disagreements), item


def test_order(items: list[Item], lookup: Lookup) -> None:
    for item in of(items, "order"):
        places = [lookup.positions[term] for term in item.right]
        assert places == sorted(set(places))
        assert not any(item.subject in terms and item.subject == TPG + "managementSteps"
                       for terms in lookup.disagreements)  # fmt: skip


def test_what_a_document_says(items: list[Item], lookup: Lookup) -> None:
    for item in of(items, "statement"):
        (right,) = item.right
        says = (item.subject, item.prop, right)
        if item.prop == BACKWARD:
            says = (right, item.prop, item.subject)
        assert says in lookup.statements
        for wrong in item.wrong:
            assert (item.subject, wrong) not in lookup.said, item
        assert not lookup.is_disputed(item.subject, (right, *item.wrong), "")


def test_cases(items: list[Item], lookup: Lookup) -> None:
    seen = set()
    for item in of(items, "case"):
        seen.add(item.truth)
        gap = item.subject
        covered = [w for w in item.wrong if w not in (gap, CANNOT_BE_SAID)]
        for kind in item.shown:
            assert lookup.may_be_wrong(kind, item.prop, gap), item
        for value in covered:
            assert any(lookup.has(kind, item.prop, value) for kind in item.shown), item
        assert item.right == ((gap,) if item.truth else (CANNOT_BE_SAID,))
    assert seen == {True, False}


def test_the_look_up_can_say_no(lookup: Lookup) -> None:
    coupon, stage = TPG + "Coupon", TPG + "stage"
    assert lookup.has(coupon, stage, TPG + "purchase")
    assert not lookup.may_be_wrong(coupon, stage, TPG + "purchase")
    assert lookup.may_be_wrong(coupon, TPG + "category", TPG + "advertising")
    # The documents put social media into two categories.
    assert not lookup.may_be_wrong(
        TPG + "SocialMediaEngagement", TPG + "category", TPG + "wordOfMouth"
    )


@pytest.mark.parametrize("prop", ["stage", "category"])
def test_the_rules_say_the_same_of_cases(items: list[Item], prop: str) -> None:
    """Some cases as inventories: the rule finds a gap, or that nothing can be known."""
    from tests.teach.quiz.inventories import uncovered

    cases = [i for i in of(items, "case") if i.prop == TPG + prop]
    for truth in (True, False):
        for item in [case for case in cases if case.truth is truth][:3]:
            found = uncovered(item.shown, prop, complete=truth)
            assert found[item.subject] == ("gap" if truth else "unknown")
            for covered in {*item.wrong} - {item.subject, CANNOT_BE_SAID}:
                assert found.get(covered) in (None, "ok"), (item, covered)
