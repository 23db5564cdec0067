"""Answers as JSON: findings, recommendations, problems, rows, as the contract gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from tpgraph.inventory.audience import not_known
from tpgraph.model import LANGUAGES, Edit, Finding, Problem, Recognition, Recommendation
from tpgraph.phrases import Told, slot_json
from tpgraph.reason.conclusions import Conclusions

if TYPE_CHECKING:
    from tpgraph.reason.proof.report import Report

SCHEMA = 1
_NONE = object()


def envelope(lang: str, company: str | None, as_of: str, **lists: Any) -> dict[str, Any]:
    """What every JSON answer has in common, with its list."""
    return {"schema": SCHEMA, "lang": lang, "company": company, "as_of": as_of, **lists}


def analysis_envelope(analysis: Conclusions, **lists: Any) -> dict[str, Any]:
    """The envelope of an answer about a company."""
    inventory = analysis.inventory
    if inventory.audience is not None:
        unknown = len(not_known(inventory))
        restricted = {
            "name": inventory.audience,
            "serving": len(inventory.touchpoints) - unknown,
            "not_known": unknown,
            "left_out": inventory.left_out,
        }
        lists = {"audience": restricted, **lists}
    return envelope(analysis.lang, inventory.company.iri, inventory.as_of.isoformat(), **lists)


def findings_json(analysis: Conclusions, findings: Sequence[Finding]) -> dict[str, Any]:
    """Findings with pattern searched, evidence and the recommendations that address them."""
    proved = [analysis.explain(f).finding for f in analysis.with_recommendations(findings)]
    return analysis_envelope(analysis, findings=[finding_json(f) for f in proved])


def proof_json(analysis: Conclusions, finding: Finding) -> dict[str, Any]:
    """A finding with its proof, step by step."""
    return {**findings_json(analysis, [finding]), "proof": analysis.prove(finding)}


def check_answer(analysis: Conclusions, answer: Mapping[str, Any]) -> Report:
    """Verifies a saved answer of ``proof_json``: its proof, and that its texts say the same."""
    from tpgraph.reason.proof.report import Report, Verdict
    from tpgraph.views.proofs import report_json

    checked = analysis.check_proof(answer.get("proof"))
    if not checked.accepted:
        return checked
    lang = answer.get("lang")
    if lang not in LANGUAGES:
        wrong = Verdict("", "answer", "refused", "differs", ", ".join(LANGUAGES), "lang")
        return Report((*checked.verdicts, wrong))
    spoken = Conclusions(analysis.inventory, replace(analysis.options, lang=str(lang)))
    right = proof_json(spoken, spoken.finding(answer["proof"]["finding"]))
    if "verification" in answer:
        right["verification"] = report_json(checked)
    right = json.loads(json.dumps(right))
    wrong_keys = [
        key for key in sorted({*right, *answer}) if right.get(key, _NONE) != answer.get(key, _NONE)
    ]
    verdicts = [
        Verdict("", "answer", "refused", "differs", json.dumps(right.get(key)), key)
        for key in wrong_keys
    ]
    return Report((*checked.verdicts, *(verdicts or [Verdict("", "answer", "verified")])))


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding, in the order of the contract's keys."""
    data = asdict(finding)
    data["facts"] = [
        {
            "s": f.s,
            "p": f.p,
            "o": f.o,
            "source": str(f.source) if f.source else None,
            "also": [str(place) for place in f.also],
        }
        for f in finding.facts
    ]
    accepted = finding.accepted
    data["accepted"] = accepted and {
        "reason": accepted.reason,
        "until": accepted.until.isoformat() if accepted.until else None,
    }
    return data


def recommendations_json(
    analysis: Conclusions, recommendations: Sequence[Recommendation]
) -> dict[str, Any]:
    """Recommendations with their edits and what was simulated."""
    return analysis_envelope(
        analysis, recommendations=[recommendation_json(r) for r in recommendations]
    )


def recommendation_json(recommendation: Recommendation) -> dict[str, Any]:
    """One recommendation; ``action`` is that of its edits."""
    data = asdict(recommendation)
    data["edits"] = [edit_json(edit) for edit in recommendation.edits]
    outcome = data.pop("outcome")
    outcome.pop("makes_unknown")
    return {**data, "action": recommendation.edits[0].action, **outcome}


def edit_json(edit: Edit) -> dict[str, Any]:
    """An edit as a person would make it."""
    return {"action": edit.action, "target": edit.target, "cells": dict(edit.cells)}


def recognition_json(recognition: Recognition, language: str) -> dict[str, Any]:
    """A word that is no label, and what became of it."""
    reason = recognition.reason
    return {
        "what": recognition.what,
        "text": recognition.text,
        "status": recognition.status,
        "reason": reason.text(language) if reason else "",
        "offers": [
            {"term": o.term, "label": o.text(language), "score": o.score}
            for o in recognition.offers
        ],
        "place": asdict(recognition.place),
        "column": recognition.column,
        "count": recognition.count,
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem in its language, with its place (file, sheet, row, column) and its data."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "mend": problem.mend,
        "place": asdict(problem.place),
        "value": problem.value,
        "slots": {n: slot_json(s) for n, s in problem.slots.items() if not isinstance(s, Told)},
        "because": [asdict(step) for step in problem.because],
    }
