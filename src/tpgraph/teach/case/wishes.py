"""Which gaps can be planted, and what each demands of the company as a whole."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from tpgraph.errors import CallError
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.teach.case.draft import CATEGORIES, GOALS, SIDES, STAGES, Wishes
from tpgraph.teach.case.kinds import Setting, overlooked_kinds

# Rules about a touchpoint: a gap of theirs is planted in rows that are there anyway.
OF_TOUCHPOINTS = (
    "too-costly", "concentrate-here", "possible-overkill", "unmeasured-digital",
    "inconsistent-touchpoint", "isolated-touchpoint", "service-risk", "limited-accessibility",
    "unplanned-touchpoint", "unowned-touchpoint", "unreviewed-touchpoint", "dead-platform",
    "duplicate-touchpoint",
)  # fmt: skip
OF_COMPANIES = (
    "category-uncovered", "stage-uncovered", "goal-unserved", "modality-missing",
    "stage-one-sided", "area-overabundant", "broken-handover", "stage-without-support",
    "single-contact-reliance", "no-after-sales-support", "no-personal-contact",
    "no-feedback-loop", "no-understanding-method", "often-omitted-type",
)  # fmt: skip
PLANTABLE = (*OF_COMPANIES, *OF_TOUCHPOINTS)
_NEED_VIRTUAL = frozenset({"unmeasured-digital", "dead-platform", "duplicate-touchpoint"})
# Either says what the other denies.
_AT_ODDS = (("modality-missing", "stage-one-sided"),)


def require_plantable(planted: Sequence[str], setting: Setting) -> None:
    """Raises CallError for a rule that does not exist or cannot have a gap in such a company."""
    from tpgraph.inventory.recognise import closest

    if not planted:
        raise CallError(phrase("case.no-rules", known=PLANTABLE))
    for rule in planted:
        if rule not in PLANTABLE:
            mend = did_you_mean([shown(near) for near in closest(rule, PLANTABLE, 3)])
            raise CallError(phrase("case.no-rule", rule=shown(rule), mend=mend))
    if "no-personal-contact" in planted and setting.size == "large":
        raise CallError(phrase("case.no-personal-large"))
    if "often-omitted-type" in planted and not fitting_overlooked(setting):
        raise CallError(phrase("case.nothing-overlooked"))
    for pair in _AT_ODDS:
        if set(pair) <= set(planted):
            raise CallError(phrase("case.at-odds", first=pair[0], second=pair[1]))


def fitting_overlooked(setting: Setting) -> list[str]:
    """The kinds that are easily overlooked and fit a company, by name."""
    return [kind.name for kind in overlooked_kinds() if setting.fits(kind)]


def make_wishes(planted: Sequence[str], setting: Setting, rng: random.Random) -> Wishes:
    """What the planted rules demand, chosen by chance where there is a choice."""
    wishes = Wishes()
    single = "single-contact-reliance" in planted
    if "category-uncovered" in planted:
        wishes.category = rng.choice(CATEGORIES)
    if "stage-uncovered" in planted:
        # Nobody believes in a company at which nothing can be bought.
        wishes.stage = rng.choice([s for s in STAGES if s != "purchase"])
        if "no-after-sales-support" in planted or "broken-handover" in planted:
            wishes.stage = rng.choice(STAGES[:2])
    if "goal-unserved" in planted:
        wishes.goal = rng.choice(GOALS)
    if "modality-missing" in planted:
        needed = _NEED_VIRTUAL & set(planted)
        wishes.modality = "physical" if needed or not setting.has_store else rng.choice(SIDES)
    later = [s for s in STAGES[3 if single else 0 :] if s != wishes.stage]
    if "broken-handover" in planted:
        pairs = [
            s
            for s, after in pairwise(STAGES)
            if wishes.stage not in (s, after) and (not single or after in STAGES[3:])
        ]
        wishes.cut = rng.choice(pairs)
    if "stage-one-sided" in planted:
        wishes.one_sided = (rng.choice(later), rng.choice(SIDES))
    if "stage-without-support" in planted:
        among = [s for s in later if s != "postPurchase"] or later
        wishes.unsupported = rng.choice(among)
        if "no-after-sales-support" in planted and wishes.stage != "postPurchase":
            wishes.unsupported = "postPurchase"  # it follows from the other
    if "often-omitted-type" in planted:
        wishes.omitted = rng.choice(fitting_overlooked(setting))
    wishes.has_single_contact = single
    wishes.has_no_after_sales = "no-after-sales-support" in planted
    wishes.has_no_personal = "no-personal-contact" in planted
    return wishes
