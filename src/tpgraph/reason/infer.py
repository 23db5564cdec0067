"""Runs the rules over one company: shared facts, then findings. All inference goes through here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.errors import RuleError
from tpgraph.inventory.graph import InventoryGraph, statement_iri
from tpgraph.model import Status
from tpgraph.phrases import phrase
from tpgraph.reason.rules import Rule, RuleSet
from tpgraph.resources import ontology_dir
from tpgraph.store import Engine, Literal, Object, Triple, open_engine

_TPG = v.NAMESPACE
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
STATUSES: tuple[Status, ...] = ("gap", "unknown", "ok")
REPORTED: tuple[Status, ...] = ("gap", "unknown")
# Triples (of some 300 touchpoints) from which on it pays to say the rules again, set at a time.
MANY = 10_000

# Properties that make a derived fact countable as evidence: what an active touchpoint has.
DERIVED = (
    "inCategory",
    "atStage",
    "servesGoal",
    "inModality",
    "inContactForm",
    "underOwnership",
    "inMedia",
    "givesSupport",
    "collectsFeedback",
)


@dataclass(slots=True)
class RawFinding:
    """A finding as its rule gives it: IRIs, numbers and statement IRIs, no texts."""

    id: str
    rule: str
    status: Status
    company: str
    concerns: tuple[str, ...]
    severity: float
    area: str | None = None
    measured: float | None = None
    threshold: float | None = None
    threshold_source: str | None = None
    margin: float | None = None
    borderline: bool = False
    facts: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
    triples: Iterable[Triple] = ()


@dataclass(slots=True)
class Inference:
    """What the rules gave: the engine with all facts in it, the findings, and where facts stand.

    ``in_order`` is how often each rule found something in order, where that was counted along.
    """

    engine: Engine
    findings: dict[str, RawFinding]
    graph: InventoryGraph
    in_order: Mapping[str, int] | None = None


@cache
def runtime_facts() -> bytes:
    """The ontology's facts that rules need, closed by HermiT, as N-Triples."""
    return (ontology_dir() / "generated" / "runtime.nt").read_bytes()


def reported_ntriples(statuses: Sequence[Status]) -> bytes:
    """What rules ask before they say anything of a status, as N-Triples."""
    lines = (f'<{_TPG}{status}> <{_TPG}isReported> "true"^^<{_BOOLEAN}> .\n' for status in statuses)
    return "".join(lines).encode()


def infer(
    graph: InventoryGraph,
    rules: RuleSet,
    *,
    engine: str = "oxigraph",
    statuses: Sequence[Status] = REPORTED,
) -> Inference:
    """Runs all strata over an inventory's graph in a new scratch store.

    Findings of the given statuses are returned; they are not written into the store.
    The engine is closed: what it inferred can be asked, a server holds nothing any more.
    Raises QueryError where the engine refuses a rule, EngineError where a server fails.
    """
    rules = for_size(rules, engine, graph.ntriples)
    with closing(open_engine(engine, graph.company)) as scratch:
        fill_scratch(scratch, graph.ntriples, rules, statuses)
        return Inference(scratch, run_findings(scratch, rules.gaps), graph)


def for_size(rules: RuleSet, engine: str, ntriples: bytes) -> RuleSet:
    """The rules with the texts that are faster for as many triples as there are."""
    if engine != "oxigraph" or ntriples.count(b"\n") < MANY:
        return rules
    from tpgraph.reason.setwise.choice import rules_for_many

    return replace(rules, classify=rules_for_many(rules.classify), gaps=rules_for_many(rules.gaps))


def fill_scratch(
    scratch: Engine, ntriples: bytes, rules: RuleSet, statuses: Sequence[Status]
) -> None:
    """Puts the ontology's run-time facts, inventories and the shared facts into a new store."""
    scratch.load_common(runtime_facts())
    scratch.load(ntriples)
    scratch.load(reported_ntriples(statuses))
    for rule in rules.classify:
        scratch.materialise(rule.text)


def run_findings(engine: Engine, rules: Iterable[Rule]) -> dict[str, RawFinding]:
    """The findings of gap rules over an engine that holds the shared facts."""
    found: dict[str, RawFinding] = {}
    for rule in rules:
        by_subject: dict[str, list[Triple]] = {}
        for triple in engine.construct(rule.text):
            by_subject.setdefault(triple[0], []).append(triple)
        for subject, triples in sorted(by_subject.items()):
            if (finding := raw_finding(subject, triples)) is not None:
                found[subject] = finding
    return found


def finding_statuses(
    graph: InventoryGraph,
    rules: RuleSet,
    *,
    engine: str = "oxigraph",
    statuses: Sequence[Status] = REPORTED,
) -> dict[str, Status]:
    """Finding id to status: what counting and simulating need, and no more."""
    rules = for_size(rules, engine, graph.ntriples)
    with closing(open_engine(engine, graph.company)) as scratch:
        fill_scratch(scratch, graph.ntriples, rules, statuses)
        return {finding: status for rule in rules.gaps for finding, status in asked(scratch, rule)}


def asked(scratch: Engine, rule: Rule) -> Iterator[tuple[str, Status]]:
    """What a rule finds in a store that holds the shared facts: finding ids and statuses alone."""
    for finding, status in scratch.select(_statuses_query(rule)).rows:
        if finding is not None and status is not None:
            yield lexical(finding), status_of(lexical(status))


_TEMPLATE = re.compile(r"^(\s*)CONSTRUCT\s*\{[^{}]*\}", re.IGNORECASE | re.MULTILINE)


def _statuses_query(rule: Rule) -> str:
    """The rule's own pattern, asked for its findings and their statuses."""
    return _TEMPLATE.sub(r"\1SELECT DISTINCT ?finding ?status", rule.text, count=1)


def derived_facts(inference: Inference) -> dict[str, Triple]:
    """Statement IRIs of what counts for touchpoints by inference, so that proofs can name them."""
    found: dict[str, Triple] = {}
    companies = {t: c for t, _, c in inference.engine.triples(p=_TPG + "ofCompany")}
    for name in DERIVED:
        for s, p, o in inference.engine.triples(p=_TPG + name):
            company = companies.get(s)
            if isinstance(company, str):
                found[statement_iri(company, s, p, lexical(o))] = (s, p, o)
    return found


def lexical(o: Object) -> str:
    """The text that a statement's hash uses for an object."""
    return o.value if isinstance(o, Literal) else o


_STATUS = _TPG + "status"
# What is said once of a finding: the property, and where ``RawFinding`` has it.
SINGLE = {
    _TPG + "severity": "severity",
    _TPG + "area": "area",
    _TPG + "measured": "measured",
    _TPG + "threshold": "threshold",
    _TPG + "thresholdSource": "threshold_source",
    _TPG + "margin": "margin",
    _TPG + "borderline": "borderline",
}


def status_of(iri: str) -> Status:
    """The status that an IRI stands for."""
    name = iri.removeprefix(_TPG)
    if name == "gap":
        return "gap"
    return "ok" if name == "ok" else "unknown"


def raw_finding(subject: str, triples: list[Triple]) -> RawFinding | None:
    """A finding from its triples; None where they are no finding's. Raises RuleError."""
    values: dict[str, list[Object]] = {}
    for _, p, o in triples:
        values.setdefault(p, []).append(o)
    if _STATUS not in values or _TPG + "rule" not in values:
        return None
    if len(values[_STATUS]) > 1:
        name = lexical(values[_TPG + "rule"][0]).rsplit("/", 1)[-1]
        raise RuleError(phrase("rule.statuses", name=name, subject=subject))
    finding = RawFinding(
        id=subject,
        rule=lexical(values[_TPG + "rule"][0]).rsplit("/", 1)[-1],
        status=status_of(lexical(values[_STATUS][0])),
        company=lexical(values[_TPG + "ofCompany"][0]),
        concerns=tuple(sorted(lexical(o) for o in values.get(_TPG + "concerns", []))),
        severity=0.0,
        facts=tuple(sorted(lexical(o) for o in values.get(_TPG + "usesFact", []))),
        settled_by=tuple(sorted(lexical(o) for o in values.get(_TPG + "settledBy", []))),
        triples=triples,
    )
    for p, name in SINGLE.items():
        said = values.get(p, ())
        if len(said) > 1:
            raise RuleError(phrase("rule.values", name=finding.rule, value=name, subject=subject))
        for o in said:
            setattr(finding, name, o.to_python() if isinstance(o, Literal) else o)
    return finding
