"""Why a finding is what it is: rule, facts and places, class inferences, pattern, evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tpgraph import vocabulary as v
from tpgraph.model import Fact, Finding, Sought
from tpgraph.reason.findings import SOUGHT_PREFIXES, sought_pattern
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


class Explainer:
    """Proves findings of one inference; what all proofs look up is gathered once."""

    def __init__(self, inference: Inference, rules: RuleSet, language: str) -> None:
        engine = inference.engine
        self._inference, self._rules, self._language = inference, rules, language
        self._paths = {r.name: r.path for r in rules.gaps}
        self._needs = {
            name: {v.COLUMNS[c].iri for c in entry.needs if c in v.COLUMNS}
            for name, entry in rules.entries.items()
        }
        self._counts: dict[str, int] = {}
        self._touchpoints = {t for t, _, _ in engine.triples(p=_TPG + "ofCompany")}
        # Effective property to its column and to the property of a kind's value.
        defaults = {c: lexical(o) for c, _, o in engine.triples(p=_TPG + "columnDefault")}
        self._columns = {
            lexical(o): (c, defaults[c]) for c, _, o in engine.triples(p=_TPG + "columnEffective")
        }
        self._stated = {(t, lexical(o)) for t, _, o in engine.triples(p=_TPG + "stated")}
        self._kinds: dict[str, list[str]] = {}
        for t, _, kind in engine.triples(p=_RDF_TYPE):
            if t in self._touchpoints:
                self._kinds.setdefault(t, []).append(lexical(kind))
        self._type_facts = {
            (f.s, f.o): f for f in inference.graph.facts.values() if f.p == _RDF_TYPE
        }
        self._derived: dict[str, list[tuple[str, str]]] = {}
        for p in self._columns:
            for s, _, o in engine.triples(p=p):
                self._derived.setdefault(s, []).append((p, lexical(o)))
        self._defining = {lexical(o): c for c, _, o in engine.triples(p=_TPG + "definedByValue")}
        self._above: dict[str, set[str]] = {}
        for s, _, o in engine.triples(p=_SUBCLASS):
            self._above.setdefault(s, set()).add(lexical(o))

    def explain(self, finding: Finding) -> Proof:
        """The derivation of a finding. The deciding pattern is searched again, not remembered."""
        found = replace(finding, sought=self._sought(finding))
        entry = self._rules.entries[finding.rule]
        return Proof(
            finding=found,
            inferences=self.class_inferences(found),
            rule_path=self._paths[finding.rule],
            rationale=entry.text("rationale", self._language),
            severity_note=entry.text("severityNote", self._language) or None,
        )

    def _sought(self, finding: Finding) -> Sought | None:
        """The deciding pattern and how often it is found: searched again, so that it is checked."""
        company = self._inference.findings[finding.id].company
        concern = finding.concerns[0] if finding.concerns else company
        pattern = sought_pattern(finding.rule, self._rules, company, concern)
        return None if pattern is None else Sought(pattern, self._count(pattern))

    def _count(self, pattern: str) -> int:
        # Some patterns name no touchpoint: they are the same for all findings of their rule.
        if pattern not in self._counts:
            query = f"{SOUGHT_PREFIXES} SELECT (COUNT(*) AS ?count) WHERE {{ {pattern} }}"
            value = self._inference.engine.select(query).rows[0][0]
            self._counts[pattern] = int(lexical(value)) if value else 0
        return self._counts[pattern]

    def class_inferences(self, finding: Finding) -> tuple[ClassInference, ...]:
        """The values used by a finding that come from a touchpoint's kind."""
        wanted = [(f.s, f.p, f.o) for f in finding.facts if f.source is None]
        needs = self._needs[finding.rule]
        for concern in finding.concerns:
            wanted += [
                (concern, p, o)
                for p, o in self._derived.get(concern, ())
                if self._columns[p][0] in needs
            ]
        for witness in self._witnesses(finding):
            wanted += [
                (witness, p, o) for p, o in self._derived.get(witness, ()) if o in finding.concerns
            ]
        found: dict[tuple[str, str, str], ClassInference] = {}
        for s, p, value in wanted:
            if p not in self._columns or (s, p, value) in found:
                continue
            column, default = self._columns[p]
            if (s, column) in self._stated:
                continue
            for kind in self._kinds.get(s, ()):
                if value in {
                    lexical(o) for _, _, o in self._inference.engine.triples(s=kind, p=default)
                }:
                    found[(s, p, value)] = self._inference_of(s, p, value, kind)
        return tuple(found.values())

    def _witnesses(self, finding: Finding) -> list[str]:
        """The touchpoints by which something is in order: matches of the deciding pattern."""
        sought = finding.sought
        if finding.status != "ok" or sought is None or "?touchpoint" not in sought.pattern:
            return []
        query = f"{SOUGHT_PREFIXES} SELECT DISTINCT ?touchpoint WHERE {{ {sought.pattern} }}"
        rows = self._inference.engine.select(query).rows
        return sorted(lexical(row[0]) for row in rows if row[0] is not None)

    def _inference_of(self, s: str, p: str, value: str, kind: str) -> ClassInference:
        fact = self._type_facts.get((s, kind))
        defined = self._defining.get(value)
        if defined is not None and defined in self._above.get(kind, ()):
            return ClassInference(s, value, p, (kind, defined), "axiom", fact)
        return ClassInference(s, value, p, (kind,), "typical", fact)
