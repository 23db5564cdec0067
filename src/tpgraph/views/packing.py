"""Text and data as one page carries them: short, compressed, in 85 printable characters.

It imports the standard library alone: ``hatch_build.py`` loads it where nothing else is there.
"""

from __future__ import annotations

import base64
import gzip
import json
import lzma
import re
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

# Of base64.b85encode's characters, those that mean something in HTML stand as others.
_SAFE = str.maketrans("<&>", ",.:")
_BACK = str.maketrans(",.:", "<&>")
# LZMA as ``web/unlzma.js`` reads it, behind a byte that tells it from gzip and four of its length.
# It finds again what stood megabytes before, where gzip looks back 32 kilobytes.
_LZMA = b"\x03"
_FILTER = {"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 0, "dict_size": 1 << 24}
_QUICK, _THOROUGH = 3, 6
# A browser reads gzip itself, in a tenth of the time: LZMA has to be worth it.
_WORTH = 0.8
# What gzip hardly ever makes of anything: then it need not be tried.
_TINY = 0.05
_LARGE_BYTES = 100_000
_PREFIX_FROM = 0xE000
_STRING = re.compile(r'("(?:[^"\\]|\\.)*")')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=16)
def packed(content: bytes) -> str:
    """Bytes, compressed, as text that can stand in HTML as it is; the same each time.

    It is gzip, or LZMA where that saves a fifth of it. ``unpack.js`` reads both.

    >>> unpacked(packed(b"<touchpoints>" * 9)) == b"<touchpoints>" * 9
    True
    """
    return printable(_zipped(content) if len(content) < _LARGE_BYTES else _smaller(content))


def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _smaller(content: bytes) -> bytes:
    """What LZMA makes of it, or gzip where that is nearly as small."""
    found = lzma_packed(content)
    if len(found) < len(content) * _TINY:
        return found
    zipped = _zipped(content)
    return found if len(found) < len(zipped) * _WORTH else zipped


def lzma_packed(content: bytes, *, thorough: bool = False) -> bytes:
    """Bytes compressed by LZMA; ``thorough``: smaller where little repeats, in far more time.

    >>> len(lzma_packed(b"touchpoint" * 99_999))
    172
    """
    options = {**_FILTER, "preset": _THOROUGH if thorough else _QUICK}
    stream = lzma.compress(content, format=lzma.FORMAT_RAW, filters=[options])
    return _LZMA + struct.pack("<I", len(content)) + stream


def printable(content: bytes) -> str:
    """Bytes as text that can stand in HTML as it is: five characters for four bytes.

    All of them are printable ASCII without blanks, which no editor, mail program or proxy breaks,
    wraps or normalises; base64 would be longer, and all of Unicode only a twentieth shorter.
    """
    return base64.b85encode(content).decode().translate(_SAFE)


def unpacked(text: str) -> bytes:
    """The bytes of what was packed."""
    content = base64.b85decode(text.strip().translate(_BACK))
    if not content.startswith(_LZMA):
        return gzip.decompress(content)
    reader = lzma.LZMADecompressor(format=lzma.FORMAT_RAW, filters=[_FILTER])
    return reader.decompress(content[5:])


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
        # A call for each string, as ``sub`` makes, would take three times as long.
        parts = _STRING.split(self._escaped(compact(data)))
        return self._prefixed("".join([self._short.get(part, part) for part in parts]))

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
