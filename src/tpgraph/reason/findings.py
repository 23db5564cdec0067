"""Findings with their texts: from what a rule gave to what a person reads, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.inventory.audience import COLUMN, company_title
from tpgraph.inventory.company import TERM_KEYS
from tpgraph.inventory.graph import COMPANY_PROPERTIES, InventoryGraph
from tpgraph.model import (
    Accept,
    Fact,
    Finding,
    Inventory,
    Level,
    Settles,
    TouchpointRow,
)
from tpgraph.phrases import written
from tpgraph.reason.infer import Inference, RawFinding, derived_facts, lexical
from tpgraph.reason.rules import RuleSet
from tpgraph.reason.texts import Join, Texts
from tpgraph.resources import read_json
from tpgraph.text import normalise

_TPG = v.NAMESPACE
SOUGHT_PREFIXES = (
    "PREFIX tpg: <https://w3id.org/tpgraph/ontology#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
HIGH, MEDIUM = 0.67, 0.34
# A message names this many of the facts that would settle it; the finding has them all.
SETTLES_SHOWN = 3
# Keys of the company that an answer may wait for: each has a text settle.KEY.
# Facts that are about a column as a whole: what they state is the column itself.
_OF_COLUMNS = (_TPG + "complete", _TPG + "statedNone")


@cache
def english_labels() -> dict[str, str]:
    """Every term's English label."""
    return dict(read_json("generated/text.en.json")["labels"])


def level_of(severity: float) -> Level:
    """High from 0.67, medium from 0.34, else low."""
    if severity >= HIGH:
        return "high"
    return "medium" if severity >= MEDIUM else "low"


@dataclass(frozen=True, slots=True)
class Slots:
    """What a message names: IRIs of subjects, columns, terms; the channel as it was written."""

    concern: tuple[str, ...]
    columns: tuple[str, ...]
    area: str
    other: tuple[str, ...]
    platform: tuple[str, ...]
    channel: str
    threshold_source: str


@dataclass(slots=True)
class Narrator:
    """Gives raw findings their texts, facts and labels for one inventory and language."""

    inventory: Inventory
    rules: RuleSet
    texts: Texts
    names: dict[str, str] = field(init=False)
    _columns: dict[str, str] = field(init=False)
    _rows: dict[str, TouchpointRow] = field(init=False)
    _properties: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {row.iri: row.name for row in self.inventory.touchpoints}
        self.names[self.inventory.company.iri] = company_title(self.inventory)
        self._columns = {c.name: self.label(c.iri) for c in v.COLUMNS.values()}
        # A property is called what its column is called.
        self._properties = {c.property_iri: self._columns[c.name] for c in v.COLUMNS.values()}
        self._rows = {row.iri: row for row in self.inventory.touchpoints}

    def label(self, iri: str) -> str:
        """The name of a touchpoint or company, or the label of a term, or the IRI's last part."""
        return (
            self.names.get(iri)
            or self._properties.get(iri)
            or self.rules.labels.get(iri)
            or iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        )

    def english(self, iri: str) -> str:
        """The term's English label, which every inventory may use as a value."""
        return english_labels().get(iri) or iri.rsplit("#", 1)[-1]

    def column_label(self, name: str) -> str:
        """What a column, or else a key of the company's file, is called in the language."""
        if name in self._columns:
            return self._columns[name]
        if name in TERM_KEYS:
            return self.label(TERM_KEYS[name])
        return self.label(COMPANY_PROPERTIES[name]) if name in COMPANY_PROPERTIES else name

    def settles(self, cell: str) -> Settles:
        """The subject and column of a cell IRI, with its text."""
        subject, _, column = cell.partition("#")
        if column.startswith("complete-"):
            name = column.removeprefix("complete-")
            text = self.texts("settle.complete", column=self.column_label(name))
            return Settles(subject, f"complete: {name}", text)
        if subject == self.inventory.company.iri:
            key, bound = company_cell(column)
            if key in self.texts.table:
                return Settles(subject, column, self.texts(key, bound=bound))
        text = self.texts(
            "settle.cell", column=self.column_label(column), subject=self.label(subject)
        )
        return Settles(subject, column, text)

    def describe(
        self, raw: RawFinding, facts: Mapping[str, Fact], accepted: Accept | None = None
    ) -> Finding:
        """A finding with its title and message; ``sought`` is left to ``with_proof``."""
        entry = self.rules.entries[raw.rule]
        found = tuple(facts[f] for f in raw.facts if f in facts)
        settled = tuple(self.settles(cell) for cell in raw.settled_by)
        labels = {iri: self.label(iri) for iri in raw.concerns}
        return Finding(
            id=raw.id,
            rule=raw.rule,
            status=raw.status,
            severity=raw.severity,
            level=level_of(raw.severity),
            title=entry.text("title", self.texts.language),
            message=self._message(raw, found, settled),
            concerns=raw.concerns,
            labels=labels,
            area=raw.area,
            measured=raw.measured,
            threshold=raw.threshold,
            threshold_source=raw.threshold_source,
            margin=raw.margin,
            borderline=raw.borderline,
            facts=found,
            settled_by=settled,
            evidence=entry.evidence_in(self.texts.language),
            accepted=accepted,
        )

    def area_term(self, area: str) -> str:
        """The term of a finding's area, a column or a value; blank where it has none."""
        if _TPG + area in self.rules.labels:
            return _TPG + area
        return v.COLUMNS[area].iri if area in v.COLUMNS else ""

    def slots(self, raw: RawFinding, facts: tuple[Fact, ...]) -> Slots:
        """What fills a message's slots, in no language yet."""
        columns = [iri for f in facts if (iri := _column_of(f)) is not None]
        channel = ""
        if raw.concerns and (row := self._rows.get(raw.concerns[0])) is not None:
            channel = row.raw.get("channel", "")
        return Slots(
            concern=raw.concerns,
            columns=tuple(dict.fromkeys(columns)),
            area=self.area_term(raw.area or ""),
            other=tuple(sorted({f.s for f in facts} - set(raw.concerns) - {raw.company})),
            platform=tuple(dict.fromkeys(f.o for f in facts if f.p == _TPG + "platform")),
            channel=channel,
            threshold_source=source_term(raw.threshold_source, self.rules),
        )

    def audience_message(self, raw: RawFinding, in_doubt: Sequence[str]) -> str:
        """What is said of a finding that waits for whom some touchpoints are meant."""
        shown = [self.label(iri) for iri in in_doubt[:SETTLES_SHOWN]]
        return self.texts(
            "audience.unknown",
            audience=self.inventory.audience or "",
            concern=self.texts.listed(self.label(iri) for iri in raw.concerns),
            touchpoints=self.texts.listed(shown) + (" …" if len(in_doubt) > SETTLES_SHOWN else ""),
        )

    def _settles_text(self, raw: RawFinding, settled: tuple[Settles, ...]) -> str:
        """What is not stated: the columns alone where they are those of the finding's subject."""
        # The company's goals are a key of its file, though touchpoints have a column of that name.
        company = self.inventory.company.iri
        own = [
            s.column
            for s in settled
            if s.subject in raw.concerns and s.column in self._columns and s.subject != company
        ]
        others = [s.text for s in settled if s.column not in own or s.subject not in raw.concerns]
        parts = others[:SETTLES_SHOWN] + (["…"] if len(others) > SETTLES_SHOWN else [])
        if own:
            columns = self.texts.listed(self._columns[c] for c in own)
            parts.insert(0, self.texts("settle.columns", columns=columns))
        return self.texts.parted(parts)

    def _compared(self, value: float | None, beside: float | None) -> str:
        return "" if value is None else written(value, self.texts.language, beside=beside)

    def _message(
        self, raw: RawFinding, facts: tuple[Fact, ...], settled: tuple[Settles, ...]
    ) -> str:
        entry = self.rules.entries[raw.rule]
        template = entry.text(f"{raw.status}Message", self.texts.language)
        if not template:
            template = entry.text("gapMessage", self.texts.language)
        slots = self.slots(raw, facts)
        if in_doubt := [s for s in settled if s.column == COLUMN and self.inventory.audience]:
            return self.audience_message(raw, [s.subject for s in in_doubt])

        def named(iris: Iterable[str]) -> tuple[list[str], Join]:
            return [self.label(iri) for iri in iris], self.texts.listed

        lists = {
            "concern": named(slots.concern),
            "columns": named(slots.columns),
            "other": named(slots.other),
            "platform": named(slots.platform),
        }
        return self.texts.filled(
            template,
            lists,
            company=company_title(self.inventory),
            settles=self._settles_text(raw, settled),
            area=self.label(slots.area) if slots.area else "",
            channel=slots.channel,
            measured=self._compared(raw.measured, raw.threshold),
            threshold=self._compared(raw.threshold, raw.measured),
            threshold_source=(
                self.label(slots.threshold_source)
                if slots.threshold_source
                else raw.threshold_source or ""
            ),
        )


def company_cell(column: str) -> tuple[str, str]:
    """The text that says what is missing of a company, and the bound where it is one."""
    if column.startswith("bound-"):
        return "settle.bound", column.removeprefix("bound-")
    return f"settle.{column}", ""


def source_term(source: str | None, rules: RuleSet) -> str:
    """The term of the scheme of threshold sources that a rule names; a date is none."""
    term = _TPG + source if source else ""
    return term if term in rules.labels else ""


def describe_all(
    inference: Inference,
    findings: Sequence[RawFinding],
    narrator: Narrator,
    accepts: Mapping[str, Accept],
) -> list[Finding]:
    """These findings of an inference, worst first, then by rule and by what they concern."""
    asserted = inference.graph.facts
    named = (fact for raw in findings for fact in raw.facts)
    derived = {} if all(fact in asserted for fact in named) else derived_facts(inference)
    facts = all_facts(inference.graph, derived)
    found = [narrator.describe(raw, facts, accepts.get(raw.id)) for raw in findings]
    return sorted(found, key=_order)


def all_facts(
    graph: InventoryGraph, derived: Mapping[str, tuple[str, str, object]]
) -> dict[str, Fact]:
    """Asserted facts by statement IRI, and derived ones that have no place of their own."""
    facts = dict(graph.facts)
    for key, (s, p, o) in derived.items():
        if key not in facts:
            facts[key] = Fact(key, s, p, lexical(o), None)  # type: ignore[arg-type]
    return facts


def sought_pattern(raw_rule: str, rules: RuleSet, company: str, concern: str) -> str | None:
    """The rule's deciding pattern with the finding's own IRIs in it."""
    pattern = rules.entries[raw_rule].sought
    if not pattern:
        return None
    return pattern.replace("{company}", company).replace("{concern}", concern)


def match_accepts(
    inventory: Inventory, findings: Iterable[RawFinding], narrator: Narrator
) -> dict[str, Accept]:
    """Which findings the company accepts: finding id to its ``[[accept]]``, if it still holds."""
    matched: dict[str, Accept] = {}
    for accept in inventory.company.accepts:
        if accept.until is not None and accept.until < inventory.as_of:
            continue
        wanted = {iri for name in accept.concerns for iri in named_terms(name, narrator)}
        for finding in findings:
            if finding.rule == accept.rule and (
                not accept.concerns or wanted & set(finding.concerns)
            ):
                matched.setdefault(finding.id, accept)
    return matched


def named_terms(name: str, narrator: Narrator) -> set[str]:
    """Touchpoints of that name, and terms with that label in any language."""
    key = normalise(name)
    found = {iri for iri, text in narrator.names.items() if iri == name or normalise(text) == key}
    for names in read_json("generated/index.json")["schemes"].values():
        found.update(v.NAMESPACE + name for name in names.get(key, ()))
    return found


def _column_of(fact: Fact) -> str | None:
    """The column that a fact is about: that of its cell, or the one that is none or complete."""
    if fact.p in _OF_COLUMNS:
        return fact.o
    column = fact.source.column if fact.source else None
    return v.COLUMNS[column].iri if column in v.COLUMNS else None


def _order(f: Finding) -> tuple[int, float, str, str]:
    rank = {"gap": 0, "unknown": 1, "ok": 2}[f.status]
    return (rank, -f.severity, f.rule, " ".join(f.labels.get(c, c) for c in f.concerns).casefold())
