"""Many companies: some at a time in a scratch store, where the rules run once for all of them.

Either findings alone, as N-Triples, on one thread or several; or what a batch tells of each.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import NamedTuple

from tpgraph.model import Inventory, Status
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.infer import (
    REPORTED,
    Inference,
    RawFinding,
    asked,
    fill_scratch,
    for_size,
    reported_ntriples,
    run_findings,
)
from tpgraph.reason.rules import RuleSet, load_rules
from tpgraph.reason.setwise.filling import findings_ntriples
from tpgraph.store.base import Triple
from tpgraph.store.oxigraph_engine import OxigraphEngine
from tpgraph.vocabulary import DATA

# Companies a store. With fewer, reading the ontology and the rules again takes longer; with more, a
# store outgrows the processor's caches.
COMPANIES = 40
_WAITING = 2  # shards a thread that are read ahead, or wait for whoever takes them


def findings_of_many(
    companies: Iterable[bytes],
    rules: RuleSet,
    *,
    statuses: Sequence[Status] = REPORTED,
    companies_at_once: int = COMPANIES,
    threads: int = 1,
) -> Iterator[bytes]:
    """Findings as N-Triples, those of some companies at a time, in the order of the companies.

    ``companies`` are N-Triples, a company each. They are asked for as they are needed, so that no
    more than a few shards are held at once. Raises QueryError where Oxigraph refuses a rule.
    """
    each = iter(companies)
    waiting: deque[Future[bytes]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            while shard := list(islice(each, companies_at_once)):
                waiting.append(pool.submit(_findings, b"".join(shard), rules, statuses))
                if len(waiting) >= threads * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _findings(ntriples: bytes, rules: RuleSet, statuses: Sequence[Status]) -> bytes:
    scratch, sized = _filled(ntriples, rules, statuses)
    if sized is rules:
        return b"".join(scratch.construct_ntriples(rule.text) for rule in rules.gaps)
    return b"".join(findings_ntriples(scratch, rule.text) for rule in rules.gaps)


def _filled(
    ntriples: bytes, rules: RuleSet, statuses: Sequence[Status]
) -> tuple[OxigraphEngine, RuleSet]:
    """A scratch store with the shared facts of companies, and the rules to ask it by."""
    scratch = OxigraphEngine()
    rules = for_size(rules, scratch.name, ntriples)
    fill_scratch(scratch, ntriples, rules, statuses)
    return scratch, rules


class Concluded(NamedTuple):
    """A company's conclusions, and how often each rule found something in order."""

    conclusions: Conclusions
    in_order: Mapping[str, int]


def conclude_together(
    inventories: Sequence[Inventory], options: Options, *, companies_at_once: int = COMPANIES
) -> list[Concluded]:
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
    for start in range(0, len(found), companies_at_once):
        concluded += _share_out(found[start : start + companies_at_once])
    return concluded


def _share_out(companies: Sequence[Conclusions]) -> list[Concluded]:
    ntriples = b"".join(company.asserted.ntriples for company in companies)
    scratch, rules = _filled(ntriples, companies[0].rules, REPORTED)
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
