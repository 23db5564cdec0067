"""The queries behind the page: the rules' own files, ten examples, the words for findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tpgraph.query.concepts import concept
from tpgraph.query.named import named_queries
from tpgraph.query.results import PREFIXES
from tpgraph.reason.conclusions import Conclusions
from tpgraph.views.snapshot.terms import TPG

# What every findings query is made of, in the order in which one meets it.
_WORDS = (
    "Finding", "rule", "status", "concerns", "level", "severity", "message", "measured",
    "threshold", "thresholdSource", "margin", "borderline", "usesFact", "settledBy",
    "Recommendation", "addresses", "suggests", "closes", "opens", "makesKnown",
    "noLongerAsks",
)  # fmt: skip
EXAMPLES = (
    "uncovered-categories", "uncovered-stages", "too-few-or-too-many", "inconsistent-touchpoints",
    "unserved-goals", "unmeasured-digital", "underperforming-and-costly",
    "risk-of-losing-customers", "isolated-touchpoints", "neglected-touchpoints",
)  # fmt: skip


def queries(analysis: Conclusions) -> dict[str, Any]:
    """Texts in SPARQL, each as it stands in its file, and what they mean in all languages."""
    return {
        "prefixes": {prefix.removesuffix(":"): iri for iri, prefix in PREFIXES.items()},
        "rules": _rules(analysis, {f.rule for f in analysis.findings}),
        "examples": [_example(name) for name in EXAMPLES],
        "vocabulary": vocabulary(),
    }


def vocabulary() -> list[dict[str, Any]]:
    """The words of findings: term, label and definition in all languages."""
    return [_word(name) for name in _WORDS]


def _rules(analysis: Conclusions, names: Iterable[str]) -> dict[str, str]:
    texts = {rule.name: rule.text for rule in analysis.rules.gaps}
    return {name: texts[name] for name in sorted(names)}


def _example(name: str) -> dict[str, Any]:
    query = named_queries()[name]
    return {
        "name": name,
        "code": query.code,
        "title": dict(query.titles),
        "question": dict(query.questions),
        "parameters": dict(query.parameters),
        "text": query.text,
    }


def _word(name: str) -> dict[str, Any]:
    card = concept(TPG + name)
    return {"term": f"tpg:{name}", "label": card.labels, "definition": card.definitions}
