"""The page's snapshot: everything it shows, in all languages, as one JSON object (schema 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tpgraph import __version__
from tpgraph import vocabulary as v
from tpgraph.inventory.audience import COLUMN as AUDIENCE
from tpgraph.inventory.audience import company_title
from tpgraph.inventory.graph import cell_places
from tpgraph.model import LANGUAGES, Finding, Place, Recommendation, TouchpointRow
from tpgraph.phrases import phrases_in
from tpgraph.query.concepts import concept
from tpgraph.reason.advice.telling import narrate
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator, company_cell, english_labels
from tpgraph.reason.infer import lexical
from tpgraph.reason.rules import load_rules
from tpgraph.reason.texts import texts_in
from tpgraph.views.coverage import coverage, ordered
from tpgraph.views.measures import FIELDS, measures
from tpgraph.views.network import network, positions
from tpgraph.views.places import joined_places, said_places

_TPG = v.NAMESPACE
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SETTLE_TEXTS = (
    "settle.cell",
    "settle.columns",
    "settle.complete",
    "settle.goals",
    "settle.size",
    "settle.understanding_methods",
    "settle.has_store",
    "settle.sells_online",
    "settle.sells",
    "settle.industry",
    "settle.bound",
    "settle.currencies",
    "settle.ratings",
)
_MEASURE_TEXTS = tuple(f"measure.{field}{part}" for field in FIELDS for part in ("", ".about"))
_MARKS = ("mark.list", "mark.parts")  # what stands between the items of a list
_EFFECTIVE = {
    "category": "inCategory",
    "stages": "atStage",
    "goals": "servesGoal",
    "modality": "inModality",
    "personal": "inContactForm",
    "ownership": "underOwnership",
    "media": "inMedia",
    "supports": "givesSupport",
    "feedback": "collectsFeedback",
}


def snapshot(analysis: Conclusions) -> dict[str, Any]:
    """The snapshot of an analysis; texts are dictionaries of language to text."""
    return _Builder(analysis).build()


@dataclass
class _Builder:
    analysis: Conclusions

    def __post_init__(self) -> None:
        a = self.analysis
        self.inventory = a.inventory
        self.engine = a.inference.engine
        self.narrators = {
            lang: Narrator(a.inventory, load_rules(lang, a.options.rules_dir), texts_in(lang))
            for lang in LANGUAGES
        }
        self.by_touchpoint: dict[str, list[str]] = {}
        for f in a.findings:
            for c in f.concerns:
                self.by_touchpoint.setdefault(c, []).append(f.id)
        self._measures = {
            m.touchpoint: {field: getattr(m, field) for field in FIELDS} for m in measures(a)
        }
        self.used: set[str] = set()
        self.rules_used: set[str] = set()

    def build(self) -> dict[str, Any]:
        a = self.analysis
        stages = ordered(a, _TPG + "purchaseStages")
        categories = ordered(a, _TPG + "touchpointCategories")
        modalities = ordered(a, _TPG + "modalities")
        findings = a.with_recommendations(a.findings)
        data: dict[str, Any] = {
            "schema": 1,
            "generator": f"tpgraph {__version__}",
            "as_of": self.inventory.as_of.isoformat(),
            "lang": a.lang,
            "langs": list(LANGUAGES),
            "company": {
                "iri": self.inventory.company.iri,
                "name": company_title(self.inventory),
                "facts": self._company_facts(),
            },
            "stages": stages,
            "categories": categories,
            "modalities": modalities,
            "touchpoints": [self._touchpoint(row) for row in self.inventory.touchpoints],
            "findings": [self._finding(f) for f in findings],
            "recommendations": [self._recommendation(r) for r in a.recommendations],
            "matrix": self._matrix(),
            "network": self._network(),
            "counts": {str(k): n for k, n in a.counts.items()},
        }
        self.used.update(stages, categories, modalities)
        data["concepts"], data["labels"] = self._concepts()
        data["rules"] = {name: self._rule(name) for name in sorted(self.rules_used)}
        data["texts"] = {
            key: {lang: n.texts.table[key] for lang, n in self.narrators.items()}
            for key in (*_SETTLE_TEXTS, *_MEASURE_TEXTS)
        } | {key: {lang: phrases_in(lang)[key] for lang in self.narrators} for key in _MARKS}
        return data

    def _use(self, *iris: str) -> list[str]:
        self.used.update(iris)
        return list(iris)

    def _company_facts(self) -> list[dict[str, Any]]:
        company = self.inventory.company
        facts: list[dict[str, Any]] = [
            {"key": key, "values": [self._value(x.iri, x.literal) for x in values]}
            for key, values in company.values.items()
        ]
        if company.complete:
            columns = [v.COLUMNS[c].iri for c in company.complete]
            facts.append({"key": "complete", "values": self._use(*columns)})
        return facts

    def _value(self, iri: str | None, literal: str | None) -> str:
        if iri:
            self.used.add(iri)
            return iri
        return literal or ""

    def _touchpoint(self, row: TouchpointRow) -> dict[str, Any]:
        kind = next((x.iri for x in row.values.get("type", ()) if x.iri), None)
        status = next((x.iri for x in row.values.get("status", ()) if x.iri), "")
        cells = [
            {
                "column": self._use(v.COLUMNS[name].iri)[0],
                "values": [self._value(x.iri, x.literal) for x in values if x.iri or x.literal],
                "source": _source(values[0].place),
                "place": joined_places((values[0].place, *values[0].also)),
            }
            for name, values in row.values.items()
            if values and name != "name"
        ]
        cells += [
            {
                "column": self._use(v.COLUMNS[name].iri)[0],
                "values": [],
                "source": "stated",
                "place": joined_places(cell_places(row, name)),
            }
            for name in sorted(row.none)
        ]
        for name, effective in _EFFECTIVE.items():
            stated = name in row.values or name in row.none or name in row.unclear
            values = [lexical(o) for _, _, o in self.engine.triples(s=row.iri, p=_TPG + effective)]
            if values and not stated:
                cells.append(
                    {
                        "column": self._use(v.COLUMNS[name].iri)[0],
                        "values": sorted(values),
                        "source": "kind",
                        "place": str(row.place),
                    }
                )
        return {
            "id": row.iri,
            "name": row.name,
            "type": self._use(kind)[0] if kind else None,
            # Sources that differ in it leave it unknown.
            "status": (status or "").removeprefix(_TPG) or "unknown",
            "stages": self._effective(row, "atStage", "stages"),
            "categories": self._effective(row, "inCategory", "category"),
            "modalities": self._effective(row, "inModality", "modality"),
            "cells": cells,
            "links": [x.iri for x in row.values.get("leads_to", ()) if x.iri],
            "findings": self.by_touchpoint.get(row.iri, []),
            **({"measures": self._measures[row.iri]} if row.iri in self._measures else {}),
        }

    def _effective(self, row: TouchpointRow, effective: str, column: str) -> list[str]:
        found = sorted(lexical(o) for _, _, o in self.engine.triples(s=row.iri, p=_TPG + effective))
        if not found:
            # A planned or retired touchpoint covers nothing, but it still has its place.
            found = [x.iri for x in row.values.get(column, ()) if x.iri]
        return self._use(*found)

    def _finding(self, finding: Finding) -> dict[str, Any]:
        raw = self.analysis.inference.findings[finding.id]
        proof = self.analysis.explain(finding)
        slots = self.analysis.narrator.slots(raw, finding.facts)
        self._use(*slots.columns, *slots.other, *slots.platform)
        if slots.area:
            self._use(slots.area)
        if slots.threshold_source:
            self._use(slots.threshold_source)
        self.rules_used.add(finding.rule)
        sought = proof.finding.sought
        inferences = proof.inferences
        for i in inferences:
            self._use(i.value, *i.chain)
        return {
            "id": finding.id,
            "rule": finding.rule,
            "status": finding.status,
            "level": finding.level,
            "severity": finding.severity,
            "accepted": finding.accepted
            and {
                "reason": finding.accepted.reason,
                "until": finding.accepted.until and finding.accepted.until.isoformat(),
            },
            "concerns": self._use(*finding.concerns),
            "cell": self._cell(finding.concerns),
            # Title, message and evidence are the rule's (``rules``); these fill the message.
            "slots": {
                "columns": list(slots.columns),
                "area": slots.area,
                "other": list(slots.other),
                "platform": list(slots.platform),
                "channel": slots.channel,
                "threshold_source": slots.threshold_source,
            },
            "facts": [
                {
                    "s": self._use(f.s)[0],
                    "p": self._use(f.p)[0],
                    "o": self._use(f.o)[0] if f.o.startswith("https://w3id.org/") else f.o,
                    "source": said_places(f) or None,
                }
                for f in finding.facts
            ],
            "sought": sought and {"pattern": sought.pattern, "count": sought.count},
            "inferences": [
                {
                    "touchpoint": i.touchpoint,
                    "from": i.chain[0],
                    "to": i.chain[-1] if i.basis == "axiom" else i.value,
                    "value": i.value,
                    "basis": i.basis,
                }
                for i in inferences
            ],
            "settled_by": [self._cell_to_settle(cell) for cell in raw.settled_by],
            "measured": finding.measured,
            "threshold": finding.threshold,
            "threshold_source": finding.threshold_source,
            "margin": finding.margin,
            "recommendations": list(finding.recommendations),
            **({"borderline": True} if finding.borderline else {}),
            **self._own_message(finding),
        }

    def _own_message(self, finding: Finding) -> dict[str, Any]:
        """What is said in place of the rule's message, where it waits for an audience."""
        in_doubt = [s.subject for s in finding.settled_by if s.column == AUDIENCE]
        if not in_doubt or self.inventory.audience is None:
            return {}
        raw = self.analysis.inference.findings[finding.id]
        told = {lang: n.audience_message(raw, in_doubt) for lang, n in self.narrators.items()}
        return {"message": told}

    def _cell_to_settle(self, cell: str) -> dict[str, Any]:
        """A cell of a touchpoint or a column of the company, or what the company leaves open."""
        subject, _, name = cell.partition("#")
        key, bound = company_cell(name)
        if subject == self.inventory.company.iri and key in _SETTLE_TEXTS:
            return {"subject": subject, "column": _TPG + name, "key": key, "bound": bound}
        return {
            "subject": subject,
            "column": self._use(_column_iri(name))[0],
            "complete": name.startswith("complete-"),
        }

    def _rule(self, name: str) -> dict[str, Any]:
        """A rule's texts, said once for all its findings."""
        entries = {lang: n.rules.entries[name] for lang, n in self.narrators.items()}

        def told(key: str) -> dict[str, str]:
            return {lang: entry.text(key, lang) for lang, entry in entries.items()}

        evidence = {lang: entry.evidence_in(lang) for lang, entry in entries.items()}
        return {
            "title": told("title"),
            "rationale": told("rationale"),
            "severity_note": told("severityNote"),
            "gap": told("gapMessage"),
            "unknown": told("unknownMessage"),
            "ok": told("okMessage"),
            "evidence": [
                {
                    "kind": e.kind,
                    "ref": e.ref,
                    "text": {lang: found[n].text for lang, found in evidence.items()},
                }
                for n, e in enumerate(evidence["en"])
            ],
        }

    def _cell(self, concerns: Iterable[str]) -> dict[str, list[str]]:
        """Where a finding stands on the map: its own stage or category, or its touchpoint's."""
        stages: list[str] = []
        categories: list[str] = []
        for concern in concerns:
            for _, _, o in self.engine.triples(s=concern, p=_SKOS + "inScheme"):
                if o == _TPG + "purchaseStages":
                    stages.append(concern)
                elif o == _TPG + "touchpointCategories":
                    categories.append(concern)
            stages += [lexical(o) for _, _, o in self.engine.triples(s=concern, p=_TPG + "atStage")]
            categories += [
                lexical(o) for _, _, o in self.engine.triples(s=concern, p=_TPG + "inCategory")
            ]
        return {"stages": sorted(set(stages)), "categories": sorted(set(categories))}

    def _recommendation(self, recommendation: Recommendation) -> dict[str, Any]:
        told = {
            lang: narrate(recommendation, narrator) for lang, narrator in self.narrators.items()
        }
        stages: set[str] = set()
        categories: set[str] = set()
        for s in recommendation.suggestions:
            stages |= {
                lexical(o) for _, _, o in self.engine.triples(s=s.kind, p=_TPG + "defaultStage")
            }
            categories |= {
                lexical(o) for _, _, o in self.engine.triples(s=s.kind, p=_TPG + "defaultCategory")
            }
        targets = [e.target for e in recommendation.edits if e.target]
        if targets:
            cell = self._cell(targets)
        else:
            cell = {"stages": sorted(stages), "categories": sorted(categories)}
        first = told["en"]
        return {
            "id": recommendation.id,
            "rule": recommendation.rule,
            "action": recommendation.edits[0].action,
            "title": {lang: t.title for lang, t in told.items()},
            "message": {lang: t.message for lang, t in told.items()},
            "caveat": {lang: t.caveat for lang, t in told.items()} if first.caveat else None,
            "effort": recommendation.effort,
            "addresses": list(recommendation.addresses),
            "closes": list(recommendation.outcome.closes),
            "opens": list(recommendation.outcome.opens),
            "makes_known": list(recommendation.outcome.makes_known),
            "kinds": [
                {
                    "kind": self._use(s.kind)[0],
                    "why": {lang: t.suggestions[n].why for lang, t in told.items()},
                    "source": s.source,
                }
                for n, s in enumerate(recommendation.suggestions)
            ],
            "edits": [{"target": e.target, "cells": dict(e.cells)} for e in recommendation.edits],
            "cell": cell,
        }

    def _matrix(self) -> dict[str, Any]:
        matrix = coverage(self.analysis)
        return {
            "counts": [[len(cell) for cell in row] for row in matrix.cells],
            "stage_heads": [_head(h) for h in matrix.stages],
            "category_heads": [_head(h) for h in matrix.categories],
        }

    def _network(self) -> dict[str, Any]:
        graph = network(self.analysis)
        places = positions(graph)
        groups: Mapping[str, str] = dict(graph.nodes(data="group"))
        self._use(
            *(
                n
                for n, g in groups.items()
                if g in ("kind", "stage", "category", "modality", "goal")
            )
        )
        return {
            "nodes": [
                {"id": n, "group": groups[n], "x": places[n][0], "y": places[n][1]} for n in graph
            ],
            "edges": [
                {"from": s, "to": o, "kind": kind} for s, o, kind in graph.edges(data="kind")
            ],
        }

    def _concepts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The ontology's terms that the page mentions, with labels and definitions."""
        names = self.analysis.narrator.names
        wanted = {iri for iri in self.used if iri.startswith(_TPG)}
        labels: dict[str, dict[str, str]] = {iri: {"": name} for iri, name in names.items()}
        concepts: dict[str, Any] = {}
        for iri in sorted(wanted & english_labels().keys()):
            card = concept(iri)
            labels[iri] = card.labels
            broader = sorted(set(card.broader) & wanted)
            if card.definitions or card.scheme or broader:
                concepts[iri] = {
                    "scheme": card.scheme,
                    "definition": card.definitions,
                    "broader": broader,
                    "sources": [s.removeprefix(_TPG) for s in card.sources],
                }
        for iri in self.used - set(labels):
            labels[iri] = {"": iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]}
        return concepts, labels


def _source(place: Place) -> str:
    note = place.note or ""
    if "assumed" in note:
        return "assumed"
    return "name" if "name" in note else "stated"


def _head(head: Any) -> dict[str, Any]:
    return {"iri": head.iri, "status": head.status, "finding": head.finding, "count": head.count}


def _column_iri(name: str) -> str:
    column = v.COLUMNS.get(name.removeprefix("complete-"))
    return column.iri if column else _TPG + name
