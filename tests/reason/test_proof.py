"""Proofs hold when they are checked without the rule engine, and no altered one does."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.reason.altering import mutants
from tests.rules.cases import Case, all_cases
from tpgraph.model import Finding
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.proof.check import DEFINITIONS, Checker
from tpgraph.reason.proof.premises import OPERATORS, PREMISES
from tpgraph.reason.proof.sources import sources
from tpgraph.reason.rules import load_rules
from tpgraph.vocabulary import NAMESPACE

AS_OF = date(2026, 11, 22)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
OWN_RULES = ROOT / "tests" / "reason" / "own_rules"


@cache
def sample(name: str) -> Analysis:
    return analyse(ROOT / "data" / name, as_of=AS_OF)


def proof_of(analysis: Analysis, finding: Finding) -> dict[str, Any]:
    """The proof as it is after it has been written and read."""
    proof: dict[str, Any] = json.loads(json.dumps(analysis.prove(finding)))
    return proof


def check_all(analysis: Analysis, rule: str | None = None) -> int:
    """Every proof is accepted and holds the facts that the finding names; how many there are."""
    checker = Checker(analysis.asserted)
    findings = [f for f in analysis.all_findings if rule in (None, f.rule)]
    for finding in findings:
        proof = proof_of(analysis, finding)
        report = checker.check(proof)
        assert report.accepted, (finding.rule, finding.concerns, report.refused)
        assert {v.state for v in report.verdicts} == {"verified"}
        stated = {(s["s"], s["p"], s["o"]) for s in proof["steps"] if "p" in s}
        assert {(f.s, f.p, f.o) for f in finding.facts} <= stated, finding.rule
    return len(findings)


def test_the_checker_knows_every_built_in_rule() -> None:
    names = {rule.name for rule in load_rules().gaps}
    assert names == DEFINITIONS.keys() == PREMISES.keys() == OPERATORS.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_proof_of_a_sample_holds(name: str) -> None:
    assert check_all(sample(name)) > 100


@pytest.mark.parametrize("rule", sorted({case.rule for case in all_cases()}))
def test_every_proof_of_a_case_holds(rule: str) -> None:
    # What is only supposed is simulated, and never proved to anybody.
    cases = [case for case in all_cases() if case.rule == rule and not case.supposed]
    assert sum(check_all(case.analyse(), rule) for case in cases) >= len(cases) / 2


@cache
def one_of_each() -> dict[str, list[tuple[Case, str]]]:
    """Of each rule a finding of every status, each from a case of its own."""
    found: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for case in all_cases():
        for status in sorted(case.statuses if not case.supposed else ()):
            if (case.rule, status) not in seen:
                seen.add((case.rule, status))
                found[case.rule].append((case, status))
    return found


@pytest.mark.parametrize("rule", sorted({case.rule for case in all_cases()}))
def test_whatever_is_altered_in_a_proof_is_refused(rule: str) -> None:
    for case, status in one_of_each()[rule]:
        analysis = case.analyse()
        finding = next(
            f for f in analysis.all_findings if (f.rule, f.status) == (case.rule, status)
        )
        proof, checker = proof_of(analysis, finding), Checker(analysis.asserted)
        assert checker.check(proof).accepted
        text = json.dumps(proof)
        count = 0
        for what, mutant in mutants(proof):
            if json.dumps(mutant) != text:
                assert not checker.check(mutant).accepted, f"{case}, {status}: {what}"
                count += 1
        assert count > 100


@pytest.mark.parametrize("name", SAMPLES[1:2])
def test_a_proof_is_refused_by_another_inventory(name: str) -> None:
    analysis = sample(name)
    others = [sample(n) for n in SAMPLES if n != name]
    for finding in analysis.gaps:
        proof = proof_of(analysis, finding)
        assert not any(other.check_proof(proof).accepted for other in others)


def test_a_proof_is_refused_once_the_decisive_cell_is_gone(tmp_path: Any) -> None:
    count = 0
    for case in all_cases()[::10]:
        for n, row in enumerate(case.decisive[:1]):
            place = tmp_path / f"{case.rule}-{case.folder.name}-{n}"
            place.mkdir()
            before = case.analyse()
            after = case.analyse(folder=case.copy_without(row["row"], row["column"], place))
            now = {f.id: f.status for f in after.all_findings}
            for finding in before.all_findings:
                if now.get(finding.id) != finding.status:
                    assert not after.check_proof(proof_of(before, finding)).accepted
                    count += 1
    assert count > 20


@pytest.mark.parametrize("thing", [None, 1, "proof", [], {}, {"steps": []}, [{"steps": 1}]])
def test_what_is_no_proof_is_refused(thing: Any) -> None:
    report = sample("bottega_jeans").check_proof(thing)
    assert [v.reason for v in report.refused] == ["not-a-proof"]


def test_a_coupon_s_category_is_proved_link_by_link() -> None:
    coupon, promotion = NAMESPACE + "Coupon", NAMESPACE + "Promotion"
    basis, chain = sources().chain(
        coupon, NAMESPACE + "defaultCategory", NAMESPACE + "salesPromotion"
    )
    assert basis == "axiom"
    assert chain[0][::2] == (coupon, promotion)
    assert chain[-1] == (promotion, NAMESPACE + "category", NAMESPACE + "salesPromotion")
    assert all(sources().states(link) for link in chain)
    assert not sources().states((coupon, NAMESPACE + "category", NAMESPACE + "advertising"))
    (passage, *_) = sources().said_of(coupon, NAMESPACE + "salesPromotion")
    line = (ROOT / "ontology" / "statements" / f"{passage.document}.ttl").read_text()
    assert passage.words in line


def test_evidence_of_documents_names_its_places() -> None:
    for rule in DEFINITIONS:
        evidence = sources().evidence(rule)
        assert evidence
        for kind, ref, passages in evidence:
            assert bool(passages) == (kind == "seed"), (rule, ref)
            assert all(p.document == f"seed{ref}" and p.line > 0 and p.words for p in passages)


def test_the_catalogue_s_patterns_are_those_that_rules_run_with() -> None:
    entries = load_rules().entries
    for rule in DEFINITIONS:
        assert sources().sought(rule) == entries[rule].sought


def test_a_rule_of_one_s_own_is_checked_as_far_as_its_facts() -> None:
    folders = [p for p in (OWN_RULES, *OWN_RULES.iterdir()) if (p / "catalogue.ttl").is_file()]
    assert folders
    checked = 0
    for folder in folders:
        analysis = analyse(ROOT / "data" / "bottega_jeans", as_of=AS_OF, rules_dir=folder)
        for finding in analysis.all_findings:
            if finding.rule in DEFINITIONS:
                continue
            proof = proof_of(analysis, finding)
            report = analysis.check_proof(proof)
            assert report.accepted, report.refused
            assert report.verdicts[-1].state == "not-checked"
            # Who does not have the rule cannot accept it.
            assert not sample("bottega_jeans").check_proof(proof).accepted
            for i, step in enumerate(proof["steps"]):
                if step["kind"] == "asserted":
                    steps = list(proof["steps"])
                    steps[i] = {**step, "o": step["o"] + "x"}
                    assert not analysis.check_proof({**proof, "steps": steps}).accepted
            checked += 1
    assert checked
