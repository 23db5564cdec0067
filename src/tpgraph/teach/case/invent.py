"""Invents a company with planted gaps: tries until an analysis finds just what was planted."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tpgraph.errors import CallError
from tpgraph.inventory import read_inventory
from tpgraph.inventory.recognise import closest
from tpgraph.model import Finding, Inventory
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.query.names import TPG
from tpgraph.query.terms import book
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.teach.case.company import write_folder
from tpgraph.teach.case.draft import COMPANY, Draft, Row
from tpgraph.teach.case.figures import give_figures
from tpgraph.teach.case.journey import choose_rows, lay_journey
from tpgraph.teach.case.kinds import Setting
from tpgraph.teach.case.records import give_records
from tpgraph.teach.case.wishes import make_wishes, require_plantable
from tpgraph.teach.case.words import Words, words_in
from tpgraph.text import normalise

MOST_TRIES = 40
_GOOD_ENOUGH = 5  # companies with just the planted gaps, of which the plainest is taken
SIZES = ("micro", "small", "medium", "large")
# What a company of an industry sells, whether it has a place that customers enter, and whether it
# sells online; chance decides where two are usual.
_INDUSTRIES: Mapping[str, tuple[tuple[str, ...], tuple[bool, ...], tuple[bool, ...]]] = {
    "automotive": (("physicalGoods", "services"), (True,), (False,)),
    "itAndTechnology": (("digitalGoods", "services"), (False,), (True,)),
    "software": (("digitalGoods", "services"), (False,), (True,)),
    "consumerElectronics": (("physicalGoods",), (True,), (True,)),
    "fashionAndTextiles": (("physicalGoods",), (True,), (True, False)),
    "clothingRetail": (("physicalGoods",), (True,), (True, False)),
    "foodIndustry": (("physicalGoods",), (True, False), (True,)),
    "restaurantsAndCafes": (("services",), (True,), (True, False)),
    "beautyAndHealth": (("services", "physicalGoods"), (True,), (True,)),
    "retail": (("physicalGoods",), (True,), (True, False)),
    "publicAdministration": (("services",), (False,), (True,)),
    "travelAndTransport": (("services",), (False,), (True,)),
    "consultingAndEducation": (("services",), (False,), (True,)),
}


@dataclass(frozen=True)
class Order:
    """What was asked for; the same order gives the same company."""

    industry: str
    size: str
    planted: tuple[str, ...]
    language: str
    seed: int
    as_of: date
    unknown_count: int = 3


@dataclass(frozen=True)
class Invented:
    """A company, its analysis, and what was planted: rules with the IRIs of what they concern."""

    order: Order
    draft: Draft
    words: Words
    analysis: Conclusions
    expected: Mapping[str, frozenset[str]]
    side_gaps: tuple[Finding, ...]

    @property
    def inventory(self) -> Inventory:
        """The whole inventory."""
        return self.analysis.inventory


def invent(order: Order) -> Invented:
    """The company of an order.

    Raises CallError for a rule, industry or size that there is not, and for gaps that cannot be
    planted, alone or together.
    """
    words = words_in(order.language)
    found: list[Invented] = []
    for attempt in range(MOST_TRIES):
        rng = random.Random(f"{order}/{attempt}")
        setting = _setting(order, rng)
        if attempt == 0:
            require_plantable(order.planted, setting)
        made = _attempt(order, setting, words, rng)
        if made is not None:
            found.append(made)
            if not made.side_gaps or len(found) == _GOOD_ENOUGH:
                break
    if not found:
        raise CallError(phrase("case.not-together", rules=order.planted, tries=MOST_TRIES))
    return min(found, key=lambda made: len(made.side_gaps))


def industry_named(text: str) -> str:
    """The industry that a word of any language means, by its local name.

    Raises CallError where it means none.
    """
    return _named(text, f"{TPG}industries", "case.no-industry")


def size_named(text: str) -> str:
    """The size that a word of any language means. Raises CallError where it means none."""
    return _named(text, f"{TPG}companySizes", "case.no-size")


def _named(text: str, scheme: str, code: str) -> str:
    b = book()
    known: dict[str, str] = {}
    for iri in b.schemes[scheme]:
        local = iri.removeprefix(TPG)
        for words in (b.text_lists(iri, f"{_SKOS}{p}") for p in ("prefLabel", "altLabel")):
            for texts in words.values():
                known |= {normalise(word): local for word in texts}
        known[normalise(local)] = local
        if notation := b.text(iri, f"{_SKOS}notation"):
            known[normalise(notation)] = local
    if (found := known.get(normalise(text))) is not None:
        return found
    near = closest(normalise(text), list(known), 3)
    mend = did_you_mean([shown(n) for n in near or sorted(set(known.values()))])
    raise CallError(phrase(code, word=shown(text), mend=mend))


_SKOS = "http://www.w3.org/2004/02/skos/core#"


def _setting(order: Order, rng: random.Random) -> Setting:
    sells, store, online = _INDUSTRIES[order.industry]
    has_store = rng.choice(store)
    if "modality-missing" in order.planted and rng.random() < 0.5:
        has_store = False
    return Setting(order.industry, order.size, sells, has_store, rng.choice(online))


def _attempt(order: Order, setting: Setting, words: Words, rng: random.Random) -> Invented | None:
    wishes = make_wishes(order.planted, setting, rng)
    draft = Draft(rng, setting, order.language, order.as_of, order.planted, wishes)
    draft.name, draft.town = words.some("companies", rng), words.some("towns", rng)
    choose_rows(draft)
    lay_journey(draft)
    give_figures(draft, words.choices.texts("example.currency"))
    give_records(draft, words, order.unknown_count)
    if not all(row.stages for row in draft.rows):
        return None
    analysis = Conclusions(read_draft(draft, words), Options(order.language))
    if any(p.severity == "error" for p in analysis.check()):
        return None
    expected = {rule: frozenset(_iris(draft, analysis, rule)) for rule in draft.expected}
    side: list[Finding] = []
    found: dict[str, set[str]] = {}
    for gap in analysis.gaps:
        if gap.rule in order.planted:
            found.setdefault(gap.rule, set()).add(gap.concerns[0])
        else:
            side.append(gap)
    is_as_planted = all(
        rule in expected and found.get(rule, set()) == expected[rule] for rule in order.planted
    )
    if not is_as_planted or not _is_open(draft, analysis):
        return None
    return Invented(order, draft, words, analysis, expected, tuple(side))


def read_draft(
    draft: Draft, words: Words, blank: Mapping[str, Sequence[str]] | None = None
) -> Inventory:
    """The inventory that a draft is, read from files as a company's own would be."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        folder.mkdir()
        write_folder(folder, draft, words, blank)
        return read_inventory(folder, as_of=draft.as_of, complete=[])


def _iris(draft: Draft, analysis: Conclusions, rule: str) -> list[str]:
    return [_iri(concern, analysis) for concern in draft.expected[rule]]


def _iri(concern: Row | str, analysis: Conclusions) -> str:
    inventory = analysis.inventory
    if isinstance(concern, Row):
        return next(row.iri for row in inventory.touchpoints if row.name == concern.name)
    return inventory.company.iri if concern == COMPANY else TPG + concern


def _is_open(draft: Draft, analysis: Conclusions) -> bool:
    """Whether what was left open is unknown, and of these rules nothing else is."""
    unknown: dict[str, set[str]] = {}
    for finding in analysis.findings:
        if finding.status == "unknown":
            unknown.setdefault(finding.rule, set()).add(finding.concerns[0])
    wanted = {rule: {_iri(row, analysis)} for rule, row in draft.open.items()}
    return all(unknown.get(rule) == iris for rule, iris in wanted.items())
