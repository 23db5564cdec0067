"""All cases of a rule together: companies that share a store, as in a batch.

What each of them finds is what it finds alone; a rule that mixes companies shows here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from tests.rules.cases import Case, all_cases
from tpgraph.inventory.graph import InventoryGraph, statement_iri
from tpgraph.model import Fact
from tpgraph.reason.infer import STATUSES, Inference, infer
from tpgraph.reason.rules import Rule, RuleSet, load_rules
from tpgraph.store import Triple

COMPANY = "https://w3id.org/tpgraph/data/case"


@dataclass(frozen=True)
class Pool:
    """The cases of one rule, with what its rule finds in them."""

    rule: str
    cases: tuple[Case, ...]

    @cached_property
    def companies(self) -> dict[str, Case]:
        """Company to its case: all are called the same, so they are numbered."""
        return {f"{COMPANY}-{n}": case for n, case in enumerate(self.cases)}

    @cached_property
    def graph(self) -> InventoryGraph:
        """Everything that is asserted of the companies."""
        return Shared(self.companies)

    @cached_property
    def rules(self) -> RuleSet:
        """The shared facts, and the one rule."""
        rules = load_rules()
        return replace(rules, gaps=tuple(r for r in rules.gaps if r.name == self.rule))

    @cached_property
    def inference(self) -> Inference:
        """What the rule finds."""
        return infer(self.graph, self.rules, statuses=STATUSES)

    @cached_property
    def unreported(self) -> Inference:
        """The same where no status is asked for: the rule is to say nothing."""
        return infer(self.graph, self.rules, statuses=())

    def with_shared_fact(self, rule: Rule) -> Inference:
        """What the rule finds where a changed rule makes the shared facts."""
        classify = tuple(rule if r.name == rule.name else r for r in self.rules.classify)
        return infer(self.graph, replace(self.rules, classify=classify), statuses=STATUSES)

    def before(self, name: str) -> Inference:
        """The shared facts that a rule of them meets."""
        names = [r.name for r in self.rules.classify]
        earlier = self.rules.classify[: names.index(name)]
        return infer(self.graph, replace(self.rules, classify=earlier, gaps=()))


class Shared(InventoryGraph):
    """The graphs of several cases, each with its company under another name."""

    def __init__(self, companies: Mapping[str, Case]) -> None:
        self._renamed = {
            company: InventoryGraph(case.inventory) for company, case in companies.items()
        }

    @property
    def company(self) -> str:
        """What the store is named for: any of the companies, since they share it."""
        return next(iter(self._renamed))

    @cached_property
    def ntriples(self) -> bytes:
        texts = (_named(company, g.ntriples.decode()) for company, g in self._renamed.items())
        return "".join(texts).encode()

    @cached_property
    def facts(self) -> dict[str, Fact]:
        found: dict[str, Fact] = {}
        for company, graph in self._renamed.items():
            for fact in graph.facts.values():
                s, o = _named(company, fact.s), _named(company, fact.o)
                key = statement_iri(company, s, fact.p, o)
                found[key] = replace(fact, id=key, s=s, o=o)
        return found


def _named(company: str, text: str) -> str:
    return re.sub(rf"{COMPANY}(?=[/>]|$)", company, text)


def facts_of(inference: Inference, rule: Rule) -> set[Triple]:
    """The shared facts that a rule gives."""
    return set(inference.engine.construct(rule.text))


@cache
def pools() -> tuple[Pool, ...]:
    """A pool for each rule that has cases."""
    by_rule: dict[str, list[Case]] = {}
    for case in all_cases():
        by_rule.setdefault(case.rule, []).append(case)
    return tuple(Pool(rule, tuple(cases)) for rule, cases in by_rule.items())
