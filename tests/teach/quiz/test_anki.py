"""Anki packages, opened as what they are: a ZIP with an SQLite collection."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.formats.anki import anki
from tpgraph.teach.quiz.model import Quiz


@pytest.fixture(params=LANGUAGES)
def packed(request: pytest.FixtureRequest, quizzes: dict[str, Quiz]) -> tuple[Quiz, bytes]:
    quiz = quizzes[request.param]
    return quiz, anki(quiz)


def rows(package: bytes, query: str, folder: Path) -> list[tuple[object, ...]]:
    file = folder / "collection.anki2"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        file.write_bytes(archive.read("collection.anki2"))
    with closing(sqlite3.connect(file)) as collection:
        assert collection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(collection.execute(query))


def test_a_note_and_a_card_each(packed: tuple[Quiz, bytes], tmp_path: Path) -> None:
    quiz, package = packed
    notes = rows(package, "SELECT guid, flds, tags FROM notes ORDER BY id", tmp_path)
    assert len(notes) == len(quiz.questions)
    assert len({guid for guid, *_ in notes}) == len(notes)
    assert rows(package, "SELECT COUNT(*) FROM cards", tmp_path) == [(len(notes),)]
    by_id = {str(fields).split("\x1f")[-1]: str(fields).split("\x1f") for _, fields, _ in notes}
    for question in quiz.questions:
        stem, options, answer, why, *_ = by_id[question.id]
        assert question.stem.split("\n")[0].replace("&", "&amp;") in stem
        for option in question.options:
            assert option.text.replace("&", "&amp;") in options
            assert (option.text.replace("&", "&amp;") in answer) or not option.right
        assert question.explanation.split("\n")[0].replace("&", "&amp;") in why
        way = "rtl" if quiz.language == "fa" else "ltr"
        assert f'dir="{way}"' in stem


def test_ids_stay(quizzes: dict[str, Quiz], tmp_path: Path) -> None:
    quiz = quizzes["fa"]
    short = replace(quiz, questions=quiz.questions[:20])
    assert anki(short) == anki(short)
    guids = {str(g) for (g,) in rows(anki(quiz), "SELECT guid FROM notes", tmp_path)}
    assert {str(g) for (g,) in rows(anki(short), "SELECT guid FROM notes", tmp_path)} < guids
    other = replace(quizzes["ru"], questions=quizzes["ru"].questions[:20])
    assert not guids & {str(g) for (g,) in rows(anki(other), "SELECT guid FROM notes", tmp_path)}
    (models,) = rows(anki(short), "SELECT models FROM col", tmp_path)
    (model,) = json.loads(str(models[0])).values()
    assert all(field["rtl"] for field in model["flds"])
    assert 'dir="rtl"' in model["tmpls"][0]["qfmt"]
