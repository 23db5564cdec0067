"""Letters: normal form, Romanian and Persian letters, direction marks, mixed alphabets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from tpgraph.reason.gate.report import ERROR, WARNING, Fault
from tpgraph.reason.gate.source import SKOS, Source, short

# Direction marks and other invisible characters; the zero-width non-joiner is Persian spelling.
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CEDILLA = re.compile(r"[\u015e\u015f\u0162\u0163]")
_ARABIC = re.compile(r"[\u064a\u0643\u0649\u0660-\u0669]")
# A plural ending or the prefix of a continuous verb that a space parts from its word.
_PARTED = re.compile(
    r"(?<=[\u0621-\u06cc]) \u0647\u0627"
    r"(?:\u06cc\u06cc?|\u06cc\u0634(?:\u0627\u0646)?)?(?![\u0621-\u06cc])"
    r"|(?<![\u0621-\u06cc\u200c])\u0646?\u0645\u06cc (?=[\u0621-\u06cc])"
)
_JOINER = re.compile(r"(?:^|(?<=[^\u0621-\u06cc]))\u200c|\u200c(?=$|[^\u0621-\u06cc])")
# Alternative labels say how people write, a space for the non-joiner too; hidden ones hold faults.
_SPELLINGS = {
    SKOS + "altLabel": frozenset({"letters-half-space"}),
    SKOS + "hiddenLabel": frozenset(
        {"letters-half-space", "letters-romanian", "letters-persian", "letters-mixed"}
    ),
}
_WORD = re.compile(r"[^\W\d_]+")
_ALPHABETS = ("LATIN", "CYRILLIC", "ARABIC")


def find(source: Source) -> Iterator[Fault]:
    """Faults of the letters of every text, catalogues included."""
    import pyoxigraph as ox

    for quad in source.quads():
        text = quad.object
        if not isinstance(text, ox.Literal) or not isinstance(quad.subject, ox.NamedNode):
            continue
        skipped = _SPELLINGS.get(quad.predicate.value, frozenset())
        for check, level, applies, what, mend in _CHECKS:
            seen = "" if check in skipped else applies(text)
            if seen:
                term = quad.subject.value
                message = f"{short(term)}: {what} ({seen}) in “{text.value[:60]}”"
                yield source.fault(level, check, term, message, mend, text.value)


def _names(characters: list[str]) -> str:
    return ", ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in characters))


def _not_normal(text: Any) -> str:
    composed = unicodedata.normalize("NFC", text.value)
    return "" if composed == text.value else "not NFC"


def _cedilla(text: Any) -> str:
    return _names(_CEDILLA.findall(text.value)) if text.language == "ro" else ""


def _arabic(text: Any) -> str:
    return _names(_ARABIC.findall(text.value)) if text.language == "fa" else ""


def _parted(text: Any) -> str:
    found = _PARTED.search(text.value) if text.language == "fa" else None
    return f"at character {found.start() + 1}" if found else ""


def _idle_joiner(text: Any) -> str:
    found = _JOINER.search(text.value)
    return f"at character {found.start() + 1}" if found else ""


def _invisible(text: Any) -> str:
    return _names(_INVISIBLE.findall(text.value))


def _mixed(text: Any) -> str:
    for word in _WORD.findall(text.value):
        if len({_alphabet(letter) for letter in word} - {""}) > 1:
            return f"“{word}”"
    return ""


@cache
def _alphabet(letter: str) -> str:
    """Which of the alphabets of our languages a letter is of; else nothing."""
    name = unicodedata.name(letter, "")
    return next((alphabet for alphabet in _ALPHABETS if name.startswith(alphabet)), "")


_CHECKS: tuple[tuple[str, str, Callable[[Any], str], str, str], ...] = (
    ("letters-nfc", ERROR, _not_normal, "letters are not composed", "Save the text in NFC"),
    (
        "letters-romanian",
        ERROR,
        _cedilla,
        "s or t with cedilla",
        "Write ș and ț with a comma below",
    ),
    ("letters-persian", ERROR, _arabic, "Arabic letters or digits", "Write ی, ک and ۰ to ۹"),
    (
        "letters-half-space",
        WARNING,
        _parted,
        "a space where Persian has a zero-width non-joiner",
        "Write U+200C instead of the space, or keep this spelling as a hiddenLabel",
    ),
    (
        "letters-joiner",
        ERROR,
        _idle_joiner,
        "a zero-width non-joiner that parts no letters",
        "Take it out",
    ),
    (
        "letters-invisible",
        ERROR,
        _invisible,
        "an invisible character",
        "Take it out; direction is for the page that shows the text",
    ),
    (
        "letters-mixed",
        ERROR,
        _mixed,
        "two alphabets in one word",
        "Write the word in one alphabet; look-alikes are not found by a search",
    ),
)
CHECKS = tuple(check for check, *_ in _CHECKS)
