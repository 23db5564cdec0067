"""Findings of many companies: some at a time in a scratch store, on one thread or several."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from tpgraph.model import Status
from tpgraph.reason.infer import REPORTED, reported_ntriples, runtime_facts
from tpgraph.reason.rules import RuleSet
from tpgraph.reason.setwise.choice import rules_for_many
from tpgraph.store.oxigraph_engine import OxigraphEngine

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
    fast = RuleSet(rules_for_many(rules.classify), rules_for_many(rules.gaps), (), {})
    each = iter(companies)
    waiting: deque[Future[bytes]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            while shard := list(islice(each, companies_at_once)):
                waiting.append(pool.submit(_findings, b"".join(shard), fast, statuses))
                if len(waiting) >= threads * _WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _findings(ntriples: bytes, rules: RuleSet, statuses: Sequence[Status]) -> bytes:
    engine = OxigraphEngine()
    engine.load(runtime_facts())
    engine.load(reported_ntriples(statuses))
    engine.load(ntriples)
    for rule in rules.classify:
        engine.materialise(rule.text)
    return b"".join(engine.construct_ntriples(rule.text) for rule in rules.gaps)
