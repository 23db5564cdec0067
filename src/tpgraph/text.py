"""Text made comparable (``normalise``) and made fit for an IRI (``slug``), in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

SLUG_LENGTH = 60  # characters; a longer slug is cut and told apart by a hash

# Characters nobody sees: joiners, direction marks, soft hyphen, byte-order mark.
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
# Letters that people and keyboards mix up. The zero-width non-joiner counts as the space that is
# often typed in its place (شبکه‌های, شبکه های).
_ALIKE = {
    "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و",
    "ё": "е", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "\u200c": " ", "ـ": "",
}  # fmt: skip
_ASCII = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalnum()})


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """``text`` as it is compared with labels: two spellings of one term give one string.

    Case, Latin diacritics (ş, ș and s are one), ё, Arabic forms of Persian letters, short-vowel
    and direction marks do not count; digits of any script are ASCII; whatever is neither letter
    nor digit is a space, and spaces are single.

    >>> normalise("  Publicitate-Directă ")
    'publicitate directa'
    >>> normalise("post_purchase") == normalise("Post-Purchase")
    True
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    # NFKC before casefold and again after it: folding can decompose (İ becomes i and a dot).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(_COMPARABLE).split())


class _Letters(dict[int, str]):
    """What each character becomes, for ``str.translate``; found when a character first comes."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        self[code] = found = self._become(chr(code))
        return found


def _comparable(char: str) -> str:
    """What one character of folded text counts as: letters, an ASCII digit, a space, nothing."""
    if char in _INVISIBLE:
        return ""
    if char in _ALIKE:
        return _ALIKE[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char.isalpha():
        base = unicodedata.normalize("NFD", char)[0]
        # Only Latin letters lose their marks: й and آ are letters of their own.
        return base if base.isascii() else char
    if unicodedata.category(char) == "Mn":
        # Stress marks and short vowels are optional; other scripts' marks are part of the word.
        name = unicodedata.name(char, "")
        return "" if name.startswith(("COMBINING", "ARABIC")) else char
    return char if unicodedata.category(char) == "Mc" or char.isalnum() else " "


_COMPARABLE = _Letters(_comparable)


def slug(text: str, default: str = "touchpoint") -> str:
    """``text`` as a segment of an IRI: letters (of any script) and digits, all else ``-``.

    Lower case, NFC, at most 60 characters; where it had to be cut, ``-`` and eight hexadecimal
    digits of the SHA-256 of the whole text follow. ``default`` stands for a text without letters.

    >>> slug("Vetrina & porta d'ingresso")
    'vetrina-porta-d-ingresso'
    >>> slug("***")
    'touchpoint'
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    result = "-".join(composed.translate(_IN_SLUG).split())
    if len(result) > SLUG_LENGTH:
        digest = sha256(composed.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        result = f"{result[:SLUG_LENGTH].rstrip('-')}-{digest}"
    return result or default


def _in_slug(char: str) -> str:
    """What one character becomes in a slug: itself, a space, nothing."""
    if char in _INVISIBLE:
        return ""
    is_kept = char.isalnum() or (not char.isascii() and unicodedata.category(char) in ("Mn", "Mc"))
    return char if is_kept else " "


_IN_SLUG = _Letters(_in_slug)


def inert(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet might take it for a formula."""
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        try:
            float(text)
        except ValueError:
            return "'" + text
    return text
