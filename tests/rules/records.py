"""The whole of what a rule finds in a case: not the status alone, but facts, figures and severity.

``findings.csv`` beside a case holds it, a line each; ``expected.csv`` is what was worked out by
hand. ``python -m tests.rules.records`` writes all records anew, so that a change of a rule shows in
the difference exactly what it changes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.rules.cases import Case, all_cases
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason.infer import (
    STATUSES,
    RawFinding,
    derived_facts,
    infer,
    lexical,
)
from tpgraph.reason.rules import load_rules
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


def records_of(case: Case) -> list[Record]:
    """What the case's rule finds, in full."""
    inventory = read_inventory(case.folder, as_of=case.as_of)
    inference = infer(inventory_graph(inventory), load_rules(), statuses=STATUSES)
    company = inventory.company.iri
    said = {key: f"{s} {p} {lexical(o)}" for key, (s, p, o) in derived_facts(inference).items()} | {
        key: f"{f.s} {f.p} {f.o}" for key, f in inference.graph.facts.items()
    }
    found = [
        _record(raw, company, said) for raw in inference.findings.values() if raw.rule == case.rule
    ]
    return sorted(found, key=lambda r: tuple(r.values()))


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
        writer.writerows(records_of(case))
    return path


if __name__ == "__main__":
    for each in all_cases():
        write(each)
    sys.exit(0)
