"""Chooses the kinds of an invented company, and lays its journey: stages, goals, links, help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from tpgraph.teach.case.draft import (
    BEFORE_PURCHASE,
    CATEGORIES,
    COMPANY,
    GOALS,
    SIDES,
    STAGES,
    Draft,
    Row,
)
from tpgraph.teach.case.kinds import ON_PLATFORMS, Kind, everyday_kinds, lines, overlooked_kinds

ROWS = {"micro": 9, "small": 12, "medium": 15, "large": 18}  # touchpoints, about
_ONE_OF = (
    # Of these a company has one at most: they are nearly the same.
    frozenset({"Shop", "ClothingShop", "Restaurant", "Cafe", "BeautySalon", "Branch", "Office"}),
    frozenset({"OutdoorAdvertisement", "TransitAdvertisement"}),
    frozenset({"SpecialOffer", "RegularCustomerDiscount"}),
    frozenset({"FeedbackForm", "SatisfactionSurvey"}),
    frozenset({"Newsletter", "PersonalisedEmail"}),
)


def choose_rows(draft: Draft) -> None:
    """Picks kinds until every category, stage on both sides and goal is served."""
    wishes, rng = draft.wishes, draft.rng
    pool = [kind for kind in everyday_kinds() if _is_allowed(kind, draft)]
    needs: list[Callable[[Row], bool]] = [partial(_is_in, category) for category in CATEGORIES]
    needs += [partial(_serves, stage, side) for stage in draft.covered() for side in SIDES]
    if not wishes.has_no_after_sales:
        needs.append(lambda row: row.kind.is_service)
    if "dead-platform" in draft.planted:
        needs.append(lambda row: row.kind.name in ON_PLATFORMS)
    chosen: list[Row] = []
    if wishes.omitted is not None:
        # All that is easily overlooked is there but one.
        for kind in overlooked_kinds():
            if draft.setting.fits(kind) and _is_allowed(kind, draft):
                chosen.append(_row(kind, draft))
    candidates = [_row(kind, draft) for kind in pool]
    while True:
        names = {row.kind.name for row in chosen}
        candidates = [c for c in candidates if not _is_one_too_many(c.kind.name, names)]
        open_needs = [need for need in needs if not any(need(row) for row in chosen)]
        worth = [(sum(need(row) for need in open_needs), row) for row in candidates]
        best = max((count for count, _ in worth), default=0)
        if not worth or (best == 0 and len(chosen) >= ROWS[draft.setting.size]):
            break
        chosen.append(rng.choice([row for count, row in worth if count == best]))
    draft.rows = chosen


def _is_in(category: str, row: Row) -> bool:
    return category in row.category


def _serves(stage: str, side: str, row: Row) -> bool:
    return stage in row.stages and row.is_at(side)


def _is_one_too_many(name: str, names: set[str]) -> bool:
    return name in names or any(name in group and group & names for group in _ONE_OF)


def _is_allowed(kind: Kind, draft: Draft) -> bool:
    wishes, values = draft.wishes, kind.values
    if not draft.setting.fits(kind) or not values.get("modality") or not values.get("stages"):
        return False
    if wishes.modality in values["modality"] or wishes.category in values.get("category", ()):
        return False
    if set(values["stages"]) == {wishes.stage} or wishes.omitted in lines(kind.name):
        return False
    if wishes.has_no_personal and "personal" in values.get("personal", ()):
        return False
    return not (wishes.has_no_after_sales and kind.is_service)


def _row(kind: Kind, draft: Draft) -> Row:
    values = kind.values
    return Row(
        kind,
        stages=set(values["stages"]) - {draft.wishes.stage or ""},
        category=set(values.get("category", ())),
        goals=set(values.get("goals", ())),
        modality=set(values["modality"]),
        personal=set(values.get("personal", ())) or {"nonpersonal"},
        ownership=set(values.get("ownership", ())) or {"brandOwned"},
        media=set(values.get("media", ())),
    )


def lay_journey(draft: Draft) -> None:
    """Gives every touchpoint stages, goals, links and help, so that only the wishes are missing."""
    wishes = draft.wishes
    if wishes.has_single_contact:
        _leave_one_contact(draft)
    if wishes.cut is not None:
        for row in draft.rows:
            behind = {s for s in row.stages if draft.side_of_cut(s)}
            if behind and behind != row.stages:
                row.stages = behind if draft.rng.random() < 0.5 else row.stages - behind
    if wishes.one_sided is not None:
        _take_side_away(draft, *wishes.one_sided)
    _fill_stages(draft)
    _give_goals(draft)
    _link(draft)
    _give_help(draft)
    for rule, concern in (
        ("category-uncovered", wishes.category), ("stage-uncovered", wishes.stage),
        ("goal-unserved", wishes.goal), ("modality-missing", wishes.modality),
        ("stage-one-sided", wishes.one_sided and wishes.one_sided[0]),
        ("broken-handover", wishes.cut), ("stage-without-support", wishes.unsupported),
        ("often-omitted-type", wishes.omitted),
        ("single-contact-reliance", COMPANY if wishes.has_single_contact else None),
        ("no-after-sales-support", COMPANY if wishes.has_no_after_sales else None),
        ("no-personal-contact", COMPANY if wishes.has_no_personal else None),
    ):  # fmt: skip
        if concern is not None:
            draft.expected[rule] = [concern]


def _leave_one_contact(draft: Draft) -> None:
    before = set(BEFORE_PURCHASE) - {draft.wishes.stage or ""}
    able = [row for row in draft.rows if row.stages & before]
    one = draft.rng.choice(able or draft.rows)
    later = [s for s in STAGES[3:] if s != draft.wishes.stage]
    for row in draft.rows:
        row.stages -= before
        if row is one:
            row.stages = set(before)
        elif not row.stages:
            row.stages = {draft.rng.choice(later)}


def _take_side_away(draft: Draft, stage: str, side: str) -> None:
    at = STAGES.index(stage)
    beside = [STAGES[i] for i in (at - 1, at + 1) if 0 <= i < len(STAGES)]
    fits = [
        s
        for s in beside
        if s in draft.covered()
        and draft.side_of_cut(s) == draft.side_of_cut(stage)
        and not (draft.wishes.has_single_contact and s in BEFORE_PURCHASE)
    ]
    for row in draft.at(stage):
        if row.is_at(side):
            row.stages -= {stage}
            if not row.stages:
                row.stages = {draft.rng.choice(fits or draft.covered())}


def _fill_stages(draft: Draft) -> None:
    """Two touchpoints or more at each stage, on both sides unless one is to be missing."""
    wishes = draft.wishes
    for stage in draft.covered():
        if wishes.has_single_contact and stage in BEFORE_PURCHASE:
            continue
        is_one_sided = wishes.one_sided is not None and wishes.one_sided[0] == stage
        sides = [s for s in SIDES if not (is_one_sided and wishes.one_sided == (stage, s))]
        for side in sides:
            enough = 2 if is_one_sided else 1
            while sum(row.is_at(side) for row in draft.at(stage)) < enough:
                row = _nearest(draft, stage, side)
                if row is None:
                    break
                row.stages.add(stage)


def _nearest(draft: Draft, stage: str, side: str) -> Row | None:
    """A touchpoint of a side that can serve a stage too: one of the stages beside it."""
    at = STAGES.index(stage)
    able = [
        row
        for row in draft.rows
        if row.is_at(side)
        and stage not in row.stages
        and not (draft.wishes.has_single_contact and row.stages & set(BEFORE_PURCHASE))
        and all(draft.side_of_cut(s) == draft.side_of_cut(stage) for s in row.stages)
    ]
    far = [
        min(abs(STAGES.index(s) - at) for s in row.stages) + len(row.stages) / 10 for row in able
    ]
    near = [row for row, steps in zip(able, far, strict=True) if steps == min(far)]
    return draft.rng.choice(near) if near else None


def _give_goals(draft: Draft) -> None:
    goals = [goal for goal in GOALS if goal != draft.wishes.goal]
    for row in draft.rows:
        row.goals -= {draft.wishes.goal or ""}
        if not row.goals:
            row.goals = {draft.rng.choice(goals)}
    for goal in goals:
        if not any(goal in row.goals for row in draft.rows):
            draft.rng.choice(draft.rows).goals.add(goal)


def _link(draft: Draft) -> None:
    """Links each touchpoint to the next of the journey, but for those that are to stand alone."""
    alone: list[Row] = []
    if "isolated-touchpoint" in draft.planted:
        alone = [row for row, _ in zip(draft.free_rows(), range(2), strict=False)]
        draft.expected["isolated-touchpoint"] = list(alone)
        for row in alone:
            row.is_chosen = True
    # Chance, then the stages in their order: the way is another one in each company.
    rows = draft.rng.sample(draft.rows, len(draft.rows))
    rows = sorted((r for r in rows if r not in alone), key=lambda r: (r.first_stage, max(r.stages)))
    for behind in (False, True):
        part = [row for row in rows if all(draft.side_of_cut(s) == behind for s in row.stages)]
        for row, following in pairwise(part):
            row.links.append(following)


def _give_help(draft: Draft) -> None:
    wishes, rng = draft.wishes, draft.rng
    denied = {wishes.unsupported} | ({"postPurchase"} if wishes.has_no_after_sales else set())
    able = [row for row in draft.rows if not row.stages & denied]
    for row in able:
        row.supports = row.kind.is_service
    for stage in draft.covered():
        here = [row for row in able if stage in row.stages]
        if here and not any(row.supports for row in here):
            rng.choice(here).supports = True
    if "no-feedback-loop" in draft.planted:
        draft.expected["no-feedback-loop"] = [COMPANY]
        return
    for row in rng.sample(draft.rows, 2):
        row.feedback = True
