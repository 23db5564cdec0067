"""Chance that a seed repeats: the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws from a seed; two of one seed draw the same.

    >>> Chance("a").below(1000) == Chance("a").below(1000)
    True
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to ``limit``, itself excluded."""
        self._drawn += 1
        digest = sha256(f"{self._seed}|{self._drawn}".encode()).digest()
        # 64 bits against limits of a few thousand: no number is noticeably likelier.
        return int.from_bytes(digest[:8], "big") % limit

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """All items in an order by chance."""
        found = list(items)
        for i in range(len(found) - 1, 0, -1):
            j = self.below(i + 1)
            found[i], found[j] = found[j], found[i]
        return found

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """So many of the items, in an order by chance; all where there are fewer."""
        return self.shuffled(items)[:count]

    def one(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]
