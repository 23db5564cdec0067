"""GIFT, the plain-text format of Moodle: https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re

from tpgraph.teach.quiz.formats.marking import inline, paragraph
from tpgraph.teach.quiz.model import Question, Quiz

# What GIFT reads as marks of its own.
_SPECIAL = re.compile(r"([~=#{}:\\])")


def escaped(text: str) -> str:
    r"""A text that GIFT takes as it is: its marks escaped, line breaks as ``\n``.

    An arrow made of two signs would part a pair, so it becomes one sign.
    """
    one_line = text.replace("\r", "").replace("->", "→")
    return _SPECIAL.sub(r"\\\1", one_line).replace("\n", "\\n")


def gift(quiz: Quiz) -> str:
    """The quiz as GIFT, in UTF-8, a blank line between questions.

    Texts are HTML with their language and direction, so that Persian is shown from right to left.
    An order is asked as pairs of place and term.
    """
    head = f"// {quiz.title}".replace("\n", " ")
    category = f"$CATEGORY: tpgraph/{_category(quiz.title)}"
    blocks = [head, category, *(_question(q, quiz.language) for q in quiz.questions)]
    return "\n\n".join(blocks) + "\n"


def _question(question: Question, language: str) -> str:
    # The id makes the title unique in the question bank.
    title = escaped(f"{question.title} {question.id[:8]}")
    stem = escaped(paragraph(question.stem, language))
    why = escaped(paragraph(question.explanation, language))
    body = "\n".join([*_answers(question, language), f"####{why}"])
    if question.form == "open":
        # An essay's braces stay empty, so its explanation stands in a comment.
        comment = "\n".join(f"// {line}" for line in question.explanation.split("\n"))
        return f"{comment}\n::{title}::[html]{stem}{{}}"
    return f"::{title}::[html]{stem}{{\n{body}\n}}"


def _answers(question: Question, language: str) -> list[str]:
    if question.form == "true-false":
        return ["TRUE" if question.item.truth else "FALSE"]
    if question.form == "pairs":
        pairs = [question.pairs[n] for n in question.mixed]
        # A pair's second part is shown in a list, where markup would stand as it is.
        return [
            f"={escaped(inline(definition, language))} -> {escaped(term)}"
            for term, definition in pairs
        ]
    if question.form == "order":
        numbered = list(enumerate(question.sequence, 1))
        return [
            f"={escaped(inline(numbered[n][1], language))} -> {numbered[n][0]}"
            for n in question.mixed
        ]
    return [
        f"{'=' if option.right else '~'}{escaped(inline(option.text, language))}"
        for option in question.options
    ]


def _category(title: str) -> str:
    """The topic alone: a slash would begin a category below, and a colon end the name."""
    return title.split(": ", 1)[-1].replace("/", "∕").replace(":", "").replace("\n", " ")
