"""Questions in five languages: whole, with nothing that tells the answer, and with their source."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.teach.quiz.lookup import Lookup
from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.model import CANNOT_BE_SAID, Quiz
from tpgraph.text import normalise

SCRIPTS = {"ru": re.compile("[А-Яа-я]"), "fa": re.compile("[\u0600-\u06ff]")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_whole(quizzes: dict[str, Quiz], lookup: Lookup, language: str) -> None:
    quiz = quizzes[language]
    assert len(quiz.marked) >= 1_000
    for question in quiz.questions:
        item = question.item
        texts = [question.stem, question.explanation, question.title]
        texts += [option.text for option in question.options]
        texts += [text for pair in question.pairs for text in pair]
        assert all(text.strip() for text in texts), question.id
        assert not any("{" in text or "}" in text for text in texts), texts
        if language in SCRIPTS:
            assert SCRIPTS[language].search(question.stem)
        assert not re.search("[يكşţŞŢ]", " ".join(texts)), texts
        for option in question.options:
            if item.form == "choice" and option.iri != CANNOT_BE_SAID:
                assert option.text == lookup.labels[option.iri, language]
        if item.form == "choice":
            assert [o.iri for o in question.options if o.right] == list(item.right)
            assert sorted(o.iri for o in question.options if not o.right) == sorted(item.wrong)
        labels = [normalise(option.text) for option in question.options]
        assert len(labels) == len(set(labels)), labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_tells_the_answer(quizzes: dict[str, Quiz], lookup: Lookup, language: str) -> None:
    for question in quizzes[language].marked:
        item = question.item
        stem = f" {normalise(question.stem)} "
        if item.form == "choice":
            (right,) = [normalise(o.text) for o in question.options if o.right]
            others = {w for o in question.options if not o.right for w in normalise(o.text).split()}
            # Where a wrong answer has the same word, it tells nothing.
            told = f" {right} " in stem and not set(right.split()) & others
            assert not told, (question.stem, right)
        for term, definition in question.pairs:
            assert f" {normalise(term)} " not in f" {normalise(definition)} ", term


def test_the_right_answer_stands_anywhere(quizzes: dict[str, Quiz]) -> None:
    places = Counter(
        [option.right for option in q.options].index(True)
        for q in quizzes["en"].marked
        if q.form == "choice" and len(q.options) == 4 and q.item.kind != "case"
    )
    total = sum(places.values())
    assert all(0.18 < places[n] / total < 0.32 for n in range(4)), places


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explanation_names_its_source(
    quizzes: dict[str, Quiz], lookup: Lookup, language: str
) -> None:
    quiz = quizzes[language]
    places = 0
    sources = {d for (d,) in lookup.rows("SELECT DISTINCT ?d { ?d a tpg:Document }")}
    documents = [
        label
        for (d, lang), label in lookup.labels.items()
        if d in sources and lang in (language, "en")
    ]
    own = {"en": "judgement", "ro": "aprecierea", "ru": "суждение", "fa": "داوری", "it": "giudizio"}
    for question in quiz.questions:
        said = [s for fact in question.item.facts for s in fact.said]
        text = question.explanation
        assert any(d in text for d in documents) or own[language] in text, text
        if said:
            places += any(iri.rsplit("/", 1)[-1] in text for iri in said)
    assert places > 50


def test_questions_are_the_same_in_every_language(quizzes: dict[str, Quiz]) -> None:
    shapes = {
        language: [(q.id, [o.iri for o in q.options], q.mixed) for q in quiz.questions]
        for language, quiz in quizzes.items()
    }
    assert all(shape == shapes["en"] for shape in shapes.values())
    for questions in zip(*(quiz.questions for quiz in quizzes.values()), strict=True):
        stems = [q.stem for q in questions]
        assert len(set(stems)) == len(LANGUAGES), stems


def test_the_words_of_a_source_are_those_of_the_document(
    quizzes: dict[str, Quiz], lookup: Lookup
) -> None:
    words = {w for (w,) in lookup.rows("SELECT ?w { ?s tpg:words ?w }")}
    quoted = [
        found[1]
        for q in quizzes["en"].questions
        for found in re.finditer(r'line \d+: "(.*)" \[s00\d', q.explanation)
    ]
    assert len(quoted) > 50
    assert set(quoted) <= words
