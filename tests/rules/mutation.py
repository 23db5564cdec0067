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
from dataclasses import replace
from functools import cache, lru_cache

from tests.rules import fit
from tests.rules.cases import HERE
from tests.rules.mutants import Mutant, mutants_of
from tests.rules.pools import Pool, facts_of, pools
from tests.rules.siblings import others
from tpgraph.errors import TpgraphError
from tpgraph.reason.infer import Inference, RawFinding, run_findings
from tpgraph.reason.rules import Rule, load_rules
from tpgraph.store import Triple

# A finding's IRI to all that its rule says of it: what the cases' records hold.
Answers = Mapping[str, tuple[object, ...]]


def _answers(findings: Mapping[str, RawFinding]) -> Answers:
    return {f: _whole(raw) for f, raw in findings.items()}


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
        for pool in pools():
            if pool.rule == rule.name:
                found = run_findings(pool.inference.engine, [changed])
                yield _answers(found) != _answers(pool.inference.findings)
                # Where no status is asked for, nothing is said.
                yield bool(run_findings(pool.unreported.engine, [changed]))
        if rule.name == fit.NAME:
            for each in fit.FITS:
                yield fit.found(each, changed) != each
        return
    for pool in sorted(pools(), key=lambda pool: pool.rule != _last_noticed.get(rule.name)):
        before, facts = _met_by(rule, pool)
        # The whole inference is run again only where the rule gives other facts.
        if facts_of(before, changed) != facts:
            found = pool.with_shared_fact(changed).findings
            if _answers(found) != _answers(pool.inference.findings):
                _last_noticed[rule.name] = pool.rule
                yield True


# Where a mutant of a rule for shared facts was noticed, the next one is likely to be.
_last_noticed: dict[str, str] = {}


@lru_cache(maxsize=32)
def _met_by(rule: Rule, pool: Pool) -> tuple[Inference, set[Triple]]:
    """What a rule for shared facts meets in a pool, and what it makes of it."""
    before = pool.before(rule.name)
    return before, facts_of(before, rule)


@cache
def equivalents() -> Mapping[tuple[str, str, str], str]:
    """Rule, its line and what is changed there, to the reason why the mutant means the same."""
    with (HERE / "equivalent.toml").open("rb") as file:
        entries = tomllib.load(file)["same"]
    return {(e["rule"], line, what): e["why"] for e in entries for line, what in e["mutants"]}


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
