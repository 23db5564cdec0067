"""Turns a free name into language-free concepts: tokens, stems, small words, misspellings.

The words stand in ``ontology/recognition/words.tsv``; whatever the labels of the ontology use
besides them is known by a light stem of its own. rapidfuzz is imported only where a word is
neither: that is what a misspelling looks like.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from tpgraph.inventory.other_things import Word, ends_in_place, is_about_else, is_proper
from tpgraph.resources import read_text
from tpgraph.text import normalise

WORDS = "recognition/words.tsv"
FUNCTION_WORDS = "recognition/function_words.tsv"
_SHORTEST_FUZZY = 6  # letters; shorter words are too much alike
_SHORTEST_FUZZY_STEM = 8
_VOWELS = frozenset("aeiouyаеиоуыэюяاوی")
_MOST_TOKENS = 50_000  # whose phrases are kept
_SURE_PREFIX = 3  # letters of the shortest stem

# A stem keeps at least so many letters.
_KEPT = {"latin": 4, "cyrillic": 4, "arabic": 3}
_PARTS = re.compile(r"\s+[-–—|]\s+|[()\[\]:;,/|،؛\"«»]|\s+[-–—]|[-–—]\s+")


# An address, written out or "info@"; "@name" is an account of a platform.
_ADDRESS = re.compile(r"(?<=\w)@")


class Concept(NamedTuple):
    """A row of the table of words: ``kind`` is what it names on its own, ``""`` for nothing."""

    name: str
    role: str
    kind: str


class Item(NamedTuple):
    """A concept, or ``=stem`` of the labels, in a name.

    ``word`` is what stands there, ``likeness`` 1 or less for a misspelling. ``is_aside`` holds
    after a preposition, and ``part`` counts the parts that dashes and brackets make.
    """

    concept: str
    role: str
    word: str
    likeness: float
    part: int
    is_aside: bool


class Found(NamedTuple):
    """The items of a name; ``is_unknown_first`` where it begins with a word we do not know.

    A word with a capital is a proper name ("Boxpark shop"), which does not count. ``is_other``
    holds where the name is about something else than its known words.
    """

    items: tuple[Item, ...]
    is_unknown_first: bool
    is_other: bool


def stem(word: str) -> str:
    """``word`` without an ending of number, case or article: light, and the same for labels."""
    script = _script(word)
    endings = _function_words()[f"ending {script}"]
    if not word.endswith(endings):
        return word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT[script]:
            return word[: -len(ending)]
    return word


@cache
def small_words() -> frozenset[str]:
    """Prepositions, articles and the like, which name nothing."""
    words = _function_words()
    return frozenset((*words["aside"], *words["joining"], *words["small"]))


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """The rows of the table of small words, the longest word first."""
    rows = (line.split("\t") for line in read_text(FUNCTION_WORDS).splitlines() if line[:1] != "#")
    return {name: tuple(sorted(words.split(), key=len, reverse=True)) for name, words in rows}


def _script(word: str) -> str:
    first = word[:1]
    if "\u0400" <= first <= "\u052f":
        return "cyrillic"
    return "arabic" if "\u0600" <= first <= "\u06ff" else "latin"


class Vocabulary:
    """The words of the table, and the stems that labels add."""

    def __init__(self) -> None:
        self.concepts: dict[str, Concept] = {}
        self.loose: frozenset[str] = frozenset()  # stems of labels that say little on their own
        self._exact: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        # First token of a phrase (as it stands, or its stem and a star) to the phrases.
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._labels: dict[str, str] = {}
        small = _function_words()
        self._aside = frozenset(small["aside"])
        self._joining = frozenset(small["joining"])
        self._small = frozenset(small["small"])
        self._tokens: dict[str, tuple[str, str, float] | None] = {}
        self._similar: dict[tuple[str, int], list[str]] | None = None
        for line in read_text(WORDS).splitlines():
            if line and not line.startswith("#"):
                name, role, kind, words = line.split("\t")
                if role == "loose":
                    self.loose = frozenset("=" + stem(normalise(w)) for w in words.split("|"))
                    continue
                self.concepts[name] = Concept(name, role, "" if kind == "-" else kind)
                for word in words.split("|"):
                    self._add(word, name)
        # Of the stems, alone or in front of a phrase: two letters, to see soon that there is none.
        self._beginnings = {
            word[:2] for word in (*self._stems, *(p for p in self._phrases if p.endswith("*")))
        }
        for phrases in self._phrases.values():
            phrases.sort(key=lambda p: (-len(p[0]), p[0]))

    def _add(self, word: str, concept: str) -> None:
        tokens = []
        for token in word.split():
            star = "*" if token.endswith("*") else ""
            tokens += normalise(token.rstrip("*")).split()
            if tokens and star:
                tokens[-1] += star
        if len(tokens) > 1:
            self._phrases[tokens[0]].append((tuple(tokens), concept))
        elif tokens and tokens[0].endswith("*"):
            self._stems.setdefault(tokens[0][:-1], concept)
        elif tokens:
            self._exact.setdefault(tokens[0], concept)

    def learn(self, label: str) -> tuple[str, ...]:
        """The concepts of a label (normalised), whose words are known from now on."""
        found: dict[str, None] = {}
        for name, _, token in self._parts(label.split()):
            if name:
                if self.concepts[name].role != "skip":
                    found[name] = None
            elif token not in self._aside and token not in self._small and not token.isdigit():
                key = stem(token)
                self._labels.setdefault(key, "=" + key)
                found["=" + key] = None
        return tuple(found)

    def read(self, name: str) -> Found:
        """The items of a free name."""
        items: list[Item] = []
        is_unknown_first = False
        is_other = False
        for number, part in enumerate(p for p in _PARTS.split(name) if p and p.strip()):
            is_aside = False
            phrase: list[Word] = []
            tokens = normalise(
                _ADDRESS.sub(" emailaddress ", part) if "@" in part else part
            ).split()
            for concept, _, token in self._parts(tokens):
                if concept:
                    role = self.concepts[concept].role
                    items.append(Item(concept, role, token, 1.0, number, is_aside))
                elif token in self._aside:
                    is_aside = is_aside or (bool(phrase) and token not in self._joining)
                    continue
                elif token in self._small or token.isdigit():
                    continue
                else:
                    known = self._known(token)
                    if known is not None:
                        role = self._role(known[0])
                        items.append(Item(known[0], role, token, known[2], number, is_aside))
                    elif not items and not is_proper(part, token):
                        is_unknown_first = True
                if not is_aside:
                    is_known = bool(concept) or known is not None
                    phrase.append(Word(token, is_known))
            is_other = is_other or (number == 0 and is_about_else(phrase, part))
            if is_unknown_first and number == 0 and ends_in_place(phrase):
                is_unknown_first = False
        return Found(tuple(items), is_unknown_first, is_other)

    def _role(self, concept: str) -> str:
        return "head" if concept.startswith("=") else self.concepts[concept].role

    def _parts(self, tokens: list[str]) -> list[tuple[str, int, str]]:
        """Concept (or ""), place and words, phrases first."""
        found = []
        at = 0
        while at < len(tokens):
            phrase = self._phrase(tokens, at)
            if phrase:
                size, concept = phrase
                found.append((concept, at, " ".join(tokens[at : at + size])))
                at += size
            else:
                found.append((self._word(tokens[at]), at, tokens[at]))
                at += 1
        return found

    def _phrase(self, tokens: list[str], at: int) -> tuple[int, str] | None:
        best: tuple[int, str] | None = None
        for words, concept in self._starting(tokens[at]):
            size = len(words)
            if (best is None or size > best[0]) and at + size <= len(tokens):
                here = tokens[at : at + size]
                if all(map(_is_form, here, words)):
                    best = (size, concept)
        return best

    def _starting(self, token: str) -> list[tuple[tuple[str, ...], str]]:
        """The phrases whose first word ``token`` may be."""
        found = self._starts.get(token)
        if found is None:
            found = list(self._phrases.get(token, ()))
            if token[:2] in self._beginnings:
                for n in range(len(token), 1, -1):
                    found += self._phrases.get(f"{token[:n]}*", ())
            if len(self._starts) < _MOST_TOKENS:
                self._starts[token] = found
        return found

    def _word(self, token: str) -> str:
        """The concept of a word, or an empty text."""
        exact = self._exact.get(token)
        if exact is not None:
            return exact
        if token[:2] not in self._beginnings:
            return ""
        for n in range(len(token), _SURE_PREFIX - 1, -1):
            concept = self._stems.get(token[:n])
            if concept is not None:
                return concept
        return ""

    def _known(self, token: str) -> tuple[str, str, float] | None:
        if token not in self._tokens:
            self._tokens[token] = self._look_up(token)
        return self._tokens[token]

    def _look_up(self, token: str) -> tuple[str, str, float] | None:
        key = stem(token)
        if key in self._labels:
            return self._labels[key], token, 1.0
        return self._misspelt(token)

    def _misspelt(self, token: str) -> tuple[str, str, float] | None:
        if len(token) < _SHORTEST_FUZZY or any(c.isdigit() for c in token):
            return None
        from rapidfuzz.distance import OSA  # only where a word is not known

        if self._similar is None:
            self._similar = defaultdict(list)
            for word in (*self._exact, *self._stems):
                if len(word) >= _SHORTEST_FUZZY - 1:
                    self._similar[word[0], len(word)].append(word)
        allowed = 1 if len(token) < 10 else 2
        best: tuple[int, int, str] | None = None
        for length in range(len(token) - allowed, len(token) + allowed + 1):
            for word in self._similar.get((token[0], length), ()):
                distance = OSA.distance(token, word, score_cutoff=allowed)
                if distance > allowed or _is_other_word(token, word):
                    continue
                if best is None or (distance, -length) < best[:2]:
                    best = (distance, -length, word)
        if best is None:
            return self._misspelt_stem(token)
        word = best[2]
        concept = self._exact.get(word) or self._stems[word]
        return concept, word, 1 - best[0] / len(token)

    def _misspelt_stem(self, token: str) -> tuple[str, str, float] | None:
        """A long stem at the start of ``token``, with one letter wrong."""
        from rapidfuzz.distance import OSA

        assert self._similar is not None
        for length in range(len(token) - 1, _SHORTEST_FUZZY_STEM - 1, -1):
            start = token[:length]
            for word in self._similar.get((token[0], length), ()):
                if word in self._stems and OSA.distance(start, word, score_cutoff=1) <= 1:
                    return self._stems[word], word, 1 - 1 / length
        return None


def _is_other_word(token: str, word: str) -> bool:
    """Whether a short word has another consonant in one place: "cariere" is not "casiere"."""
    if len(token) >= _SHORTEST_FUZZY_STEM or len(token) != len(word):
        return False
    pairs = [{a, b} for a, b in zip(token, word, strict=True) if a != b]
    return len(pairs) == 1 and not pairs[0] <= _VOWELS


def _is_form(token: str, word: str) -> bool:
    return token.startswith(word[:-1]) if word.endswith("*") else token == word
