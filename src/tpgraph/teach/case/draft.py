"""A company while it is being invented: rows and settings that the steps of invention fill."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tpgraph.teach.case.kinds import Kind, Setting

STAGES = (
    "needRecognition", "informationSearch", "evaluationOfAlternatives", "purchase", "postPurchase",
)  # fmt: skip
BEFORE_PURCHASE = STAGES[:3]
CATEGORIES = (
    "advertising", "publicRelations", "salesPromotion", "eventsAndExperiences",
    "directMarketing", "personalSelling", "wordOfMouth",
)  # fmt: skip
GOALS = ("brandAwareness", "customerAcquisition", "customerRetention")
SIDES = ("physical", "virtual")
COMPANY = "company"  # what a rule about the company as a whole concerns


@dataclass
class Row:
    """A touchpoint: terms by their local names, plain cells as they will be written."""

    kind: Kind
    name: str = ""
    stages: set[str] = field(default_factory=set)
    category: set[str] = field(default_factory=set)
    goals: set[str] = field(default_factory=set)
    modality: set[str] = field(default_factory=set)
    personal: set[str] = field(default_factory=set)
    ownership: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    links: list[Row] = field(default_factory=list)
    supports: bool = False
    feedback: bool = False
    cells: dict[str, str] = field(default_factory=dict)
    is_chosen: bool = False  # a gap or an unknown is planted here

    @property
    def first_stage(self) -> int:
        """The place of its first stage."""
        return min(STAGES.index(stage) for stage in self.stages)

    def is_at(self, side: str) -> bool:
        """Whether it is physical, or virtual."""
        return side in self.modality


@dataclass
class Wishes:
    """What is to be missing or wrong; ``None``, empty and False stand for what is to be sound."""

    category: str | None = None
    stage: str | None = None
    goal: str | None = None
    modality: str | None = None
    one_sided: tuple[str, str] | None = None  # the stage, and the side that is missing there
    cut: str | None = None  # the stage that no way leads on from
    unsupported: str | None = None
    omitted: str | None = None
    has_single_contact: bool = False
    has_no_after_sales: bool = False
    has_no_personal: bool = False


@dataclass
class Draft:
    """A company in the making. ``expected`` holds what each planted rule is to find.

    Rows stand there for touchpoints, local names for terms, and ``COMPANY`` for the company.
    """

    rng: random.Random
    setting: Setting
    language: str
    as_of: date
    planted: tuple[str, ...]
    wishes: Wishes
    name: str = ""
    town: str = ""
    rows: list[Row] = field(default_factory=list)
    complete: list[str] = field(default_factory=list)
    bounds: dict[str, int] = field(default_factory=dict)
    methods: tuple[str, ...] = ()
    expected: dict[str, list[Row | str]] = field(default_factory=dict)
    open: dict[str, Row] = field(default_factory=dict)  # rule -> the row of which it is unknown

    def covered(self) -> list[str]:
        """The stages that the company is to have touchpoints at."""
        return [stage for stage in STAGES if stage != self.wishes.stage]

    def at(self, stage: str) -> list[Row]:
        """The touchpoints of a stage."""
        return [row for row in self.rows if stage in row.stages]

    def free_rows(self, side: str | None = None) -> Iterator[Row]:
        """Touchpoints where nothing is planted yet, in an order of chance."""
        rows = [r for r in self.rows if not r.is_chosen and (side is None or r.is_at(side))]
        yield from self.rng.sample(rows, len(rows))

    def side_of_cut(self, stage: str) -> bool:
        """Whether a stage lies behind the place where the way is cut."""
        cut = self.wishes.cut
        return cut is not None and STAGES.index(stage) > STAGES.index(cut)
