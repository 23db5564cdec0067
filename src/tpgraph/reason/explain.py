"""Why a finding is what it is: rule, facts with their places, class inferences, pattern, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from tpgraph import vocabulary as v
from tpgraph.model import Fact, Finding
from tpgraph.reason.findings import with_sought
from tpgraph.reason.infer import Inference, lexical
from tpgraph.reason.rules import RuleSet

_TPG = v.NAMESPACE
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


@dataclass(frozen=True, slots=True)
class ClassInference:
    """How a touchpoint came by a value that no cell states.

    ``chain`` runs from its kind to the class that has the value by definition; for what is only
    usual the chain is the kind alone and ``basis`` is ``typical`` instead of ``axiom``.
    """

    touchpoint: str
    value: str
    property_iri: str
    chain: tuple[str, ...]
    basis: str
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A finding with all that it rests on."""

    finding: Finding
    inferences: tuple[ClassInference, ...]
    rule_path: str
    rationale: str
    severity_note: str | None


def explain(finding: Finding, inference: Inference, rules: RuleSet, language: str) -> Proof:
    """The derivation of a finding. The deciding pattern is searched again, not remembered."""
    company = inference.findings[finding.id].company
    found = with_sought(finding, inference, rules, company)
    entry = rules.entries[finding.rule]
    path = next(r.path for r in rules.gaps if r.name == finding.rule)
    return Proof(
        finding=found,
        inferences=class_inferences(found, inference),
        rule_path=path,
        rationale=entry.text("rationale", language),
        severity_note=entry.severity_note,
    )


def class_inferences(finding: Finding, inference: Inference) -> tuple[ClassInference, ...]:
    """The values used by a finding that come from a touchpoint's kind."""
    engine = inference.engine
    effective = {
        o: (c, p)
        for c, _, o in engine.triples(p=_TPG + "columnEffective")
        for p in (lexical(engine.triples(s=c, p=_TPG + "columnDefault")[0][2]),)
        if isinstance(o, str)
    }
    wanted: list[tuple[str, str, str]] = [
        (f.s, f.p, f.o) for f in finding.facts if f.source is None and f.p in effective
    ]
    touchpoints = {t for t, _, _ in engine.triples(p=_TPG + "ofCompany")}
    for concern in finding.concerns:
        if concern in touchpoints:
            wanted += [
                (concern, p, lexical(o))
                for p, (column, _) in effective.items()
                for _, _, o in engine.triples(s=concern, p=p)
                if not _is_stated(inference, concern, column)
            ]
    found: dict[tuple[str, str, str], ClassInference] = {}
    for s, p, value in wanted:
        column, default = effective[p]
        if (s, p, value) in found or _is_stated(inference, s, column):
            continue
        for _, _, kind in engine.triples(s=s, p=_RDF_TYPE):
            if isinstance(kind, str) and value in {
                lexical(o) for _, _, o in engine.triples(s=kind, p=default)
            }:
                found[(s, p, value)] = _inference(s, p, value, kind, inference)
    return tuple(found.values())


def _is_stated(inference: Inference, touchpoint: str, column: str) -> bool:
    return any(o == column for _, _, o in inference.engine.triples(s=touchpoint, p=_TPG + "stated"))


def _inference(s: str, p: str, value: str, kind: str, inference: Inference) -> ClassInference:
    engine = inference.engine
    fact = next((f for f in inference.graph.facts.values() if f.s == s and f.o == kind), None)
    for _, _, defined in engine.triples(s=kind, p=_SUBCLASS):
        if isinstance(defined, str) and any(
            lexical(o) == value for _, _, o in engine.triples(s=defined, p=_TPG + "definedByValue")
        ):
            return ClassInference(s, value, p, (kind, defined), "axiom", fact)
    return ClassInference(s, value, p, (kind,), "typical", fact)
