"""The command that proves a finding, and checks proofs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph.cli.shared import DONE, REACHED, analysis_of, print_json

if TYPE_CHECKING:
    from tpgraph.pipeline import Analysis
    from tpgraph.reason.proof.report import Report


def explain(arguments: Namespace) -> int:
    """Proves a finding step by step, or checks a proof."""
    from tpgraph.errors import CallError
    from tpgraph.phrases import phrase

    if (arguments.id is None) == (arguments.check_proof is None):
        raise CallError(phrase("call.id-or-proof"))
    if arguments.check_proof is not None:
        return _check(arguments)
    analysis = analysis_of(arguments)
    proof = analysis.explain(arguments.id)
    if arguments.format == "json":
        from tpgraph.views.answers import proof_json

        answer = proof_json(analysis, proof.finding)
        if arguments.verify:
            return _report(arguments, analysis, answer, analysis.check_proof(answer["proof"]))
        print_json(answer)
        return DONE
    from tpgraph.views.proofs import proof_text

    sys.stdout.write(proof_text(proof, analysis))
    if arguments.verify:
        print()
        data = analysis.prove(proof.finding)
        return _report(arguments, analysis, {"proof": data}, analysis.check_proof(data))
    return DONE


def _check(arguments: Namespace) -> int:
    from tpgraph.errors import InputError
    from tpgraph.phrases import phrase, shown

    file = arguments.check_proof
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        answer: Any = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        why = shown(error)
        raise InputError(phrase("call.no-proof", file=shown(file), why=why)) from error
    from tpgraph.views.answers import check_answer

    analysis = analysis_of(arguments)
    bare = isinstance(answer, dict) and "steps" in answer
    if bare or not isinstance(answer, dict):
        answer = {"proof": answer}
        report = analysis.check_proof(answer["proof"])
    else:
        report = check_answer(analysis, answer)
    return _report(arguments, analysis, answer, report)


def _report(
    arguments: Namespace, analysis: Analysis, answer: dict[str, Any], report: Report
) -> int:
    from tpgraph.views.proofs import report_json, report_text

    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope

        findings = answer.get("findings", [])
        checked = {"proof": answer.get("proof"), "verification": report_json(report)}
        print_json(analysis_envelope(analysis, findings=findings, **checked))
    else:
        proof = answer.get("proof")
        sys.stdout.write(report_text(report, proof if isinstance(proof, dict) else {}, analysis))
    return DONE if report.accepted else REACHED
