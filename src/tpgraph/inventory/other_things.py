"""Says whether a name is about something else than the touchpoint whose word stands in it.

In Romanian, Italian, Russian and Persian the noun a phrase is about comes first, in English last:
"stampa volantini" is printing, "newsletter subscribers" are people, "Grace Sale" is a person. The
words stand in ``ontology/recognition/other_things.tsv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tpgraph.resources import read_text

OTHER_THINGS = "recognition/other_things.tsv"
_VOWELS = ("a", "e", "i", "o", "u")


class Word(NamedTuple):
    """A word of a phrase: as it is compared, whether it is known, whether it has a capital.

    ``is_proper`` holds as well where the script has no capitals.
    """

    token: str
    is_known: bool
    is_proper: bool


class _Words(NamedTuple):
    whole: frozenset[str]
    starts: tuple[str, ...]

    def hold(self, token: str) -> bool:
        return token in self.whole or token.startswith(self.starts)


def is_about_else(phrase: Sequence[Word]) -> bool:
    """Whether ``phrase``, up to the first preposition, is about what we do not know.

    ``phrase`` has no numbers, articles or conjunctions.
    """
    if len(phrase) < 2:
        return False
    first, last = phrase[0], phrase[-1]
    if _words("first").hold(first.token) or _words("last").hold(last.token):
        return True
    if _is_person(first, phrase[1]) and len(phrase) == 2:
        return True
    if not first.is_known:
        return _is_noun_of(first, phrase[1])
    return not last.is_known and not last.is_proper and _is_english_noun(phrase[-2], last)


def ends_in_place(phrase: Sequence[Word]) -> bool:
    """Whether ``phrase`` ends with an English word for a place: "toy shop" is a shop."""
    return bool(phrase) and phrase[-1].token in _words("head").whole


def _is_person(first: Word, second: Word) -> bool:
    """"Grace Sale", "Ms Page": a name, or a title, and a surname."""
    is_named = first.token in _words("given").whole or first.token in _words("title").whole
    return is_named and first.is_proper and second.is_known and second.is_proper


def _is_noun_of(first: Word, second: Word) -> bool:
    """Whether ``first``, which is not known, is what the phrase is about."""
    start = first.token[0]
    if not second.is_known:
        return False
    if "\u0600" <= start <= "\u06ff":
        return first.token not in _words("title").whole
    if "\u0400" <= start <= "\u052f":
        return not first.is_proper and not first.token.endswith(tuple(_words("adjective").whole))
    # Latin letters: where both end as Italian and Romanian words do.
    return (
        not first.is_proper
        and first.token.endswith(_VOWELS)
        and second.token.endswith(("a", "i", "o", "u", "ul", "ele", "ile", "lor"))
    )


def _is_english_noun(before: Word, last: Word) -> bool:
    """Whether ``last``, which is not known, is a thing that ``before`` only tells more of."""
    if not before.is_known or not last.token.isascii():
        return False
    if before.token in _words("english").whole:
        return not last.token.endswith(("a", "i", "o", "u"))
    return last.token.endswith(tuple(_words("ending").whole)) and len(last.token) > 4


@cache
def _words(row: str) -> _Words:
    return _rows()[row]


@cache
def _rows() -> dict[str, _Words]:
    rows = {}
    for line in read_text(OTHER_THINGS).splitlines():
        if not line.startswith("#"):
            name, _, words = line.partition("\t")
            stems = tuple(w[:-1] for w in words.split() if w.endswith("*"))
            rows[name] = _Words(frozenset(w for w in words.split() if not w.endswith("*")), stems)
    return rows
