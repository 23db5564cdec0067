"""Cost against result, and too much in one area, said again in Python for the checker."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tpgraph import vocabulary as v
from tpgraph.reason.proof.conclusion import Conclusion, Definition, Number, Subject
from tpgraph.reason.proof.of_touchpoints import is_active
from tpgraph.reason.proof.premises import AREAS
from tpgraph.reason.proof.triples import text_of
from tpgraph.reason.proof.world import World, cells, rounded

_WORK = "https://w3id.org/tpgraph/working#"
_NEAR = Decimal("0.000001")
_BOUND_OF = {"conversions": "costPerConversionMax", "contacts": "costPerContactMax"}
_ZERO = Decimal(0)


def _currencies(world: World, touchpoint: str) -> set[str]:
    return {text_of(o) for _, _, o in world.match(touchpoint, _WORK + "costIn", None)}


def _one_currency(about: Subject) -> str | None:
    """The one currency of all that is not free, where there is one."""
    w = about.world
    found = {
        currency
        for t in w.touchpoints(about.company)
        if (w.number(t, "cost") or 0) > 0
        for currency in _currencies(w, t)
    }
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Cost:
    """What a touchpoint costs, and the result that its cost is set against."""

    cost: Decimal
    result: Decimal
    basis: str
    bound: Decimal | None

    @property
    def figure(self) -> Decimal:
        """Cost per result; the cost itself where there is none of either."""
        return self.cost / self.result if self.result > 0 and self.cost > 0 else self.cost


def _cost(about: Subject) -> _Cost | None:
    w, t = about.world, about.concern
    cost = w.number(t, "cost")
    results = {b: r for b in _BOUND_OF if (r := w.number(t, b)) is not None}
    if cost is None or not results:
        return None
    bounds = {b: w.number(about.company, _BOUND_OF[b]) for b in results}
    basis = next((b for b in results if bounds[b] is not None), next(iter(results)))
    return _Cost(cost, results[basis], basis, bounds[basis])


def _peers(about: Subject, cost: _Cost) -> dict[str, _Cost]:
    """Others of the same stage and currency with the same kind of result."""
    w, t = about.world, about.concern
    stages, currencies = w.iris(t, "atStage"), _currencies(w, t)
    found = {}
    for other in w.touchpoints(about.company) - {t}:
        spent, result = w.number(other, "cost"), w.number(other, cost.basis)
        if spent is None or result is None:
            continue
        if stages & w.iris(other, "atStage") and currencies & _currencies(w, other):
            found[other] = _Cost(spent, result, cost.basis, None)
    return found


def _stands_for(about: Subject, better: list[str], peers: dict[str, _Cost]) -> str:
    """Of several at a stage the one that brings most, the cheapest of these; then by name."""
    w, t = about.world, about.concern
    found = []
    for stage in w.iris(t, "atStage"):
        for currency in _currencies(w, t):
            group = [
                p for p in better if stage in w.iris(p, "atStage") and currency in _currencies(w, p)
            ]
            if group:
                found.append(min(group, key=lambda p: (-peers[p].result, peers[p].cost, p)))
    return min(found)


def _too_costly(about: Subject) -> Conclusion | None:
    if not is_active(about):
        return None
    w, company = about.world, about.company
    cost = _cost(about)
    if cost is None:
        return _unsettled(about, None, {})
    peers = {} if cost.bound is not None else _peers(about, cost)
    brings = cost.result > 0
    against: Decimal | None = None
    source = None
    if cost.bound is not None:
        stated = {text_of(o) for o in w.values(company, "currency")}
        bound_in = stated or {_one_currency(about) or ""}
        if cost.cost > 0 and not bound_in & _currencies(w, about.concern):
            return _unsettled(about, cost, peers)
        against = cost.bound if brings else _ZERO
        per = "costPerConversionBound" if cost.basis == "conversions" else "costPerContactBound"
        source = per if brings else "noResult"
        gap = cost.figure > against
    else:
        better = [
            t
            for t, p in peers.items()
            if cost.cost > 0
            and p.cost <= cost.cost
            and p.result >= cost.result
            and (p.cost < cost.cost or p.result > cost.result)
        ]
        gap = bool(better)
        if gap:
            peer = peers[_stands_for(about, better, peers)]
            against = peer.figure if brings else peer.cost
            source = "betterPeer"
        elif not peers and cost.cost != 0:
            return _unsettled(about, cost, peers)
    measured = rounded(cost.figure)
    threshold = None if against is None else rounded(against)
    per_result = "costPerConversion" if cost.basis == "conversions" else "costPerContact"
    return Conclusion(
        "gap" if gap else "ok",
        _severity(measured, threshold) if gap else Decimal("0.5"),
        per_result if brings else "costColumn",
        measured,
        threshold,
        source,
        None if against is None else rounded(abs(cost.figure - against)),
        id_area="",
    )


def _severity(measured: Decimal, threshold: Decimal | None) -> Decimal:
    if measured <= 0:
        return Decimal("0.5")
    return rounded(1 - threshold / measured / 2) if threshold else Decimal(1)


def _unsettled(about: Subject, cost: _Cost | None, peers: dict[str, _Cost]) -> Conclusion:
    """What keeps the cost from being judged."""
    w, t, company = about.world, about.concern, about.company
    missing = [] if w.has(t, "cost") else cells(t, ["cost"])
    if not any(w.has(t, basis) for basis in _BOUND_OF):
        missing += cells(t, ["conversions"])
    if cost is not None and cost.cost > 0:
        named = bool(_currencies(w, t))
        missing += [] if named else cells(t, ["currency"])
        if cost.bound is not None:
            missing += cells(company, ["currencies"]) if named else []
        elif not peers:
            key = (
                "cost_per_conversion_max"
                if cost.basis == "conversions"
                else ("cost_per_contact_max")
            )
            missing += cells(company, [f"bound-{key}"])
            missing += [] if w.has(t, "atStage") else cells(t, ["stages"])
    return Conclusion("unknown", Decimal("0.5"), settled_by=missing, id_area="")


@dataclass(frozen=True, slots=True)
class _Judged:
    """One way of judging an area, and what it says."""

    status: str
    weight: int
    measured: Number
    threshold: Number
    source: str | None
    missing: tuple[str, ...] = ()


def _overabundant(about: Subject) -> Conclusion | None:
    w, company, area = about.world, about.company, about.area
    if area not in AREAS:
        return None
    effective, stem = AREAS[area]
    active = w.touchpoints(company)
    members = w.subjects(effective, about.concern) & active
    if not members:
        return None
    bounds = {
        kind: w.number(company, f"{stem}{kind}Max") for kind in ("Count", "Share", "CostRatio")
    }
    column = v.COLUMNS[area].iri
    undecided = {s for s, _, _ in w.match(None, _WORK + "openIn", column) if s in active - members}
    may_belong = tuple(f"{t}#{area}" for t in undecided)
    judged: list[_Judged] = []
    count, more = len(members), len(undecided)
    if (bound := bounds["Count"]) is not None:
        judged.append(
            _judged(count > bound, count + more > bound, 1, count, bound, "countBound", may_belong)
        )
    if (bound := bounds["Share"]) is not None:
        share, at_most = (Decimal(n) / len(active) for n in (count, count + more))
        over, maybe = (s - bound > _NEAR for s in (share, at_most))
        judged.append(_judged(over, maybe, 2, rounded(share), bound, "shareBound", may_belong))
    if (bound := bounds["CostRatio"]) is not None:
        judged.append(_by_ratio(about, members, bound, may_belong))
    if not judged:
        keys = (f"bound-{_KEY[area]}_{kind}_max" for kind in ("count", "share", "cost_ratio"))
        judged.append(_Judged("unknown", 190, count, None, None, tuple(cells(company, keys))))
    best = max(judged, key=lambda j: j.weight)
    margin = None
    if best.measured is not None and best.threshold is not None:
        margin = rounded(abs(Decimal(best.measured) - Decimal(best.threshold)))
    missing: list[str] = []
    if best.status == "unknown":
        each = [cell for j in judged if j.status == "unknown" for cell in j.missing]
        missing = list(dict.fromkeys(each))
    return Conclusion(
        best.status,
        Decimal("0.4"),
        area,
        best.measured,
        best.threshold,
        best.source,
        margin,
        settled_by=missing,
    )


_KEY = {"category": "category", "stages": "stage", "modality": "modality", "goals": "goal"}


def _judged(
    over: bool,
    maybe: bool,
    place: int,
    measured: Number,
    bound: Decimal,
    source: str,
    missing: tuple[str, ...],
) -> _Judged:
    status, weight = ("gap", 300) if over else ("unknown", 200) if maybe else ("ok", 100)
    return _Judged(status, weight - place, measured, bound, source, missing)


def _by_ratio(
    about: Subject, members: set[str], bound: Decimal, may_belong: tuple[str, ...]
) -> _Judged:
    """The area's share of all cost over its share of all results."""
    w, company = about.world, about.company
    active = w.touchpoints(company)
    lacking = {
        name: {t for t in active if not w.has(t, name)}
        for name in ("cost", "conversions", "contacts")
    }
    unnamed = {
        t
        for t in active - lacking["cost"]
        if not _currencies(w, t) and (w.number(t, "cost") or 0) > 0
    }
    result = next((r for r in ("conversions", "contacts") if not lacking[r]), None)
    pays = next(w.match(company, _WORK + "paysIn", None), None) is not None
    mixed = pays and _one_currency(about) is None
    if lacking["cost"] or unnamed or mixed or result is None:
        missing = [f"{t}#cost" for t in lacking["cost"]] + [f"{t}#currency" for t in unnamed]
        if result is None:
            missing += [f"{t}#conversions" for t in lacking["conversions"]]
        missing += cells(company, ["currencies"] if mixed else [])
        missing += may_belong
        return _Judged("unknown", 197, None, bound, "costRatioBound", tuple(missing))

    def share(name: str) -> Decimal:
        def total(of: set[str]) -> Decimal:
            return sum((n for t in of for n in w.numbers(t, name)), _ZERO)

        part = total(members)
        return rounded(part / total(active), 9) if part > 0 else _ZERO

    of_cost, of_result = share("cost"), share(result)
    brings = of_result > 0
    ratio = of_cost / of_result if brings and of_cost > 0 else of_cost
    against = bound if brings else _ZERO
    over = ratio - against > _NEAR
    source = "costRatioBound" if brings else "noResult"
    if may_belong:
        return _Judged("unknown", 197, rounded(ratio), against, source, may_belong)
    return _Judged("gap" if over else "ok", 297 if over else 97, rounded(ratio), against, source)


DEFINITIONS: dict[str, Definition] = {
    "too-costly": _too_costly,
    "area-overabundant": _overabundant,
}
