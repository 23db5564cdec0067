"""What stands in a lesson: held against the ontology, for every list and many kinds."""

from __future__ import annotations

import re

import pytest

from tpgraph.errors import CallError
from tpgraph.model import LANGUAGES
from tpgraph.query.names import TOUCHPOINT, TPG
from tpgraph.query.terms import book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.lesson.content import lesson
from tpgraph.teach.lesson.examples import example_table
from tpgraph.teach.lesson.model import (
    FOR_TEACHERS,
    Definition,
    Lesson,
    Listing,
    Question,
    Source,
    Table,
)
from tpgraph.teach.lesson.used import sources_of
from tpgraph.teach.lesson.voice import Voice
from tpgraph.teach.topics import TAUGHT, topic_named


def questions(made: Lesson, key: str) -> list[Question]:
    return [b for s in made.sections if s.key == key for b in s.blocks if isinstance(b, Question)]


def tables(made: Lesson, key: str) -> list[Table]:
    return [b for s in made.sections if s.key == key for b in s.blocks if isinstance(b, Table)]


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    """Every list, every thirtieth kind and every ninetieth other term, in all languages in turn."""
    b = book()
    kinds = sorted(b.kinds)[::30]
    concepts = sorted(i for i, sort in b.sorts.items() if sort == "concept")[::90]
    topics = [*b.schemes, TOUCHPOINT, *kinds, *concepts]
    assert len(topics) > 40
    return [lesson(topic, LANGUAGES[n % 5]) for n, topic in enumerate(topics)]


def test_every_quotation_stands_in_the_ontology(lessons: list[Lesson]) -> None:
    said = {(s.source, s.line, s.words) for s in book().statements.values()}
    quoted: list[Source] = [
        source for made in lessons for block in made.blocks() for source in sources_of(block)
    ]
    assert sum(source.line is not None for source in quoted) > 400
    for source in quoted:
        if source.line is not None:
            assert (source.document, source.line, source.words) in said
            assert source.language in (*LANGUAGES, "en")
        else:
            assert book().sorts[source.document] == "document"
            assert not source.words


def test_examples_are_named_by_the_document_that_is_given() -> None:
    b = book()
    made = lesson("touchpointCategories", "ru")
    (table,) = tables(made, "examples")
    by_label = {b.label(i, "ru"): i for i in (*b.kinds, *b.schemes[TPG + "touchpointCategories"])}
    term, checked = "", 0
    for row in table.rows:
        term = by_label[row.cells[0]] if row.cells[0] else term
        (source,) = row.sources
        named = [
            s
            for s in b.said_with[term]
            if b.label(s.about, "ru") == row.cells[1] and s.line == source.line
        ]
        assert [s for s in named if s.source == source.document and s.words == source.words]
        checked += 1
    assert checked >= 20


def test_where_no_document_names_an_example_it_is_said() -> None:
    for language in LANGUAGES:
        voice = Voice(book(), language)
        _, table = example_table(TPG + "evaluationOfAlternatives", (), voice)
        assert isinstance(table, Table)
        own = texts_in(language, "lesson")("own")
        assert {s.place for row in table.rows for s in row.sources} == {own}


def test_every_lesson_explains_asks_and_names_its_sources(lessons: list[Lesson]) -> None:
    for made in lessons:
        keys = [section.key for section in made.sections]
        assert len(set(keys)) == len(keys)
        assert {"aims", "meaning", "discussion", "sources"} <= set(keys), made.title
        assert keys.index("sources") < min(
            (keys.index(key) for key in FOR_TEACHERS if key in keys), default=99
        )
        assert all(section.blocks for section in made.sections)
        asked = questions(made, "discussion")
        assert len(asked) >= 3 or made.topic == TOUCHPOINT, made.title
        assert [q.number for q in asked] == list(range(1, len(asked) + 1))
        assert len({q.text for q in asked}) == len(asked), made.title
        for question in asked:
            backed = question.sources or [s for p in question.points for s in p.sources]
            assert backed, (made.title, question.text)
        for block in made.blocks():
            if isinstance(block, Definition):
                assert block.term.strip(), made.title
                assert block.text.strip(), (made.title, block.term)


def test_answers_are_among_the_options_and_have_reasons(lessons: list[Lesson]) -> None:
    checked = 0
    for made in lessons:
        asked, answers = questions(made, "exercise"), questions(made, "answers")
        assert [q.number for q in asked] == [q.number for q in answers]
        for question, answer in zip(asked, answers, strict=True):
            assert answer.points, (made.title, question.text)
            assert not question.points
            if answer.text not in question.options:
                # Matched or put in order: what is named is as much as there are options.
                named = re.split("[;؛→←]", answer.text)
                assert len(named) == len(question.options) > 2, question
            checked += answer.text in question.options
    assert checked > 80


def test_a_disagreement_has_its_readings_and_what_is_made_of_it() -> None:
    made = lesson("modalities", "it")
    b = book()
    on = {d for t in (made.topic, *b.schemes[made.topic]) for d in b.disputed.get(t, ())}
    section = made.section("disagreements")
    assert section is not None
    told = {block.term for block in section.blocks if isinstance(block, Definition)}
    assert told == {b.label(d, "it") for d in on}
    readings = [block for block in section.blocks if isinstance(block, Listing)]
    assert sum(len(r.items) for r in readings) == sum(len(b.disagreements[d]) for d in on)


def test_languages_say_the_same_in_words_of_their_own() -> None:
    made = {language: lesson("purchaseStages", language) for language in LANGUAGES}
    shapes = {
        language: [(s.key, [type(block) for block in s.blocks]) for s in each.sections]
        for language, each in made.items()
    }
    assert all(shape == shapes["en"] for shape in shapes.values())
    told = [{s.title for s in each.sections} | {each.title} for each in made.values()]
    assert len(set().union(*told)) == sum(map(len, told))


def test_texts_are_whole_in_every_language() -> None:
    english = texts_in("en", "lesson").table
    for language in LANGUAGES[1:]:
        table = texts_in(language, "lesson").table
        assert table.keys() == english.keys()
        for key, text in table.items():
            assert not set("يكşţŞŢ") & set(text), (language, key)
            assert {*_slots(text)} == {*_slots(english[key])}, (language, key)
            assert text != english[key] or key == "x", (language, key)


def _slots(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("purchase stages", "purchaseStages"),
        ("purchase-stages", "purchaseStages"),
        ("tpg:purchaseStages", "purchaseStages"),
        ("مراحل خرید", "purchaseStages"),
        ("goals", "goals"),
        ("modalities", "modalities"),
        ("coupon", "Coupon"),
        ("Advertising", "advertising"),
    ],
)
def test_a_topic_is_known_by_any_of_its_names(text: str, name: str) -> None:
    assert topic_named(text, TAUGHT) == TPG + name


@pytest.mark.parametrize("text", ["couppon", "zzzzqqq", "typicalStage"])
def test_a_topic_is_never_guessed(text: str) -> None:
    with pytest.raises(CallError) as caught:
        topic_named(text, TAUGHT)
    assert ("Coupon" in str(caught.value)) == (text == "couppon")
    assert caught.value.exit_code == 2
