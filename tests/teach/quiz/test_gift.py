"""GIFT, read back by a parser that is not ours."""

from __future__ import annotations

import html
import io
import re

import pytest
from pygiftparser.parser import parseFile

from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.formats.gift import escaped, gift
from tpgraph.teach.quiz.model import Quiz


def plain(text: str) -> str:
    """What a reader sees: escapes and markup taken away."""
    bare = re.sub(r"\\(.)", r"\1", text)
    return html.unescape(re.sub(r"<[^>]*>", "", bare.replace("<br/>", "\n"))).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_read_back(quizzes: dict[str, Quiz], language: str) -> None:
    quiz = quizzes[language]
    read = parseFile(io.StringIO(gift(quiz)))
    assert len(read) == len(quiz.questions)
    for parsed, question in zip(read, quiz.questions, strict=True):
        assert parsed.valid, question.stem
        assert parsed.title == f"{question.title} {question.id[:8]}"
        assert plain(parsed.text) == question.stem
        answers = parsed.answers
        if question.form == "open":
            assert type(answers).__name__ == "Essay"
            continue
        assert plain(parsed.generalFeedback) == question.explanation
        if question.form == "true-false":
            assert answers.answer is question.item.truth
        elif question.form == "choice":
            got = [(plain(a.answer), a.fraction == 100) for a in answers.answers]
            assert got == [(o.text, o.right) for o in question.options]
        elif question.form == "pairs":
            got = [(plain(a.answer), plain(a.question)) for a in answers.answers]
            assert sorted(got) == sorted(question.pairs)
        else:
            placed = [(int(a.answer), plain(a.question)) for a in answers.answers]
            assert [term for _, term in sorted(placed)] == list(question.sequence)


def test_marks_are_escaped() -> None:
    assert escaped("a~b=c#d{e}f:g\\h") == r"a\~b\=c\#d\{e\}f\:g\\h"
    assert escaped("a -> b\nc") == r"a → b\nc"


def test_persian_is_marked_as_such(quizzes: dict[str, Quiz]) -> None:
    text = gift(quizzes["fa"])
    assert r'<p dir\="rtl" lang\="fa">' in text
    assert 'dir\\="ltr"' not in text
