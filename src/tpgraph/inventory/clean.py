"""Takes out of a cell what cannot be seen and could mislead: control characters and the like."""

from __future__ import annotations

import re
from typing import NamedTuple

# Controls (line breaks and tabs aside), direction embeddings, overrides and isolates, halves of
# surrogate pairs, interlinear marks, and the code points that are no characters.
_HARMFUL = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
# Direction marks and byte-order marks are invisible and common: they go without a word.
_MARKS = "[\u200e\u200f\u061c\ufeff]"
_BREAKS = "\r\n|[\r\x85\u2028\u2029]"


class Cleaned(NamedTuple):
    """A text without them; ``was_harmful`` where something more than a mark was taken out."""

    text: str
    was_harmful: bool


def clean(text: str) -> Cleaned:
    r"""``text`` without control and direction characters, stripped, with ``\n`` as line break.

    >>> clean(" Shop\x1b[31m\u202e ")
    Cleaned(text='Shop[31m', was_harmful=True)
    """
    if text.isprintable():  # no control or format character, no line break
        return Cleaned(text.strip(), False)
    plain = re.sub(_BREAKS, "\n", re.sub(_MARKS, "", text))
    kept = re.sub(_HARMFUL, "", plain)
    return Cleaned(kept.strip(), len(kept) != len(plain))


def one_line(text: str) -> str:
    """``text`` with single spaces and no line breaks: what a name is."""
    return " ".join(text.split())
