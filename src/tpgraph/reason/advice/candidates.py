"""Candidates for advice: what the recommendation rules propose, and which of it is tried out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tpgraph import vocabulary as v
from tpgraph.reason.infer import Inference, lexical
from tpgraph.reason.rules import RuleSet
from tpgraph.store import Engine, Triple

if TYPE_CHECKING:
    from tpgraph.reason.advice.merit import Merit

_TPG = v.NAMESPACE

# How many kinds are simulated for one gap: the best by what they would cover at once.
KINDS_PER_GAP = 5
# More of the same rule than this are given as one recommendation with many edits.
TOGETHER_OVER = 12
# The very same edit for more touchpoints than this is one thing to do.
SAME_OVER = 2
EFFORTS = ("low", "medium", "high")  # the least first
# What stands on a closed platform is to go: it needs no plan, owner or review any more.
_LAST_WORD = "retire-dead-platform"


@dataclass(slots=True)
class Candidate:
    """What a recommendation rule proposes for some findings, before it is simulated."""

    id: str
    rule: str
    action: str
    addresses: set[str] = field(default_factory=set)
    target: str | None = None
    kind: str | None = None
    covers: set[str] = field(default_factory=set)
    rank: float = 0.0
    cells: dict[str, set[str]] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    settles: set[str] = field(default_factory=set)
    effort: str = "medium"
    members: tuple[Candidate, ...] = ()


def advising(inference: Inference, accepted: Collection[str] = ()) -> Engine:
    """A copy of the engine that holds the findings too, but not those accepted.

    The findings are input of the recommendation rules alone.
    """
    engine = inference.engine.copy()
    open_findings = (raw for raw in inference.findings.values() if raw.id not in accepted)
    engine.add([t for raw in open_findings for t in raw.triples])
    return engine


def candidates_of(engine: Engine, rules: RuleSet) -> list[Candidate]:
    """What the recommendation rules propose over an engine that holds the findings."""
    found: dict[str, Candidate] = {}
    for rule in rules.recommendations:
        by_subject: dict[str, list[Triple]] = defaultdict(list)
        for triple in engine.construct(rule.text):
            by_subject[triple[0]].append(triple)
        for subject, triples in by_subject.items():
            candidate = found.setdefault(subject, Candidate(subject, rule.name, ""))
            for _, p, o in triples:
                _take(candidate, p.removeprefix(_TPG), lexical(o))
    return list(found.values())


def _take(candidate: Candidate, p: str, value: str) -> None:
    if p == "addresses":
        candidate.addresses.add(value)
    elif p == "action":
        candidate.action = value
    elif p == "target":
        candidate.target = value
    elif p == "suggests":
        candidate.kind = value
    elif p == "covers":
        candidate.covers.add(value)
    elif p == "rank":
        candidate.rank = max(candidate.rank, float(value))
    elif p == "edit":
        column, _, text = value.partition("=")
        candidate.cells.setdefault(column, set()).add(text)
    elif p == "link":
        candidate.links.add(value)
    elif p == "cell":
        candidate.settles.add(value)
    elif p == "effort":
        candidate.effort = value


def choose(candidates: list[Candidate], merit: Callable[[Candidate], Merit]) -> list[Candidate]:
    """All candidates but the lesser kinds: for each finding the few best."""
    cheaper: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.kind and candidate.effort != "high":
            cheaper[candidate.kind].append(candidate)
    # The same kind for the same findings with less effort takes its place.
    candidates = [
        c
        for c in candidates
        if not any(o is not c and o.addresses >= c.addresses for o in cheaper[c.kind or ""])
    ]
    # What one rule suggests for a finding does not crowd out what another does.
    additions: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for finding in candidate.addresses if candidate.kind else ():
            additions[candidate.rule, finding].append(candidate)
    kept = {
        c.id for chosen in additions.values() for c in sorted(chosen, key=merit)[:KINDS_PER_GAP]
    }
    by_rule: dict[str, list[Candidate]] = defaultdict(list)
    going = {c.target for c in candidates if c.rule == _LAST_WORD}
    for candidate in candidates:
        if candidate.kind is None and (
            candidate.rule == _LAST_WORD or candidate.target not in going
        ):
            by_rule[candidate.rule].append(candidate)
    chosen = [c for c in candidates if c.id in kept]
    for rule, members in by_rule.items():
        members.sort(key=lambda c: c.id)
        if len(members) > TOGETHER_OVER:
            # Each needs a look: many small efforts are a great one.
            chosen.append(_together(rule, members, "high"))
            continue
        same: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
        for member in members:
            cells = tuple((column, *sorted(texts)) for column, texts in member.cells.items())
            same[cells if cells and not member.links else (member.id,)].append(member)
        for group in same.values():
            if len(group) > SAME_OVER:
                chosen.append(_together(rule, group, group[0].effort))
            else:
                chosen.extend(group)
    return sorted(chosen, key=lambda c: c.id)


def _together(rule: str, members: list[Candidate], effort: str) -> Candidate:
    """One candidate for many of the same rule: hundreds of the same advice help nobody."""
    prefix, _, _ = members[0].id.rpartition("/")
    digest = hashlib.sha256("|".join([rule, *(c.id for c in members)]).encode()).hexdigest()[:20]
    addresses = {f for c in members for f in c.addresses}
    return Candidate(
        id=f"{prefix}/{digest}",
        rule=rule,
        action=members[0].action,
        addresses=addresses,
        effort=effort,
        members=tuple(members),
    )
