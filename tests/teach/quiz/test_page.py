"""The quiz as a page: nothing is loaded, nothing from a text runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.formats.html import html
from tpgraph.teach.quiz.model import Question, Quiz


def some(quiz: Quiz) -> Quiz:
    """Two questions of each form."""
    by_form: dict[str, list[Question]] = {}
    for question in quiz.questions:
        by_form.setdefault(question.form, []).append(question)
    assert set(by_form) == {"choice", "true-false", "pairs", "order", "open"}
    return replace(quiz, questions=tuple(q for qs in by_form.values() for q in qs[:2]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_nothing(quizzes: dict[str, Quiz], language: str) -> None:
    text = unescape(html(some(quizzes[language])))
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=", text)
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}">' in text


def test_texts_are_escaped(quizzes: dict[str, Quiz]) -> None:
    quiz = some(quizzes["en"])
    bad = replace(quiz.questions[0], stem="<script>alert(1)</script>")
    text = html(replace(quiz, questions=(bad,)))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
