"""QTI 2.1: a content package with an item a question and a test that holds them all.

https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tpgraph.teach.packed import zipped
from tpgraph.teach.quiz.model import Question, Quiz
from tpgraph.views.wording import direction

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# QTI 2.1 has no attribute for the direction of writing.
_STYLE = ".rtl{direction:rtl;text-align:right}.ltr{direction:ltr;text-align:left}\n"


def qti(quiz: Quiz) -> bytes:
    """The content package (ZIP): ``imsmanifest.xml``, ``test.xml``, ``items/`` and a style."""
    items = {f"items/{_name(q)}.xml": _item(q, quiz.language) for q in quiz.questions}
    return zipped(
        {
            "imsmanifest.xml": _document(_manifest(quiz)),
            "test.xml": _document(_test(quiz)),
            "direction.css": _STYLE,
            **{name: _document(item) for name, item in items.items()},
        }
    )


def _name(question: Question) -> str:
    return f"q-{question.id}"


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _qti(tag: str, identifier: str, title: str) -> ET.Element:
    place = f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
    named = {"identifier": identifier, "title": title}
    return ET.Element(tag, {"xmlns": QTI, "xmlns:xsi": _XSI, "xsi:schemaLocation": place, **named})


# -------------------------------------------------------------------------------------- the item


def _item(question: Question, language: str) -> ET.Element:
    root = _qti("assessmentItem", _name(question), question.title)
    root.set(_LANG, language)
    root.set("adaptive", "false")
    root.set("timeDependent", "false")
    cardinality, base_type, correct = _response(question)
    declared = ET.SubElement(
        root, "responseDeclaration",
        {"identifier": "RESPONSE", "cardinality": cardinality, "baseType": base_type},
    )  # fmt: skip
    if correct:
        values = ET.SubElement(declared, "correctResponse")
        for value in correct:
            ET.SubElement(values, "value").text = value
    score = _outcome(root, "SCORE", "float")
    ET.SubElement(ET.SubElement(score, "defaultValue"), "value").text = "0"
    _outcome(root, "FEEDBACK", "identifier")
    ET.SubElement(root, "stylesheet", {"href": "../direction.css", "type": "text/css"})
    body = ET.SubElement(ET.SubElement(root, "itemBody"), "div", {"class": direction(language)})
    for line in question.stem.split("\n"):
        ET.SubElement(body, "p").text = line
    _interaction(body, question)
    _processing(root, marked=bool(correct))
    feedback = ET.SubElement(
        root, "modalFeedback",
        {"outcomeIdentifier": "FEEDBACK", "showHide": "show", "identifier": "why"},
    )  # fmt: skip
    why = ET.SubElement(feedback, "div", {"class": direction(language)})
    for line in question.explanation.split("\n"):
        ET.SubElement(why, "p").text = line
    return root


def _response(question: Question) -> tuple[str, str, list[str]]:
    """Cardinality and type of the response, and the right one."""
    if question.form == "open":
        return "single", "string", []
    if question.form == "pairs":
        return "multiple", "directedPair", [f"T{n} D{n}" for n in range(len(question.pairs))]
    if question.form == "order":
        return "ordered", "identifier", [f"S{n}" for n in range(len(question.sequence))]
    right = [f"A{n}" for n, option in enumerate(question.options) if option.right]
    return "single", "identifier", right


def _interaction(body: ET.Element, question: Question) -> None:
    asked = {"responseIdentifier": "RESPONSE"}
    if question.form == "open":
        ET.SubElement(body, "extendedTextInteraction", {**asked, "expectedLines": "10"})
    elif question.form == "pairs":
        most = str(len(question.pairs))
        matching = ET.SubElement(
            body, "matchInteraction", {**asked, "shuffle": "true", "maxAssociations": most}
        )
        terms = ET.SubElement(matching, "simpleMatchSet")
        texts = ET.SubElement(matching, "simpleMatchSet")
        for n, (term, _) in enumerate(question.pairs):
            _choice(terms, "simpleAssociableChoice", f"T{n}", term, matchMax="1")
        for n in question.mixed:
            text = question.pairs[n][1]
            _choice(texts, "simpleAssociableChoice", f"D{n}", text, matchMax="1")
    elif question.form == "order":
        ordering = ET.SubElement(body, "orderInteraction", {**asked, "shuffle": "false"})
        for n in question.mixed:
            _choice(ordering, "simpleChoice", f"S{n}", question.sequence[n])
    else:
        choosing = ET.SubElement(
            body, "choiceInteraction", {**asked, "shuffle": "false", "maxChoices": "1"}
        )
        for n, option in enumerate(question.options):
            _choice(choosing, "simpleChoice", f"A{n}", option.text)


def _choice(parent: ET.Element, tag: str, identifier: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, {"identifier": identifier, **attributes}).text = text


def _outcome(root: ET.Element, identifier: str, base_type: str) -> ET.Element:
    return ET.SubElement(
        root, "outcomeDeclaration",
        {"identifier": identifier, "cardinality": "single", "baseType": base_type},
    )  # fmt: skip


def _processing(root: ET.Element, *, marked: bool) -> None:
    """One point where the response is the right one; the explanation in any case."""
    rules = ET.SubElement(root, "responseProcessing")
    if marked:
        condition = ET.SubElement(ET.SubElement(rules, "responseCondition"), "responseIf")
        match = ET.SubElement(condition, "match")
        ET.SubElement(match, "variable", {"identifier": "RESPONSE"})
        ET.SubElement(match, "correct", {"identifier": "RESPONSE"})
        _set(condition, "SCORE", "float", "1")
    _set(rules, "FEEDBACK", "identifier", "why")


def _set(parent: ET.Element, outcome: str, base_type: str, value: str) -> None:
    setting = ET.SubElement(parent, "setOutcomeValue", {"identifier": outcome})
    ET.SubElement(setting, "baseValue", {"baseType": base_type}).text = value


# --------------------------------------------------------------------------- test and manifest


def _test(quiz: Quiz) -> ET.Element:
    root = _qti("assessmentTest", "tpgraph-quiz", quiz.title)
    part = ET.SubElement(
        root, "testPart",
        {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"},
    )  # fmt: skip
    section = ET.SubElement(
        part, "assessmentSection",
        {"identifier": "section", "title": quiz.title, "visible": "true"},
    )  # fmt: skip
    for question in quiz.questions:
        name = _name(question)
        ET.SubElement(
            section, "assessmentItemRef", {"identifier": name, "href": f"items/{name}.xml"}
        )
    return root


def _manifest(quiz: Quiz) -> ET.Element:
    root = ET.Element("manifest", {"xmlns": PACKAGE, "identifier": "tpgraph-quiz-package"})
    about = ET.SubElement(root, "metadata")
    ET.SubElement(about, "schema").text = "QTIv2.1 Package"
    ET.SubElement(about, "schemaversion").text = "1.0.0"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    names = [_name(question) for question in quiz.questions]
    test = _resource(resources, "test", "imsqti_test_xmlv2p1", "test.xml")
    for name in names:
        ET.SubElement(test, "dependency", {"identifierref": name})
    for name in names:
        item = _resource(resources, name, "imsqti_item_xmlv2p1", f"items/{name}.xml")
        ET.SubElement(item, "file", {"href": "direction.css"})
    return root


def _resource(parent: ET.Element, identifier: str, kind: str, href: str) -> ET.Element:
    resource = ET.SubElement(
        parent, "resource", {"identifier": identifier, "type": kind, "href": href}
    )
    ET.SubElement(resource, "file", {"href": href})
    return resource
