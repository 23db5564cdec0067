"""Words, digits and alphabetical order of a language, for what is read about the ontology."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tpgraph.errors import TpgraphError
from tpgraph.phrases import digits, fill
from tpgraph.resources import web_dir
from tpgraph.text import normalise

RIGHT_TO_LEFT = frozenset({"fa", "ar", "he"})
_FILE = "reference/i18n.json"
# The code points of پ چ ژ ک گ ی stand apart from their neighbours in the alphabet.
_PERSIAN_ORDER = {letter: n for n, letter in enumerate("آاءئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a language; calling it with a key gives the text with its slots filled."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **slots: object) -> str:
        """The text of a key; numbers in its slots are written in the language's digits."""
        filled = {k: self.digits(v) if isinstance(v, int) else v for k, v in slots.items()}
        return fill(self.table[key], **filled)

    def digits(self, value: object) -> str:
        """A number as the language writes it; names are to be left alone."""
        return digits(value, self.language)

    @property
    def comma(self) -> str:
        """What parts the items of a list."""
        return comma(self.language)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language)

    def order(self, text: str) -> tuple[object, ...]:
        """A sorting key: the language's alphabet, marks and case aside."""
        plain = normalise(text)
        if self.language != "fa":
            return (plain,)
        return tuple(_PERSIAN_ORDER.get(ch, -1 if ch == " " else 100 + ord(ch)) for ch in plain)


def direction(language: str) -> str:
    """The direction in which a language is written: ``rtl`` or ``ltr``."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def comma(language: str) -> str:
    """What parts the items of a list in a language."""
    return "، " if language in ("fa", "ar") else ", "


@cache
def wording_in(language: str) -> Wording:
    """The words of a language. Raises TpgraphError where their file is missing."""
    path = web_dir() / _FILE
    try:
        texts = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise TpgraphError(f"{path}: cannot be read ({error}). Install tpgraph again.") from error
    return Wording(language, {key: by_language[language] for key, by_language in texts.items()})
