"""The terms that a snapshot mentions: gathered while it is made, told with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.query.concepts import concept
from tpgraph.reason.findings import english_labels

TPG = v.NAMESPACE


class Terms:
    """The terms in use."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def use(self, *iris: str) -> list[str]:
        """Notes them, and gives them back."""
        self.used.update(iris)
        return list(iris)

    def value(self, iri: str | None, literal: str | None) -> str:
        """A cell's value: a term, noted, or what is written."""
        if iri:
            self.used.add(iri)
            return iri
        return literal or ""

    def told(self, names: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Cards of the ontology's terms in use, and labels of all; ``names`` are the company's."""
        wanted = {iri for iri in self.used if iri.startswith(TPG)}
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
                    "sources": [s.removeprefix(TPG) for s in card.sources],
                }
        for iri in self.used - set(labels):
            labels[iri] = {"": iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]}
        return concepts, labels
