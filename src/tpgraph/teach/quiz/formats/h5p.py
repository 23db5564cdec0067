"""H5P: a question set for platforms that have its libraries; the package holds none of them.

https://h5p.org/documentation/developers/h5p-specification
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from tpgraph.reason.texts import Texts, texts_in
from tpgraph.teach.packed import zipped
from tpgraph.teach.quiz.formats.marking import inline, paragraph
from tpgraph.teach.quiz.model import Question, Quiz

# Name, version: what the package says it needs.
LIBRARIES = (
    ("H5P.QuestionSet", 1, 20),
    ("H5P.MultiChoice", 1, 16),
    ("H5P.TrueFalse", 1, 8),
    ("H5P.DragText", 1, 10),
)
_VERSIONS = {name: f"{name} {major}.{minor}" for name, major, minor in LIBRARIES}


def h5p(quiz: Quiz) -> bytes:
    """The ``.h5p`` package: marked questions alone, since H5P's question sets have no open ones."""
    return zipped(
        {
            "h5p.json": _json(_head(quiz)),
            "content/content.json": _json(_content(quiz)),
        }
    )


def _head(quiz: Quiz) -> dict[str, Any]:
    return {
        "title": quiz.title,
        "language": quiz.language,
        "mainLibrary": LIBRARIES[0][0],
        "embedTypes": ["iframe"],
        "license": "CC BY",
        "licenseVersion": "4.0",
        "preloadedDependencies": [
            {"machineName": name, "majorVersion": major, "minorVersion": minor}
            for name, major, minor in LIBRARIES
        ],
    }


def _content(quiz: Quiz) -> dict[str, Any]:
    t = texts_in(quiz.language, "quiz")
    return {
        "introPage": {
            "showIntroPage": True,
            "title": quiz.title,
            "introduction": paragraph(quiz.about, quiz.language),
        },
        "progressType": "dots",
        "passPercentage": 50,
        "questions": [_question(q, quiz.language, t) for q in quiz.marked],
        "randomQuestions": False,
        "endGame": {"showResultPage": True, "showSolutionButton": True, "showRetryButton": True},
    }


def _question(question: Question, language: str, t: Texts) -> dict[str, Any]:
    make = {"choice": _choice, "true-false": _true_false}.get(question.form, _drag)
    library, params = make(question, language, t)
    return {
        "library": _VERSIONS[library],
        "params": params,
        # The same question has the same id in every package.
        "subContentId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"tpgraph:{question.id}:{language}")),
        "metadata": {
            "contentType": library.removeprefix("H5P."),
            "license": "CC BY",
            "title": f"{question.title} {question.id[:8]}",
        },
    }


def _choice(question: Question, language: str, t: Texts) -> tuple[str, dict[str, Any]]:
    why = [{"from": 0, "to": 100, "feedback": question.explanation}]
    answers = [
        {"text": inline(option.text, language), "correct": option.right}
        for option in question.options
    ]
    return "H5P.MultiChoice", {
        "question": paragraph(question.stem, language),
        "answers": answers,
        "overallFeedback": why,
        "behaviour": {"type": "single", "randomAnswers": True, "enableRetry": True},
        "UI": {"checkAnswerButton": t("page.check"), "tryAgainButton": t("page.again")},
    }


def _true_false(question: Question, language: str, t: Texts) -> tuple[str, dict[str, Any]]:
    why = question.explanation
    return "H5P.TrueFalse", {
        "question": paragraph(question.stem, language),
        "correct": "true" if question.item.truth else "false",
        "behaviour": {"enableRetry": True, "feedbackOnCorrect": why, "feedbackOnWrong": why},
        "l10n": {
            "trueText": t("true"),
            "falseText": t("false"),
            "checkAnswer": t("page.check"),
            "tryAgain": t("page.again"),
        },
    }


def _drag(question: Question, language: str, t: Texts) -> tuple[str, dict[str, Any]]:
    """Terms to be dragged to their definitions, or to their places."""
    if question.form == "order":
        lines = [f"{t.shown(n)}. *{_bare(term)}*" for n, term in enumerate(question.sequence, 1)]
    else:
        pairs = [question.pairs[n] for n in question.mixed]
        lines = [f"{_bare(definition)} *{_bare(term)}*" for term, definition in pairs]
    return "H5P.DragText", {
        "taskDescription": paragraph(question.stem, language),
        "textField": "\n".join(lines),
        "overallFeedback": [{"from": 0, "to": 100, "feedback": question.explanation}],
        "behaviour": {"enableRetry": True, "enableSolutionsButton": True, "instantFeedback": False},
        "checkAnswer": t("page.check"),
        "tryAgain": t("page.again"),
    }


def _bare(text: str) -> str:
    """A text without H5P's own marks: asterisks hold a word to drag, a colon begins its hint."""
    return text.replace("*", "∗").replace(":", "∶").replace("\\", "∖")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
