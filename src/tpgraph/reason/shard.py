"""Several companies in one scratch store: the rules run once, and each company gets its share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from tpgraph.model import Inventory
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.infer import (
    REPORTED,
    Inference,
    RawFinding,
    asked,
    fill_scratch,
    reported_ntriples,
    run_findings,
)
from tpgraph.reason.rules import RuleSet, load_rules
from tpgraph.store.base import Triple
from tpgraph.store.oxigraph_engine import OxigraphEngine
from tpgraph.vocabulary import DATA

# Most of what a company alone costs is the same for ten; beyond forty a store grows slower.
TOGETHER = 20


class Concluded(NamedTuple):
    """A company's conclusions, and how often each rule found something in order."""

    conclusions: Conclusions
    in_order: Mapping[str, int]


def conclude_together(inventories: Sequence[Inventory], options: Options) -> list[Concluded]:
    """The conclusions of each inventory: the same as if it were analysed alone.

    No two may be of one company. A strategist's own rules need not keep companies apart, and an
    audience is judged by several runs: then each company has a store of its own. Raises what
    :func:`tpgraph.reason.infer.infer` raises.
    """
    rules = load_rules(options.lang, options.rules_dir)
    found = [Conclusions(inventory, options, rules) for inventory in inventories]
    if options.rules_dir is not None or any(i.audience is not None for i in inventories):
        return [Concluded(each, each.in_order_by_rule) for each in found]
    concluded: list[Concluded] = []
    for start in range(0, len(found), TOGETHER):
        concluded += _share_out(found[start : start + TOGETHER])
    return concluded


def _share_out(companies: Sequence[Conclusions]) -> list[Concluded]:
    if not companies:
        return []
    rules: RuleSet = companies[0].rules
    scratch = OxigraphEngine()
    fill_scratch(scratch, b"".join(c.asserted.ntriples for c in companies), rules, REPORTED)
    shares: dict[str, dict[str, RawFinding]] = {}
    for key, raw in run_findings(scratch, rules.gaps).items():
        shares.setdefault(raw.company, {})[key] = raw
    scratch.take_out(reported_ntriples(REPORTED))
    scratch.load(reported_ntriples(("ok",)))
    in_order: dict[str, Counter[str]] = {}
    for rule in rules.gaps:
        for finding, _ in asked(scratch, rule):
            in_order.setdefault(_company_of(finding), Counter())[rule.name] += 1
    derived = _Derived(scratch)
    concluded = []
    for company in companies:
        iri = company.inventory.company.iri
        own = OwnTriples(scratch, partial(derived.of, iri))
        company.take_inference(Inference(own, shares.get(iri, {}), company.asserted))
        concluded.append(Concluded(company, in_order.get(iri, {})))
    return concluded


class OwnTriples(OxigraphEngine):
    """A store of several companies as one of them sees it.

    ``triples`` by a property gives its own and the ontology's; queries are of the whole store.
    """

    def __init__(self, whole: OxigraphEngine, of: Callable[[str], Iterable[Triple]]) -> None:
        self.store = whole.store
        self._of = of

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        """The triples that match; other companies' are left out where only ``p`` is given."""
        if p is None or s is not None or o is not None:
            return super().triples(s, p, o)
        return list(self._of(p))


class _Derived:
    """A store's triples by property and by the company whose they are, read when first asked."""

    def __init__(self, engine: OxigraphEngine) -> None:
        self._engine = engine
        self._known: dict[str, dict[str, list[Triple]]] = {}

    def of(self, company: str, p: str) -> Iterable[Triple]:
        if p not in self._known:
            shares = self._known[p] = {}
            for triple in self._engine.triples(p=p):
                shares.setdefault(_company_of(triple[0]), []).append(triple)
        shares = self._known[p]
        return [*shares.get(company, ()), *shares.get("", ())]


def _company_of(subject: str) -> str:
    """The company whose a thing is by its IRI; blank for what is the ontology's."""
    if not subject.startswith(DATA):
        return ""
    return DATA + subject[len(DATA) :].partition("/")[0]
