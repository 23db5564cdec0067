"""Gives an invented company its figures: costs, contacts, orders, ratings, and what is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

from tpgraph.teach.case.draft import Draft, Row

# What the dearest touchpoint of a company costs in a year, in euros, and how many it reaches.
_DEAREST = {"micro": 2_400, "small": 9_000, "medium": 42_000, "large": 260_000}
_MOST = {"micro": 1_900, "small": 11_000, "medium": 64_000, "large": 520_000}
# What prices look like in the currency of a language's example, beside those in euros.
_PRICES = {"EUR": 1, "GBP": 1, "USD": 1, "RON": 5, "RUB": 90, "IRR": 600_000}
_SPREAD = 30  # the dearest costs so many times as much as the cheapest
_AREAS: Mapping[str, str] = {
    "category": "category", "stage": "stages", "modality": "modality", "goal": "goals",
}  # fmt: skip


def give_figures(draft: Draft, currency: str) -> None:
    """Costs and results that rise together, ratings in two groups, and the gaps planted in them.

    Who pays more gets more, so that none does better than another; who matters more satisfies
    more. A planted gap is one touchpoint that leaves the line.
    """
    _give_costs(draft, currency)
    _give_ratings(draft)
    if "too-costly" in draft.planted:
        _plant_dear(draft)
    if "area-overabundant" in draft.planted:
        _bound_areas(draft)


def _give_costs(draft: Draft, currency: str) -> None:
    rng, count = draft.rng, len(draft.rows)
    dearest = _DEAREST[draft.setting.size] * _PRICES.get(currency, 1)
    most = _MOST[draft.setting.size]
    cost = contacts = orders = 0
    for place, row in enumerate(rng.sample(draft.rows, count)):
        part = _SPREAD ** (place / max(count - 1, 1) - 1) * rng.uniform(0.93, 1.07)
        cost = max(_round(dearest * part), _next(cost))
        contacts = max(_round(most * part), _next(contacts))
        orders = max(round(most * part * 0.03), orders + 1)
        row.cells |= {
            "cost": str(cost), "currency": currency, "contacts": str(contacts),
            "conversions": str(orders),
        }  # fmt: skip
        if row.is_at("virtual"):
            row.cells["clicks"] = str(_round(contacts * rng.uniform(0.2, 0.45)))


def _round(number: float) -> int:
    """To two digits, as people write budgets."""
    step = 10 ** max(len(str(int(number))) - 2, 0)
    rounded: int = round(number / step) * step
    return max(rounded, 1)


def _next(number: int) -> int:
    """The next larger number of two digits."""
    return number + 10 ** max(len(str(number)) - 2, 0) if number else 1


def _plant_dear(draft: Draft) -> None:
    """One costs more than another of its stage that brings more."""
    for row in draft.free_rows():
        brings = int(row.cells["conversions"])
        better = [
            other
            for other in draft.rows
            if other.stages & row.stages and int(other.cells["conversions"]) > brings
        ]
        if better:
            peer = min(better, key=lambda other: int(other.cells["cost"]))
            row.cells["cost"] = str(_round(int(peer.cells["cost"]) * draft.rng.uniform(1.4, 1.9)))
            row.is_chosen = True
            draft.expected["too-costly"] = [row]
            return


def _give_ratings(draft: Draft) -> None:
    rng, half = draft.rng, len(draft.rows) // 2
    service = [row for row in draft.rows if row.supports or row.kind.is_service]
    for at, row in enumerate(rng.sample(draft.rows, len(draft.rows))):
        matters = at < half
        importance = rng.uniform(4.1, 4.8) if matters else rng.uniform(2.6, 3.2)
        satisfaction = rng.uniform(4.2, 4.7) if matters else rng.uniform(3.2, 3.5)
        _rate(row, importance, satisfaction)
    # More or less than its importance deserves; helping badly is possible only where one helps.
    for rule, importance, satisfaction in (
        ("service-risk", 2.8, 2.2), ("concentrate-here", 4.7, 3.2), ("possible-overkill", 2.4, 4.6),
    ):  # fmt: skip
        if rule in draft.planted:
            free = (r for r in draft.free_rows() if rule != "service-risk" or r in service)
            for one in islice(free, 1):
                _rate(one, importance + rng.uniform(-0.1, 0.1), satisfaction)
                one.is_chosen = True
                draft.expected[rule] = [one]


def _rate(row: Row, importance: float, satisfaction: float) -> None:
    row.cells |= {
        "importance": f"{importance:.1f}", "satisfaction": f"{satisfaction:.1f}",
        "satisfaction_scale": "1-5",
    }  # fmt: skip


def _bound_areas(draft: Draft) -> None:
    """The company's own bounds: the fullest category is over its own, all else within."""
    for area, column in _AREAS.items():
        terms: Iterable[str] = (term for row in draft.rows for term in getattr(row, column))
        counts = Counter(terms)
        most = max(counts.values())
        draft.bounds[f"{area}_count_max"] = most
        if area == "category":
            draft.bounds["category_count_max"] = most - 1
            over = sorted(term for term, count in counts.items() if count == most)
            draft.expected["area-overabundant"] = [*over]
