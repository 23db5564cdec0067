"""What a quiz is made of: items in IRIs, the same in every language, and questions in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeAlias

KINDS = (
    "category",
    "stage",
    "value",
    "odd-one-out",
    "true-false",
    "definition",
    "match",
    "order",
    "statement",
    "case",
)
LEVELS = ("easy", "medium", "hard")
Level = Literal["easy", "medium", "hard"]
Form = Literal["choice", "true-false", "pairs", "order", "open"]
# A subject and what is asked of it: no two questions of a quiz share one.
Key: TypeAlias = tuple[str, str]
CANNOT_BE_SAID = "cannot-be-said"  # stands among the options of a case


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ontology states: ``how`` is ``necessary``, ``usual`` or ``stated``.

    ``of`` is the term that has it, the subject or a kind above; ``said`` are statements that bear
    it out: none means that it is tpgraph's own judgement.
    """

    subject: str
    prop: str
    value: str
    how: str
    of: str
    said: tuple[str, ...] = ()


# What kinds have, by kind and property.
Pool: TypeAlias = Mapping[tuple[str, str], tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """A question without words. All terms are IRIs.

    ``right`` are the keyed answers (in their order, for an order), ``wrong`` the distractors,
    ``shown`` what else is told: the value of a true-or-false or odd-one-out, the touchpoints of a
    case. ``truth`` is that of a true-or-false; of a case, whether its list is complete.
    ``distance`` is how far the wrong answers are from the right one in the graph.
    """

    kind: str
    form: Form
    subject: str
    prop: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    truth: bool | None = None
    facts: tuple[Fact, ...] = ()
    keys: frozenset[Key] = frozenset()
    topics: frozenset[str] = frozenset()
    distance: float = 0.0
    level: Level = "medium"

    @property
    def id(self) -> str:
        """The same for the same question, whatever the seed: 16 hexadecimal digits."""
        parts = [self.kind, self.subject, self.prop, *self.right, "|"]
        parts += [*sorted(self.wrong), "|", *sorted(self.shown), str(self.truth)]
        return sha256(" ".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose; ``iri`` is the term's, or :data:`CANNOT_BE_SAID`."""

    text: str
    iri: str
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words.

    ``options`` are in the order in which they are shown; of ``pairs`` each is a term and its
    definition; ``sequence`` is in the right order, ``mixed`` says in which one to show it.
    """

    item: Item
    title: str
    stem: str
    options: tuple[Option, ...]
    pairs: tuple[tuple[str, str], ...]
    sequence: tuple[str, ...]
    mixed: tuple[int, ...]
    explanation: str

    @property
    def form(self) -> Form:
        """How it is answered."""
        return self.item.form

    @property
    def id(self) -> str:
        """The item's."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions with what they were asked for.

    ``wanted`` is how many were asked for; where ``questions`` are fewer, there are no more that do
    not answer each other. Open questions are not counted.
    """

    title: str
    about: str
    language: str
    topic: str | None
    level: Level
    seed: int
    wanted: int
    questions: tuple[Question, ...]

    @property
    def marked(self) -> tuple[Question, ...]:
        """The questions that have an answer."""
        return tuple(q for q in self.questions if q.form != "open")
