"""Measures of the links between touchpoints: shown beside the graph, never a gap."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import lexical

_TPG = v.NAMESPACE
FIELDS = ("betweenness", "is_articulation", "reachable", "reached_from")


@dataclass(frozen=True, slots=True)
class Measure:
    """How an active touchpoint stands in the network of stated links.

    ``betweenness`` is the part (0 to 1) of the shortest ways between two others that lead through
    it (Freeman 1977); ``is_articulation`` says whether the network falls apart without it;
    ``reachable`` counts the touchpoints that can be reached from it along links, ``reached_from``
    those from which it can be reached. ``links_known`` is false where nobody has stated yet where
    it leads, and the company has not declared the column complete: then the four may grow.
    """

    touchpoint: str
    name: str
    betweenness: float
    is_articulation: bool
    reachable: int
    reached_from: int
    links_known: bool


class Measures(list[Measure]):
    """The measures of a company, those through which most leads first."""

    COLUMNS = ("touchpoint", *FIELDS, "links_known")

    def records(self) -> list[dict[str, Any]]:
        """One record a touchpoint, with its name."""
        return [
            {"touchpoint": m.name, **{f: getattr(m, f) for f in (*FIELDS, "links_known")}}
            for m in self
        ]

    def to_frame(self) -> Any:
        """A ``pandas.DataFrame`` with the columns ``COLUMNS``. CallError without pandas."""
        from tpgraph.query.frames import frame

        return frame(self.records(), self.COLUMNS)

    def _repr_html_(self) -> str:
        def row(cells: Iterable[Any], tag: str) -> str:
            return "".join(f"<{tag}>{html.escape(str(c))}</{tag}>" for c in cells)

        rows = "".join(f"<tr>{row(r.values(), 'td')}</tr>" for r in self.records())
        return f"<table><tr>{row(self.COLUMNS, 'th')}</tr>{rows}</table>"


def measures(analysis: Conclusions) -> Measures:
    """The measures of every active touchpoint, by betweenness, then by name."""
    from tpgraph.views.network import link_measures

    engine = analysis.inference.engine
    active = {s for s, _, _ in engine.triples(p=_TPG + "lifecycle", o=_TPG + "active")}
    links = [(s, lexical(o)) for s, _, o in engine.triples(p=_TPG + "linksTo")]
    leads_to = v.COLUMNS["leads_to"].iri
    known = {s for p in ("stated", "lacks") for s, _, _ in engine.triples(p=_TPG + p, o=leads_to)}
    if any(engine.triples(p=_TPG + "complete", o=leads_to)):
        # A blank means none then, except of a touchpoint that is only supposed.
        known |= active - {s for s, _, _ in engine.triples(p=_TPG + "hypothetical")}
    known -= {s for s, _, _ in engine.triples(p=_TPG + "unclear", o=leads_to)}
    found = link_measures(active, links)
    rows = (
        Measure(row.iri, row.name, *found[row.iri], links_known=row.iri in known)
        for row in analysis.inventory.touchpoints
        if row.iri in found
    )
    return Measures(sorted(rows, key=lambda m: (-m.betweenness, -m.reachable, m.name.casefold())))


def measure_rows(analysis: Conclusions, found: Measures) -> list[list[Any]]:
    """Header in the analysis' language, and one row a touchpoint."""
    texts = analysis.texts
    yes_no = {True: texts("measure.yes"), False: texts("measure.no")}
    head = [texts(f"measure.{f}") for f in ("touchpoint", *FIELDS, "links_known")]
    return [
        head,
        *(
            [
                m.name,
                m.betweenness,
                yes_no[m.is_articulation],
                m.reachable,
                m.reached_from,
                yes_no[m.links_known],
            ]
            for m in found
        ),
    ]


def definitions(analysis: Conclusions) -> dict[str, str]:
    """What each measure says about a journey, in the analysis' language."""
    return {f: analysis.texts(f"measure.{f}.about") for f in FIELDS}


def measures_json(found: Measures) -> list[dict[str, Any]]:
    """One object a touchpoint."""
    return [{f: getattr(m, f) for f in Measure.__slots__} for m in found]
