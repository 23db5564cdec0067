"""How much room words take where no font is at hand: rather too much than too little."""

from __future__ import annotations

import unicodedata

# Shares of the font's size, a little over those of DejaVu Sans, which is wider than most.
_NARROW = frozenset("iIjl.,;:'’!|()[]ftrі ‌/-«»\"")
_WIDE = frozenset("mwMWOQGDN@%&шщжюфмыШЩЖЮФМЫД—…صضسشپبتثکگف")
_NONE = frozenset("\u200c\u200d")


def width_em(text: str) -> float:
    """The width of a text as a multiple of the font's size."""
    return sum(_of(ch) for ch in text)


def _of(ch: str) -> float:
    if ch in _NONE or unicodedata.combining(ch):
        return 0.0
    if ch in _WIDE:
        return 1.05
    if ch in _NARROW:
        return 0.45
    return 0.8 if ch.isupper() else 0.68


def wrapped(text: str, limit_em: float) -> tuple[str, ...]:
    """The text in lines of at most this width; a single longer word keeps its line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_em(longer) <= limit_em:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines) or ("",)
