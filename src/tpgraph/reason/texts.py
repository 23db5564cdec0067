"""Short texts of the commands and proofs, in one of five languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tpgraph.phrases import digits, fill, phrases_in, text_table, written

__all__ = ["Texts", "fill", "texts_in"]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a language; calling it with a key gives the text with its slots filled."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **slots: object) -> str:
        """The text of a key with its slots filled; numbers are written as the language does."""
        return fill(self.table[key], **{name: self.shown(slot) for name, slot in slots.items()})

    def shown(self, value: object) -> object:
        """A number in the language's digits and signs; anything else as it is."""
        if isinstance(value, float):
            return written(value, self.language)
        if isinstance(value, int) and not isinstance(value, bool):
            return digits(value, self.language)
        return value

    def listed(self, items: Iterable[str]) -> str:
        """The items with the commas of the language between them."""
        return phrases_in(self.language)["mark.list"].join(items)

    def parted(self, items: Iterable[str]) -> str:
        """The items, which may hold commas, with the semicolons of the language between them."""
        return phrases_in(self.language)["mark.parts"].join(items)


@cache
def texts_in(language: str, part: str = "") -> Texts:
    """The texts of a language; a key that it lacks is taken from English.

    ``part`` is a folder of further texts, such as ``start``.
    """
    return Texts(language, text_table(language, part))
