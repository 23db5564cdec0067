"""The questions of a unit: exercises of its page, a quiz for practice, a bank for the teacher.

They are drawn together, so that none is in two of them and none answers another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpgraph.query.names import TPG
from tpgraph.query.terms import Book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.bench import in_turn
from tpgraph.teach.quiz.choose import chosen_items, discussion_items
from tpgraph.teach.quiz.make import worded
from tpgraph.teach.quiz.model import Item, Key, Quiz

EXERCISES, PRACTICE, BANK = 6, 8, 20
# What each unit asks about, and in which ways.
ASKED = {
    1: (("touchpointCategories",), ("category", "definition", "match", "odd-one-out")),
    2: (("modalities", "contactForms"), ("value", "true-false", "odd-one-out")),
    3: (("purchaseStages",), ("order", "stage", "odd-one-out", "case")),
    4: (
        ("goals", "principles", "managementSteps"),
        ("value", "statement", "match", "definition", "odd-one-out"),
    ),
}


@dataclass(frozen=True, slots=True)
class Questions:
    """The three quizzes of a unit; ``talk`` are open questions on what documents disagree on."""

    exercises: Quiz
    practice: Quiz
    bank: Quiz
    talk: Quiz


def questions(unit: int, title: str, language: str, seed: int, b: Book) -> Questions:
    """The questions of a unit, the same for the same seed in every language."""
    topics, kinds = ASKED[unit]
    wanted = EXERCISES + PRACTICE + BANK
    lanes = [chosen_items(TPG + topic, "easy", wanted, seed, kinds, b) for topic in topics]
    items = _apart(list(in_turn(iter(lane) for lane in lanes)))[:wanted]
    # Every way of asking is tried in the page before any comes twice.
    first = _mixture(items, EXERCISES)
    rest = Chance(f"{seed}|course|{unit}").shuffled(i for i in items if i not in first)
    talk = [i for topic in topics for i in discussion_items(TPG + topic, "easy", b)]
    talk = list({item.id: item for item in talk}.values())
    t = texts_in(language, "course")

    def quiz(name: str, chosen: Sequence[Item], count: int) -> Quiz:
        made = worded(chosen, language, None, "easy", seed, count, b)
        named = t(name, title=title)
        return Quiz(named, made.about, language, None, "easy", seed, count, made.questions)

    return Questions(
        exercises=quiz("exercises", first, EXERCISES),
        practice=quiz("quiz.practice", rest[:PRACTICE], PRACTICE),
        bank=quiz("quiz.bank", rest[PRACTICE:], BANK),
        talk=quiz("quiz.talk", talk, len(talk)),
    )


def _apart(items: Sequence[Item]) -> list[Item]:
    """The items without those that ask what an earlier one has asked."""
    found: list[Item] = []
    keys: set[Key] = set()
    for item in items:
        if not keys & item.keys:
            found.append(item)
            keys |= item.keys
    return found


def _mixture(items: Sequence[Item], count: int) -> list[Item]:
    lanes: dict[str, list[Item]] = {}
    for item in items:
        lanes.setdefault(f"{item.form} {item.kind}", []).append(item)
    return list(in_turn(iter(lane) for lane in lanes.values()))[:count]
