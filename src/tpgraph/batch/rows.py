"""What is said of one company: rows of findings and problems, and counts for the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tpgraph.errors import TpgraphError
from tpgraph.inventory.audience import company_title
from tpgraph.model import Finding, Place, Problem
from tpgraph.phrases import Phrase, said
from tpgraph.reason.conclusions import Conclusions
from tpgraph.views.files import findings_rows

# The same for every finding of a rule: they stand once in rules.csv, or in the catalogue.
_OF_THE_RULE = ("title", "evidence")
FINDINGS = (
    "company", "rule", "status", "level", "severity", "concerns", "message", "measured",
    "threshold", "threshold_source", "margin", "borderline", "sources", "settled_by", "accepted",
    "id",
)  # fmt: skip
PROBLEMS = (
    "company", "source", "severity", "code", "file", "sheet", "row", "column", "value", "message",
    "mend",
)  # fmt: skip
# What is a number in a table that knows types.
NUMBERS = frozenset({"severity", "measured", "threshold", "margin", "row"})


def finding_cells(analysis: Conclusions, findings: Sequence[Finding]) -> list[list[str]]:
    """A row of ``FINDINGS`` for each finding, worst first."""
    head, *rows = findings_rows(analysis, findings)
    kept = [i for i, name in enumerate(head) if name not in _OF_THE_RULE]
    company = company_title(analysis.inventory)
    return [[company, *(row[i] for i in kept)] for row in rows]


def problem_cells(
    company: str, source: str, problems: Iterable[Problem], language: str
) -> list[list[str]]:
    """A row of ``PROBLEMS`` for each error and warning; notes stay out of the table."""
    return [
        _cells(company, source, p.severity, p.code, p.place, p.value, p.message, p.mend)
        for p in (p.in_language(language) for p in problems if p.severity != "note")
    ]


def failure_cells(company: str, source: str, error: Exception, language: str) -> list[str]:
    """The row of ``PROBLEMS`` for what ended a company."""
    told = error.args[0] if error.args else None
    if isinstance(told, Phrase) and told.key == "fatal":
        place, message = told.slots["where"], told.slots["message"]
        if isinstance(place, Place) and isinstance(message, Phrase):
            texts = (said(message, language), said(told.slots["mend"], language))
            return _cells(company, source, "fatal", message.key, place, None, *texts)
    known = isinstance(error, TpgraphError)
    text = error.text(language) if isinstance(error, TpgraphError) else repr(error)
    code = told.key if isinstance(told, Phrase) else "error" if known else "defect"
    return _cells(company, source, "fatal", code, Place(source), None, text, "")


def _cells(
    company: str,
    source: str,
    severity: str,
    code: str,
    place: Place,
    value: str | None,
    message: str,
    mend: str,
) -> list[str]:
    row = "" if place.row is None else str(place.row)
    at = (place.file, place.sheet or "", row, place.column or "")
    return [company, source, severity, code, *at, value or "", message, mend]


def counts(analysis: Conclusions, findings: Sequence[Finding], source: str) -> dict[str, Any]:
    """What the summary needs to know of a company.

    ``rules`` maps each rule with an answer to its numbers of gaps, unknowns and what is in order.
    """
    inventory = analysis.inventory
    found = Counter((f.rule, f.status) for f in findings)
    severities = Counter(p.severity for p in inventory.problems)
    ok = analysis.in_order_by_rule
    names = sorted({rule for rule, _ in found} | ok.keys())
    return {
        "company": company_title(inventory),
        "iri": inventory.company.iri,
        "source": source,
        "industry": [v.iri or v.literal for v in inventory.company.values.get("industry", ())],
        "size": [v.iri or v.literal for v in inventory.company.values.get("size", ())],
        "touchpoints": len(inventory.touchpoints),
        "active": analysis.active_count,
        "levels": Counter(f.level for f in findings if f.status == "gap"),
        "open_levels": sorted({f.level for f in findings if f.status == "gap" and not f.accepted}),
        "accepted": sum(f.accepted is not None and f.status == "gap" for f in findings),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "rules": {n: [found[n, "gap"], found[n, "unknown"], ok.get(n, 0)] for n in names},
    }
