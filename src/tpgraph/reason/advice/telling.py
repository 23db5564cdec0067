"""Recommendations in words: what is to be done, why, and what it rests on, in one language."""

from __future__ import annotations

from dataclasses import replace

from tpgraph import vocabulary as v
from tpgraph.model import Edit, Outcome, Recommendation, Suggestion
from tpgraph.reason.advice.candidates import Candidate
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import Inference, lexical
from tpgraph.reason.rules import RuleSet

_TPG = v.NAMESPACE


def describe(
    candidate: Candidate,
    edits: tuple[Edit, ...],
    outcome: Outcome,
    inference: Inference,
    rules: RuleSet,
    narrator: Narrator,
) -> Recommendation:
    """What was tried out of a candidate, as a recommendation with its texts."""
    entry = rules.entries[candidate.rule]
    bare = Recommendation(
        id=candidate.id,
        rule=candidate.rule,
        addresses=tuple(sorted(candidate.addresses)),
        edits=edits,
        title="",
        message="",
        suggestions=_suggestions(candidate, inference),
        principle=entry.principle,
        effort=candidate.effort,  # type: ignore[arg-type]
        outcome=outcome,
        labels={e.target: narrator.label(e.target) for e in edits if e.target},
    )
    return narrate(bare, narrator)


def narrate(recommendation: Recommendation, narrator: Narrator) -> Recommendation:
    """The recommendation with its texts in the narrator's language."""
    entry = narrator.rules.entries[recommendation.rule]
    texts = narrator.texts
    # What is to be looked at beside it is in the edits, not in the sentence.
    edits = [e for e in recommendation.edits if e.action == recommendation.edits[0].action]
    # To declare a column complete is said of that column.
    named = (text if c == "complete" else c for e in edits for c, text in e.cells.items())
    columns = list(dict.fromkeys(named))
    targets = [narrator.label(e.target) for e in edits if e.target]
    links = (name for e in edits for name in e.cells.get("leads_to", "").split("|"))
    linked = [name for name in dict.fromkeys(links) if name]
    kinds = [narrator.label(s.kind) for s in recommendation.suggestions]
    return replace(
        recommendation,
        title=entry.text("title", texts.language),
        message=texts.filled(
            entry.text("adviceMessage", texts.language),
            {
                "target": (targets, texts.some),
                "kind": (kinds, " / ".join),
                "linked": (linked, texts.some),
            },
            columns=texts.listed(narrator.column_label(c) for c in columns),
        ),
        suggestions=tuple(
            replace(s, label=narrator.label(s.kind), why=_why(s, narrator))
            for s in recommendation.suggestions
        ),
        evidence=entry.evidence_in(texts.language),
        caveat=entry.text("caveat", texts.language) or None,
    )


def _suggestions(candidate: Candidate, inference: Inference) -> tuple[Suggestion, ...]:
    if candidate.kind is None:
        return ()
    said = {
        lexical(o)
        for _, _, o in inference.engine.triples(s=candidate.kind, p=_TPG + "saidByDocuments")
    }
    source = "documents" if candidate.covers <= said else "judgement"
    return (Suggestion(candidate.kind, "", "", source, tuple(sorted(candidate.covers))),)


def _why(suggestion: Suggestion, narrator: Narrator) -> str:
    """What of the missing the kind covers, and why it is named before others."""
    texts, parts = narrator.texts, []
    if suggestion.covers:
        values = texts.listed(narrator.label(c) for c in suggestion.covers)
        parts.append(texts("rank.serves", values=values))
        # Where the documents offer nothing it says so.
        if suggestion.source != "documents":
            parts.append(texts("rank.judgement"))
    if suggestion.first_by:
        parts.append(texts(f"first.{suggestion.first_by}"))
    return texts.parted(parts)
