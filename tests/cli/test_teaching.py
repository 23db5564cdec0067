"""The commands for teaching: files, refusals, what is said."""

from __future__ import annotations

import io
from pathlib import Path

from pygiftparser.parser import parseFile

from tests.cli.conftest import Tp, require_valid
from tpgraph.cli.options.teaching import QUIZ_FORMATS, QUIZ_KINDS, QUIZ_LEVELS
from tpgraph.teach.quiz.model import KINDS, LEVELS
from tpgraph.teach.quiz.write import FORMATS


def test_command_writes_map_and_key(tp: Tp) -> None:
    ran = tp("map", "coupon", "--out", "m.svg", "--blanks", "--lang", "it", as_of=None)
    assert ran.code == 0, ran.err
    assert ran.out.split() == ["m.svg", "m-key.svg"]
    assert tp("map", "coupon", "--out", "m.svg", as_of=None).code == 2
    assert tp("map", "coupon", "--out", "m.svg", "--force", as_of=None).code == 0
    bad = tp("map", "coupon", "--out", "m.docx", as_of=None)
    assert bad.code == 2
    assert ".graphml" in bad.err


def test_command_writes_a_lesson(tp: Tp) -> None:
    ran = tp("lesson", "brand ambassador", "--lang", "ro", "--out", "l", as_of=None)
    assert ran.code == 0, ran.err
    assert [Path(line).name for line in ran.out.split()] == [
        "brand-ambassador-handout-ro.html",
        "brand-ambassador-handout-ro.docx",
        "brand-ambassador-slides-ro.pptx",
    ]
    assert tp("lesson", "brand ambassador", "--lang", "ro", "--out", "l", as_of=None).code == 2
    bad = tp("lesson", "brnad ambasador", "--lang", "ro", "--out", "l", as_of=None)
    assert bad.code == 2
    assert "Ambasador" in bad.err


def test_a_quiz_on_the_terminal_and_in_files(tp: Tp) -> None:
    ran = tp("quiz", "--topic", "purchase stages", "--n", "6", "--seed", "3", "--lang", "ro")
    assert (ran.code, ran.err) == (0, "")
    assert len(parseFile(io.StringIO(ran.out))) == 6
    again = tp("quiz", "--topic", "etapele cumpărării", "--n", "6", "--seed", "3", "--lang", "ro")
    assert again == ran
    for file_format, name in (("anki", "q.apkg"), ("qti", "q.zip"), ("html", "q.html")):
        made = tp("quiz", "--n", "4", "--format", file_format, "--out", name)
        assert (made.code, made.out.strip()) == (0, name), made.err
    assert tp("quiz", "--n", "4", "--format", "html", "--out", "q.html").code == 2


def test_a_quiz_as_json_is_valid(tp: Tp) -> None:
    ran = tp("quiz", "--n", "25", "--discussion", "--format", "json", "--lang", "fa")
    assert ran.code == 0
    require_valid(ran.json, "questions")
    assert ran.json["quiz"]["count"] == 25
    assert {q["form"] for q in ran.json["questions"]} >= {"choice", "open", "pairs"}


def test_it_is_said_where_there_are_fewer(tp: Tp) -> None:
    ran = tp("quiz", "--topic", "tpg:Coupon", "--n", "400", "--lang", "it")
    assert ran.code == 0
    assert "400" in ran.err
    needs = tp("quiz", "--n", "3", "--format", "h5p", "--out", "q.h5p")
    assert "H5P.MultiChoice" in needs.err


def test_what_cannot_be_a_quiz_is_refused(tp: Tp) -> None:
    for words in (
        ("--n", "0"),
        ("--topic", "zzzzqqq"),
        ("--topic", "tpg:gap"),
        ("--format", "anki"),
    ):
        ran = tp("quiz", *words)
        assert ran.code == 2, words
        assert ran.err.startswith("tpgraph: ")
    assert QUIZ_FORMATS == FORMATS
    assert QUIZ_LEVELS == LEVELS
    assert QUIZ_KINDS == KINDS
