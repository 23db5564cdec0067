"""Recommendations: candidates from rules, each simulated with the same rules before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from tpgraph.model import Edit, Outcome, Recommendation
from tpgraph.reason.advice.candidates import EFFORTS, advising, candidates_of, choose
from tpgraph.reason.advice.edits import edits_of, for_simulation
from tpgraph.reason.advice.merit import Merit, Merits
from tpgraph.reason.advice.telling import describe, narrate
from tpgraph.reason.delta.tryout import TryOut
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import Inference
from tpgraph.reason.outcome import outcome_of
from tpgraph.reason.rules import RuleSet

Progress = Callable[[int, int], None]


def recommend(
    inference: Inference,
    rules: RuleSet,
    narrator: Narrator,
    try_out: TryOut,
    *,
    accepted: Collection[str] = (),
    only: Collection[str] | None = None,
    on_progress: Progress | None = None,
) -> list[Recommendation]:
    """What to do about the findings: simulated, best first; nothing that closes or settles nothing.

    ``try_out`` tries edits out on the inventory of ``inference``. ``accepted`` are ids of findings
    that the company accepts: they ask for no advice.
    ``only`` restricts the advice to what addresses these findings.

    Order: severity closed for each edit, then what is made known, then less effort.
    """
    merit = Merits(inference).of
    with closing(advising(inference, accepted)) as engine:
        candidates = choose(candidates_of(engine, rules), merit)
    if only is not None:
        candidates = [c for c in candidates if not c.addresses.isdisjoint(only)]
    found: list[Recommendation] = []
    for done, candidate in enumerate(candidates, start=1):
        edits = edits_of(candidate, narrator)
        outcome = simulate(inference, rules, try_out, edits)
        if candidate.settles or any(m.settles for m in candidate.members):
            # What stands in for a fact settles it; which way it falls out is not foretold.
            outcome = replace(outcome, opens=())
        # Advice is for what it helps: another edit may have to come with it for the rest.
        candidate.addresses &= {*outcome.closes, *outcome.makes_known}
        if candidate.addresses:
            found.append(describe(candidate, edits, outcome, inference, rules, narrator))
        if on_progress:
            on_progress(done, len(candidates))
    found = _merged(found, {c.id: merit(c) for c in candidates if c.kind}, narrator)
    severity = {f.id: f.severity for f in inference.findings.values()}

    def order(r: Recommendation) -> tuple[float, float, int, int, str]:
        done = sum(e.action == r.edits[0].action for e in r.edits)
        closed = sum(severity.get(f, 0) for f in r.outcome.closes) / done
        opened = len(r.outcome.opens)
        return (-closed, opened, -len(r.outcome.makes_known), EFFORTS.index(r.effort), r.id)

    return sorted(found, key=order)


def _merged(
    found: list[Recommendation], merits: Mapping[str, Merit], narrator: Narrator
) -> list[Recommendation]:
    """Additions with the same outcome become one, the best kind first, with why it is that."""
    groups: dict[tuple[object, ...], list[Recommendation]] = {}
    for r in found:
        # What is not known of a new touchpoint differs with its name alone.
        outcome = replace(r.outcome, makes_unknown=())
        key = (r.rule, outcome) if r.suggestions else (r.id,)
        groups.setdefault(key, []).append(r)
    merged = []
    for group in groups.values():
        if len(group) == 1:
            merged += group
            continue
        group.sort(key=lambda r: merits[r.id])
        best, *others = (s for r in group for s in r.suggestions)
        ahead = merits[group[0].id].ahead_of(merits[group[1].id])
        addresses = tuple(sorted({f for r in group for f in r.addresses}))
        suggestions = (replace(best, first_by=ahead), *others)
        merged.append(
            narrate(replace(group[0], suggestions=suggestions, addresses=addresses), narrator)
        )
    return merged


def simulate(before: Inference, rules: RuleSet, try_out: TryOut, edits: Sequence[Edit]) -> Outcome:
    """Applies edits to a copy, runs the same rules and says what closes, opens, gets known."""
    tried = [for_simulation(e, try_out.inventory.as_of) for e in edits]
    return outcome_of(try_out(tried).changes, tried, before.findings, rules)
