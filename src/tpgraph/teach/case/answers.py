"""What a student answered, and how words of any language are understood as it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from tpgraph.model import LANGUAGES, Status
from tpgraph.phrases import Phrase
from tpgraph.query.names import TPG
from tpgraph.reason.texts import texts_in
from tpgraph.teach.case.student import STATUSES, rule_titles
from tpgraph.text import normalise

Form = Literal["workbook", "table", "sparql"]
_SHORTEST_SLIP = 4  # letters of a word that may be misspelt by one


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of answers; ``None`` stands for what was not understood.

    ``is_known`` says whether the rule is one that the case asks about.
    """

    row: int
    status: Status | None
    rule: str | None
    concern: str | None
    said: tuple[str, str, str]
    is_known: bool = True


@dataclass(frozen=True)
class Submission:
    """What somebody handed in. ``trouble`` says why it cannot be marked.

    ``scope`` are the rules that are marked (None: all), ``gaps_only`` says that it does not speak
    of what is unknown.
    """

    file: str
    form: Form = "workbook"
    student: str = ""
    language: str = "en"
    answers: tuple[Answer, ...] = ()
    trouble: Phrase | None = None
    scope: frozenset[str] | None = None
    gaps_only: bool = False


@dataclass
class Reader:
    """Understands statuses, headings and concerns of one key, in any language."""

    key: Mapping[str, Any]
    _concerns: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Collect what everything may be called."""
        self.asked = {rule["name"] for rule in self.key["rules"]}
        for item in self.key["items"]:
            names = {item["concern"], item["concern"].rsplit("#", 1)[-1], *item["labels"].values()}
            for of in (item["rule"], ""):
                known = self._concerns.setdefault(of, {})
                known |= {normalise(name): item["concern"] for name in names}

    def answer(self, row: int, status: str, rule: str, concern: str) -> Answer:
        """A row of answers, understood as far as it can be."""
        name = self.rule(rule)
        return Answer(
            row,
            self.status(status),
            name,
            self.concern(concern, name),
            (status, rule, concern),
            name is None or name in self.asked,
        )

    def status(self, word: str) -> Status | None:
        """What a word says: gap, ok or unknown."""
        return next((s for s in STATUSES if s == found_near(word, status_words())), None)

    def rule(self, words: str) -> str | None:
        """The rule that is meant by its name, IRI or title."""
        return found_near(words.rsplit("/rule/", 1)[-1], rule_words())

    def concern(self, words: str, rule: str | None) -> str | None:
        """What is meant, by IRI or name: of the rule's own first, then of any."""
        own = self._concerns.get(rule or "", {})
        if not words.strip():
            # A rule about the company alone needs no more said.
            only = set(own.values()) if rule else set()
            return next(iter(only)) if len(only) == 1 else None
        return found_near(words, own) or found_near(words, self._concerns.get("", {}))

    def language_of(self, words: Iterable[str]) -> str | None:
        """The language that most of the words are of, by headings, statuses and titles."""
        counts = dict.fromkeys(LANGUAGES, 0)
        for word in words:
            for language in words_by_language().get(normalise(word), ()):
                counts[language] += 1
        best = max(counts.values(), default=0)
        return next((lang for lang in LANGUAGES if counts[lang] == best), None) if best else None


def found_near(word: str, known: Mapping[str, str]) -> str | None:
    """What a word means, also where one letter is wrong and only one thing can be meant."""
    plain = normalise(word)
    if not plain or plain in known:
        return known.get(plain)
    if len(plain) < _SHORTEST_SLIP:
        return None
    from rapidfuzz.distance import OSA

    near = {
        meant for name, meant in known.items() if OSA.distance(plain, name, score_cutoff=1) <= 1
    }
    return next(iter(near)) if len(near) == 1 else None


@cache
def status_words() -> Mapping[str, str]:
    """Every word for gap, ok and unknown."""
    words: dict[str, str] = {}
    for status in STATUSES:
        said = {
            status,
            TPG + status,
            *(texts_in(lg, "case")(f"status.{status}") for lg in LANGUAGES),
        }
        words |= {normalise(word): status for word in said}
    # As the cells of an inventory say it.
    unknown = (texts_in(language, "start")("word.unknown") for language in LANGUAGES)
    return {normalise(word): "unknown" for word in unknown} | words


@cache
def rule_words() -> Mapping[str, str]:
    """Every name of the gap rules; a title that two rules share says neither."""
    words: dict[str, str] = {}
    twice: set[str] = set()
    for language in LANGUAGES:
        for rule, title in rule_titles(language).items():
            for word in (normalise(title), normalise(rule)):
                if words.setdefault(word, rule) != rule:
                    twice.add(word)
    return {word: rule for word, rule in words.items() if word not in twice}


@cache
def heading_words() -> Mapping[str, str]:
    """Every heading of the sheet of answers, with the column that it is."""
    words: dict[str, str] = {}
    for column in ("status", "rule", "concerns", "reason"):
        said = {column, *(texts_in(lg, "case")(f"answers.{column}") for lg in LANGUAGES)}
        words |= {normalise(word): column for word in said}
    return words | {"concern": "concerns"}


@cache
def words_by_language() -> Mapping[str, tuple[str, ...]]:
    """Headings, statuses and titles with the languages that they are of."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        texts = texts_in(language, "case")
        keys = ("status", "rule", "concerns", "reason", "sheet", "title", "name")
        said = [texts(f"answers.{key}") for key in keys]
        said += [texts(f"status.{status}") for status in STATUSES]
        for word in {normalise(w) for w in (*said, *rule_titles(language).values())}:
            found[word] = (*found.get(word, ()), language)
    return found
