"""Proofs for the terminal: what a finding rests on, and what became of each step when checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpgraph import vocabulary as v
from tpgraph.model import Finding
from tpgraph.phrases import written
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.explain import ClassInference, Proof
from tpgraph.reason.findings import source_term
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.places import said_places
from tpgraph.views.proof_words import SHOWN_MAX_CHARACTERS, named, rests_on, said_step
from tpgraph.views.safe import clipped, printable

if TYPE_CHECKING:
    from tpgraph.reason.proof.report import Report

_TPG = v.NAMESPACE
_MARKS = {"verified": "✓", "refused": "✗", "not-checked": "·"}


def proof_text(proof: Proof, analysis: Conclusions) -> str:
    """A proof, step by step, for the terminal."""
    f = proof.finding
    texts, own, label = analysis.texts, texts_in(analysis.lang, "proof"), analysis.narrator.label
    steps = analysis.prove(f)["steps"]
    lines = [
        f"{f.title} [{texts.listed((texts(f'status.{f.status}'), texts(f'level.{f.level}')))}]",
        f.message,
        "",
        f"{texts('proof.rule')}: {f.rule} ({proof.rule_path})",
        f"    {proof.rationale}",
    ]
    if f.facts:
        lines.append(f"{texts('proof.facts')}:")
        for fact in f.facts:
            place = said_places(fact, analysis.lang) or texts("source.kind")
            shown = clipped(named(fact.o, analysis), SHOWN_MAX_CHARACTERS)
            lines.append(f"    {label(fact.s)} · {label(fact.p)} · {shown}   [{place}]")
    if proof.inferences:
        lines.append(f"{texts('proof.inferences')}:")
        for inference in proof.inferences:
            lines += _inferred(inference, steps, analysis, own)
    closing = [s for s in steps if s["kind"] == "completeness"]
    if closing:
        lines.append(f"{own('completeness')}:")
        for s in closing:
            declared = own("closed" if s["closed"] else "open")
            lines.append(f"    {analysis.narrator.column_label(s['column'])}: {declared}")
    if f.sought:
        lines.append(texts("proof.sought", pattern=f.sought.pattern, count=f.sought.count))
    lines += _compared(f, analysis, own)
    if f.settled_by:
        lines.append(f"{texts('proof.settledBy')}:")
        lines += [f"    {s.text}" for s in f.settled_by]
    note = re.sub(r"^[\d۰-۹.,٫]+\s*[:：]\s*", "", proof.severity_note or "")
    lines.append(
        f"{texts('proof.severity')}: {texts.shown(f.severity)}" + (f" ({note})" if note else "")
    )
    lines.append(f"{texts('proof.evidence')}:")
    passages = {(s["evidence"], s["ref"]): s["passages"] for s in steps if s["kind"] == "evidence"}
    for e in f.evidence:
        lines.append(f"    {rests_on(e.kind, e.ref, analysis)}: {e.text}")
        lines += _passages(passages.get((e.kind, e.ref), ()), analysis, own)
    if f.accepted:
        lines.append(texts("accepted", reason=f.accepted.reason))
    return printable("\n".join(lines)) + "\n"


def _inferred(
    inference: ClassInference,
    steps: Sequence[Mapping[str, Any]],
    analysis: Conclusions,
    texts: Texts,
) -> list[str]:
    """From the touchpoint's kind to the value, and where the documents say what is usual."""
    label = analysis.narrator.label
    chain = " ⊑ ".join(label(c) for c in inference.chain)
    arrow = "⇒" if inference.basis == "axiom" else "~"
    source = said_places(inference.fact, analysis.lang) if inference.fact else ""
    where = f"   [{source}]" if source else ""
    lines = [f"    {label(inference.touchpoint)}: {chain} {arrow} {label(inference.value)}{where}"]
    for s in steps:
        if s["kind"] == "ontology" and s["s"] == inference.chain[0] and s["o"] == inference.value:
            last = s["chain"][-1][0] if s["chain"] else s["s"]
            if s["basis"] == "typical":
                lines.append(f"        {texts('usual', kind=label(last))}")
            lines += _passages(s["passages"], analysis, texts)
    return lines


def _passages(
    passages: Sequence[Mapping[str, Any]], analysis: Conclusions, texts: Texts
) -> list[str]:
    return [
        "        "
        + texts(
            "passage",
            document=analysis.narrator.label(_TPG + p["document"]),
            line=p["line"],
            words=p["words"],
        )
        for p in passages
    ]


def _compared(f: Finding, analysis: Conclusions, own: Texts) -> list[str]:
    """What was measured, against what, by how much; and whether it is a close call."""
    texts = analysis.texts
    lines = []
    if f.measured is not None:
        close = f" ({own('borderline')})" if f.borderline else ""
        measured = written(f.measured, texts.language, beside=f.threshold)
        lines.append(f"{texts('proof.measured')}: {measured}{close}")
    if f.threshold is not None:
        words = threshold_words(f.threshold_source, analysis, own)
        threshold = written(f.threshold, texts.language, beside=f.measured)
        lines.append(f"{texts('proof.threshold')}: {threshold}" + (f" ({words})" if words else ""))
    if f.margin is not None:
        lines.append(f"{own('margin')}: {texts.shown(f.margin)}")
    return lines


def threshold_words(source: str | None, analysis: Conclusions, texts: Texts) -> str:
    """Where a threshold comes from, in words; a date stays as it is."""
    term = source_term(source, analysis.rules)
    if term:
        return analysis.narrator.label(term)
    if source and re.fullmatch(r"[a-z]+(_[a-z]+)+", source):
        return texts("days_bound", bound=source)
    return source or ""


def report_text(report: Report, proof: Mapping[str, Any], analysis: Conclusions) -> str:
    """What became of each step of a proof that was checked, and of the proof."""
    texts = texts_in(analysis.lang, "proof")
    given = proof.get("steps")
    steps = (
        {s["id"]: s for s in given if isinstance(s, Mapping) and "id" in s}
        if (isinstance(given, list))
        else {}
    )
    lines = []
    for verdict in report.verdicts:
        said = said_step(steps.get(verdict.step, {}), analysis)
        line = f"{_MARKS[verdict.state]} {verdict.step:4} {texts('kind.' + verdict.kind)}"
        line += (f": {said}" if said else "") + f"   [{texts('state.' + verdict.state)}]"
        lines.append(line)
        if verdict.reason:
            about = clipped(verdict.about, SHOWN_MAX_CHARACTERS)
            why = texts("why." + verdict.reason, about=about, field=verdict.field)
            lines.append(f"       {why}")
    states = [verdict.state for verdict in report.verdicts]
    if report.accepted:
        lines.append(texts("accepted", count=states.count("verified")))
        if left := states.count("not-checked"):
            lines.append(texts("left", count=left))
    else:
        lines.append(texts("refused", count=states.count("refused")))
    return printable("\n".join(lines)) + "\n"


def report_json(report: Report) -> dict[str, Any]:
    """The verdicts as JSON."""
    return {
        "accepted": report.accepted,
        "steps": [
            {
                "step": x.step,
                "kind": x.kind,
                "state": x.state,
                "reason": x.reason,
                "field": x.field,
                "about": x.about,
            }
            for x in report.verdicts
        ],
    }
