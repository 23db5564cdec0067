"""The findings of a snapshot, and the rules behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.inventory.audience import COLUMN as AUDIENCE
from tpgraph.model import Finding
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator, company_cell
from tpgraph.views.places import said_places
from tpgraph.views.snapshot.cells import cell_of
from tpgraph.views.snapshot.terms import TPG, Terms

SETTLE_TEXTS = (
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

_COLUMN_OF = {column.property_iri: column.iri for column in v.COLUMNS.values()}


class Findings:
    """Tells an analysis' findings; ``narrators`` speak one language each."""

    def __init__(
        self, analysis: Conclusions, terms: Terms, narrators: Mapping[str, Narrator]
    ) -> None:
        self.analysis = analysis
        self.inventory = analysis.inventory
        self.engine = analysis.inference.engine
        self.terms = terms
        self.narrators = narrators

    def told(self) -> list[dict[str, Any]]:
        """Every finding with its slots, facts and proof, in the order of the analysis."""
        a = self.analysis
        # All of them are told as well: they are simulated once.
        a.prepare_recommendations()
        return [self._finding(f) for f in a.with_recommendations(a.findings)]

    def rules(self) -> dict[str, Any]:
        """The texts of their rules, said once for all findings of a rule."""
        return {
            name: rule_texts(name, self.narrators)
            for name in sorted({f.rule for f in self.analysis.findings})
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        raw = self.analysis.inference.findings[finding.id]
        proof = self.analysis.explain(finding)
        slots = self.analysis.narrator.slots(raw, finding.facts)
        # What is stated in a column is called as the column is.
        area = _COLUMN_OF.get(slots.area, slots.area)
        self.terms.use(*slots.columns, *slots.other, *slots.platform)
        if area:
            self.terms.use(area)
        if slots.threshold_source:
            self.terms.use(slots.threshold_source)
        sought = proof.finding.sought
        inferences = proof.inferences
        for i in inferences:
            self.terms.use(i.value, *i.chain)
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
            "concerns": self.terms.use(*finding.concerns),
            "cell": cell_of(self.engine, finding.concerns),
            # Title, message and evidence are the rule's (``rules``); these fill the message.
            "slots": {
                "columns": list(slots.columns),
                "area": area,
                "other": list(slots.other),
                "platform": list(slots.platform),
                "channel": slots.channel,
                "threshold_source": slots.threshold_source,
            },
            "facts": [
                {
                    "s": self.terms.use(f.s)[0],
                    "p": self.terms.use(f.p)[0],
                    "o": self.terms.use(f.o)[0] if f.o.startswith("https://w3id.org/") else f.o,
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
        if subject == self.inventory.company.iri and key in SETTLE_TEXTS:
            return {"subject": subject, "column": TPG + name, "key": key, "bound": bound}
        return {
            "subject": subject,
            "column": self.terms.use(_column_iri(name))[0],
            "complete": name.startswith("complete-"),
        }


def rule_texts(name: str, narrators: Mapping[str, Narrator]) -> dict[str, Any]:
    """A rule's texts by language: title, rationale, messages by status, evidence."""
    entries = {lang: n.rules.entries[name] for lang, n in narrators.items()}

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


def _column_iri(name: str) -> str:
    column = v.COLUMNS.get(name.removeprefix("complete-"))
    return column.iri if column else TPG + name
