"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tpgraph.teach.quiz.formats.marking import inline, paragraph
from tpgraph.teach.quiz.model import Question, Quiz

_TYPES = {
    "choice": "multichoice",
    "true-false": "truefalse",
    "pairs": "matching",
    "order": "matching",
    "open": "essay",
}


def moodle(quiz: Quiz) -> str:
    """The quiz as Moodle XML; the question's id is its ``idnumber``.

    An order is asked as pairs of term and place, which every Moodle since 2.0 knows.
    """
    root = ET.Element("quiz")
    category = ET.SubElement(root, "question", type="category")
    # A slash would begin a category below.
    name = quiz.title.replace("/", "∕")
    _text(ET.SubElement(category, "category"), f"$course$/top/tpgraph/{name}")
    for question in quiz.questions:
        _question(root, question, quiz)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _question(root: ET.Element, question: Question, quiz: Quiz) -> None:
    language = quiz.language
    element = ET.SubElement(root, "question", type=_TYPES[question.form])
    _text(ET.SubElement(element, "name"), f"{question.title} {question.id[:8]}")
    _html(element, "questiontext", paragraph(question.stem, language))
    why = paragraph(question.explanation, language)
    _html(element, "generalfeedback", "" if question.form == "open" else why)
    for tag, value in (("defaultgrade", "1"), ("penalty", "0.3333333"), ("hidden", "0")):
        ET.SubElement(element, tag).text = value
    ET.SubElement(element, "idnumber").text = f"tpgraph-{question.id}-{language}"
    if question.form == "open":
        _open(element, why)
    elif question.form == "choice":
        _choice(element, question, language)
    elif question.form == "true-false":
        for name in ("true", "false"):
            is_right = question.item.truth == (name == "true")
            _answer(element, name, is_right, "moodle_auto_format")
    else:
        _pairs(element, question, language)
    tags = ET.SubElement(element, "tags")
    for tag in ("tpgraph", question.item.kind, quiz.level):
        _text(ET.SubElement(tags, "tag"), tag)


def _choice(element: ET.Element, question: Question, language: str) -> None:
    for tag, value in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        ET.SubElement(element, tag).text = value
    for option in question.options:
        _answer(element, inline(option.text, language), option.right, "html")


def _pairs(element: ET.Element, question: Question, language: str) -> None:
    ET.SubElement(element, "shuffleanswers").text = "true"
    pairs = list(question.pairs)
    if question.form == "order":
        pairs = [(str(n), term) for n, term in enumerate(question.sequence, 1)]
    for n in question.mixed:
        answer, asked = pairs[n]
        sub = ET.SubElement(element, "subquestion", format="html")
        ET.SubElement(sub, "text").text = inline(asked, language)
        _text(ET.SubElement(sub, "answer"), answer)


def _open(element: ET.Element, why: str) -> None:
    for tag, value in (
        ("responseformat", "editor"), ("responserequired", "1"), ("responsefieldlines", "10"),
        ("attachments", "0"), ("attachmentsrequired", "0"),
    ):  # fmt: skip
        ET.SubElement(element, tag).text = value
    # What the documents say is for the one who marks.
    _html(element, "graderinfo", why)
    _html(element, "responsetemplate", "")


def _answer(element: ET.Element, text: str, is_right: bool, text_format: str) -> None:
    answer = ET.SubElement(
        element, "answer", fraction="100" if is_right else "0", format=text_format
    )
    ET.SubElement(answer, "text").text = text
    _html(answer, "feedback", "")


def _html(element: ET.Element, tag: str, text: str) -> None:
    _text(ET.SubElement(element, tag, format="html"), text)


def _text(element: ET.Element, text: str) -> None:
    ET.SubElement(element, "text").text = text
