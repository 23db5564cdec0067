"""The touchpoints of a snapshot: their cells, where they stand, what is measured of them."""

from __future__ import annotations

from typing import Any

from tpgraph import vocabulary as v
from tpgraph.inventory.graph import cell_places
from tpgraph.model import Place, TouchpointRow
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import lexical
from tpgraph.views.measures import FIELDS, measures
from tpgraph.views.places import joined_places
from tpgraph.views.snapshot.terms import TPG, Terms

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


class Touchpoints:
    """Tells an analysis' touchpoints."""

    def __init__(self, analysis: Conclusions, terms: Terms) -> None:
        self.inventory = analysis.inventory
        self.engine = analysis.inference.engine
        self.terms = terms
        self._findings: dict[str, list[str]] = {}
        for f in analysis.findings:
            for c in f.concerns:
                self._findings.setdefault(c, []).append(f.id)
        self._measures = {
            m.touchpoint: {field: getattr(m, field) for field in FIELDS} for m in measures(analysis)
        }

    def told(self) -> list[dict[str, Any]]:
        """In the inventory's order; ``snapshot.schema.json`` says what each holds."""
        return [self._touchpoint(row) for row in self.inventory.touchpoints]

    def _touchpoint(self, row: TouchpointRow) -> dict[str, Any]:
        kind = next((x.iri for x in row.values.get("type", ()) if x.iri), None)
        status = next((x.iri for x in row.values.get("status", ()) if x.iri), "")
        cells = [
            {
                "column": self.terms.use(v.COLUMNS[name].iri)[0],
                "values": [
                    self.terms.value(x.iri, x.literal) for x in values if x.iri or x.literal
                ],
                "source": _source(values[0].place),
                "place": joined_places((values[0].place, *values[0].also)),
            }
            for name, values in row.values.items()
            if values and name != "name"
        ]
        cells += [
            {
                "column": self.terms.use(v.COLUMNS[name].iri)[0],
                "values": [],
                "source": "stated",
                "place": joined_places(cell_places(row, name)),
            }
            for name in sorted(row.none)
        ]
        for name, effective in _EFFECTIVE.items():
            stated = name in row.values or name in row.none or name in row.unclear
            values = [lexical(o) for _, _, o in self.engine.triples(s=row.iri, p=TPG + effective)]
            if values and not stated:
                cells.append(
                    {
                        "column": self.terms.use(v.COLUMNS[name].iri)[0],
                        "values": sorted(values),
                        "source": "kind",
                        "place": str(row.place),
                    }
                )
        return {
            "id": row.iri,
            "name": row.name,
            "type": self.terms.use(kind)[0] if kind else None,
            # Sources that differ in it leave it unknown.
            "status": (status or "").removeprefix(TPG) or "unknown",
            "stages": self._effective(row, "atStage", "stages"),
            "categories": self._effective(row, "inCategory", "category"),
            "modalities": self._effective(row, "inModality", "modality"),
            "cells": cells,
            "links": [x.iri for x in row.values.get("leads_to", ()) if x.iri],
            "findings": self._findings.get(row.iri, []),
            **({"measures": self._measures[row.iri]} if row.iri in self._measures else {}),
        }

    def _effective(self, row: TouchpointRow, effective: str, column: str) -> list[str]:
        found = sorted(lexical(o) for _, _, o in self.engine.triples(s=row.iri, p=TPG + effective))
        if not found:
            # A planned or retired touchpoint covers nothing, but it still has its place.
            found = [x.iri for x in row.values.get(column, ()) if x.iri]
        return self.terms.use(*found)


def _source(place: Place) -> str:
    note = place.note or ""
    if "assumed" in note:
        return "assumed"
    return "name" if "name" in note else "stated"
