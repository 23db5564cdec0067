"""Where a finding or a recommendation stands on the map."""

from __future__ import annotations

from collections.abc import Iterable

from tpgraph.reason.infer import lexical
from tpgraph.store import Engine
from tpgraph.views.snapshot.terms import TPG

_SKOS = "http://www.w3.org/2004/02/skos/core#"


def cell_of(engine: Engine, concerns: Iterable[str]) -> dict[str, list[str]]:
    """Where a finding stands on the map: its own stage or category, or its touchpoint's."""
    stages: list[str] = []
    categories: list[str] = []
    for concern in concerns:
        for _, _, o in engine.triples(s=concern, p=_SKOS + "inScheme"):
            if o == TPG + "purchaseStages":
                stages.append(concern)
            elif o == TPG + "touchpointCategories":
                categories.append(concern)
        stages += [lexical(o) for _, _, o in engine.triples(s=concern, p=TPG + "atStage")]
        categories += [lexical(o) for _, _, o in engine.triples(s=concern, p=TPG + "inCategory")]
    return {"stages": sorted(set(stages)), "categories": sorted(set(categories))}
