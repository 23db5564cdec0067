"""Compares companies, or dates of one company: what differs, with statuses respected.

What is not known of one of two companies cannot be compared; of one company at two dates, what was
unknown and is a gap now has become known: that is neither progress nor the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tpgraph import vocabulary as v
from tpgraph.errors import CallError
from tpgraph.model import Finding, Status
from tpgraph.phrases import phrase
from tpgraph.reason.conclusions import Conclusions
from tpgraph.text import normalise

Verdict = Literal[
    "better", "worse", "now-known", "no-longer-known", "new", "gone", "not-comparable", "same"
]
VERDICTS: tuple[Verdict, ...] = (
    "worse", "better", "now-known", "no-longer-known", "new", "gone", "not-comparable", "same",
)  # fmt: skip
# What a finding is called from company to company: its rule, what it concerns, its area.
Key = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One question that a rule asks, and its answer in each of those compared.

    ``statuses`` has ``None`` where nothing is asked of it. ``verdicts`` holds each but the first
    against the first.
    """

    rule: str
    title: str
    concerns: tuple[str, ...]
    area: str | None
    statuses: tuple[Status | None, ...]
    findings: tuple[str | None, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def differs(self) -> bool:
        """Whether any of the others is not the same as the first."""
        return any(verdict != "same" for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each of those compared; ``None`` where it is not known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Companies, or one company at several dates, side by side; the first is compared with.

    ``same_company`` says that they are one company, touchpoint by touchpoint. Between different
    companies their touchpoints are not compared one by one: ``measures`` counts them by rule.
    """

    analyses: tuple[Conclusions, ...]
    same_company: bool
    lines: tuple[Line, ...]
    measures: tuple[Measure, ...]

    @property
    def counts(self) -> tuple[dict[Verdict, int], ...]:
        """For each but the first, how many lines got each verdict."""
        return tuple(
            {
                verdict: sum(line.verdicts[i] == verdict for line in self.lines)
                for verdict in VERDICTS
            }
            for i in range(len(self.analyses) - 1)
        )


def compare(analyses: Sequence[Conclusions]) -> Comparison:
    """Compares each analysis with the first. Raises CallError for fewer than two."""
    if len(analyses) < 2:
        raise CallError(phrase("call.two-to-compare"))
    names = {normalise(a.inventory.company.name) for a in analyses}
    same_company = len(names) == 1
    found = [_by_key(a, with_touchpoints=same_company) for a in analyses]
    lines = []
    for key in dict.fromkeys(k for each in found for k in each):
        findings = [each.get(key) for each in found]
        shown = next(f for f in findings if f is not None)
        statuses = tuple(f.status if f else None for f in findings)
        verdicts = tuple(_verdict(statuses[0], s, same_company=same_company) for s in statuses[1:])
        lines.append(
            Line(
                rule=shown.rule,
                title=shown.title,
                concerns=tuple(shown.labels[c] for c in shown.concerns),
                area=shown.area,
                statuses=statuses,
                findings=tuple(f.id if f else None for f in findings),
                verdicts=verdicts,
            )
        )
    lines.sort(
        key=lambda x: (min(map(VERDICTS.index, x.verdicts)), x.rule, x.concerns, x.area or "")
    )
    return Comparison(
        tuple(analyses),
        same_company,
        tuple(lines),
        _measures(analyses, touchpoints=not same_company),
    )


def _verdict(before: Status | None, after: Status | None, *, same_company: bool) -> Verdict:
    if before == after:
        return "same"
    if {before, after} == {"gap", "ok"}:
        return "better" if after == "ok" else "worse"
    if not same_company:
        return "not-comparable"
    if before is None or after is None:
        return "new" if before is None else "gone"
    return "now-known" if before == "unknown" else "no-longer-known"


def _by_key(analysis: Conclusions, *, with_touchpoints: bool) -> dict[Key, Finding]:
    company = analysis.inventory.company.iri
    rows = {row.iri for row in analysis.inventory.touchpoints}
    found: dict[Key, Finding] = {}
    for f in analysis.all_findings:
        if not with_touchpoints and not rows.isdisjoint(f.concerns):
            continue
        # What belongs to a company is called by what follows the company's own IRI.
        concerns = tuple(sorted(c.removeprefix(company) for c in f.concerns))
        found[(f.rule, concerns, f.area or "")] = f
    return found


def _measures(analyses: Sequence[Conclusions], *, touchpoints: bool) -> tuple[Measure, ...]:
    """Counts of touchpoints and findings; by rule, of findings about single touchpoints."""

    def each(name: str, values: Sequence[float | None]) -> Measure:
        return Measure(name, tuple(values))

    found = [
        each("touchpoints", [len(a.inventory.touchpoints) for a in analyses]),
        each("active", [a.active_count for a in analyses]),
        *(each(s, [a.counts[s] for a in analyses]) for s in ("gap", "unknown", "ok")),
        *(each(f"cost {c}", [_cost(a, c) for a in analyses]) for c in _currencies(analyses)),
    ]
    if touchpoints:
        # A low count of gaps says little where much is unknown: both are given.
        for rule in sorted({f.rule for a in analyses for f in a.gaps}):
            gaps, unknown = ([_count(a, rule, s) for a in analyses] for s in ("gap", "unknown"))
            if any(gaps):
                found += [each(f"gap {rule}", gaps), each(f"unknown {rule}", unknown)]
    return tuple(found)


def _count(analysis: Conclusions, rule: str, status: str) -> int:
    """How many findings of a rule about single touchpoints have a status."""
    rows = {row.iri for row in analysis.inventory.touchpoints}
    return sum(
        1
        for f in analysis.findings
        if (f.rule, f.status) == (rule, status) and not rows.isdisjoint(f.concerns)
    )


def _currencies(analyses: Sequence[Conclusions]) -> list[str]:
    found = {
        value.literal or value.text
        for a in analyses
        for row in a.inventory.touchpoints
        for value in row.values.get("currency", ())
    }
    return sorted(found)


def _cost(analysis: Conclusions, currency: str) -> float | None:
    """What active touchpoints are stated to cost in a currency; ``None`` if none states it."""
    costs = []
    for row in analysis.inventory.touchpoints:
        said = {x.literal or x.text for x in row.values.get("currency", ())}
        is_active = any(x.iri == v.NAMESPACE + "active" for x in row.values.get("status", ()))
        if said == {currency} and is_active:
            costs += [float(x.literal) for x in row.values.get("cost", ()) if x.literal]
    return sum(costs) if costs else None
