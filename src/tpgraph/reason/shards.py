"""Many companies: some at a time, with the rules run once for all of them.

Either findings alone, as N-Triples, in one process or several; or what a batch tells of each. The
rules run compiled; what they cannot be compiled for is asked of Oxigraph in a scratch store.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

from tpgraph.model import Inventory
from tpgraph.reason.compiled.later import LaterEngine, store_of
from tpgraph.reason.compiled.many import facts_of, findings, findings_ntriples, triples_of
from tpgraph.reason.compiled.numbers import UnsureError
from tpgraph.reason.compiled.one import require_room
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.delta.structure import UnreadableError
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
from tpgraph.reason.rules import Rule, RuleSet, load_rules
from tpgraph.store.base import Triple
from tpgraph.store.oxigraph_engine import OxigraphEngine
from tpgraph.vocabulary import DATA

# Companies at a time. With many more, they outgrow the processor's caches.
COMPANIES = 20
Made = TypeVar("Made")
_WAITING = 2  # shards a worker that are read ahead, or wait for whoever takes them


class Told(NamedTuple):
    """Gaps and unknowns as N-Triples, and the number of what is in order."""

    ntriples: bytes
    in_order: int


def findings_of_many(
    companies: Iterable[bytes],
    rules: RuleSet,
    *,
    companies_at_once: int = COMPANIES,
    workers: int = 1,
) -> Iterator[Told]:
    """What is found in some companies at a time, in the order of the companies.

    ``companies`` are N-Triples, a company each. They are asked for as they are needed, so that no
    more than a few shards are held at once. With several ``workers`` each is a process. Raises
    QueryError where Oxigraph refuses a rule.
    """
    return made_of_many(
        companies, rules, _itself, companies_at_once=companies_at_once, workers=workers
    )


def made_of_many(
    companies: Iterable[bytes],
    rules: RuleSet,
    make: Callable[[Told], Made],
    *,
    companies_at_once: int = COMPANIES,
    workers: int = 1,
) -> Iterator[Made]:
    """What ``make`` makes of what is found in some companies at a time.

    It is called in the process that found it, so that findings need not pass from one to another,
    which takes several ``workers`` a seventh of their time: then it is a function of a module. All
    else as :func:`findings_of_many`.
    """
    each = iter(companies)
    shards = iter(lambda: list(islice(each, companies_at_once)), [])
    if workers == 1:
        yield from (make(_findings(shard, rules)) for shard in shards)
        return
    waiting: deque[Future[Made]] = deque()
    start = get_context("spawn")
    with ProcessPoolExecutor(workers, start, _take, (rules, make)) as pool:
        try:
            for shard in shards:
                waiting.append(pool.submit(_make_here, shard))
                if len(waiting) >= workers * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _itself(told: Told) -> Told:
    return told


_taken: list[tuple[RuleSet, Callable[[Told], Any]]] = []


def _take(rules: RuleSet, make: Callable[[Told], Any]) -> None:
    """Makes this process one that asks for findings by these rules."""
    _taken[:] = [(rules, make)]


def _make_here(companies: Sequence[bytes]) -> Any:
    rules, make = _taken[0]
    return make(_findings(companies, rules))


def _findings(companies: Sequence[bytes], rules: RuleSet) -> Told:
    ntriples = b"".join(companies)
    try:
        require_room(ntriples)
        return Told(*findings_ntriples(facts_of(ntriples, rules), rules.gaps, REPORTED))
    except (UnreadableError, UnsureError):
        scratch, sized = _filled(ntriples, rules)
        found = (scratch.construct_ntriples(rule.text).splitlines(True) for rule in sized.gaps)
        told = b"".join(line for lines in found for line in dict.fromkeys(lines))
        return Told(told, len(_in_order(scratch, sized.gaps)))


def _filled(ntriples: bytes, rules: RuleSet) -> tuple[OxigraphEngine, RuleSet]:
    """A scratch store with the shared facts of companies, and the rules to ask it by."""
    scratch = OxigraphEngine()
    rules = for_size(rules, scratch.name, ntriples)
    fill_scratch(scratch, ntriples, rules, REPORTED)
    return scratch, rules


def _in_order(scratch: OxigraphEngine, rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """The rule and the id of what is in order; what else there is was asked for before."""
    scratch.take_out(reported_ntriples(REPORTED))
    scratch.load(reported_ntriples(("ok",)))
    return [(rule.name, found) for rule in rules for found, _ in asked(scratch, rule)]


def conclude_together(
    inventories: Sequence[Inventory], options: Options, *, companies_at_once: int = COMPANIES
) -> list[Conclusions]:
    """The conclusions of each inventory: the same as if it were analysed alone.

    No two may be of one company. A strategist's own rules need not keep companies apart, and an
    audience is judged by several runs: then each company has a store of its own. Raises what
    :func:`tpgraph.reason.infer.infer` raises.
    """
    rules = load_rules(options.lang, options.rules_dir)
    found = [Conclusions(inventory, options, rules) for inventory in inventories]
    if options.rules_dir is None and all(each.audience is None for each in inventories):
        for start in range(0, len(found), companies_at_once):
            _share_out(found[start : start + companies_at_once])
    return found


def _share_out(companies: Sequence[Conclusions]) -> None:
    """Gives each company what is its own of what the rules give for all of them."""
    found = _found([company.asserted.ntriples for company in companies], companies[0].rules)
    shares: dict[str, dict[str, RawFinding]] = {}
    for raw in found.findings:
        shares.setdefault(raw.company, {})[raw.id] = raw
    in_order: dict[str, Counter[str]] = {}
    for rule, finding in found.in_order:
        in_order.setdefault(_company_of(finding), Counter())[rule] += 1
    derived = _Derived(found.triples)
    for company in companies:
        iri = company.inventory.company.iri
        own = OwnTriples(found.whole, partial(derived.of, iri))
        right = in_order.get(iri, Counter())
        company.take_inference(Inference(own, shares.get(iri, {}), company.asserted, right))


class _Found(NamedTuple):
    """What the rules gave for several companies.

    ``in_order`` are the rule and the id of what is in order, ``triples`` gives those of a property,
    ``whole`` a store with all of them.
    """

    findings: Iterable[RawFinding]
    in_order: Iterable[tuple[str, str]]
    triples: Callable[[str], Iterable[Triple]]
    whole: Callable[[], OxigraphEngine]


def _found(companies: Sequence[bytes], rules: RuleSet) -> _Found:
    ntriples = b"".join(companies)
    try:
        require_room(ntriples)
        facts = facts_of(ntriples, rules)
        told, in_order = findings(facts, rules.gaps, REPORTED)
        whole = cache(partial(store_of, facts, REPORTED))
        return _Found(told, in_order, partial(triples_of, facts), whole)
    except (UnreadableError, UnsureError):
        scratch, sized = _filled(ntriples, rules)
        reported = run_findings(scratch, sized.gaps)
        right = _in_order(scratch, sized.gaps)
        return _Found(reported.values(), right, lambda p: scratch.triples(p=p), lambda: scratch)


class OwnTriples(LaterEngine):
    """A store of several companies as one of them sees it.

    ``triples`` by a property gives its own and the ontology's; queries are of the whole store.
    """

    def __init__(
        self, whole: Callable[[], OxigraphEngine], of: Callable[[str], Iterable[Triple]]
    ) -> None:
        super().__init__(whole)
        self._of = of

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        """The triples that match; other companies' are left out where only ``p`` is given."""
        if p is None or s is not None or o is not None:
            return self._whole().triples(s, p, o)
        return list(self._of(p))


class _Derived:
    """A store's triples by property and by the company whose they are, read when first asked."""

    def __init__(self, triples: Callable[[str], Iterable[Triple]]) -> None:
        self._triples = triples
        self._known: dict[str, dict[str, list[Triple]]] = {}

    def of(self, company: str, p: str) -> Iterable[Triple]:
        if p not in self._known:
            shares = self._known[p] = {}
            for triple in self._triples(p):
                shares.setdefault(_company_of(triple[0]), []).append(triple)
        shares = self._known[p]
        return [*shares.get(company, ()), *shares.get("", ())]


def _company_of(subject: str) -> str:
    """The company whose a thing is by its IRI; blank for what is the ontology's."""
    if not subject.startswith(DATA):
        return ""
    return DATA + subject[len(DATA) :].partition("/")[0]
