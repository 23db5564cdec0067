"""Moodle XML, QTI and H5P: structure, keys and texts, read by other libraries than ours."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from tests.teach.quiz.test_gift import plain
from tpgraph.model import LANGUAGES
from tpgraph.teach.quiz.formats.h5p import LIBRARIES, h5p
from tpgraph.teach.quiz.formats.moodle import moodle
from tpgraph.teach.quiz.formats.qti import PACKAGE, QTI, qti
from tpgraph.teach.quiz.model import Quiz

Q = f"{{{QTI}}}"


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(params=LANGUAGES)
def quiz(request: pytest.FixtureRequest, quizzes: dict[str, Quiz]) -> Quiz:
    """Every fifth question, all open ones and orders: a package is a file a question."""
    whole = quizzes[request.param]
    kept = {"open", "order"}
    some = [q for n, q in enumerate(whole.questions) if n % 5 == 0 or q.form in kept]
    return replace(whole, questions=tuple(some))


# -------------------------------------------------------------------------------------- Moodle


def test_moodle_has_the_documented_structure(quizzes: dict[str, Quiz]) -> None:
    for language in LANGUAGES:
        whole = quizzes[language]
        root = etree.fromstring(moodle(whole).encode())
        category, *questions = root.findall("question")
        assert category.get("type") == "category"
        assert category.findtext("category/text").startswith("$course$/top/")
        assert len(questions) == len(whole.questions)
        assert len({q.findtext("idnumber") for q in questions}) == len(questions)
        for element, question in zip(questions, whole.questions, strict=True):
            assert element.findtext("name/text")
            assert element.find("questiontext").get("format") == "html"
            assert plain(element.findtext("questiontext/text")) == question.stem
            answers = [
                (plain(a.findtext("text")), float(a.get("fraction")))
                for a in element.findall("answer")
            ]
            match element.get("type"):
                case "multichoice":
                    assert answers == [(o.text, 100.0 * o.right) for o in question.options]
                    assert element.findtext("single") == "true"
                case "truefalse":
                    right = "true" if question.item.truth else "false"
                    assert sorted(answers) == [
                        ("false", 100.0 * (right == "false")), ("true", 100.0 * (right == "true")),
                    ]  # fmt: skip
                case "matching":
                    got = {
                        (s.findtext("answer/text"), plain(s.findtext("text")))
                        for s in element.findall("subquestion")
                    }
                    places = {(str(n), t) for n, t in enumerate(question.sequence, 1)}
                    assert got == set(question.pairs) | places
                case "essay":
                    assert plain(element.findtext("graderinfo/text")) == question.explanation
                case other:
                    pytest.fail(f"unknown type {other}")


# ----------------------------------------------------------------------------------------- QTI


def test_a_qti_package_names_its_files(quiz: Quiz) -> None:
    found = files(qti(quiz))
    manifest = etree.fromstring(found["imsmanifest.xml"])
    assert manifest.tag == f"{{{PACKAGE}}}manifest"
    named = {f.get("href") for f in manifest.iter(f"{{{PACKAGE}}}file")}
    assert named == set(found) - {"imsmanifest.xml"}
    known = {r.get("identifier") for r in manifest.iter(f"{{{PACKAGE}}}resource")}
    assert {d.get("identifierref") for d in manifest.iter(f"{{{PACKAGE}}}dependency")} <= known
    test = etree.fromstring(found["test.xml"])
    items = [ref.get("href") for ref in test.iter(f"{Q}assessmentItemRef")]
    assert len(items) == len(quiz.questions)
    assert set(items) <= set(found)


def test_qti_items_hold_their_key(quiz: Quiz) -> None:
    found = files(qti(quiz))
    for question in quiz.questions:
        item = etree.fromstring(found[f"items/q-{question.id}.xml"])
        texts = {
            c.get("identifier"): c.text
            for c in item.iter(f"{Q}simpleChoice", f"{Q}simpleAssociableChoice")
        }
        right = [
            v.text for v in item.iterfind(f"{Q}responseDeclaration/{Q}correctResponse/{Q}value")
        ]
        order = [child.tag.removeprefix(Q) for child in item]
        assert order == [
            "responseDeclaration", "outcomeDeclaration", "outcomeDeclaration", "stylesheet",
            "itemBody", "responseProcessing", "modalFeedback",
        ]  # fmt: skip
        stem = [p.text for p in item.iterfind(f"{Q}itemBody/{Q}div/{Q}p")]
        assert "\n".join(stem) == question.stem
        if question.form in ("choice", "true-false"):
            assert [texts[r] for r in right] == [o.text for o in question.options if o.right]
            assert sorted(texts.values()) == sorted(o.text for o in question.options)
        elif question.form == "pairs":
            pairs = [tuple(texts[part] for part in r.split()) for r in right]
            assert sorted(pairs) == sorted(question.pairs)
        elif question.form == "order":
            assert [texts[r] for r in right] == list(question.sequence)
        else:
            assert not right
            assert item.find(f".//{Q}extendedTextInteraction") is not None
        way = "rtl" if quiz.language == "fa" else "ltr"
        assert item.find(f"{Q}itemBody/{Q}div").get("class") == way


# ----------------------------------------------------------------------------------------- H5P


def test_an_h5p_package_names_the_libraries_it_needs(quiz: Quiz) -> None:
    found = files(h5p(quiz))
    head = json.loads(found["h5p.json"])
    needs = {d["machineName"] for d in head["preloadedDependencies"]}
    assert head["mainLibrary"] in needs
    assert needs == {name for name, *_ in LIBRARIES}
    assert head["language"] == quiz.language
    content = json.loads(found["content/content.json"])
    used = {question["library"].split()[0] for question in content["questions"]}
    assert used == needs - {"H5P.QuestionSet"}
    assert len({q["subContentId"] for q in content["questions"]}) == len(quiz.marked)


def test_h5p_questions_hold_their_key(quiz: Quiz) -> None:
    content = json.loads(files(h5p(quiz))["content/content.json"])
    for made, question in zip(content["questions"], quiz.marked, strict=True):
        params = made["params"]
        if question.form == "choice":
            got = [(plain(a["text"]), a["correct"]) for a in params["answers"]]
            assert got == [(o.text, o.right) for o in question.options]
            assert plain(params["question"]) == question.stem
        elif question.form == "true-false":
            assert params["correct"] == ("true" if question.item.truth else "false")
        else:
            words = re.findall(r"\*([^*]+)\*", params["textField"])
            terms = [term for term, _ in question.pairs] or list(question.sequence)
            assert len(words) == len(terms)
            if question.form == "order":
                assert words == terms


def test_packages_are_the_same_each_time(quizzes: dict[str, Quiz]) -> None:
    short = replace(quizzes["ru"], questions=quizzes["ru"].questions[:10])
    assert qti(short) == qti(short)
    assert h5p(short) == h5p(short)
