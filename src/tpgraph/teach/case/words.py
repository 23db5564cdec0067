"""The words that invented companies are told with, in one language."""

from __future__ import annotations

import random
from functools import cache

from tpgraph.phrases import fill
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.choices import Choices, choices_in

_PARTS = " | "  # between the entries of a list of words


class Words:
    """Labels of the ontology, and lists of names, people and places, in a language."""

    def __init__(self, language: str) -> None:
        """``language`` is one of ``LANGUAGES``."""
        self.language = language
        self.choices: Choices = choices_in(language)
        self.texts: Texts = texts_in(language, "case")
        self.yes = self.choices.texts("word.yes")
        self.no = self.choices.texts("word.no")
        self.none = self.choices.texts("word.none")
        self.unknown = self.choices.texts("word.unknown")

    def label(self, name: str) -> str:
        """The label of a term by its local name."""
        return self.choices.label(name)

    def list_of(self, name: str) -> tuple[str, ...]:
        """The words of a list, such as ``people``."""
        return tuple(self.texts.table[f"list.{name}"].split(_PARTS))

    def some(self, name: str, rng: random.Random) -> str:
        """One of a list, by chance."""
        return rng.choice(self.list_of(name))

    def tagged(self, label: str, tag: str) -> str:
        """A touchpoint's name that says which of its kind it is."""
        return fill(self.texts.table["name.tagged"], label=label, tag=tag)


@cache
def words_in(language: str) -> Words:
    """The words of a language, read once."""
    return Words(language)
