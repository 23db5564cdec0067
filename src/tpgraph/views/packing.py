"""Text and data as one page carries them: short, compressed, in 85 printable characters."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

# Of base64.b85encode's characters, those that mean something in HTML stand as others.
_SAFE = str.maketrans("<&>", ",.:")
_BACK = str.maketrans(",.:", "<&>")
_PREFIX_FROM = 0xE000
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=16)
def packed(content: bytes) -> str:
    """Bytes, compressed (gzip), as text that can stand in HTML as it is; the same each time.

    It is a quarter longer than the bytes; base64 would be a third longer. ``unpack.js`` reads it.

    >>> unpacked(packed(b"<touchpoints>" * 9)) == b"<touchpoints>" * 9
    True
    """
    return base64.b85encode(gzip.compress(content, 9, mtime=0)).decode().translate(_SAFE)


def unpacked(text: str) -> bytes:
    """The bytes of such a text."""
    return gzip.decompress(base64.b85decode(text.strip().translate(_BACK)))


def packed_json(data: Any) -> str:
    """Data as compact JSON, packed."""
    return packed(written(compact(data)))


class Shortener:
    """Packs JSON whose addresses, most of a large snapshot, are written once or as one character.

    ``prefixes`` are beginnings of addresses: the n-th is written as the character U+E000 + n.
    ``names`` are whole strings that occur often: the n-th is written as the character behind those
    of the prefixes and n to the base 36. These characters, where data hold them, are escaped.
    """

    def __init__(self, prefixes: Sequence[str], names: Iterable[str]) -> None:
        self.prefixes = prefixes
        self._names = list(dict.fromkeys(names))
        self._signs = [chr(_PREFIX_FROM + n) for n in range(len(prefixes) + 1)]
        self._short = {
            self._escaped(compact(name)): f'"{self._signs[-1]}{_base36(n)}"'
            for n, name in enumerate(self._names)
        }

    def names(self) -> str:
        """The names in their order, packed."""
        return packed(written(self._prefixed(self._escaped(compact(self._names)))))

    def pack(self, data: Any) -> str:
        """Data as JSON, shortened and packed."""
        return packed(written(self.shorten(data)))

    def shorten(self, data: Any) -> str:
        """Data as JSON, shortened."""
        text = _STRING.sub(lambda m: self._short.get(m[0], m[0]), self._escaped(compact(data)))
        return self._prefixed(text)

    def _escaped(self, text: str) -> str:
        for sign in self._signs:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return text

    def _prefixed(self, text: str) -> str:
        for sign, prefix in zip(self._signs, self.prefixes, strict=False):
            text = text.replace(prefix, sign)
        return text


def compact(data: Any) -> str:
    """JSON without blanks; characters as they are."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def written(text: str) -> bytes:
    """A text in UTF-8; a lone surrogate, which cannot be written so, becomes a question mark."""
    return text.encode("utf-8", "replace")


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
