"""What an engine makes of a company, in a form in which two engines can be compared.

There are no blank nodes in it, so that isomorphic means equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from tests.support.wasm import Node
from tpgraph.reason.advice.candidates import candidates_of
from tpgraph.reason.compiled.many import facts_of, findings, findings_ntriples
from tpgraph.reason.infer import STATUSES, RawFinding, fill_scratch, run_findings
from tpgraph.reason.rules import RuleSet
from tpgraph.store import Engine
from tpgraph.store.oxigraph_engine import OxigraphEngine

# Of a finding all is compared but the order of its triples; of advice what its rules propose.
FIELDS = tuple(f.name for f in fields(RawFinding) if f.name != "triples")
PROPOSED = ("rule", "action", "target", "kind", "rank", "effort")
PROPOSED_MANY = ("addresses", "covers", "links", "settles")


@dataclass(frozen=True)
class Outcome:
    """Findings of every status with their triples, and candidates for advice, by their ids."""

    findings: Mapping[str, Mapping[str, Any]]
    candidates: Mapping[str, Mapping[str, Any]]

    def differences(self, other: Outcome) -> Iterator[str]:
        """What this outcome has and another has not, or has otherwise, and the reverse."""
        for name in ("findings", "candidates"):
            here, there = getattr(self, name), getattr(other, name)
            for key in sorted(here.keys() | there.keys()):
                if (one := here.get(key)) == (two := there.get(key)):
                    continue
                rule = (one or two or {})["rule"]
                if one is None or two is None:
                    yield f"{rule}: {key} is on one side only"
                else:
                    parts = [f"{k} {one[k]!r} / {two[k]!r}" for k in one if one[k] != two[k]]
                    yield f"{rule}: {key}: {'; '.join(parts)}"


def outcome(engine: Engine, inventory: bytes, rules: RuleSet) -> Outcome:
    """What an empty engine makes of a company's graph, N-Triples."""
    fill_scratch(engine, inventory, rules, STATUSES)
    found = run_findings(engine, rules.gaps)
    engine.add([t for raw in found.values() if raw.status != "ok" for t in raw.triples])
    proposed = [asdict(candidate) for candidate in candidates_of(engine, rules)]
    return _outcome(found, proposed)


def outcome_of_compiled(inventory: bytes, rules: RuleSet) -> Outcome:
    """What compiled rules make of it; its candidates are those of a store with what they give."""
    facts = facts_of(inventory, rules)
    found, _ = findings(facts, rules.gaps, STATUSES)
    told, engine = OxigraphEngine(), OxigraphEngine()
    told.load(findings_ntriples(facts, rules.gaps, STATUSES)[0])
    engine.load(facts.dump())
    for raw in found:
        raw.triples = told.triples(s=raw.id)
    engine.add([t for raw in found if raw.status != "ok" for t in raw.triples])
    proposed = [asdict(candidate) for candidate in candidates_of(engine, rules)]
    return _outcome({raw.id: raw for raw in found}, proposed)


def outcome_of_page(node: Node, inventory: bytes) -> Outcome:
    """What the page's own code makes of it, with the rules that ``node`` uses."""
    return _outcome(*node.run(inventory, STATUSES))


def _outcome(found: Mapping[str, RawFinding], proposed: list[dict[str, Any]]) -> Outcome:
    return Outcome(
        {f.id: _compared(f) for f in found.values()}, {c["id"]: _same(c) for c in proposed}
    )


def _compared(raw: RawFinding) -> dict[str, Any]:
    return {**{f: getattr(raw, f) for f in FIELDS}, "triples": frozenset(raw.triples)}


def _same(candidate: Mapping[str, Any]) -> dict[str, Any]:
    cells = {column: sorted(texts) for column, texts in candidate["cells"].items()}
    many = {key: sorted(candidate[key]) for key in PROPOSED_MANY}
    return {**{key: candidate[key] for key in PROPOSED}, **many, "cells": cells}
