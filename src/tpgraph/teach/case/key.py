"""The answer key of a case: every finding of the rules that are asked about, with its proof."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import Any

from tpgraph.model import LANGUAGES, Finding
from tpgraph.query.names import TPG
from tpgraph.query.terms import book
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.teach.case.invent import Invented
from tpgraph.teach.case.student import rule_titles

SCHEMA = 1
_DECOYS = 2  # rules asked about of which everything is in order
# What an answer is worth. Minus points never take a total below ``least``.
MARKING: Mapping[str, float] = {
    "gap": 2.0,  # a planted gap, found
    "gap_that_follows": 1.0,  # a gap that follows from the planted ones, found
    "unknown": 1.0,  # what cannot be known, called unknown
    "gap_called_unknown": 0.5,  # in place of the gap's points, never more than those
    "unknown_called_gap": -0.5,
    "false_gap": -1.0,  # called a gap, but in order
    "false_unknown": -0.5,  # called unknown, but in order
    "beside_the_point": -0.5,  # a gap where the rule says nothing of it
    "least": 0.0,
}


def case_code(invented: Invented) -> str:
    """What workbook and key have in common, so that neither is marked with another's."""
    said = f"{invented.order}|{invented.analysis.asserted.ntriples.decode()}"
    return f"TP-{hashlib.sha256(said.encode()).hexdigest()[:8].upper()}"


def asked_rules(invented: Invented) -> tuple[str, ...]:
    """The rules that students are asked about: the planted ones, what follows, and decoys."""
    by_rule: dict[str, set[str]] = {}
    for finding in invented.analysis.all_findings:
        by_rule.setdefault(finding.rule, set()).add(finding.status)
    wanted = {*invented.order.planted, *invented.draft.open}
    wanted |= {gap.rule for gap in invented.side_gaps}
    sound = sorted(
        rule for rule, found in by_rule.items() if found == {"ok"} and rule not in wanted
    )
    rng = random.Random(f"{invented.order}/decoys")
    wanted |= set(rng.sample(sound, min(_DECOYS, len(sound))))
    return tuple(rule.name for rule in invented.analysis.rules.gaps if rule.name in wanted)


def asked_findings(invented: Invented, asked: Sequence[str]) -> list[Finding]:
    """All that the asked rules say, in the order of the rules and of what they concern."""
    place = {rule: at for at, rule in enumerate(asked)}
    found = [f for f in invented.analysis.all_findings if f.rule in place]
    return sorted(found, key=lambda f: (place[f.rule], f.concerns[0], f.id))


def make_key(invented: Invented, asked: Sequence[str], code: str) -> dict[str, Any]:
    """The key as data (``schemas/case_key.json``)."""
    order, analysis = invented.order, invented.analysis
    company = analysis.inventory.company
    findings = asked_findings(invented, asked)
    told = {language: _messages(invented, language) for language in LANGUAGES}
    titles = {language: rule_titles(language) for language in LANGUAGES}
    return {
        "schema": SCHEMA,
        "sort": "case-key",
        "code": code,
        "lang": order.language,
        "seed": order.seed,
        "as_of": order.as_of.isoformat(),
        "company": {"iri": company.iri, "name": company.name},
        "industry": TPG + order.industry,
        "size": TPG + order.size,
        "planted": list(order.planted),
        "marking": dict(MARKING),
        "rules": [
            {"name": rule, "titles": {lang: titles[lang][rule] for lang in LANGUAGES}}
            for rule in asked
        ],
        "items": [_item(f, invented, told) for f in findings],
        "graph": analysis.asserted.ntriples.decode(),
    }


def _messages(invented: Invented, language: str) -> dict[str, str]:
    if language == invented.order.language:
        analysis = invented.analysis
    else:
        analysis = Conclusions(invented.inventory, Options(language))
    return {f.id: f.message for f in analysis.all_findings}


def _item(
    finding: Finding, invented: Invented, told: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    iri = finding.concerns[0]
    expected = invented.expected.get(finding.rule, frozenset())
    origin = "sound"
    if finding.status == "gap":
        origin = "planted" if iri in expected else "follows"
    elif finding.status == "unknown":
        origin = "unknown"
    item: dict[str, Any] = {
        "id": finding.id,
        "rule": finding.rule,
        "concern": iri,
        "labels": labels_of(iri, finding.labels[iri]),
        "status": finding.status,
        "origin": origin,
    }
    if finding.status != "ok":
        item["messages"] = {language: told[language][finding.id] for language in LANGUAGES}
        item["proof"] = invented.analysis.prove(finding)
    return item


def labels_of(iri: str, label: str) -> dict[str, str]:
    """What something is called in each language; a company and its touchpoints have one name."""
    if not iri.startswith(TPG):
        return dict.fromkeys(LANGUAGES, label)
    return {language: book().label(iri, language) for language in LANGUAGES}
