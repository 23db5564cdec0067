"""Text from inventories made harmless for the terminal and for spreadsheets."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline, and the marks that turn the reading direction round.
_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
XLSX_CELL_MAX_CHARACTERS = 32_767


def printable(text: str) -> str:
    """The text with control characters and direction marks shown as escapes, never obeyed."""
    return _HOSTILE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def clipped(text: str, characters: int) -> str:
    """The text, cut with an ellipsis where it is longer."""
    return text if len(text) <= characters else text[: characters - 1] + "…"
