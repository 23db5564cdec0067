"""Importance against satisfaction, and the satisfaction of service, said again for the checker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tpgraph import vocabulary as v
from tpgraph.reason.proof.conclusion import Conclusion, Definition, Subject
from tpgraph.reason.proof.of_touchpoints import is_active
from tpgraph.reason.proof.triples import text_of
from tpgraph.reason.proof.world import TRUE, World, cells, rounded

_SCALE = re.compile(r"(-?[0-9.]+)-(-?[0-9.]+)")
# What lies on a line is high; sums of parts are compared to the sixth decimal.
_NEAR = Decimal("0.000001")
_SOURCES = {"means": "meanCrosshair", "medians": "medianCrosshair", "scale": "scaleCrosshair"}
_WORK = "https://w3id.org/tpgraph/working#"


def scale_of(world: World, subject: str, name: str) -> tuple[Decimal, Decimal] | None:
    """The ends of a scale that is stated."""
    for o in world.values(subject, name):
        text = "-100-100" if text_of(o) == "nps" else text_of(o)
        found = _SCALE.fullmatch(text)
        if found and Decimal(found[1]) < Decimal(found[2]):
            return Decimal(found[1]), Decimal(found[2])
    return None


def _scaled(rating: Decimal, ends: tuple[Decimal, Decimal]) -> Decimal:
    low, high = ends
    return rounded((rating - low) / (high - low), 9) if rating > low else Decimal(0)


def _importance(world: World, touchpoint: str) -> Decimal | None:
    rating = world.number(touchpoint, "importance")
    if rating is None:
        return None
    if not world.has(touchpoint, "stated", v.COLUMNS["importance_scale"].iri):
        return rounded((rating - 1) / 4, 9)
    ends = scale_of(world, touchpoint, "importanceScale")
    return _scaled(rating, ends) if ends else None


def _satisfaction(world: World, touchpoint: str) -> Decimal | None:
    rating = world.number(touchpoint, "satisfaction")
    ends = scale_of(world, touchpoint, "satisfactionScale")
    return _scaled(rating, ends) if rating is not None and ends else None


def _mean(values: Iterable[Decimal]) -> Decimal:
    listed = list(values)
    return rounded(sum(listed, Decimal(0)) / len(listed), 9)


def _median(values: Iterable[Decimal]) -> Decimal:
    listed = sorted(values)
    half = len(listed) // 2
    return listed[half] if len(listed) % 2 else (listed[half - 1] + listed[half]) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a cross-hair stands, what placed it, and where the other method would place it."""

    at: Decimal
    source: str
    other: Decimal


def _line(world: World, company: str, own: str, values: list[Decimal]) -> _Line | None:
    stated = world.number(company, own)
    method = next((text_of(o) for o in world.values(company, "crosshair")), "means")
    if stated is not None:
        source = "callCrosshair" if method == "call" else "ownCrosshair"
        return _Line(stated, source, stated)
    if method not in _SOURCES:
        return None
    places = {"means": _mean(values), "medians": _median(values), "scale": Decimal("0.5")}
    other = {"means": "medians", "medians": "means"}.get(method, method)
    return _Line(places[method], _SOURCES[method], places[other])


def _missing(about: Subject, rated: Counter[str]) -> list[str]:
    """What keeps a touchpoint from being placed."""
    w, t = about.world, about.concern
    has_importance = w.has(t, "importance")
    found = [] if has_importance else ["importance"]
    if has_importance and _importance(w, t) is None:
        found.append("importance_scale")
    found += [] if w.has(t, "satisfaction") else ["satisfaction"]
    found += [] if scale_of(w, t, "satisfactionScale") else ["satisfaction_scale"]
    missing = cells(t, found)
    if len(rated) < (2 if t in rated else 1):
        missing += cells(about.company, ["ratings"])
    elif t in rated:
        missing += cells(about.company, ["bound-crosshair"])
    return missing


def _placed(*, important: bool) -> Definition:
    """High or low importance with the other of satisfaction."""

    def definition(about: Subject) -> Conclusion | None:
        w, company = about.world, about.company
        if not is_active(about):
            return None
        ratings = {
            t: (i, s)
            for t in sorted(w.touchpoints(company))
            if (i := _importance(w, t)) is not None and (s := _satisfaction(w, t)) is not None
        }
        unknown = Decimal("0.5") if important else Decimal("0.3")
        lines: list[_Line | None] = [None, None]
        if len(ratings) > 1 and about.concern in ratings:
            lines = [
                _line(w, company, own, [pair[axis] for pair in ratings.values()])
                for axis, own in enumerate(("importanceCrosshair", "satisfactionCrosshair"))
            ]
        across, along = lines
        if across is None or along is None:
            missing = _missing(about, Counter(ratings))
            return Conclusion("unknown", unknown, settled_by=missing)
        importance, satisfaction = ratings[about.concern]

        def fits(importance_line: Decimal, satisfaction_line: Decimal) -> bool:
            is_high = importance - importance_line > -_NEAR
            is_well = satisfaction - satisfaction_line > -_NEAR
            return is_high == important and is_well != important

        gap = fits(across.at, along.at)
        distances = (abs(importance - across.at), abs(satisfaction - along.at))
        margin = rounded(min(distances))
        severity = Decimal("0.3")
        if important:
            severity = Decimal("0.5") + margin if margin < Decimal("0.5") else Decimal(1)
        return Conclusion(
            "gap" if gap else "ok",
            severity,
            None,
            rounded(satisfaction),
            rounded(along.at),
            along.source,
            margin,
            min(distances) < _NEAR or gap != fits(across.other, along.other),
            figures={
                "importance": rounded(importance),
                "importance_line": rounded(across.at),
                "satisfaction": rounded(satisfaction),
                "satisfaction_line": rounded(along.at),
            },
        )

    return definition


def _bound_scale(about: Subject) -> str | None:
    """The scale of the company's least satisfaction: the stated one, else the only one in use."""
    w, company = about.world, about.company
    least = w.number(company, "satisfactionMin")
    stated = [text_of(o) for o in w.values(company, "satisfactionScale")]
    if least is None:
        return None
    if stated:
        ends = scale_of(w, company, "satisfactionScale")
        return stated[0] if ends and ends[0] <= least <= ends[1] else None
    used = {
        text_of(o): ends
        for t in w.touchpoints(company)
        if w.has(t, "satisfaction") and (ends := scale_of(w, t, "satisfactionScale"))
        for o in w.values(t, "satisfactionScale")
    }
    if len(used) != 1:
        return None
    ((scale, ends),) = used.items()
    return scale if ends[0] <= least <= ends[1] else None


def _service(about: Subject) -> Conclusion | None:
    w, t, company = about.world, about.concern, about.company
    if not is_active(about) or next(w.match(t, _WORK + "isService", TRUE), None) is None:
        return None
    rating, ends = w.number(t, "satisfaction"), scale_of(w, t, "satisfactionScale")
    least, source = None, ""
    if ends is not None:
        bound_scale = _bound_scale(about)
        if bound_scale in {text_of(o) for o in w.values(t, "satisfactionScale")}:
            least, source = w.number(company, "satisfactionMin"), "satisfactionBound"
        elif bound_scale is not None or not w.has(company, "satisfactionMin"):
            least, source = (ends[0] + ends[1]) / 2, "scaleCentre"
    severity = Decimal("0.8")
    if rating is None or least is None:
        missing = cells(t, ["satisfaction"] if rating is None else [])
        missing += cells(t, ["satisfaction_scale"] if ends is None else [])
        if ends is not None and least is None:
            missing += cells(company, ["bound-satisfaction_scale"])
        return Conclusion("unknown", severity, settled_by=missing)
    return Conclusion(
        "gap" if rating < least else "ok",
        severity,
        None,
        rounded(rating),
        rounded(least),
        source,
        rounded(abs(rating - least)),
    )


DEFINITIONS: dict[str, Definition] = {
    "concentrate-here": _placed(important=True),
    "possible-overkill": _placed(important=False),
    "service-risk": _service,
}
