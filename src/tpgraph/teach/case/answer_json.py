"""What the case commands answer as JSON (``schemas/grades.json``)."""

from __future__ import annotations

from typing import Any

from tpgraph.teach.case.feedback import remark
from tpgraph.teach.case.grade import Grades
from tpgraph.teach.case.marking import Marked


def grades_json(grades: Grades, language: str) -> dict[str, Any]:
    """A class's grades: every submission with its marks, every question with its difficulty."""
    key = grades.key
    return {
        "schema": 1,
        "lang": language,
        "company": key["company"]["iri"],
        "as_of": key["as_of"],
        "case": key["code"],
        "grades": [_submission(each, language) for each in grades.marked],
        "questions": [
            {
                "id": question.item["id"],
                "rule": question.item["rule"],
                "concern": question.item["concern"],
                "label": question.item["labels"][language],
                "status": question.item["status"],
                "marked": question.asked,
                "right": question.right,
                "difficulty": _rounded(question.difficulty),
            }
            for question in grades.questions
        ],
    }


def _submission(each: Marked, language: str) -> dict[str, Any]:
    submission = each.submission
    return {
        "file": submission.file,
        "student": submission.student,
        "form": submission.form,
        "lang": submission.language,
        "points": each.points,
        "most": each.most,
        "share": _rounded(each.share),
        "is_marked": submission.trouble is None,
        "remark": remark(each, language),
        "marks": [
            {
                "verdict": mark.verdict,
                "points": mark.points,
                "item": mark.item["id"] if mark.item else None,
                "row": mark.answer.row if mark.answer else None,
            }
            for mark in each.marks
            if mark.verdict != "sound" or mark.answer is not None
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
