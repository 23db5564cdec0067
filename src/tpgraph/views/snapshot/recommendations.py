"""The recommendations of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpgraph.model import Recommendation
from tpgraph.reason.advice.telling import narrate
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import lexical
from tpgraph.views.snapshot.cells import cell_of
from tpgraph.views.snapshot.terms import TPG, Terms


class Recommendations:
    """Tells an analysis' recommendations; ``narrators`` speak one language each."""

    def __init__(
        self, analysis: Conclusions, terms: Terms, narrators: Mapping[str, Narrator]
    ) -> None:
        self.analysis = analysis
        self.engine = analysis.inference.engine
        self.terms = terms
        self.narrators = narrators

    def told(self) -> list[dict[str, Any]]:
        """In the order of the analysis: what is to be done first comes first."""
        return [self._recommendation(r) for r in self.analysis.recommendations]

    def _recommendation(self, recommendation: Recommendation) -> dict[str, Any]:
        told = {
            lang: narrate(recommendation, narrator) for lang, narrator in self.narrators.items()
        }
        stages: set[str] = set()
        categories: set[str] = set()
        for s in recommendation.suggestions:
            stages |= {
                lexical(o) for _, _, o in self.engine.triples(s=s.kind, p=TPG + "defaultStage")
            }
            categories |= {
                lexical(o) for _, _, o in self.engine.triples(s=s.kind, p=TPG + "defaultCategory")
            }
        targets = [e.target for e in recommendation.edits if e.target]
        if targets:
            cell = cell_of(self.engine, targets)
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
            "unasked": list(recommendation.outcome.unasked),
            "kinds": [
                {
                    "kind": self.terms.use(s.kind)[0],
                    "why": {lang: t.suggestions[n].why for lang, t in told.items()},
                    "source": s.source,
                }
                for n, s in enumerate(recommendation.suggestions)
            ],
            "edits": [{"target": e.target, "cells": dict(e.cells)} for e in recommendation.edits],
            "cell": cell,
        }
