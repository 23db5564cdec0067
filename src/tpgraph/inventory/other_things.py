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
from tpgraph.text import normalise

OTHER_THINGS = "recognition/other_things.tsv"
_ROMANCE = ("a", "i", "o", "u", "ul", "ele", "ile", "lor")


class Word(NamedTuple):
    """A word of a phrase, as it is compared, and whether it is known."""

    token: str
    is_known: bool


class _Words(NamedTuple):
    whole: frozenset[str]
    starts: tuple[str, ...]

    def hold(self, token: str) -> bool:
        return token in self.whole or token.startswith(self.starts)


def is_proper(text: str, token: str) -> bool:
    """Whether ``token`` is written with a capital in ``text``, or cannot be."""
    return any(not w[:1].islower() for w in text.split() if normalise(w) == token)


def is_about_else(phrase: Sequence[Word], text: str) -> bool:
    """Whether ``phrase`` of ``text`` is about what we do not know.

    ``phrase`` reaches up to the first preposition, without numbers, articles and conjunctions.
    """
    if len(phrase) < 2:
        return False
    first, last = phrase[0], phrase[-1]
    if _words("first").hold(first.token) or _words("last").hold(last.token):
        return True
    if len(phrase) == 2 and _is_person(first, last, text):
        return True
    if not first.is_known:
        return _is_noun_of(first, phrase[1], text)
    return not last.is_known and _is_english_noun(phrase[-2], last, text)


def ends_in_place(phrase: Sequence[Word]) -> bool:
    """Whether ``phrase`` ends with an English word for a place: "toy shop" is a shop."""
    return bool(phrase) and phrase[-1].token in _words("head").whole


def _is_person(first: Word, second: Word, text: str) -> bool:
    """Whether it is a name, or a title, and a surname: "Grace Sale", "Ms Page"."""
    if not second.is_known or first.token not in _words("name").whole:
        return False
    return is_proper(text, first.token) and is_proper(text, second.token)


def _is_noun_of(first: Word, second: Word, text: str) -> bool:
    """Whether ``first``, which is not known, is what the phrase is about."""
    start = first.token[0]
    if not second.is_known:
        return False
    if "\u0600" <= start <= "\u06ff":
        return first.token not in _words("title").whole
    if "\u0400" <= start <= "\u052f":
        is_adjective = first.token.endswith(tuple(_words("adjective").whole))
        return not is_adjective and not is_proper(text, first.token)
    # Latin letters: before an Italian or Romanian noun stands no noun that tells more of it.
    is_romance = second.token.endswith(_ROMANCE) and second.token not in _words("loan").whole
    return is_romance and not is_proper(text, first.token)


def _is_english_noun(before: Word, last: Word, text: str) -> bool:
    """Whether ``last``, which is not known, is a thing that ``before`` only tells more of."""
    if not before.is_known or not last.token.isascii():
        return False
    if before.token in _words("english").whole:
        is_noun = not last.token.endswith(("a", "i", "o", "u"))
    else:
        is_noun = len(last.token) > 4 and last.token.endswith(tuple(_words("ending").whole))
    return is_noun and not is_proper(text, last.token)


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
    named = rows["given"].whole | rows["title"].whole
    return {**rows, "name": _Words(named, ())}
