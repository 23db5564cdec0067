"""Runs mutants of the rules against the cases: what no case notices is a hole in the tests.

``python -m tests.rules.mutation [RULE ...]`` makes every mutant of the rules named (all, without
names), and lists those that survive: no case's answers change. A mutant that means the same as the
rule, or what cannot be told apart by any inventory, stands in ``equivalent.toml`` with the reason.
Ends with 1 where others survive, or where a line of that file names no mutant that does.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from tests.rules.cases import HERE, Case, all_cases
from tests.rules.mutants import Mutant, mutants_of
from tests.rules.siblings import others
from tpgraph.errors import TpgraphError
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import InventoryGraph, inventory_graph
from tpgraph.reason.infer import STATUSES, Inference, RawFinding, infer, run_findings
from tpgraph.reason.rules import Rule, RuleSet, load_rules
from tpgraph.store import Triple

# A finding's IRI to all that its rule says of it: what the cases' records hold.
Answers = Mapping[str, tuple[object, ...]]


@dataclass(frozen=True)
class Subject:
    """A case with what the rules infer of it."""

    case: Case

    @cached_property
    def graph(self) -> InventoryGraph:
        return inventory_graph(read_inventory(self.case.folder, as_of=self.case.as_of))

    @cached_property
    def inference(self) -> Inference:
        return infer(self.graph, _only(self.case.rule), statuses=STATUSES)

    @cached_property
    def answers(self) -> Answers:
        return _answers(self.inference)

    @cached_property
    def unreported(self) -> Inference:
        """The same where no status is asked for: every rule is to say nothing."""
        return infer(self.graph, _only(self.case.rule), statuses=())

    def with_gap_rule(self, rule: Rule) -> Answers:
        """What a changed gap rule finds."""
        found = run_findings(self.inference.engine, [rule])
        return _answers(replace(self.inference, findings=found))

    def says_what_is_not_asked(self, rule: Rule) -> bool:
        """Whether a changed gap rule finds something where no status is asked for."""
        return bool(run_findings(self.unreported.engine, [rule]))

    def with_shared_fact(self, rule: Rule) -> Answers:
        """What the case's rule finds where a changed rule made the shared facts."""
        rules = _only(self.case.rule)
        classify = tuple(rule if r.name == rule.name else r for r in rules.classify)
        return _answers(infer(self.graph, replace(rules, classify=classify), statuses=STATUSES))

    def facts_of(self, rule: Rule) -> set[Triple]:
        """The shared facts that a rule gives, where all of them are there already."""
        return set(self.inference.engine.construct(rule.text))


@cache
def _only(name: str) -> RuleSet:
    rules = load_rules()
    return replace(rules, gaps=tuple(r for r in rules.gaps if r.name == name))


def _answers(inference: Inference) -> Answers:
    return {f: _whole(raw) for f, raw in inference.findings.items()}


def _whole(raw: RawFinding) -> tuple[object, ...]:
    return (
        raw.status,
        raw.concerns,
        raw.area,
        raw.measured,
        raw.threshold,
        raw.threshold_source,
        raw.margin,
        raw.borderline,
        raw.severity,
        raw.facts,
        raw.settled_by,
    )


@cache
def subjects() -> tuple[Subject, ...]:
    """All cases."""
    return tuple(Subject(case) for case in all_cases())


def mutants(rule: Rule) -> list[Mutant]:
    """Every mutant of a rule."""
    return mutants_of(rule.text, others)


def is_noticed(rule: Rule, mutant: Mutant) -> bool:
    """Whether the answers of some case change. An engine that refuses the mutant is a notice."""
    changed = replace(rule, text=mutant.text)
    try:
        return any(_differences(rule, changed))
    except TpgraphError:
        return True


def _differences(rule: Rule, changed: Rule) -> Iterator[bool]:
    if rule in load_rules().gaps:
        for subject in subjects():
            if subject.case.rule == rule.name:
                yield subject.with_gap_rule(changed) != subject.answers
                yield subject.says_what_is_not_asked(changed)
        return
    for subject in subjects():
        # The whole inference is run again only where the rule gives other facts.
        if subject.facts_of(changed) != subject.facts_of(rule):
            yield subject.with_shared_fact(changed) != subject.answers


@cache
def equivalents() -> Mapping[tuple[str, str, str], str]:
    """Rule, its line and what is changed there, to the reason why the mutant means the same."""
    with (HERE / "equivalent.toml").open("rb") as file:
        entries = tomllib.load(file)["mutant"]
    return {(e["rule"], e["line"], e["what"]): e["why"] for e in entries}


def key(rule: Rule, mutant: Mutant) -> tuple[str, str, str]:
    """How ``equivalent.toml`` names a mutant."""
    return rule.name, mutant.source, mutant.what


def main(names: Sequence[str]) -> int:
    """Lists what survives, rule by rule."""
    rules = load_rules()
    left = 0
    for rule in (*rules.classify, *rules.gaps):
        if names and rule.name not in names:
            continue
        made = mutants(rule)
        surviving = [mutant for mutant in made if not is_noticed(rule, mutant)]
        same = [mutant for mutant in surviving if key(rule, mutant) in equivalents()]
        stale = {k for k in equivalents() if k[0] == rule.name} - {key(rule, m) for m in surviving}
        print(
            f"{rule.name}: {len(made) - len(surviving)} of {len(made)} noticed, "
            f"{len(same)} mean the same",
            flush=True,
        )
        for mutant in surviving:
            if mutant not in same:
                left += 1
                print(f"  {mutant.sort}: {mutant}\n      {mutant.source}", flush=True)
        for _, source, what in sorted(stale):
            left += 1
            print(f"  equivalent.toml names what is noticed or is no mutant: {what}: {source}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
