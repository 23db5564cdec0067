"""The units: what they say is what the ontology states, in every language."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from tpgraph.model import LANGUAGES
from tpgraph.phrases import text_table
from tpgraph.query.names import TPG
from tpgraph.query.terms import book
from tpgraph.teach.course.guide import PLANS, timetables
from tpgraph.teach.course.make import Maker
from tpgraph.teach.course.model import Table, Unit
from tpgraph.teach.course.questions import BANK, EXERCISES, PRACTICE
from tpgraph.teach.course.units import UNITS

SLOT = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole_in_every_language(language: str) -> None:
    english, texts = text_table("en", "course"), text_table(language, "course")
    assert texts.keys() == english.keys()
    for key, text in texts.items():
        assert set(SLOT.findall(text)) == set(SLOT.findall(english[key])), key
        assert text.strip() == text, key
        if language == "ro":
            assert not re.search("[şţŞŢ]", text), key
        if language == "fa":
            assert not re.search("[يك٠-٩]", text), key
    same = [
        k
        for k, text in texts.items()
        if text == english[k] and re.search(r"[a-z]{4}", SLOT.sub("", text))
    ]
    assert language == "en" or same == []


def _examples(scheme: str, relation: str) -> dict[str, set[str]]:
    """What documents name for each term of a scheme, asked of the ontology anew."""
    rows = book().store.query(
        f"""PREFIX tpg: <{TPG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?termLabel ?kindLabel {{
          ?term skos:inScheme tpg:{scheme} ; skos:prefLabel ?termLabel .
          ?said a tpg:Statement ; tpg:relation tpg:{relation} ; tpg:object ?term ; tpg:about ?kind .
          ?kind skos:prefLabel ?kindLabel .
          FILTER (LANG(?termLabel) = "en" && LANG(?kindLabel) = "en")
        }}""",
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["termLabel"].value, set()).add(row["kindLabel"].value)
    return found


@pytest.mark.parametrize(
    ("unit", "scheme", "relation"),
    [
        (1, "touchpointCategories", "typicalCategory"),
        (1, "brandTouchpoints", "inBrandGroup"),
        (2, "modalities", "typicalModality"),
        (2, "contactForms", "typicalContactForm"),
        (3, "purchaseStages", "typicalStage"),
        (4, "goals", "typicalGoal"),
    ],
)
def test_tables_have_just_the_examples_of_the_documents(
    units: dict[str, list[Unit]], unit: int, scheme: str, relation: str
) -> None:
    table = _table(units["en"][unit - 1], book().label(TPG + scheme, "en"))
    stated = _examples(scheme, relation)
    assert stated
    for head, _, examples in table.rows:
        told = {piece.text for piece in examples if piece.said}
        assert told == stated.get(head[0].text, set())
        assert told or [piece.text for piece in examples] == ["The documents name none."]


def _table(unit: Unit, caption: str) -> Table:
    return next(t for part in unit.parts for t in part.tables if t.caption == caption)


def test_a_number_behind_an_entry_leads_to_a_statement_about_it(
    units: dict[str, list[Unit]],
) -> None:
    b = book()
    count = 0
    for unit in units["en"]:
        for part in unit.parts:
            for table in part.tables:
                for row in table.rows:
                    for cell in row[1:]:
                        for piece in cell:
                            for iri in piece.said:
                                said = b.statements[iri]
                                assert said.line
                                assert said.words
                                terms = {said.about, said.object or "", *_above(piece.text)}
                                names = {b.label(t, "en") for t in terms if t}
                                heads = {p.text for p in row[0]}
                                assert names & ({piece.text} | heads), (unit.number, piece)
                                count += 1
    assert count > 150


def _above(label: str) -> set[str]:
    """A kind of this name: what is said of a broader one holds of it, too."""
    b = book()
    return {iri for iri in b.kinds if b.label(iri, "en") == label}


def test_units_are_the_same_in_every_language(units: dict[str, list[Unit]]) -> None:
    def shape(unit: Unit) -> object:
        return (
            unit.number,
            [
                ([len(t.rows) for t in part.tables], bool(part.picture), len(part.disputes))
                for part in unit.parts
            ],
            [q.id for q in unit.exercises],
        )

    shapes = {language: [shape(unit) for unit in made] for language, made in units.items()}
    assert len(shapes) == len(LANGUAGES)
    assert all(found == shapes["en"] for found in shapes.values())
    for made in units.values():
        for unit in made:
            assert len(unit.exercises) == EXERCISES
            assert any(part.picture for part in unit.parts)
            assert any(part.explorer for part in unit.parts) or unit.number == 1


def test_no_question_is_asked_twice(makers: dict[str, Maker]) -> None:
    for number in UNITS:
        asked = makers["ru"].asked[number]
        items = [
            q.item for quiz in (asked.exercises, asked.practice, asked.bank) for q in quiz.questions
        ]
        assert len(items) == EXERCISES + PRACTICE + BANK
        keys = [key for item in items for key in item.keys]
        assert len(keys) == len(set(keys))
        assert all(q.form == "open" for q in asked.talk.questions)


def test_another_seed_asks_other_questions(makers: dict[str, Maker]) -> None:
    from tests.teach.course.conftest import AS_OF
    from tpgraph.teach.course.make import Order

    other, again = (Maker(Order("en", AS_OF, seed)) for seed in (4, 3))
    first = makers["en"]
    for number in UNITS:
        ids = {q.id for q in first.asked[number].bank.questions}
        assert ids != {q.id for q in other.asked[number].bank.questions}
    assert again.pages() == first.pages()
    assert [again.quizzes(n) for n in UNITS] == [first.quizzes(n) for n in UNITS]


def test_timetables_fill_their_hours(makers: dict[str, Maker]) -> None:
    assert [plan.hours for plan in timetables(makers["fa"].t)] == [2, 4, 8]
    for plan in timetables(makers["en"].t):
        assert sum(slot.minutes for slot in plan.slots) == 60 * plan.hours
        begins = [slot.begin for slot in plan.slots]
        minutes = [int(h) * 60 + int(m) for h, m in (b.split(":") for b in begins)]
        ends = [b + slot.minutes for b, slot in zip(minutes, plan.slots, strict=True)]
        assert minutes == [0, *ends[:-1]]
    assert {doing for doing, _ in PLANS[8]} >= {"u1", "u2", "u3", "u4", "case", "explorer"}
