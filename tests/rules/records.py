"""The whole of what a rule finds in a case: not the status alone, but facts, figures and severity.

``findings.csv`` beside a case holds it, a line each; ``expected.csv`` is what was worked out by
hand. ``python -m tests.rules.records`` writes all records anew, so that a change of a rule shows in
the difference exactly what it changes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.rules.cases import Case, all_cases
from tests.rules.pools import pools
from tpgraph.reason.infer import RawFinding, derived_facts, lexical
from tpgraph.vocabulary import NAMESPACE

FILE = "findings.csv"
COLUMNS = (
    "status",
    "concerns",
    "area",
    "measured",
    "threshold",
    "threshold_source",
    "margin",
    "borderline",
    "severity",
    "facts",
    "settled_by",
)
Record = dict[str, str]


@cache
def found() -> dict[Case, list[Record]]:
    """What each case's rule finds, in full, where its cases share a store."""
    records: dict[Case, list[Record]] = {case: [] for case in all_cases()}
    for pool in pools():
        inference = pool.inference
        said = {
            key: f"{s} {p} {lexical(o)}" for key, (s, p, o) in derived_facts(inference).items()
        } | {key: f"{f.s} {f.p} {f.o}" for key, f in inference.graph.facts.items()}
        for raw in inference.findings.values():
            records[pool.companies[raw.company]].append(_record(raw, raw.company, said))
    return {case: sorted(each, key=lambda r: tuple(r.values())) for case, each in records.items()}


def _record(raw: RawFinding, company: str, said: Mapping[str, str]) -> Record:
    def short(text: str) -> str:
        return text.replace(company + "/", "").replace(company, "company").replace(NAMESPACE, "")

    return {
        "status": raw.status,
        "concerns": " | ".join(map(short, raw.concerns)),
        "area": short(raw.area or ""),
        "measured": _figure(raw.measured),
        "threshold": _figure(raw.threshold),
        "threshold_source": short(raw.threshold_source or ""),
        "margin": _figure(raw.margin),
        "borderline": "yes" if raw.borderline else "",
        "severity": _figure(raw.severity),
        # A fact that no statement bears is a fault of the rule: it shows by its bare number.
        "facts": " | ".join(sorted(short(said.get(fact, fact)) for fact in raw.facts)),
        "settled_by": " | ".join(sorted(map(short, raw.settled_by))),
    }


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def recorded(case: Case) -> list[Record]:
    """What ``findings.csv`` of the case says."""
    with (case.folder / FILE).open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def write(case: Case) -> Path:
    """Writes ``findings.csv`` of a case."""
    path = case.folder / FILE
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found()[case])
    return path


if __name__ == "__main__":
    for each in all_cases():
        write(each)
    sys.exit(0)
