"""A quiz as JSON, with the IRIs of all that is asked, so that others can check it."""

from __future__ import annotations

from typing import Any

from tpgraph.query.terms import Book, book
from tpgraph.teach.quiz.model import Fact, Question, Quiz


def quiz_json(quiz: Quiz, as_of: str, b: Book | None = None) -> dict[str, Any]:
    """The answer of ``tpgraph quiz --format json``; its schema is shipped (``questions.json``)."""
    b = b or book()
    return {
        "schema": 1,
        "lang": quiz.language,
        "company": None,
        "as_of": as_of,
        "quiz": {
            "title": quiz.title,
            "about": quiz.about,
            "topic": quiz.topic,
            "level": quiz.level,
            "seed": quiz.seed,
            "wanted": quiz.wanted,
            "count": len(quiz.marked),
        },
        "questions": [_question(q, b) for q in quiz.questions],
    }


def _question(question: Question, b: Book) -> dict[str, Any]:
    item = question.item
    return {
        "id": question.id,
        "kind": item.kind,
        "form": item.form,
        "title": question.title,
        "stem": question.stem,
        "options": [{"text": o.text, "iri": o.iri, "right": o.right} for o in question.options],
        "pairs": [{"term": term, "definition": text} for term, text in question.pairs],
        "order": list(question.sequence),
        "shown_order": list(question.mixed),
        "explanation": question.explanation,
        "distance": item.distance,
        "asked": {
            "subject": item.subject,
            "property": item.prop,
            "right": list(item.right),
            "wrong": list(item.wrong),
            "shown": list(item.shown),
            "truth": item.truth,
        },
        "facts": [_fact(fact, b) for fact in item.facts],
    }


def _fact(fact: Fact, b: Book) -> dict[str, Any]:
    said = [b.statements[iri] for iri in fact.said]
    return {
        "s": fact.subject,
        "p": fact.prop,
        "o": fact.value,
        "how": fact.how,
        "of": fact.of,
        "said": [{"statement": s.iri, "document": s.source, "line": s.line} for s in said],
    }
