"""Rules about a single touchpoint that rest on what its cells say, said again for the checker."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tpgraph import vocabulary as v
from tpgraph.reason.proof.conclusion import Conclusion, Definition, Subject, status_of
from tpgraph.reason.proof.triples import number, text_of
from tpgraph.reason.proof.world import TPG, TRUE, cells, rounded
from tpgraph.store.base import XSD, Literal

_ASPECTS = {
    "valuesOk": "values_ok",
    "messageOk": "message_ok",
    "lookOk": "look_ok",
    "toneOk": "tone_ok",
}
_FIGURES = {"clicks": "clicks", "conversions": "conversions", "reach": "reach"}
_HALF = Decimal("0.5")


def is_active(about: Subject) -> bool:
    """Whether the subject is an active touchpoint of the company."""
    return about.concern in about.world.touchpoints(about.company)


def _inconsistent(about: Subject) -> Conclusion | None:
    if not is_active(about):
        return None
    said = {a: {text_of(o) for o in about.world.values(about.concern, a)} for a in _ASPECTS}
    failed = sum("false" in answers for answers in said.values())
    status = status_of(ok=not failed and all(said.values()), proved=failed > 0)
    missing = [_ASPECTS[a] for a, answers in said.items() if not answers]
    return Conclusion(
        status,
        _HALF + Decimal("0.125") * failed if failed else _HALF,
        None,
        failed,
        0,
        settled_by=cells(about.concern, missing) if status == "unknown" else (),
    )


def _isolated(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    if not is_active(about):
        return None
    linked = w.has(t, "linksTo") or bool(w.subjects("linksTo", t))
    unclear = w.has(t, "unclear", v.COLUMNS["leads_to"].iri)
    proved = w.declared(about.company, "leads_to") and not unclear
    status = status_of(ok=linked, proved=proved)
    return Conclusion(
        status,
        _HALF,
        None,
        None if linked else 0,
        1,
        settled_by=cells(t, ["leads_to"]) if status == "unknown" else (),
    )


def _unowned(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    known = w.knows(t, about.company, "ownership")
    ours = w.iris(t, "underOwnership") & {TPG + "brandOwned", TPG + "partnerOwned"}
    if not is_active(about) or (known and not ours):
        return None
    owned, none = w.has(t, "owner"), w.lacks(t, "owner")
    status = status_of(ok=owned, proved=none) if known else "unknown"
    missing: list[str] = []
    if status == "unknown":
        missing += [] if known else ["ownership"]
        missing += [] if owned or none else ["owner"]
    return Conclusion(status, _HALF, settled_by=cells(t, missing))


def _unmeasured(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    if not is_active(about) or not w.has(t, "inModality", TPG + "virtual"):
        return None
    measured = any(w.has(t, name) for name in _FIGURES)
    absent = {column for column in _FIGURES.values() if w.lacks(t, column)}
    status = status_of(ok=measured, proved=len(absent) == len(_FIGURES))
    missing = [c for c in _FIGURES.values() if c not in absent] if status == "unknown" else []
    return Conclusion(status, _HALF, None, None if measured else 0, 1, settled_by=cells(t, missing))


def _dead(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    if not is_active(about):
        return None
    platforms = w.iris(t, "platform")
    if not platforms:
        if not w.has(t, "namesPlatform", TRUE):
            return None
        return Conclusion("unknown", Decimal("0.8"), settled_by=cells(t, ["channel"]))
    (day,) = w.values(about.company, "asOf")
    closed = [text_of(o) for p in platforms for o in w.values(p, "closedOn")]
    dead = [c for c in closed if c <= text_of(day)]
    return Conclusion("gap" if dead else "ok", Decimal("0.8"), source=min(dead, default=None))


def _duplicate(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    keys = w.values(t, "urlKey")
    if not is_active(about) or not keys:
        return None
    active = w.touchpoints(about.company)
    others = max(len((w.subjects("urlKey", key) & active) - {t}) for key in keys)
    return Conclusion("gap" if others else "ok", Decimal("0.3"), None, others, 0)


def _accessible(about: Subject) -> Conclusion | None:
    w, t, company = about.world, about.concern, about.company
    if not is_active(about):
        return None
    known = w.knows(t, company, "modality")
    modality = w.iris(t, "inModality")
    is_in = {"hours": TPG + "physical" in modality, "url": TPG + "virtual" in modality}
    has = {name: w.has(t, name) for name in is_in}
    lacks = {name: w.lacks(t, name) for name in is_in}
    fine = {name: has[name] or (known and not is_in[name]) for name in is_in}
    wanted = w.values(company, "languages")
    languages_fine = len(w.values(t, "offersLanguage")) == len(wanted)
    missing = sum(is_in[n] and lacks[n] for n in is_in) + w.has(t, "lacksLanguage")
    status = status_of(ok=all(fine.values()) and languages_fine, proved=missing > 0)
    if missing:
        status = "gap"
    blank: list[str] = []
    if status == "unknown":
        blank += ["modality"] if not known and not all(has.values()) else []
        blank += [name for name in is_in if not fine[name] and not lacks[name]]
        blank += [] if languages_fine else ["languages"]
    return Conclusion(
        status,
        _HALF,
        None,
        None if status == "unknown" else missing,
        0,
        settled_by=cells(t, blank),
    )


def _unplanned(about: Subject) -> Conclusion | None:
    w, t = about.world, about.concern
    if not is_active(about):
        return None
    status = status_of(ok=w.has(t, "plan"), proved=w.lacks(t, "plan"))
    missing = cells(t, ["plan"]) if status == "unknown" else []
    return Conclusion(status, Decimal("0.6"), settled_by=missing)


def _unreviewed(about: Subject) -> Conclusion | None:
    w, t, company = about.world, about.concern, about.company
    if not is_active(about):
        return None
    (day,) = w.values(company, "asOf")
    reviews = [text_of(o) for o in w.values(t, "reviewed")]
    bounds = [number(o) for o in w.values(company, "reviewDays") if _is_number(o)]
    bound = min(bounds, default=None)
    age = None
    if reviews:
        age = (date.fromisoformat(text_of(day)) - date.fromisoformat(max(reviews))).days
    held = age is not None and age >= 0
    margin = rounded(age - bound) if age is not None and held and bound is not None else None
    stale = margin is not None and margin > 0
    status = status_of(ok=held and not stale, proved=stale or w.lacks(t, "reviewed"))
    return Conclusion(
        status,
        _HALF,
        None,
        age if held else None,
        bound,
        None if bound is None else "review_days",
        margin,
        settled_by=cells(t, ["reviewed"]) if status == "unknown" else (),
    )


def _is_number(o: object) -> bool:
    return isinstance(o, Literal) and o.datatype in (XSD + "decimal", XSD + "integer")


DEFINITIONS: dict[str, Definition] = {
    "inconsistent-touchpoint": _inconsistent,
    "isolated-touchpoint": _isolated,
    "unowned-touchpoint": _unowned,
    "unmeasured-digital": _unmeasured,
    "dead-platform": _dead,
    "duplicate-touchpoint": _duplicate,
    "limited-accessibility": _accessible,
    "unplanned-touchpoint": _unplanned,
    "unreviewed-touchpoint": _unreviewed,
}
