"""Checks and builds the ontology: consistent, coherent, and its generated files fresh."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tpgraph.reason.build import build, stale, write
from tpgraph.reason.lint import lint_rule
from tpgraph.reason.rules import load_rules


@dataclass(frozen=True, slots=True)
class OntologyReport:
    """What was checked, a line each, and whether all of it is sound."""

    lines: tuple[str, ...]
    sound: bool


def build_ontology() -> list[Path]:
    """Writes the generated files and returns those that changed."""
    return write(build())


def check_ontology() -> OntologyReport:
    """Runs HermiT over the source, compares the shipped closure with its, lints the rules."""
    built = build()
    found = built.classification
    lines = []
    sound = found.consistent and not found.unsatisfiable
    lines.append(f"HermiT: {'consistent' if found.consistent else 'INCONSISTENT'}")
    for cls in sorted(found.unsatisfiable):
        lines.append(f"HermiT: {cls} can have no member")
    names = stale(built)
    sound = sound and not names
    lines.append(
        f"closure: {len(found.subclasses)} subclass pairs, the shipped ones are "
        + ("HermiT's" if "generated/closure.nt" not in names else "NOT HermiT's")
    )
    lines += [f"stale: {name}; run `tpgraph ontology build`" for name in names]
    rules = load_rules()
    for stratum, group in (
        ("classify", rules.classify),
        ("gap", rules.gaps),
        ("recommendation", rules.recommendations),
    ):
        for rule in group:
            for fault in lint_rule(rule.text, rule.name, stratum):
                sound = False
                lines.append(f"{rule.path}:{fault.line}:{fault.column}: {fault.message}")
            if stratum != "classify" and rule.name not in rules.entries:
                sound = False
                lines.append(f"{rule.path}: the catalogue has no entry for it")
    lines.append(
        f"rules: {len(rules.classify)} shared, {len(rules.gaps)} gap, "
        f"{len(rules.recommendations)} recommendation"
    )
    return OntologyReport(tuple(lines), sound)
