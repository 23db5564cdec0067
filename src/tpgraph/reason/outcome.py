"""What edits that were tried out come to: gaps closed, opened, or merely no longer asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.inventory.cells import split
from tpgraph.inventory.edit import BOUNDS, SEPARATORS
from tpgraph.model import Edit, Outcome
from tpgraph.reason.delta.reading import read_structure
from tpgraph.reason.delta.structure import LITERAL, Group, UnreadableError
from tpgraph.reason.delta.tryout import Changes
from tpgraph.reason.infer import RawFinding
from tpgraph.reason.rules import Rule, RuleSet

_RULE = v.NAMESPACE + "rule"
_ACTION = v.NAMESPACE + "action"
_RETIRE = f'{LITERAL}"retire"'


def outcome_of(
    changes: Changes, edits: Sequence[Edit], before: Mapping[str, RawFinding], rules: RuleSet
) -> Outcome:
    """What edits do, by the findings ``before`` them and those whose status they change.

    A gap is *closed* where its rule says ok then. Where the rule says nothing any more (a stage
    with one touchpoint left is met on one side by no fault; nobody asks for the owner of what is
    retired) the gap is gone, but nothing was done well: it is *no longer asked*. To count that as
    closing would make it the best advice of all to retire whatever has most faults.

    There is one way in which to retire a touchpoint does close a gap: where the fault is that it is
    there. It costs too much, its platform is closed, another one has its address: a strategist
    stops it, and the money is no longer spent. These are the gaps for which rules for advice name
    retiring (``ended_by_retiring``), the shipped ones and a strategist's own alike.

    What was unknown has become known where its rule gives an answer, and also where it says
    nothing any more because a fact was stated that it waited for: that of which the modality was
    not known needs no figures now that it is known to be a poster. Else it is no longer asked.
    """
    retired = {e.target for e in edits if e.action == "retire"}
    stated = {f"{e.target}#{column}" for e in edits for column in _columns(e)}
    closes: list[str] = []
    opens: list[str] = []
    known: list[str] = []
    unknown: list[str] = []
    unasked: list[str] = []
    for f, (was, now) in sorted(changes.items()):
        if now == "gap":
            opens.append(f)
        if now == "unknown":
            unknown.append(f)
        if was == "unknown":
            is_settled = not stated.isdisjoint(before[f].settled_by)
            is_gone = not retired.isdisjoint(before[f].concerns)
            (known if now or (is_settled and not is_gone) else unasked).append(f)
        elif was == "gap" and now in ("ok", None):
            is_ended = before[f].rule in ended_by_retiring(rules) and not retired.isdisjoint(
                before[f].concerns
            )
            (closes if now or is_ended else unasked).append(f)
    return Outcome(tuple(closes), tuple(opens), tuple(known), tuple(unknown), tuple(unasked))


def _columns(edit: Edit) -> list[str]:
    """What an edit states: columns, keys of the company's file, and which columns are complete."""
    scopes = split(edit.cells.get("complete", ""), SEPARATORS)
    bounds = (key.removeprefix(BOUNDS) for key in edit.cells if key.startswith(BOUNDS))
    return [*edit.cells, *(f"complete-{x}" for x in scopes), *(f"bound-{x}" for x in bounds)]


def ended_by_retiring(rules: RuleSet) -> frozenset[str]:
    """The gap rules for whose findings a rule for advice is to retire what they concern."""
    return frozenset(name for rule in rules.recommendations for name in _retires_for(rule))


@cache
def _retires_for(rule: Rule) -> frozenset[str]:
    try:
        structure = read_structure(rule.text)
    except UnreadableError:
        return frozenset()
    if not any(p.p == _ACTION and p.o == _RETIRE for p in structure.template):
        return frozenset()
    return frozenset(_rules_named(structure.where))


def _rules_named(group: Group) -> set[str]:
    found = {p.o for p in group.patterns if p.p == _RULE}
    for piece in group.pieces:
        for name, iris in piece.lists:
            found |= iris if name in found else set()
    names = {iri.removeprefix(v.RULE) for iri in found if iri.startswith(v.RULE)}
    return names.union(*(_rules_named(child) for child in group.children))
