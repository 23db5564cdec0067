"""Rules about what a company covers as a whole, said again in Python for the checker."""

from __future__ import annotations

from decimal import Decimal

from tpgraph import vocabulary as v
from tpgraph.reason.proof.conclusion import Conclusion, Definition, Subject, status_of
from tpgraph.reason.proof.world import FALSE, TPG, TRUE, cells

_BEFORE = ("needRecognition", "informationSearch", "evaluationOfAlternatives")
_SMALL = ("micro", "small", "medium")


def _complete(about: Subject, *columns: str) -> list[str]:
    """The declarations that are missing."""
    return cells(
        about.company,
        (f"complete-{c}" for c in columns if not about.world.closed(about.company, c)),
    )


def _at(about: Subject, effective: str, value: object) -> set[str]:
    """The active touchpoints of the company that count for a value."""
    w = about.world
    return w.subjects(effective, value) & w.touchpoints(about.company)  # type: ignore[arg-type]


def _covered(effective: str, column: str, severity: str, scheme: str | None) -> Definition:
    """Whether any touchpoint counts for the term."""

    def definition(about: Subject) -> Conclusion | None:
        w = about.world
        if scheme and (about.concern, _IN_SCHEME, TPG + scheme) not in w.ontology:
            return None
        if scheme == "modalities" and about.concern == TPG + "emotional":
            return None
        covered = bool(_at(about, effective, about.concern))
        status = status_of(ok=covered, proved=w.closed(about.company, column))
        return Conclusion(
            status,
            Decimal(severity),
            column,
            None if covered else 0,
            1,
            settled_by=_complete(about, column) if status == "unknown" else (),
        )

    return definition


_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"
_goal_covered = _covered("servesGoal", "goals", "0.8", None)


def _goal(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    if about.concern in w.iris(company, "companyGoal"):
        return _goal_covered(about)
    silent = not w.has(company, "statedNone", v.COLUMNS["goals"].iri)
    if about.concern != company or w.has(company, "companyGoal") or not silent:
        return None
    return Conclusion("unknown", Decimal("0.8"), "goals", settled_by=cells(company, ["goals"]))


def _feedback(about: Subject) -> Conclusion | None:
    if about.concern != about.company:
        return None
    heard = bool(_at(about, "collectsFeedback", TRUE))
    status = status_of(ok=heard, proved=about.world.closed(about.company, "feedback"))
    missing = _complete(about, "feedback") if status == "unknown" else ()
    return Conclusion(
        status, Decimal("0.7"), "feedback", None if heard else 0, 1, settled_by=missing
    )


def _personal(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    sizes = w.iris(company, "size")
    if about.concern != company or (sizes and not sizes & {TPG + s for s in _SMALL}):
        return None
    covered = bool(_at(about, "inContactForm", TPG + "personal"))
    closed = w.closed(company, "personal")
    status = status_of(ok=covered, proved=closed) if sizes else "unknown"
    missing: list[str] = []
    if status == "unknown":
        missing += [] if sizes else cells(company, ["size"])
        missing += [] if covered or closed else cells(company, ["complete-personal"])
    return Conclusion(
        status, Decimal("0.8"), "personal", None if covered else 0, 1, settled_by=missing
    )


def _understanding(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    if about.concern != company:
        return None
    used = w.has(company, "understandingMethod")
    none = w.has(company, "statedNone", TPG + "understandingMethods")
    status = status_of(ok=used, proved=none)
    missing = cells(company, ["understanding_methods"]) if status == "unknown" else []
    return Conclusion(
        status, Decimal("0.7"), None, 0 if status == "gap" else None, 1, settled_by=missing
    )


def _one_sided(about: Subject) -> Conclusion | None:
    members = _at(about, "atStage", about.concern)
    if len(members) < 2:
        return None
    physical, virtual = (bool(members & _at(about, "inModality", TPG + m)) for m in _SIDES)
    missing = _complete(about, "stages", "modality")
    both, one = physical and virtual, physical != virtual
    status = status_of(ok=both, proved=one and not missing)
    if status != "unknown":
        missing = []
    elif not missing:
        missing = [f"{t}#modality" for t in members]
    area = ("virtual" if physical else "physical") if one else "modality"
    return Conclusion(
        status,
        Decimal("0.5"),
        area,
        physical + virtual,
        2,
        settled_by=missing,
        id_area="modality",
    )


_SIDES = ("physical", "virtual")


def _after_sales(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    if about.concern != company:
        return None
    supported = w.has(company, "supportsAfterSalesBy")
    doubtful = w.iris(company, "mayHaveSupport")
    status = status_of(ok=supported, proved=w.closed(company, "stages") and not doubtful)
    missing: list[str] = []
    if status == "unknown":
        missing = [f"{t}#supports" for t in doubtful] + _complete(about, "stages")
    return Conclusion(status, Decimal("0.8"), None, None if supported else 0, 1, settled_by=missing)


def _single(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    count = len(set().union(*(_at(about, "atStage", TPG + s) for s in _BEFORE)))
    closed = w.closed(company, "stages")
    if about.concern != company or (count == 0 and closed):
        return None
    status = status_of(ok=count >= 2, proved=closed)
    missing = _complete(about, "stages") if status == "unknown" else []
    return Conclusion(status, Decimal("0.2"), "stages", count, 2, settled_by=missing)


def _support(about: Subject) -> Conclusion | None:
    w, company = about.world, about.company
    members = _at(about, "atStage", about.concern)
    if not members:
        return None
    supported = bool(members & w.subjects("givesSupport", TRUE))
    unclear = members & w.subjects("supportIsOpen", TRUE)
    status = status_of(ok=supported, proved=w.closed(company, "stages") and not unclear)
    missing: list[str] = []
    if status == "unknown":
        missing = _complete(about, "stages") + [f"{t}#supports" for t in unclear]
        if unclear and not w.declared(company, "supports"):
            missing += cells(company, ["complete-supports"])
    return Conclusion(
        status, Decimal("0.6"), "stages", None if supported else 0, 1, settled_by=missing
    )


def _handover(about: Subject) -> Conclusion | None:
    w = about.world
    following = w.iris(about.concern, "nextStage")
    if not following:
        return None
    (following_stage,) = following
    start, end = (_at(about, "atStage", s) for s in (about.concern, following_stage))
    if not start or not end:
        return None
    reached, border = set(start), set(start)
    while border:
        border = {o for s in border for o in w.iris(s, "linksTo")} - reached
        reached |= border
    led = bool(reached & end)
    missing = _complete(about, "leads_to", "stages")
    status = status_of(ok=led, proved=not missing)
    return Conclusion(
        status,
        Decimal("0.5"),
        following_stage.rsplit("#", 1)[-1],
        None if led else 0,
        1,
        settled_by=missing if status == "unknown" else (),
    )


def _omitted(about: Subject) -> Conclusion | None:
    w, company, kind = about.world, about.company, about.concern
    if not w.has(kind, "overlooked", TRUE):
        return None
    offers, industries = w.iris(kind, "fitsOffer"), w.iris(kind, "fitsIndustry")
    store, online = w.has(kind, "needsStore", TRUE), w.has(kind, "needsOnline", TRUE)
    own = _with_broader(about, w.iris(company, "industry"))
    fits_industry = bool(own & industries)
    open_keys = {
        "has_store": store and not w.has(company, "hasStore"),
        "sells_online": online and not w.has(company, "sellsOnline"),
        "sells": bool(offers) and not w.has(company, "sells"),
        "industry": bool(industries) and not fits_industry and not w.iris(company, "industry"),
    }
    out = (
        (store and w.has(company, "hasStore", FALSE))
        or (online and w.has(company, "sellsOnline", FALSE))
        or (offers and not offers & w.iris(company, "sells") and not open_keys["sells"])
        or (industries and not fits_industry and not open_keys["industry"])
    )
    if out:
        return None
    kinds = {kind} | {s for s, _, _ in w.ontology.match(None, _SUBCLASS, kind)}
    covered = any(_kinds_of(about, touchpoint) & kinds for touchpoint in w.touchpoints(company))
    unclear = w.iris(company, "hasUnclearKind")
    closed = w.closed(company, "type") and not unclear
    status = status_of(ok=covered, proved=closed and not any(open_keys.values()))
    missing: list[str] = []
    if status == "unknown":
        missing = cells(company, (key for key, is_open in open_keys.items() if is_open))
        if w.declared(company, "type"):
            missing += [f"{t}#type" for t in unclear]
        else:
            missing += cells(company, ["complete-type"])
    return Conclusion(status, Decimal("0.2"), "type", None if covered else 0, 1, settled_by=missing)


_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BROADER = "http://www.w3.org/2004/02/skos/core#broader"


def _kinds_of(about: Subject, touchpoint: str) -> set[object]:
    return {o for _, _, o in about.world.asserted.match(touchpoint, _RDF_TYPE, None)}


def _with_broader(about: Subject, terms: set[str]) -> set[str]:
    found, border = set(terms), set(terms)
    while border:
        above = {o for t in border for _, _, o in about.world.ontology.match(t, _BROADER, None)}
        border = {o for o in above if isinstance(o, str)} - found
        found |= border
    return found


DEFINITIONS: dict[str, Definition] = {
    "category-uncovered": _covered("inCategory", "category", "0.6", "touchpointCategories"),
    "stage-uncovered": _covered("atStage", "stages", "0.8", "purchaseStages"),
    "modality-missing": _covered("inModality", "modality", "0.6", "modalities"),
    "goal-unserved": _goal,
    "no-feedback-loop": _feedback,
    "no-personal-contact": _personal,
    "no-understanding-method": _understanding,
    "stage-one-sided": _one_sided,
    "no-after-sales-support": _after_sales,
    "single-contact-reliance": _single,
    "stage-without-support": _support,
    "broken-handover": _handover,
    "often-omitted-type": _omitted,
}
