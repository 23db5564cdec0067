"""What the page's plots draw: importance against satisfaction, cost against result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.findings import company_cell
from tpgraph.reason.infer import lexical
from tpgraph.views.snapshot.terms import TPG, Terms

_WORK = "https://w3id.org/tpgraph/working#"
_RESULTS = ("conversions", "contacts")
_AXES = ("importance", "satisfaction")


def plots(analysis: Conclusions, terms: Terms) -> dict[str, Any]:
    """Both plots as the rules see them: scaled ratings, the lines between them, costs, results."""
    return _Plots(analysis, terms).told()


class _Plots:
    def __init__(self, analysis: Conclusions, terms: Terms) -> None:
        self.engine = analysis.inference.engine
        self.company = analysis.inventory.company.iri
        self.rows = analysis.inventory.touchpoints
        self.terms = terms

    def told(self) -> dict[str, Any]:
        self.terms.use(*(v.COLUMNS[name].iri for name in (*_AXES, "satisfaction_scale", "cost")))
        self.terms.use(*(v.COLUMNS[name].iri for name in ("currency", *_RESULTS)))
        self.terms.use(TPG + "costPerConversion", TPG + "costPerContact")
        return {"ratings": self._ratings(), "costs": self._costs()}

    def _ratings(self) -> dict[str, Any]:
        axes = [self._numbers(f"{_WORK}{axis}Scaled") for axis in _AXES]
        rated = [row.iri for row in self.rows if all(row.iri in axis for axis in axes)]
        sources = [self._one(f"{_WORK}{axis}LineSource") for axis in _AXES]
        lines = self._pair(after="Line")
        return {
            "points": [[iri, *(axis[iri] for axis in axes)] for iri in rated],
            "lines": lines,
            "sources": self.terms.use(*(TPG + s for s in sources)) if lines else [],
            # Where the other of means and medians draws them.
            "others": self._pair("other", "Line"),
            "means": self._pair("mean"),
            "medians": self._pair("median"),
            **self._unsettled(_WORK + "placedBy"),
        }

    def _costs(self) -> dict[str, Any]:
        costs = self._numbers(TPG + "cost")
        results = {name: self._numbers(TPG + name) for name in _RESULTS}
        currencies: dict[str, list[str]] = {}
        for s, _, o in self.engine.triples(p=_WORK + "costIn"):
            currencies.setdefault(s, []).append(lexical(o))
        bases = {s: lexical(o) for s, _, o in self.engine.triples(p=_WORK + "costBasis")}
        better = {s: lexical(o) for s, _, o in self.engine.triples(p=_WORK + "hasBetterPeer")}
        bounds = {
            "conversions": self._numbers(TPG + "costPerConversionMax").get(self.company),
            "contacts": self._numbers(TPG + "costPerContactMax").get(self.company),
        }
        return {
            "points": [
                {
                    "id": row.iri,
                    "cost": costs[row.iri],
                    "currencies": sorted(currencies[row.iri]),
                    "basis": bases[row.iri].removeprefix(TPG),
                    **{n: of[row.iri] for n, of in results.items() if row.iri in of},
                    **({"better": better[row.iri]} if row.iri in better else {}),
                }
                for row in self.rows
                if row.iri in bases and row.iri in currencies
            ],
            "bounds": {name: value for name, value in bounds.items() if value is not None},
            "bound_currency": self._one(_WORK + "boundCurrency") or None,
            **self._unsettled(_WORK + "costUnsettled"),
        }

    def _unsettled(self, property_: str) -> dict[str, Any]:
        """How many touchpoints cannot be judged, and how often each column is what they lack."""
        found = [(s, lexical(o)) for s, _, o in self.engine.triples(p=property_)]
        columns = Counter(
            name
            for subject, _, name in (cell.partition("#") for _, cell in found)
            if subject != self.company and name in v.COLUMNS
        )
        of_company = self.company + "#"
        company = {
            cell.removeprefix(of_company) for _, cell in found if cell.startswith(of_company)
        }
        keys = [company_cell(n) for n in sorted(company) if n not in v.COLUMNS]
        return {
            "unsettled": len({s for s, _ in found}),
            "missing": [
                {"column": self.terms.use(v.COLUMNS[name].iri)[0], "count": count}
                for name, count in sorted(columns.items(), key=lambda x: (-x[1], x[0]))
            ],
            "company_missing": [{"key": key, "bound": bound} for key, bound in keys],
        }

    def _pair(self, before: str = "", after: str = "") -> list[float] | None:
        """A number of the company for each axis; nothing where one of them is not known."""
        names = [f"{before}{axis.title() if before else axis}{after}" for axis in _AXES]
        values = [self._numbers(_WORK + name).get(self.company) for name in names]
        return None if None in values else [x for x in values if x is not None]

    def _one(self, property_: str) -> str:
        found: Iterable[str] = (lexical(o) for s, _, o in self.engine.triples(p=property_))
        return min(found, default="")

    def _numbers(self, property_: str) -> dict[str, float]:
        return {s: float(lexical(o)) for s, _, o in self.engine.triples(p=property_)}
