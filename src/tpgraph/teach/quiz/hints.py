"""Words that give an answer away: a label inside another text, in any of the five languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache

from tpgraph.inventory.concepts import FUNCTION_WORDS
from tpgraph.model import LANGUAGES
from tpgraph.query.names import SKOS
from tpgraph.query.terms import Book
from tpgraph.resources import read_text
from tpgraph.text import normalise

# The part of a word that its endings leave alone, in letters; shorter words count as they are.
STEM = 5
_SHORTEST = 3
# A definition with more of its words hidden says too little.
HIDDEN_MAX = 2
# Words of definitions that mean as little as those of the shared table.
_EACH = ("each", "fiecare", "каждый", "каждая", "каждое", "каждом", "каждой", "ogni")
# Marks on letters, joiners and hyphens are inside a word.
_WORD = re.compile(r"[^\W_](?:[\u0654\u200c'’-]*[^\W_]|\u0654)*")


@lru_cache(maxsize=16_384)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that mean something."""
    words = normalise(text).split()
    return frozenset(w[:STEM] for w in words if len(w) >= _SHORTEST and w not in _small_words())


@cache
def _small_words() -> frozenset[str]:
    """Articles, prepositions and the like of the five languages."""
    lines = read_text(FUNCTION_WORDS).splitlines()
    named = [line.split("\t", 1) for line in lines if "\t" in line]
    listed = [word for name, words in named if name[:6] != "ending" for word in words.split()]
    return frozenset(normalise(word) for word in (*listed, *_EACH))


def hidden(text: str, label: str, mark: str) -> tuple[str, int]:
    """A text with a mark for every word of a label in it, and how many they are."""
    count = 0

    def shown(match: re.Match[str]) -> str:
        nonlocal count
        if stems(match[0]) & told:
            count += 1
            return mark
        return match[0]

    told = stems(label)
    return _WORD.sub(shown, text), count


class Hints:
    """Asks whether one term's name says something of another."""

    def __init__(self, b: Book) -> None:
        self.b = b
        self._stems: dict[tuple[str, str], frozenset[str]] = {}
        self._mentions: dict[str, frozenset[str]] = {}

    def label_stems(self, term: str, language: str) -> frozenset[str]:
        """The beginnings of the words of a term's label."""
        if (term, language) not in self._stems:
            self._stems[term, language] = stems(self.b.label(term, language))
        return self._stems[term, language]

    def names_tell(self, subject: str, right: str, wrong: tuple[str, ...]) -> bool:
        """Whether in some language the right answer shares a word with the question alone."""
        for language in LANGUAGES:
            asked = self.label_stems(subject, language)
            shared = asked & self.label_stems(right, language)
            if shared and not any(asked & self.label_stems(w, language) for w in wrong):
                return True
        return False

    def definition_tells(self, term: str) -> bool:
        """Whether in some language a definition is missing, or says little without the name."""
        texts = self.b.texts(term, SKOS + "definition")
        return any(
            language not in texts
            or hidden(texts[language], self.b.label(term, language), "")[1] > HIDDEN_MAX
            for language in LANGUAGES
        )

    def mentions(self, term: str) -> frozenset[str]:
        """The terms that a definition names in some language."""
        if term not in self._mentions:
            texts = self.b.texts(term, SKOS + "definition")
            self._mentions[term] = frozenset(
                iri
                for language, text in texts.items()
                for words in _runs(normalise(text).split())
                for iri in self._names.get((language, words), ())
            )
        return self._mentions[term]

    @cached_property
    def _names(self) -> dict[tuple[str, str], list[str]]:
        """Language and label, normalised, to the terms that are called so."""
        found: dict[tuple[str, str], list[str]] = {}
        for iri, sort in self.b.sorts.items():
            if sort in ("kind", "concept"):
                for language in LANGUAGES:
                    name = normalise(self.b.label(iri, language))
                    found.setdefault((language, name), []).append(iri)
        return found


# The longest labels have fewer words.
_RUN_MAX = 10


def _runs(words: list[str]) -> Iterator[str]:
    """All runs of neighbouring words."""
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _RUN_MAX) + 1):
            yield " ".join(words[start:end])
