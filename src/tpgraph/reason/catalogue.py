"""The rule catalogue: what each rule is called, asks, says and rests on, in five languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn

from tpgraph.errors import RuleError
from tpgraph.inventory.graph import COMPANY_PROPERTIES
from tpgraph.model import LANGUAGES, Evidence
from tpgraph.phrases import Phrase, Slot, phrase
from tpgraph.vocabulary import COLUMNS

Stratum = Literal["gap", "recommendation"]

_RULE = "https://w3id.org/tpgraph/rule/"
_TPG = "https://w3id.org/tpgraph/ontology#"
_TEXTS = (
    "title",
    "question",
    "rationale",
    "gapMessage",
    "unknownMessage",
    "okMessage",
    "severityNote",
)
_ADVICE_TEXTS = ("title", "rationale", "adviceMessage", "caveat")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule's entry. ``texts`` maps a text's name to its languages.

    ``sought`` is the SPARQL pattern whose matches decide, with ``{company}`` and ``{concern}``
    where the finding's own IRIs go; ``needs`` are the columns it looks at; ``principle`` is the
    IRI of the principle behind a recommendation. ``statements`` are the documents' statements
    behind a piece of evidence, by its kind and reference; read from Turtle only.
    """

    name: str
    stratum: Stratum
    texts: Mapping[str, Mapping[str, str]]
    evidence: tuple[tuple[str, str, Mapping[str, str]], ...]
    sought: str | None = None
    needs: tuple[str, ...] = ()
    principle: str | None = None
    statements: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def text(self, key: str, language: str) -> str:
        """A text in a language, in English where that language has none."""
        texts = self.texts.get(key, {})
        return texts.get(language) or texts.get("en") or ""

    def evidence_in(self, language: str) -> tuple[Evidence, ...]:
        """What the rule rests on, in a language."""
        return tuple(
            Evidence(kind, ref, texts.get(language) or texts.get("en") or "")  # type: ignore[arg-type]
            for kind, ref, texts in self.evidence
        )


def read_catalogue(turtle: bytes, file: str = "catalogue.ttl") -> dict[str, Entry]:
    """Reads a catalogue in Turtle: rule name to entry.

    Raises RuleError with line and column where it is not Turtle, and with the rule's name where
    an entry lacks its title, message or evidence.
    """
    import pyoxigraph as ox

    store = ox.Store()
    try:
        store.load(turtle, format=ox.RdfFormat.TURTLE, base_iri=_RULE)
    except SyntaxError as error:
        from tpgraph.store.refused import unreadable

        place = f"{file}:{error.lineno}:{error.offset}:" if error.lineno else f"{file}:"
        raise RuleError(phrase("rule.not-turtle", place=place, why=unreadable(error))) from error

    def values(s: Any, p: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(s, ox.NamedNode(_TPG + p), None)]

    def statements(rule: Any) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for e in values(rule, "evidence"):
            named = (q.object for q in store.quads_for_pattern(e, source, None))
            cited = tuple(o.value for o in named if isinstance(o, ox.NamedNode))
            for kind, ref in zip(values(e, "evidenceKind"), values(e, "ref"), strict=False):
                key = kind.value, ref.value
                found[key] = tuple(sorted({*found.get(key, ()), *cited}))
        return found

    def texts(s: Any, p: str) -> dict[str, str]:
        return {o.language or "en": o.value for o in values(s, p)}

    source = ox.NamedNode("http://purl.org/dc/terms/source")
    entries: dict[str, Entry] = {}
    kinds: dict[str, Stratum] = {"GapRule": "gap", "RecommendationRule": "recommendation"}
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for cls, stratum in kinds.items():
        for quad in store.quads_for_pattern(None, rdf_type, ox.NamedNode(_TPG + cls)):
            rule = quad.subject
            if not isinstance(rule, ox.NamedNode):
                raise RuleError(phrase("rule.no-iri", path=file))
            name = rule.value.rsplit("/", 1)[-1]
            found = {key: t for key in (*_TEXTS, *_ADVICE_TEXTS) if (t := texts(rule, key))}
            evidence = [
                (kind[0].value, ref[0].value, texts(e, "evidenceText"))
                for e in values(rule, "evidence")
                if (kind := values(e, "evidenceKind")) and (ref := values(e, "ref"))
            ]
            needed = ("title", "gapMessage") if stratum == "gap" else ("title", "adviceMessage")
            missing = [key for key in needed if "en" not in found.get(key, {})]
            if missing or not evidence:
                lacks = tuple(phrase("rule.in-english", term=f"tpg:{m}") for m in missing)
                what: Slot = lacks or "tpg:evidence"
                raise RuleError(phrase("rule.entry-lacks", path=file, name=name, what=what))
            sought = values(rule, "soughtPattern")
            principle = values(rule, "principle")
            entries[name] = Entry(
                name=name,
                stratum=stratum,
                texts=found,
                evidence=tuple(sorted(evidence, key=lambda e: e[:2])),
                sought=sought[0].value if sought else None,
                needs=tuple(sorted(o.value for o in values(rule, "needsColumn"))),
                principle=principle[0].value if principle else None,
                statements=statements(rule),
            )
    return dict(sorted(entries.items()))


_EVIDENCE_KINDS = ("seed", "method", "company", "reference")
_GAP_SLOTS = frozenset(
    ("company", "concern", "columns", "settles", "area", "other", "platform", "channel", "measured",
     "threshold", "threshold_source")
)  # fmt: skip
_ADVICE_SLOTS = frozenset(("kind", "target", "columns", "linked"))


def check_entry(entry: Entry, file: Path, line: int) -> None:
    """Raises RuleError, at the entry's line, for what an own catalogue must not say.

    A language that is none, a slot that nothing fills, a column, a sort of evidence or a document's
    statement that there is not.
    """

    def refuse(key: str, **slots: Slot) -> NoReturn:
        place, what = f"{file}:{line}:1", Phrase(key, slots)
        raise RuleError(phrase("rule.entry", place=place, name=entry.name, what=what))

    slots = _GAP_SLOTS if entry.stratum == "gap" else _ADVICE_SLOTS
    for key, texts in entry.texts.items():
        for language, text in texts.items():
            if language not in LANGUAGES:
                refuse(
                    "rule.entry-language", term=f"tpg:{key}", value=repr(language), known=LANGUAGES
                )
            wrong = sorted(set(re.findall(r"\{(\w+)\}", text)) - slots)
            if key.endswith("Message") and wrong:
                value, known = f"{{{wrong[0]}}}", tuple(sorted(slots))
                refuse("rule.entry-slot", value=value, term=f"tpg:{key}", known=known)
    for kind, _, _ in entry.evidence:
        if kind not in _EVIDENCE_KINDS:
            refuse("rule.entry-evidence", known=_EVIDENCE_KINDS, value=repr(kind))
    if cited := {s for statements in entry.statements.values() for s in statements}:
        from tpgraph.reason.proof.sources import sources

        for statement in sorted(cited):
            if not sources().is_statement(statement):
                refuse("rule.entry-statement", value=f"<{statement}>")
    needed = (*COLUMNS, *COMPANY_PROPERTIES)
    for column in entry.needs:
        if column not in needed:
            import difflib

            if near := difflib.get_close_matches(column, needed, n=1):
                refuse("rule.entry-column-near", value=repr(column), near=near[0])
            refuse("rule.entry-column", value=repr(column))


def catalogue_json(entries: Mapping[str, Entry], language: str) -> dict[str, Any]:
    """The entries with their texts in one language only, for fast loading (see ``from_json``)."""
    return {
        e.name: {
            "stratum": e.stratum,
            "texts": {key: e.text(key, language) for key in e.texts},
            "evidence": [
                [kind, ref, t.get(language) or t.get("en") or ""] for kind, ref, t in e.evidence
            ],
            "sought": e.sought,
            "needs": list(e.needs),
            "principle": e.principle,
        }
        for e in entries.values()
    }


def from_json(data: Mapping[str, Any], language: str) -> dict[str, Entry]:
    """The entries of ``catalogue_json`` again."""
    return {
        name: Entry(
            name=name,
            stratum=d["stratum"],
            texts={key: {language: text} for key, text in d["texts"].items()},
            evidence=tuple((kind, ref, {language: text}) for kind, ref, text in d["evidence"]),
            sought=d["sought"],
            needs=tuple(d["needs"]),
            principle=d["principle"],
        )
        for name, d in data.items()
    }
