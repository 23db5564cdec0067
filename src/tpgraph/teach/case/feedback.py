"""Says to a student, in the student's language, what was right, wrong, missed, and why."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.model import LANGUAGES
from tpgraph.query.names import TPG
from tpgraph.query.terms import book
from tpgraph.reason.texts import texts_in
from tpgraph.teach.case.document import Block, page
from tpgraph.teach.case.marking import Mark, Marked, Verdict
from tpgraph.teach.case.student import rule_titles
from tpgraph.views.safe import printable

# In the order in which they are told.
_TOLD: tuple[tuple[str, tuple[Verdict, ...]], ...] = (
    ("found", ("found", "unknown_right")),
    ("half", ("half_found",)),
    ("missed", ("missed", "unknown_missed", "contradictory")),
    ("alarms", ("false_gap", "false_unknown", "unknown_called_gap", "beside_the_point")),
    ("others", ("not_asked", "not_understood")),
)


def verdict_words(verdict: Verdict, language: str) -> str:
    """What a verdict is called."""
    return texts_in(language, "case")(f"verdict.{verdict}")


def said_mark(mark: Mark, language: str) -> tuple[str, str, str]:
    """Heading, concern and reason of a mark."""
    titles, texts = rule_titles(language), texts_in(language, "case")
    item, answer = mark.item, mark.answer
    if item is not None:
        why = item.get("messages", {}).get(language) or texts(
            f"why.{mark.verdict}", concern=item["labels"][language]
        )
        return titles[item["rule"]], item["labels"][language], why
    assert answer is not None  # a mark is of an item, an answer, or both
    _, rule, concern = answer.said
    if answer.rule is not None:
        rule = titles[answer.rule]
    if answer.concern is not None and answer.concern.startswith(TPG):
        concern = book().label(answer.concern, language)
    row = texts.shown(answer.row)
    return printable(rule), printable(concern), texts(f"why.{mark.verdict}", row=row)


def remark(marked: Marked, language: str) -> str:
    """What is to be said of a submission as a whole: why it could not be marked, or how it went."""
    texts, trouble = texts_in(language, "case"), marked.submission.trouble
    if trouble is not None:
        return printable(trouble.text(language))
    said = []
    if marked.submission.form != "workbook":
        said.append(texts(f"form.{marked.submission.form}"))
    if marked.submission.scope is not None:
        titles = rule_titles(language)
        scope = texts.parted(sorted(titles[rule] for rule in marked.submission.scope))
        said.append(texts("grades.scope", rules=scope))
    if sum(mark.points for mark in marked.marks) < marked.points:
        said.append(texts("grades.floor"))
    if lost := marked.count("not_understood"):
        said.append(texts("grades.lost", count=lost))
    return " ".join(said)


def feedback_page(marked: Marked, company: str) -> str:
    """A page for the student, in the language that the answers are in."""
    language = marked.submission.language
    assert language in LANGUAGES
    return page(list(_blocks(marked, company, language)), language)


def _blocks(marked: Marked, company: str, language: str) -> Iterator[Block]:
    texts = texts_in(language, "case")
    submission = marked.submission
    yield Block("title", company)
    yield Block("small", printable(f"{submission.student} ({submission.file})".strip()))
    if submission.trouble is not None:
        yield Block("text", remark(marked, language))
        return
    yield Block("text", texts("feedback.points", points=marked.points, most=marked.most))
    if told := remark(marked, language):
        yield Block("text", told)
    for key, verdicts in _TOLD:
        marks = [mark for mark in marked.marks if mark.verdict in verdicts]
        if marks:
            yield Block("heading", texts(f"feedback.{key}"))
        for one in marks:
            heading, concern, why = said_mark(one, language)
            points = texts("feedback.of", points=one.points)
            yield Block("item", f"{why} {points}", f"{heading}: {concern}" if concern else heading)
