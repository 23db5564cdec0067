"""The snapshot of a comparison: the first company's, and in what the others differ from it."""

from __future__ import annotations

from typing import Any

from tpgraph.model import LANGUAGES
from tpgraph.query.concepts import concept
from tpgraph.reason.compare import VERDICTS, Comparison, Line
from tpgraph.reason.findings import english_labels
from tpgraph.reason.rules import load_rules
from tpgraph.reason.texts import texts_in
from tpgraph.views.comparison import cells, titles
from tpgraph.views.snapshot import snapshot

_WORDS = (
    "compare.dates", "compare.companies", "measure.touchpoints", "measure.active",
    "measure.cost", *(f"verdict.{verdict}" for verdict in VERDICTS),
)  # fmt: skip


def comparison_snapshot(comparison: Comparison) -> dict[str, Any]:
    """The first one's snapshot with ``comparison``: what differs, in all languages."""
    data = snapshot(comparison.analyses[0])
    lines = [line for line in comparison.lines if line.differs]
    told = [_line(line, comparison) for line in lines]
    data["comparison"] = {
        "titles": titles(comparison),
        "same_company": comparison.same_company,
        "lines": told,
        "counts": [dict(counts) for counts in comparison.counts],
        "coverage": [
            {"category": c.category, "stage": c.stage, "counts": list(c.counts)}
            for c in cells(comparison)
            if len(set(c.counts)) > 1
        ],
        "measures": [{"name": m.name, "values": list(m.values)} for m in comparison.measures],
        "rules": _titles_of(comparison),
        "labels": _labels(comparison, {c for line in told for c in line["concerns"]}),
        "texts": {
            key: {lang: texts_in(lang, "trying").table[key] for lang in LANGUAGES} for key in _WORDS
        },
    }
    return data


def _line(line: Line, comparison: Comparison) -> dict[str, Any]:
    analysis, id_ = next(
        (a, f) for a, f in zip(comparison.analyses, line.findings, strict=True) if f is not None
    )
    return {
        "rule": line.rule,
        "concerns": list(analysis.finding(id_).concerns),
        "area": line.area,
        "statuses": list(line.statuses),
        "verdicts": list(line.verdicts),
        "findings": list(line.findings),
    }


def _titles_of(comparison: Comparison) -> dict[str, dict[str, str]]:
    """The titles of all rules that one of the lines or measures names."""
    own = comparison.analyses[0].options.rules_dir
    entries = {lang: load_rules(lang, own).entries for lang in LANGUAGES}
    names = {line.rule for line in comparison.lines if line.differs}
    names |= {m.name.partition(" ")[2] for m in comparison.measures} & entries["en"].keys()
    return {
        name: {lang: of[name].text("title", lang) for lang, of in entries.items()}
        for name in sorted(names)
    }


def _labels(comparison: Comparison, iris: set[str]) -> dict[str, dict[str, str]]:
    """What is concerned by name: terms in all languages, a company's own as it wrote them."""
    known = english_labels()
    names = {iri: n for a in comparison.analyses for iri, n in a.narrator.names.items()}
    return {
        iri: concept(iri).labels if iri in known else {"": names.get(iri, iri.rsplit("/", 1)[-1])}
        for iri in sorted(iris)
    }
