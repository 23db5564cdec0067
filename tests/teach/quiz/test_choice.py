"""What is chosen: nothing twice, nothing answered elsewhere, by seed, by topic, by distance."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import mean

import pytest

from tests.conftest import ROOT
from tpgraph.errors import CallError
from tpgraph.query.names import SKOS, TPG
from tpgraph.query.terms import book
from tpgraph.teach.quiz.choose import chosen_items, discussion_items
from tpgraph.teach.quiz.facts import is_borne_out
from tpgraph.teach.quiz.hints import Hints, hidden, stems
from tpgraph.teach.quiz.make import make_quiz
from tpgraph.teach.quiz.model import KINDS, LEVELS, Item, Level
from tpgraph.text import normalise


def test_nothing_is_asked_twice(by_level: dict[str, list[Item]]) -> None:
    for made in by_level.values():
        assert len({item.id for item in made}) == len(made)
        keys = [key for item in made for key in item.keys]
        assert len(keys) == len(set(keys))


def test_no_question_is_answered_by_another(by_level: dict[str, list[Item]]) -> None:
    """No definition names, in any language, both ends of what another question asks."""
    b = book()
    names: dict[str, list[tuple[str, str]]] = {}
    for made in by_level.values():
        told = []
        for item in made:
            if item.prop == SKOS + "definition":
                told += [b.texts(term, SKOS + "definition") for term in item.right]
        padded = [{lang: f" {normalise(t)} " for lang, t in texts.items()} for texts in told]
        assert len(padded) > 50
        for item in made:
            pairs = {(f.subject, f.value) for f in item.facts if item.kind != "discussion"}
            for pair in pairs:
                for term in pair:
                    if term not in names:
                        labels = b.labels(term)
                        names[term] = [(lang, f" {normalise(x)} ") for lang, x in labels.items()]
                for texts in padded:
                    both = (any(n in texts.get(lang, "") for lang, n in names[t]) for t in pair)
                    assert not all(both), pair


def test_wrong_answers_are_nearer_the_harder_it_is(by_level: dict[str, list[Item]]) -> None:
    for kind in ("definition", "odd-one-out"):
        far = {
            level: mean(item.distance for item in made if item.kind == kind)
            for level, made in by_level.items()
        }
        assert far["easy"] > far["medium"] > far["hard"], (kind, far)


@pytest.mark.parametrize("topic", ["purchaseStages", "touchpointCategories", "Coupon", "Shop"])
def test_a_topic_is_kept_to(topic: str) -> None:
    made = chosen_items(TPG + topic, "medium", 500, 1)
    assert made
    assert all(TPG + topic in item.topics for item in made)
    if topic == "purchaseStages":
        assert {item.kind for item in made} >= {"stage", "order", "case", "odd-one-out"}
        assert {item.prop for item in made if item.kind == "true-false"} == {TPG + "stage"}


def test_fewer_are_given_where_there_are_no_more() -> None:
    quiz = make_quiz("tpg:Coupon", count=500)
    assert 5 < len(quiz.marked) < 60
    assert quiz.wanted == 500
    with pytest.raises(CallError):
        make_quiz("tpg:gap")
    with pytest.raises(CallError):
        make_quiz(count=0)


def test_what_is_disputed_is_only_discussed() -> None:
    made = discussion_items(TPG + "SocialMediaEngagement", "medium")
    assert TPG + "socialMediaInTwoCategories" in {item.subject for item in made}
    quiz = make_quiz("tpg:SocialMediaEngagement", count=50, discussion=True)
    assert "category" not in {q.item.kind for q in quiz.marked}
    opened = [q for q in quiz.questions if q.form == "open"]
    assert len(opened) == len(made)
    assert all("[s00" in q.explanation for q in opened)


def test_only_the_kinds_asked_for() -> None:
    made = chosen_items(None, "easy", 30, 2, kinds=["case", "match"])
    assert {item.kind for item in made} == {"case", "match"}
    assert set(KINDS) > {"case", "match"}


SCRIPT = (
    "from tpgraph.teach.quiz.choose import chosen_items\n"
    "print([i.id for i in chosen_items(None, 'hard', 60, 9)])"
)


def test_a_seed_repeats_whatever_the_hash_seed() -> None:
    # This process has another hash seed, and has made other quizzes before.
    other = "77" if os.environ.get("PYTHONHASHSEED") != "77" else "78"
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": other, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert ran == str([i.id for i in chosen_items(None, "hard", 60, 9)])
    assert ran != str([i.id for i in chosen_items(None, "hard", 60, 10)])


def test_a_name_is_hidden_in_its_definition() -> None:
    text, count = hidden("Discounts are given on goods.", "Discount", "___")
    assert (text, count) == ("___ are given on goods.", 1)
    assert hidden("مرحلهٔ خرید", "مرحله", "___") == ("___ خرید", 1)
    assert stems("the word of mouth") == {"word", "mouth"}


def test_a_shared_word_tells() -> None:
    hints = Hints(book())
    event, category = TPG + "Event", TPG + "eventsAndExperiences"
    assert hints.names_tell(event, category, (TPG + "advertising",))
    assert not hints.names_tell(TPG + "Coupon", category, (TPG + "advertising",))


@pytest.mark.parametrize("level", LEVELS)
def test_what_documents_say_is_asked_before_our_own_judgement(level: Level) -> None:
    for seed in range(3):
        facts = [fact for item in chosen_items(None, level, 40, seed) for fact in item.facts]
        assert len(facts) > 30
        assert [fact for fact in facts if not is_borne_out(fact)] == []


def test_so_it_is_of_a_topic_on_which_the_documents_say_little() -> None:
    stages = TPG + "purchaseStages"
    made = chosen_items(stages, "medium", 60, 3)
    sound = [all(map(is_borne_out, item.facts)) for item in made]
    assert sound[:6] == [True] * 6
    assert False in sound
    # None that documents bear out comes after the first that rests on our judgement.
    assert sound == sorted(sound, reverse=True)
    assert len({item.kind for item in made[:6]}) > 2
