"""The whole way in one call: read, infer, describe, recommend. What the commands and people use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph.errors import CallError
from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.audience import company_title, for_audience, possible
from tpgraph.inventory.crosshairs import with_cross_hairs
from tpgraph.inventory.dates import date_mend, iso_date
from tpgraph.inventory.recognise import closest
from tpgraph.model import Edit, Status
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.infer import REPORTED
from tpgraph.text import normalise
from tpgraph.views.notebook import Findings

if TYPE_CHECKING:
    from tpgraph.query.results import Result
    from tpgraph.reason.compare import Comparison
    from tpgraph.reason.plan.model import Plan
    from tpgraph.views.coverage import Coverage
    from tpgraph.views.measures import Measures
    from tpgraph.views.what_if import WhatIf


class Analysis(Conclusions):
    """A company's inventory with everything that follows from it, and every way to see it.

    What is asked for is computed when it is first asked for and kept.
    """

    def __repr__(self) -> str:
        name = company_title(self.inventory)
        return f"<Analysis of {name}: {len(self.inventory.touchpoints)} touchpoints>"

    @cached_property
    def findings(self) -> Findings:
        """Gaps and unknowns, worst first."""
        return Findings(self._described(self.inference), self.lang)

    @cached_property
    def all_findings(self) -> Findings:
        """Gaps, unknowns and what is in order."""
        return Findings(self._described(self._full_inference), self.lang)

    @property
    def gaps(self) -> Findings:
        """The gaps, worst first; accepted ones carry ``accepted``."""
        return Findings(self._gaps, self.lang)

    def edited(self, edits: Sequence[Edit]) -> Analysis:
        """The analysis of the inventory with these edits; this one stays as it is."""
        return Analysis(possible(edit_inventory(self.inventory, edits)), self.options)

    def what_if(
        self,
        *,
        add: Sequence[Mapping[str, str]] = (),
        remove: Sequence[str] = (),
        change: Mapping[str, Mapping[str, str]] | None = None,
    ) -> WhatIf[Analysis]:
        """What would be otherwise if touchpoints were added, retired or changed.

        ``add`` holds the cells of new touchpoints, ``remove`` names of touchpoints to retire,
        ``change`` maps a name (a touchpoint's or the company's) to the cells to set. Raises
        CallError for a name or column that does not exist.
        """
        edits = [Edit("add", None, dict(cells)) for cells in add]
        edits += [Edit("retire", self._named(name)) for name in remove]
        company = self.inventory.company
        for name, cells in (change or {}).items():
            of_company = name in (company.name, company.iri)
            target = company.iri if of_company else self._named(name)
            edits.append(Edit("change", target, dict(cells)))
        return self.try_edits(edits)

    def try_edits(self, edits: Sequence[Edit]) -> WhatIf[Analysis]:
        """What would be otherwise after these edits; this analysis stays as it is."""
        from tpgraph.views.what_if import WhatIf

        tried = self.try_out(edits)
        return WhatIf(self, edits, tried, lambda: Analysis(tried.inventory, self.options))

    def plan(
        self,
        *,
        max_actions: int | None = None,
        budget: float | None = None,
        currency: str | None = None,
        costs: Mapping[str, float] | None = None,
    ) -> Plan:
        """The best set of recommendations within a number of actions or a budget.

        ``costs`` gives what actions cost, in the budget's currency, by a recommendation's id or a
        rule's name; with a budget, actions without a cost are not chosen. Raises CallError for
        limits or costs that make no sense.
        """
        from tpgraph.reason.plan.make import make_plan
        from tpgraph.reason.plan.model import Limits

        return make_plan(self, Limits(budget, currency, max_actions, costs))

    def compare(self, *others: Analysis) -> Comparison:
        """How other companies, or this one at other dates, differ from this analysis."""
        from tpgraph.reason.compare import compare

        return compare([self, *others])

    def _named(self, name: str) -> str:
        rows = self.inventory.touchpoints
        found = [row.iri for row in rows if name in (row.name, row.iri)]
        if not found:
            # As people type it: without regard to case and accents.
            key = normalise(name)
            found = [row.iri for row in rows if normalise(row.name) == key]
        if len(found) == 1:
            return found[0]
        if found:
            several = phrase("call.several-touchpoints", name=shown(name), count=len(found))
            raise CallError(several)
        near = closest(name, [row.name for row in rows], 3)
        if near:
            mend = did_you_mean([shown(n) for n in near])
            raise CallError(phrase("call.no-touchpoint-near", name=shown(name), mend=mend))
        raise CallError(phrase("call.no-touchpoint", name=shown(name)))

    def query(self, query: str, **parameters: str) -> Result:
        """A named query, or SPARQL, over ontology, asserted facts and findings."""
        from tpgraph.query.run import run_query

        return run_query(self.trig(), query, self.lang, parameters, self.inventory)

    def trig(self, statuses: Sequence[Status] = REPORTED, *, provenance: bool = False) -> bytes:
        """Asserted facts, findings and recommendations, each in its graph, as TriG.

        With ``provenance`` a fourth graph says in PROV-O which run, rule, facts and files each
        of them comes from. The same inventory gives the same bytes.
        """
        from tpgraph.views.files import analysis_trig

        return analysis_trig(self, statuses, provenance=provenance)

    def publish(self, server: str | None = None) -> list[str]:
        """Writes facts, findings and advice to a SPARQL server and returns the graphs' IRIs.

        ``server`` is its address; without one it is the engine's. Each of the company's graphs
        takes the place of the earlier one, all in one update. Raises CallError where there is no
        address, EngineError where the server fails: then nothing there has changed.
        """
        from tpgraph.store.remote.publish import publish
        from tpgraph.views.files import analysis_graphs

        graphs = analysis_graphs(self)
        publish(server or self.options.engine, self.inventory.company.iri, graphs)
        return list(graphs)

    @property
    def graph(self) -> Any:
        """The same as an ``rdflib.Dataset``."""
        from tpgraph.store.rdflib_engine import dataset_from_trig

        return dataset_from_trig(self.trig())

    @cached_property
    def coverage(self) -> Coverage:
        """Stages by categories: how many active touchpoints stand in each cell."""
        from tpgraph.views.coverage import coverage

        return coverage(self)

    @cached_property
    def measures(self) -> Measures:
        """How each active touchpoint stands in the network of links; never a gap."""
        from tpgraph.views.measures import measures

        return measures(self)

    def network(self) -> Any:
        """The company's touchpoints, concepts and findings as a ``networkx.MultiDiGraph``."""
        from tpgraph.views.network import network

        return network(self)

    def _repr_html_(self) -> str:
        """Counts, the worst gaps and the best advice, where an analysis is a notebook's answer."""
        from tpgraph.views.notebook import analysis_html

        return analysis_html(self)

    def show(self) -> Any:
        """The page, inline, in a notebook."""
        from tpgraph.views.notebook import PageFrame
        from tpgraph.views.page import render_page
        from tpgraph.views.snapshot import snapshot

        return PageFrame(render_page(snapshot(self)))


def analyse(
    path: str | Path,
    *,
    lang: str = "en",
    engine: str = "oxigraph",
    as_of: date | str | None = None,
    complete: Sequence[str] = (),
    rules_dir: str | Path | None = None,
    audience: str | None = None,
    cross_hairs: str | None = None,
) -> Analysis:
    """Reads an inventory and returns its analysis.

    ``path`` is a company folder or a CSV file. ``as_of`` is the day to judge by, also as text such
    as ``2026-03-31``; without it, today. ``complete`` adds columns to those that the company
    declares complete. ``audience`` restricts everything to what is, or may be, meant for one of
    the audiences that touchpoints name. ``cross_hairs`` (``means``, ``medians``, ``scale``, or the
    lines for importance and satisfaction as parts of the scale, such as ``0.6,0.5``) stands in
    place of the company's own. Raises InputError where the inventory cannot be read, CallError for
    a date, language, engine, audience or cross-hairs that does not exist, RuleError for a broken
    rule of ``rules_dir``.
    """
    inventory = read_inventory(Path(path), as_of=_day(as_of), complete=list(complete))
    if cross_hairs is not None:
        inventory = with_cross_hairs(inventory, cross_hairs)
    if audience is not None:
        inventory = for_audience(inventory, audience)
    own = Path(rules_dir) if rules_dir else None
    analysis = Analysis(inventory, Options(lang, engine, own))
    if own is not None:
        from tpgraph.reason.trial import try_rules

        try_rules(analysis.asserted, analysis.rules)
    return analysis


def _day(as_of: date | str | None) -> date:
    if isinstance(as_of, str):
        if (day := iso_date(as_of)) is None:
            raise CallError(phrase("call.no-day", value=shown(as_of), mend=date_mend(as_of)))
        return day
    # A datetime is a date too, and does not compare with one.
    return date(as_of.year, as_of.month, as_of.day) if as_of else date.today()


analyze = analyse
