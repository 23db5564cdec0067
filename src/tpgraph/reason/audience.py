"""Findings for one audience: what holds whether or not the touchpoints in doubt are meant for it.

The rules run twice: over all touchpoints that may be meant for the audience, and over those alone
that are known to be. What both say is so; where they differ, or where the subject itself is in
doubt, the finding is unknown and names the audience cells that would settle it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from tpgraph import vocabulary as v
from tpgraph.inventory.audience import COLUMN, certain, not_known, possible, without_links_among
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Inventory, Status
from tpgraph.reason.infer import (
    REPORTED,
    STATUSES,
    Inference,
    RawFinding,
    finding_statuses,
    infer,
)
from tpgraph.reason.rules import RuleSet

_TPG = v.NAMESPACE
# Held against all touchpoints together: some of those in doubt could move the line either way.
_SHARED = frozenset({"meanCrosshair", "medianCrosshair", "shareBound", "costRatioBound"})
# What is said of a finding only where it is known.
_OF_THE_KNOWN = frozenset(
    _TPG + name
    for name in ("status", "measured", "threshold", "thresholdSource", "margin", "borderline")
) | {_TPG + "usesFact"}


def infer_for_audience(
    inventory: Inventory,
    rules: RuleSet,
    *,
    engine: str = "oxigraph",
    statuses: Sequence[Status] = REPORTED,
) -> Inference:
    """The findings of an inventory that is restricted to an audience.

    The engine returned holds everything that may be meant for the audience.
    """
    within = possible(inventory)
    doubt = not_known(within)
    upper = infer(inventory_graph(within), rules, engine=engine, statuses=STATUSES)
    found = upper.findings
    if doubt:
        lower = infer(inventory_graph(certain(within)), rules, engine=engine, statuses=STATUSES)
        # In order, whoever else is meant for the audience: what stands on its own feet.
        alone = upper.findings
        if len(doubt) > 1 and (cut := without_links_among(within, doubt)) is not within:
            alone = infer(inventory_graph(cut), rules, engine=engine, statuses=STATUSES).findings
        steady = {
            key
            for key, raw in upper.findings.items()
            if raw.status == "ok" and (len(doubt) == 1 or _stands_alone(raw, alone.get(key), doubt))
        }
        found = _merged(upper.findings, lower.findings, steady, doubt)
    kept = {key: raw for key, raw in found.items() if raw.status in statuses}
    return Inference(upper.engine, kept, upper.graph)


def statuses_of(
    inventory: Inventory,
    rules: RuleSet,
    *,
    engine: str = "oxigraph",
    statuses: Sequence[Status] = REPORTED,
) -> dict[str, Status]:
    """Finding id to status, restricted to an audience or not."""
    if inventory.audience is None:
        graph = inventory_graph(inventory)
        return finding_statuses(graph, rules, engine=engine, statuses=statuses)
    found = infer_for_audience(inventory, rules, engine=engine, statuses=statuses).findings
    return {key: raw.status for key, raw in found.items()}


def _stands_alone(raw: RawFinding, alone: RawFinding | None, doubt: Sequence[str]) -> bool:
    return (
        raw.threshold_source not in _SHARED
        and not set(doubt).isdisjoint(raw.concerns)
        and alone is not None
        and alone.status == "ok"
    )


def _merged(
    upper: Mapping[str, RawFinding],
    lower: Mapping[str, RawFinding],
    steady: Collection[str],
    doubt: Sequence[str],
) -> dict[str, RawFinding]:
    found: dict[str, RawFinding] = {}
    for key in (*upper, *(k for k in lower if k not in upper)):
        above, below = upper.get(key), lower.get(key)
        if above is None or below is None:
            raw = above or below
            assert raw is not None
            own = [t for t in raw.concerns if t in doubt]
            if key in steady:
                found[key] = raw
            else:
                found[key] = _unknown((raw,), own if raw.status != "ok" and own else doubt)
        elif above.status != below.status or (
            below.threshold_source in _SHARED and above.status != "unknown"
        ):
            found[key] = _unknown((above, below), doubt)
        elif above.status == "unknown":
            found[key] = above
        else:
            # What is certain is also what it rests on.
            found[key] = below
    return found


def _unknown(raws: Sequence[RawFinding], doubt: Iterable[str]) -> RawFinding:
    """The finding as unknown, because it is not known for whom these touchpoints are."""
    first = raws[0]
    cells = tuple(f"{touchpoint}#{COLUMN}" for touchpoint in doubt)
    settled = tuple(dict.fromkeys([*(c for raw in raws for c in raw.settled_by), *cells]))
    triples = [t for t in first.triples if t[1] not in _OF_THE_KNOWN]
    triples.append((first.id, _TPG + "status", _TPG + "unknown"))
    triples += [(first.id, _TPG + "settledBy", cell) for cell in settled]
    return replace(
        first,
        status="unknown",
        measured=None,
        threshold=None,
        threshold_source=None,
        margin=None,
        borderline=False,
        facts=(),
        settled_by=settled,
        triples=list(dict.fromkeys(triples)),
    )
