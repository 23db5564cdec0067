"""Terms of the ontology as cards for the terminal and as JSON."""

from __future__ import annotations

from typing import Any

from tpgraph.model import LANGUAGES
from tpgraph.query.concepts import Concept, concept, find_terms, schemes
from tpgraph.reason.texts import texts_in
from tpgraph.resources import read_json
from tpgraph.views.answers import envelope

_TPG = "https://w3id.org/tpgraph/ontology#"
# Statements that serve the machinery and say nothing to a reader.
_HIDDEN = frozenset(
    _TPG + name
    for name in ("position", "typicalBasis", "definedByValue", "columnHolds", "columnProperty")
)


def concept_text(term: str, language: str) -> str:
    """The cards of the terms that a text names: all where it names several, else the nearest."""
    found = find_terms(term)
    cards = [_card(concept(found[0]), language)]
    if len(found) > 1:
        labels = _labels(language)
        cards.append("· " + ", ".join(labels.get(iri, iri) for iri in found[1:]) + "\n")
    return "\n".join(cards)


def concept_json(term: str, language: str, as_of: str) -> dict[str, Any]:
    """The same as JSON: one row a term, nearest first."""
    rows = []
    for iri in find_terms(term):
        c = concept(iri)
        rows.append(
            {
                "iri": c.iri,
                "label": c.labels.get(language) or c.labels.get("en"),
                "labels": c.labels,
                "alternatives": {k: list(t) for k, t in c.alternatives.items()},
                "definition": c.definitions.get(language) or c.definitions.get("en"),
                "definitions": c.definitions,
                "scheme": c.scheme,
                "broader": list(c.broader),
                "narrower": list(c.narrower),
                "sources": list(c.sources),
                "statements": [list(s) for s in c.statements],
            }
        )
    return envelope(language, None, as_of, rows=rows)


def scheme_text(language: str) -> str:
    """The schemes with how many terms each has."""
    labels = _labels(language)
    lines = [
        f"{len(members):>4}  {labels.get(scheme, scheme.removeprefix(_TPG))}"
        for scheme, members in sorted(schemes().items(), key=lambda item: -len(item[1]))
    ]
    return "\n".join(lines) + "\n"


def _card(c: Concept, language: str) -> str:
    texts, labels = texts_in(language), _labels(language)
    label = c.labels.get(language) or c.labels.get("en") or c.iri

    def named(iri: str) -> str:
        return labels.get(iri) or iri.removeprefix(_TPG)

    lines = [label, c.iri]
    if definition := c.definitions.get(language) or c.definitions.get("en"):
        lines += ["", definition]
    lines += [f"    {note}" for note in c.notes.get(language, c.notes.get("en", ()))]
    lines.append("")
    lines.append(f"{texts('head.labels')}:")
    for lang in LANGUAGES:
        others = ", ".join(c.alternatives.get(lang, ())[:8])
        lines.append(f"    {lang}  {c.labels.get(lang, '—')}" + (f" ({others})" if others else ""))
    if c.broader:
        lines.append(f"{texts('head.broader')}: {', '.join(named(i) for i in c.broader)}")
    if c.narrower:
        lines.append(f"{texts('head.narrower')}: {', '.join(sorted(named(i) for i in c.narrower))}")
    for p, value in c.statements:
        if p not in _HIDDEN:
            lines.append(f"    {_words(p)}: {named(value) if value.startswith(_TPG) else value}")
    if c.sources:
        lines.append(f"{texts('head.source')}: {', '.join(named(s) for s in c.sources)}")
    return "\n".join(lines) + "\n"


def _words(iri: str) -> str:
    """``typicalStage`` as ``typical stage``."""
    name = iri.removeprefix(_TPG)
    return "".join(f" {ch.lower()}" if ch.isupper() else ch for ch in name)


def _labels(language: str) -> dict[str, str]:
    return dict(read_json(f"generated/text.{language}.json")["labels"])
