"""Recommendations: candidates from rules, each simulated with the same rules before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import replace

from tpgraph.model import Edit, Outcome, Recommendation
from tpgraph.reason.advice.candidates import EFFORTS, advising, candidates_of, choose
from tpgraph.reason.advice.edits import edits_of, for_simulation
from tpgraph.reason.advice.telling import describe, narrate
from tpgraph.reason.delta.tryout import TryOut, outcome_of
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import Inference
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
    with closing(advising(inference, accepted)) as engine:
        candidates = choose(candidates_of(engine, rules), inference)
    if only is not None:
        candidates = [c for c in candidates if not c.addresses.isdisjoint(only)]
    found: list[Recommendation] = []
    for done, candidate in enumerate(candidates, start=1):
        edits = edits_of(candidate, narrator)
        outcome = simulate(inference, try_out, edits)
        if candidate.settles or any(m.settles for m in candidate.members):
            # What stands in for a fact settles it; which way it falls out is not foretold.
            outcome = replace(outcome, opens=())
        # Advice is for what it helps: another edit may have to come with it for the rest.
        candidate.addresses &= {*outcome.closes, *outcome.makes_known}
        if candidate.addresses:
            found.append(describe(candidate, edits, outcome, inference, rules, narrator))
        if on_progress:
            on_progress(done, len(candidates))
    found = _merged(found, narrator)
    severity = {f.id: f.severity for f in inference.findings.values()}

    def order(r: Recommendation) -> tuple[float, float, int, int, str]:
        closed = sum(severity.get(f, 0) for f in r.outcome.closes) / len(r.edits)
        opened = len(r.outcome.opens)
        return (-closed, opened, -len(r.outcome.makes_known), EFFORTS.index(r.effort), r.id)

    return sorted(found, key=order)


def _merged(found: list[Recommendation], narrator: Narrator) -> list[Recommendation]:
    """Additions with the same outcome become one, with the other kinds as alternatives."""
    groups: dict[tuple[object, ...], list[Recommendation]] = {}
    for r in found:
        # What is not known of a new touchpoint differs with its name alone.
        outcome = replace(r.outcome, makes_unknown=())
        key = (r.rule, outcome) if r.suggestions else (r.id,)
        groups.setdefault(key, []).append(r)
    merged = []
    for group in groups.values():
        group.sort(
            key=lambda r: (r.suggestions[0].source != "documents" if r.suggestions else 0, r.id)
        )
        if len(group) > 1:
            suggestions = tuple(s for r in group for s in r.suggestions)
            addresses = tuple(sorted({f for r in group for f in r.addresses}))
            whole = replace(group[0], suggestions=suggestions, addresses=addresses)
            merged.append(narrate(whole, narrator))
        else:
            merged.append(group[0])
    return merged


def simulate(before: Inference, try_out: TryOut, edits: Sequence[Edit]) -> Outcome:
    """Applies edits to a copy, runs the same rules and says what closes, opens, gets known."""
    as_of = try_out.inventory.as_of
    outcome = outcome_of(try_out([for_simulation(e, as_of) for e in edits]).changes)
    retired = {e.target for e in edits if e.action == "retire"}
    # What is no longer asked of a retired touchpoint has not become known.
    known = (f for f in outcome.makes_known if not retired & set(before.findings[f].concerns))
    return replace(outcome, makes_known=tuple(known))
