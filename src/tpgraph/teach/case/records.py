"""Gives an invented company its records: names, people, plans, reviews, addresses, hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from tpgraph.teach.case.draft import COMPANY, Draft, Row
from tpgraph.teach.case.kinds import ON_PLATFORMS
from tpgraph.teach.case.words import Words
from tpgraph.text import slug

REVIEW_DAYS = 365
_OK = ("values_ok", "message_ok", "look_ok", "tone_ok")
_PLATFORMS = ("instagram", "facebook")
_DEAD = ("googlePlus", "periscope", "vine")
_TAGGED = 0.6  # of those whose kind may have several touchpoints
_PLACES = frozenset(
    {"Shop", "ClothingShop", "Branch", "Restaurant", "Cafe", "BeautySalon", "Office", "ShopWindow",
     "OutdoorAdvertisement", "TransitAdvertisement", "OpenDay", "InStoreEvent"}
)  # fmt: skip
# Of these a company has one for each season, or sort of customer.
_CAMPAIGNS = frozenset(
    {"PrintAdvertisement", "SearchAdvertisement", "SocialMediaAdvertisement", "DisplayBanner",
     "SpecialOffer", "SocialMediaContest", "Catalogue", "Mailing", "SmsMessage", "Leaflet"}
)  # fmt: skip
METHODS = ("survey", "satisfactionTest")
# Columns that are declared complete: in them a blank means none.
COMPLETE = (
    "category", "stages", "goals", "modality", "personal", "ownership", "owner", "plan",
    "reviewed", "metrics", "leads_to", "supports", "feedback", "url", "hours",
)  # fmt: skip
# Rules of which a touchpoint is made unknown, and the cell that nobody knows.
UNKNOWN_BY = {
    "inconsistent-touchpoint": "look_ok",
    "unowned-touchpoint": "owner",
    "unplanned-touchpoint": "plan",
    "unreviewed-touchpoint": "reviewed",
}


def give_records(draft: Draft, words: Words, unknown_count: int) -> None:
    """Fills what is left, plants the gaps of rules about single touchpoints, and the unknowns."""
    _name_all(draft, words)
    site = f"{slug(draft.name, default='company')}.example"
    for row in draft.rows:
        row.cells |= {
            "status": words.label("active"), "owner": words.some("people", draft.rng),
            "plan": words.some("plans", draft.rng), "reviewed": _day(draft, 20, 320),
            **dict.fromkeys(_OK, words.yes),
        }  # fmt: skip
        if row.is_at("virtual"):
            row.cells["url"] = f"https://{site}/{slug(row.kind.name)}"
        if row.is_at("physical"):
            row.cells["hours"] = words.some("hours", draft.rng)
        if row.kind.name in ON_PLATFORMS:
            row.cells["channel"] = words.label(draft.rng.choice(_PLATFORMS))
    _plant(draft, words)
    draft.complete = [*COMPLETE]
    if "often-omitted-type" in draft.planted:
        draft.complete.append("type")
    draft.bounds["review_days"] = REVIEW_DAYS
    draft.methods = METHODS
    if "no-understanding-method" in draft.planted:
        draft.methods = ()
        draft.expected["no-understanding-method"] = [COMPANY]
    _leave_open(draft, words, unknown_count)


def _name_all(draft: Draft, words: Words) -> None:
    """Each touchpoint's name: its kind, and for some what tells it from others of the kind."""
    for row in draft.rows:
        label = words.label(row.kind.name)
        tags = _tags(row)
        tag = words.some(tags, draft.rng) if tags and draft.rng.random() < _TAGGED else None
        row.name = words.tagged(label, tag) if tag else label


def _tags(row: Row) -> str | None:
    """The list of words that tell touchpoints of its kind apart; None where there is but one."""
    if row.kind.name in _PLACES:
        return "streets"
    return "occasions" if row.kind.name in _CAMPAIGNS else None


def _day(draft: Draft, least: int, most: int) -> str:
    return (draft.as_of - timedelta(days=draft.rng.randint(least, most))).isoformat()


def _plant(draft: Draft, words: Words) -> None:
    def some(
        rule: str, count: int, side: str | None = None, kinds: Collection[str] = ()
    ) -> list[Row]:
        if rule not in draft.planted:
            return []
        free = (row for row in draft.free_rows(side) if not kinds or row.kind.name in kinds)
        rows = [row for row, _ in zip(free, range(count), strict=False)]
        for row in rows:
            row.is_chosen = True
        draft.expected[rule] = [*rows]
        return rows

    for row in some("dead-platform", 1, "virtual", ON_PLATFORMS):
        dead = words.label(draft.rng.choice(_DEAD))
        row.cells["channel"] = dead
    if len(pair := some("duplicate-touchpoint", 2, "virtual")) == 2:
        pair[1].cells["url"] = pair[0].cells["url"].replace("https://", "http://www.") + "/"
    for row in some("unmeasured-digital", 1, "virtual"):
        for column in ("clicks", "conversions"):
            row.cells[column] = words.none
        row.cells["reach"] = words.none
    for row in some("inconsistent-touchpoint", draft.rng.randint(1, 2)):
        row.cells[draft.rng.choice(_OK)] = words.no
    for row in some("limited-accessibility", 1):
        row.cells["hours" if row.is_at("physical") else "url"] = words.none
    for row in some("unplanned-touchpoint", draft.rng.randint(1, 2)):
        row.cells["plan"] = words.none
    for row in some("unowned-touchpoint", draft.rng.randint(1, 2)):
        row.cells["owner"] = words.none
    for at, row in enumerate(some("unreviewed-touchpoint", 2)):
        row.cells["reviewed"] = words.none if at else _day(draft, 430, 800)


def _leave_open(draft: Draft, words: Words, count: int) -> None:
    """Some facts that nobody knows: what follows from them is neither a gap nor in order."""
    rules = draft.rng.sample(sorted(UNKNOWN_BY), min(count, len(UNKNOWN_BY)))
    for rule in rules:
        row = next(draft.free_rows(), None)
        if row is None:
            return
        column = UNKNOWN_BY[rule]
        row.is_chosen = True
        row.cells[column] = words.unknown if column in _OK else ""
        if column in draft.complete:
            draft.complete.remove(column)
        draft.open[rule] = row
