"""Short texts of the commands and proofs, in one of five languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from tpgraph.phrases import digits, fill, phrases_in, text_table, written

__all__ = ["LISTED_MAX", "Texts", "fill", "texts_in"]

LISTED_MAX = 3  # of a list in a sentence
Join: TypeAlias = Callable[[Sequence[str]], str]
_QUOTED = re.compile(r"([“„«\"])\{(\w+)\}([”»\"])")


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

    def filled(
        self, template: str, lists: Mapping[str, tuple[Sequence[str], Join]], **slots: object
    ) -> str:
        """A template with its slots filled; of a list in quotation marks each item has its own.

        ``lists`` are slots of several items, with what puts the items beside each other.
        """
        words: dict[str, object] = dict(slots)

        def unquoted(match: re.Match[str]) -> str:
            opening, name, closing = match.groups()
            if name not in lists:
                return match[0]
            items, join = lists[name]
            words[f"{name}_quoted"] = join([f"{opening}{item}{closing}" for item in items])
            return f"{{{name}_quoted}}"

        bare = _QUOTED.sub(unquoted, template)
        words |= {name: join(items) for name, (items, join) in lists.items()}
        return fill(bare, **{name: self.shown(slot) for name, slot in words.items()})

    def some(self, items: Sequence[str]) -> str:
        """The first few items, and how many there are where that is not all: ``a, b, c … (5)``."""
        told = self.listed(items[:LISTED_MAX])
        return f"{told} … ({self.shown(len(items))})" if len(items) > LISTED_MAX else told

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
