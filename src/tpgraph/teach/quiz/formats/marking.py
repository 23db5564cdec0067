"""Text of a quiz as HTML: lines, direction and language."""

from __future__ import annotations

from html import escape

from tpgraph.views.wording import direction


def paragraph(text: str, language: str) -> str:
    """A text as one paragraph with its language and direction, line by line."""
    lines = "<br/>".join(escape(line, quote=False) for line in text.split("\n"))
    return f'<p dir="{direction(language)}" lang="{language}">{lines}</p>'


def inline(text: str, language: str) -> str:
    """A short text with its language and direction."""
    return f'<span dir="{direction(language)}" lang="{language}">{escape(text, quote=False)}</span>'
