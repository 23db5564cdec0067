"""Recommendations: candidates from rules, each simulated with the same rules before it is shown."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tpgraph import vocabulary as v
from tpgraph.inventory.company import YES_NO_KEYS
from tpgraph.model import Edit, Outcome, Recommendation, Suggestion
from tpgraph.reason.delta.tryout import TryOut, outcome_of
from tpgraph.reason.findings import Narrator
from tpgraph.reason.infer import Inference, lexical
from tpgraph.reason.rules import RuleSet
from tpgraph.reason.texts import fill
from tpgraph.store import Triple, open_engine

_TPG = v.NAMESPACE
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

# How many kinds are simulated for one gap: the best by what they would cover at once.
KINDS_PER_GAP = 5
# More of the same rule than this are given as one recommendation with many edits.
TOGETHER_OVER = 12
# The very same edit for more touchpoints than this is one thing to do.
SAME_OVER = 2
_EFFORTS = {"low": 0, "medium": 1, "high": 2}
# What stands on a closed platform is to go: it needs no plan, owner or review any more.
_LAST_WORD = "retire-dead-platform"
# What stands for a fact not yet known while an edit is simulated.
_PLACEHOLDERS = {
    "{yes/no}": "yes",
    "{value}": "none",
    "{ownership}": "brand",
    "{name}": "to be named",
    "{number}": "0",
    "{plan}": "to be written",
    "{hours}": "to be stated",
    "{goals}": "awareness|acquisition|retention",
    "{methods}": "market research",
    "{size}": "small",
    "{offers}": "services",
    "{industry}": "retail",
}
_DATE, _URL = "{date}", "{url}"
_YES_NO = frozenset(
    {*(name for name, column in v.COLUMNS.items() if column.holds == "yesno"), *YES_NO_KEYS}
)
# Where "none" would not settle most: only the brand's and its partners' touchpoints are asked for
# an owner, and a company has some size, sells something and works somewhere.
_SETTLING = {
    "ownership": "{ownership}",
    "size": "{size}",
    "sells": "{offers}",
    "industry": "{industry}",
    "understanding_methods": "{methods}",
}


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
    link: str | None = None
    settles: set[str] = field(default_factory=set)
    effort: str = "medium"
    members: tuple[Candidate, ...] = ()


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
    candidates = _choose(_candidates(inference, rules, accepted), inference)
    if only is not None:
        candidates = [c for c in candidates if not c.addresses.isdisjoint(only)]
    found: list[Recommendation] = []
    for done, candidate in enumerate(candidates, start=1):
        edits = _edits(candidate, narrator)
        outcome = simulate(inference, try_out, edits)
        if candidate.settles or any(m.settles for m in candidate.members):
            # What stands in for a fact settles it; which way it falls out is not foretold.
            outcome = replace(outcome, opens=())
        # Advice is for what it helps: another edit may have to come with it for the rest.
        candidate.addresses &= {*outcome.closes, *outcome.makes_known}
        if candidate.addresses:
            found.append(_describe(candidate, edits, outcome, inference, rules, narrator))
        if on_progress:
            on_progress(done, len(candidates))
    found = _merged(found, narrator)
    severity = {f.id: f.severity for f in inference.findings.values()}

    def order(r: Recommendation) -> tuple[float, float, int, int, str]:
        closed = sum(severity.get(f, 0) for f in r.outcome.closes) / len(r.edits)
        opened = len(r.outcome.opens)
        return (-closed, opened, -len(r.outcome.makes_known), _EFFORTS[r.effort], r.id)

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


def _candidates(inference: Inference, rules: RuleSet, accepted: Collection[str]) -> list[Candidate]:
    # In a copy: the findings are input of these rules alone.
    engine = open_engine(inference.engine.name)
    engine.load(inference.engine.dump())
    open_findings = (raw for raw in inference.findings.values() if raw.id not in accepted)
    engine.add([t for raw in open_findings for t in raw.triples])
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
        candidate.link = value
    elif p == "cell":
        candidate.settles.add(value)
    elif p == "effort":
        candidate.effort = value


def _choose(candidates: list[Candidate], inference: Inference) -> list[Candidate]:
    """All candidates but the lesser kinds: for each finding the few that cover most at once."""
    said: dict[str, set[str]] = defaultdict(set)
    for s, _, o in inference.engine.triples(p=_TPG + "saidByDocuments"):
        said[s].add(lexical(o))
    present = {lexical(o) for _, p, o in inference.engine.triples(p=_RDF_TYPE)}

    def merit(c: Candidate) -> tuple[float, bool, int, str]:
        # What the company lacks comes before what it has, documented before judged.
        kind = c.kind or ""
        return (-c.rank, kind in present, len(c.covers - said[kind]), kind)

    cheaper: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.kind and _EFFORTS[candidate.effort] < _EFFORTS["high"]:
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
            same[cells if cells and member.link is None else (member.id,)].append(member)
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


def _edits(candidate: Candidate, narrator: Narrator) -> tuple[Edit, ...]:
    """The explicit edits of a candidate, with names where it gives IRIs."""
    if candidate.action == "add":
        label = narrator.english(candidate.kind or "")
        return (Edit("add", None, {"name": label, "type": label, **_texts(candidate)}),)
    if candidate.members:
        return tuple(e for member in candidate.members for e in _edits(member, narrator))
    if candidate.settles:
        settling: dict[str, dict[str, str]] = defaultdict(dict)
        for cell in sorted(candidate.settles):
            subject, _, column = cell.partition("#")
            settling[subject][column] = _settling(column)
        return tuple(Edit("record", subject, c) for subject, c in sorted(settling.items()))
    texts = _texts(candidate)
    if candidate.link:
        # A link is added to those that are there.
        rows = (t for t in narrator.inventory.touchpoints if t.iri == candidate.target)
        cells = ((t.raw.get("leads_to"), t.none) for t in rows)
        there = [text for text, none in cells if text and "leads_to" not in none]
        texts["leads_to"] = "|".join([*there, narrator.label(candidate.link)])
    action = candidate.action
    assert action in ("change", "record", "retire")
    return (Edit(action, candidate.target, texts),)  # type: ignore[arg-type]


def _texts(candidate: Candidate) -> dict[str, str]:
    """The candidate's cells, each with all that its rule gives for it."""
    return {column: "|".join(sorted(texts)) for column, texts in candidate.cells.items()}


def _settling(column: str) -> str:
    if column in _YES_NO:
        return "{yes/no}"
    return _SETTLING.get(column, "{value}")


def for_simulation(edit: Edit, as_of: date) -> Edit:
    """The edit with placeholders replaced by values that stand for them in a simulation."""
    # An address is nobody else's: two touchpoints of one address would be the same.
    own = hashlib.sha256((edit.target or "").encode()).hexdigest()[:20]
    known = {**_PLACEHOLDERS, _DATE: as_of.isoformat(), _URL: f"https://{own}.example"}
    cells = {column: known.get(text, text) for column, text in edit.cells.items()}
    return Edit(edit.action, edit.target, cells, hypothetical=edit.action == "add")


def _describe(
    candidate: Candidate,
    edits: tuple[Edit, ...],
    outcome: Outcome,
    inference: Inference,
    rules: RuleSet,
    narrator: Narrator,
) -> Recommendation:
    entry = rules.entries[candidate.rule]
    bare = Recommendation(
        id=candidate.id,
        rule=candidate.rule,
        addresses=tuple(sorted(candidate.addresses)),
        edits=edits,
        title="",
        message="",
        suggestions=_suggestions(candidate, inference),
        principle=entry.principle,
        effort=candidate.effort,  # type: ignore[arg-type]
        outcome=outcome,
        labels={e.target: narrator.label(e.target) for e in edits if e.target},
    )
    return narrate(bare, narrator)


def narrate(recommendation: Recommendation, narrator: Narrator) -> Recommendation:
    """The recommendation with its texts in the narrator's language."""
    entry = narrator.rules.entries[recommendation.rule]
    texts = narrator.texts
    edits = recommendation.edits
    # To declare a column complete is said of that column.
    named = (text if c == "complete" else c for e in edits for c, text in e.cells.items())
    columns = list(dict.fromkeys(named))
    targets = [narrator.label(e.target) for e in edits if e.target]
    shown = texts.listed(targets[:3]) + (f" … ({len(targets)})" if len(targets) > 3 else "")
    kinds = [narrator.label(s.kind) for s in recommendation.suggestions]
    return replace(
        recommendation,
        title=entry.text("title", texts.language),
        message=fill(
            entry.text("adviceMessage", texts.language),
            kind=" / ".join(kinds),
            target=shown,
            columns=texts.listed(narrator.column_label(c) for c in columns),
            linked=texts.listed(e.cells["leads_to"] for e in edits if "leads_to" in e.cells),
        ),
        suggestions=tuple(
            replace(s, label=narrator.label(s.kind), why=_why(s, narrator))
            for s in recommendation.suggestions
        ),
        evidence=entry.evidence_in(texts.language),
        caveat=entry.text("caveat", texts.language) or None,
    )


def _suggestions(candidate: Candidate, inference: Inference) -> tuple[Suggestion, ...]:
    if candidate.kind is None:
        return ()
    said = {
        lexical(o)
        for _, _, o in inference.engine.triples(s=candidate.kind, p=_TPG + "saidByDocuments")
    }
    source = "documents" if candidate.covers <= said else "judgement"
    return (Suggestion(candidate.kind, "", "", source, tuple(sorted(candidate.covers))),)


def _why(suggestion: Suggestion, narrator: Narrator) -> str:
    """What of the missing the kind covers."""
    if not suggestion.covers:
        return ""
    values = narrator.texts.listed(narrator.label(c) for c in suggestion.covers)
    serves = narrator.texts("rank.serves", values=values)
    # Where the documents offer nothing it says so.
    own = suggestion.source != "documents"
    return narrator.texts.parted((serves, narrator.texts("rank.judgement"))) if own else serves
