"""Plots for the hand-made shop: ratings in every quadrant, costs in two currencies."""

from __future__ import annotations

from typing import Any

from tests.views.snapshots import iri, shop_snapshot

# place in the shop's list, importance, satisfaction
RATED = (
    (0, 0.9, 0.2),
    (1, 0.8, 0.9),
    (3, 0.2, 0.1),
    (4, 0.3, 0.8),
    (5, 0.3, 0.8),
    (6, 0.62, 0.52),
)


def plotted_snapshot(lang: str = "en") -> dict[str, Any]:
    """The shop with six rated touchpoints, of which two share a place, and five costs."""
    snapshot = shop_snapshot(lang=lang)
    ids = [t["id"] for t in snapshot["touchpoints"]]
    for name in ("meanCrosshair", "importanceColumn", "costColumn"):
        snapshot["labels"].setdefault(iri(name), {"en": name, "fa": f"«{name}»"})
    snapshot["plots"]["ratings"] |= {
        "points": [[ids[n], importance, satisfaction] for n, importance, satisfaction in RATED],
        "lines": [0.52, 0.55],
        "sources": [iri("meanCrosshair")],
        "others": [0.46, 0.5],
        "means": [0.52, 0.55],
        "medians": [0.46, 0.5],
        "unsettled": 8,
        "missing": [{"column": iri("importanceColumn"), "count": 8}],
    }
    snapshot["plots"]["costs"] |= {
        "points": [
            cost(ids[0], 1000, "EUR", conversions=10, better=ids[1]),
            cost(ids[1], 100, "EUR", conversions=20),
            cost(ids[3], 5, "EUR", conversions=900),
            cost(ids[4], 300, "RON", contacts=30),
            cost(ids[5], 0, "RON", contacts=3),
        ],
    }
    finding = snapshot["findings"][0]
    costly = finding | {
        "id": finding["id"] + "-costly",
        "rule": "too-costly",
        "concerns": [ids[0]],
        "recommendations": [],
    }
    snapshot["findings"].append(costly)
    snapshot["rules"]["too-costly"] = snapshot["rules"][finding["rule"]]
    snapshot["touchpoints"][0]["findings"].append(costly["id"])
    return snapshot


def cost(touchpoint: str, amount: float, currency: str, **rest: Any) -> dict[str, Any]:
    """A point of the cost plot, set against the first result that is given."""
    basis = next(iter(rest))
    return {"id": touchpoint, "cost": amount, "currencies": [currency], "basis": basis, **rest}
