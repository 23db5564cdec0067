"""The coverage matrix: purchase stages by categories, counts in cells, a status at each head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.model import Status
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import lexical

_TPG = v.NAMESPACE


@dataclass(frozen=True, slots=True)
class Head:
    """A stage or category with its status and how many active touchpoints it has.

    ``finding`` is the id of the gap or unknown that gives the status; ``None`` when it is ok.
    """

    iri: str
    label: str
    status: Status
    finding: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """``cells[category][stage]`` holds touchpoint IRIs.

    After the seven categories comes a row for touchpoints in none of them; after the five stages
    a column for those whose stage is not known. Only heads carry a status: no document asks for
    every cell.
    """

    stages: tuple[Head, ...]
    categories: tuple[Head, ...]
    cells: tuple[tuple[tuple[str, ...], ...], ...]
    lang: str = "en"

    def records(self) -> list[dict[str, Any]]:
        """One record a row: the category, then how many touchpoints at each stage.

        The last row, ``-``, is of touchpoints in none of the seven; the last column, ``?``, of
        those whose stage is not known.
        """
        columns = [*(s.label for s in self.stages), "?"]
        rows = [*(c.label for c in self.categories), "-"]
        return [
            {"category": row}
            | {column: len(cell) for column, cell in zip(columns, cells, strict=True)}
            for row, cells in zip(rows, self.cells, strict=True)
        ]

    def to_frame(self) -> Any:
        """The records as a DataFrame. Raises CallError where pandas is not installed."""
        from tpgraph.query.frames import frame

        return frame(self.records(), ["category", *(s.label for s in self.stages), "?"])

    def _repr_html_(self) -> str:
        from tpgraph.views.notebook import coverage_html

        return coverage_html(self, self.lang)


def ordered(analysis: Conclusions, scheme: str) -> list[str]:
    """The terms of a scheme in the order that the ontology gives them."""
    engine = analysis.inference.engine
    members = {
        s for s, _, _ in engine.triples(p="http://www.w3.org/2004/02/skos/core#inScheme", o=scheme)
    }
    position = {
        s: float(lexical(o)) for s, _, o in engine.triples(p=_TPG + "position") if s in members
    }
    return sorted(members, key=lambda m: (position.get(m, 99.0), m))


def coverage(analysis: Conclusions) -> Coverage:
    """Counts every active touchpoint in each of its categories and stages."""
    engine = analysis.inference.engine
    stages = ordered(analysis, _TPG + "purchaseStages")
    categories = ordered(analysis, _TPG + "touchpointCategories")
    at: dict[str, set[str]] = {}
    of: dict[str, set[str]] = {}
    for s, _, o in engine.triples(p=_TPG + "atStage"):
        at.setdefault(s, set()).add(lexical(o))
    for s, _, o in engine.triples(p=_TPG + "inCategory"):
        of.setdefault(s, set()).add(lexical(o))
    active = [s for s, _, _ in engine.triples(p=_TPG + "lifecycle", o=_TPG + "active")]
    order = {row.iri: i for i, row in enumerate(analysis.inventory.touchpoints)}
    active.sort(key=lambda t: order.get(t, 0))
    cells = tuple(
        tuple(
            tuple(
                t
                for t in active
                if (category in of.get(t, ()) if category else not of.get(t))
                and (stage in at.get(t, ()) if stage else not at.get(t))
            )
            for stage in [*stages, None]
        )
        for category in [*categories, None]
    )
    return Coverage(
        stages=tuple(_head(analysis, "stage-uncovered", s, at) for s in stages),
        categories=tuple(_head(analysis, "category-uncovered", c, of) for c in categories),
        cells=cells,
        lang=analysis.lang,
    )


def _head(analysis: Conclusions, rule: str, iri: str, members: dict[str, set[str]]) -> Head:
    count = sum(1 for values in members.values() if iri in values)
    for finding in analysis.findings:
        if finding.rule == rule and iri in finding.concerns:
            return Head(iri, analysis.narrator.label(iri), finding.status, finding.id, count)
    return Head(iri, analysis.narrator.label(iri), "ok", None, count)
