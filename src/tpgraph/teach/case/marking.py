"""Marks answers against a key: points for what is found, minus points for false alarms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tpgraph.model import Status
from tpgraph.teach.case.answers import Answer, Submission
from tpgraph.teach.case.key import MARKING

Verdict = Literal[
    "found", "missed", "half_found", "unknown_right", "unknown_missed", "unknown_called_gap",
    "false_gap", "false_unknown", "beside_the_point", "contradictory", "not_asked",
    "not_understood", "sound",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of an item of the key, or of an answer that belongs to none.

    ``item`` is the item, ``answer`` the student's; ``points`` what it brought or cost.
    """

    verdict: Verdict
    points: float
    item: Mapping[str, Any] | None = None
    answer: Answer | None = None


@dataclass(frozen=True)
class Marked:
    """A submission with its marks. ``points`` is never under the key's least, ``most`` its best."""

    submission: Submission
    marks: tuple[Mark, ...]
    points: float
    most: float

    @property
    def share(self) -> float:
        """The points as a part of the most that could be had."""
        return self.points / self.most if self.most else 0.0

    def count(self, *verdicts: Verdict) -> int:
        """How many marks are of these verdicts."""
        return sum(mark.verdict in verdicts for mark in self.marks)


def mark(submission: Submission, key: Mapping[str, Any]) -> Marked:
    """A submission's marks; one that cannot be read has none, and no points."""
    worth = {**MARKING, **key.get("marking", {})}
    items = [item for item in key["items"] if _is_in_scope(item, submission)]
    told = [item for item in items if not (submission.gaps_only and item["status"] == "unknown")]
    most = sum(_worth(item, worth) for item in told)
    if submission.trouble is not None:
        return Marked(submission, (), 0.0, most)
    said: dict[tuple[str, str], list[Answer]] = {}
    marks: list[Mark] = []
    for answer in submission.answers:
        if answer.rule is None or answer.status is None or answer.concern is None:
            marks.append(_loose(answer, worth))
        elif not answer.is_known:
            marks.append(Mark("not_asked", 0.0, None, answer))
        else:
            said.setdefault((answer.rule, answer.concern), []).append(answer)
    for item in items:
        answers = said.pop((item["rule"], item["concern"]), [])
        if item not in told and not answers:
            continue
        marks.append(_of_item(item, answers, worth))
    for answers in said.values():
        # Of a heading that is asked about, but nothing that it speaks of.
        is_gap = any(a.status == "gap" for a in answers)
        in_scope = submission.scope is None or answers[0].rule in submission.scope
        if in_scope:
            points = worth["beside_the_point"] if is_gap else 0.0
            marks.append(Mark("beside_the_point", points, None, answers[0]))
    total = sum(each.points for each in marks)
    return Marked(submission, tuple(marks), max(total, worth["least"]), most)


def _is_in_scope(item: Mapping[str, Any], submission: Submission) -> bool:
    return submission.scope is None or item["rule"] in submission.scope


def _worth(item: Mapping[str, Any], worth: Mapping[str, float]) -> float:
    """What an item brings at best."""
    if item["status"] == "gap":
        return worth["gap" if item["origin"] == "planted" else "gap_that_follows"]
    return worth["unknown"] if item["status"] == "unknown" else 0.0


def _loose(answer: Answer, worth: Mapping[str, float]) -> Mark:
    """An answer of which something is not understood: no points, unless it guesses wildly."""
    if answer.rule is not None and not answer.is_known:
        return Mark("not_asked", 0.0, None, answer)
    return Mark("not_understood", 0.0, None, answer)


def _of_item(item: Mapping[str, Any], answers: list[Answer], worth: Mapping[str, float]) -> Mark:
    best = _worth(item, worth)
    given: set[Status | None] = {answer.status for answer in answers}
    answer = answers[0] if answers else None
    if len(given) > 1:
        return Mark("contradictory", 0.0, item, answer)
    status = answer.status if answer else None
    if item["status"] == "gap":
        if status == "gap":
            return Mark("found", best, item, answer)
        if status == "unknown":
            return Mark("half_found", min(worth["gap_called_unknown"], best), item, answer)
        return Mark("missed", 0.0, item, answer)
    if item["status"] == "unknown":
        if status == "unknown":
            return Mark("unknown_right", best, item, answer)
        if status == "gap":
            return Mark("unknown_called_gap", worth["unknown_called_gap"], item, answer)
        return Mark("unknown_missed", 0.0, item, answer)
    if status == "gap":
        return Mark("false_gap", worth["false_gap"], item, answer)
    if status == "unknown":
        return Mark("false_unknown", worth["false_unknown"], item, answer)
    return Mark("sound", 0.0, item, answer)
