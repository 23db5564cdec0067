"""Text of a quiz as HTML: lines, direction and language; what a page holds answers against."""

from __future__ import annotations

from html import escape

from tpgraph.teach.quiz.model import Question
from tpgraph.views.wording import direction


def paragraph(text: str, language: str) -> str:
    """A text as one paragraph with its language and direction, line by line."""
    lines = "<br/>".join(escape(line, quote=False) for line in text.split("\n"))
    return f'<p dir="{direction(language)}" lang="{language}">{lines}</p>'


def inline(text: str, language: str) -> str:
    """A short text with its language and direction."""
    return f'<span dir="{direction(language)}" lang="{language}">{escape(text, quote=False)}</span>'


def key_of(question: Question) -> list[str]:
    """What the fields of a page hold where the answer is right."""
    if question.form == "pairs":
        return [question.pairs[n][0] for n in question.mixed]
    if question.form == "order":
        return [str(n + 1) for n in question.mixed]
    return [str(n) for n, option in enumerate(question.options) if option.right]


def answer_text(question: Question) -> str:
    """The right answer to be read."""
    if question.form == "pairs":
        return "\n".join(f"{term} – {definition}" for term, definition in question.pairs)
    if question.form == "order":
        return " → ".join(question.sequence)
    return "".join(option.text for option in question.options if option.right)
