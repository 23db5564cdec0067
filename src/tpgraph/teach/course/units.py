"""The four units: which parts they have, and what of the ontology stands in each."""

from __future__ import annotations

from tpgraph.query.names import SKOS, TOUCHPOINT, TPG
from tpgraph.query.terms import Book
from tpgraph.reason.conclusions import Conclusions
from tpgraph.teach.concept_map import concept_map
from tpgraph.teach.course.model import Part, Picture, Table, Unit
from tpgraph.teach.course.pictures import bars, steps
from tpgraph.teach.course.tables import Tables
from tpgraph.teach.quiz.model import Question

UNITS = (1, 2, 3, 4)
# What each teaches: the schemes that its lessons and its discussion are about.
TOPICS = {
    1: ("touchpointCategories", "brandTouchpoints"),
    2: ("modalities", "contactForms"),
    3: ("purchaseStages",),
    4: ("goals", "principles", "managementSteps"),
}
_MINUTES = {1: 45, 2: 40, 3: 50, 4: 45}
_GOALS = 4


class Units:
    """Makes the units in one language; ``analysis`` is of the company in the explorer."""

    def __init__(self, b: Book, language: str, analysis: Conclusions) -> None:
        self.b = b
        self.tables = Tables(b, language)
        self.t = self.tables.t
        self.language = language
        self.analysis = analysis

    def unit(self, number: int, exercises: tuple[Question, ...]) -> Unit:
        """A unit with these exercises."""
        parts = {1: self._first, 2: self._second, 3: self._third, 4: self._fourth}[number]()
        return Unit(
            number=number,
            title=self.title(number),
            lead=self.t(f"u{number}.lead"),
            minutes=_MINUTES[number],
            goals=tuple(self.t(f"u{number}.goal.{n}") for n in range(1, _GOALS + 1)),
            topics=tuple(TPG + topic for topic in TOPICS[number]),
            parts=parts,
            exercises=exercises,
        )

    def title(self, number: int) -> str:
        """What a unit is called."""
        return self.t(f"u{number}.title")

    def _part(
        self,
        key: str,
        *tables: Table,
        first: str = "",
        picture: Picture | None = None,
        disputes: tuple[str, ...] = (),
        explorer: bool = False,
        judged: bool = False,
    ) -> Part:
        """A part with its heading and paragraph; ``first`` is a paragraph before it.

        ``judged``: that some of its entries are tpgraph's own judgement is said after it.
        """
        told = (first, self.t(f"{key}.text"), self.t("judged") if judged else "")
        return Part(
            heading=self.t(f"{key}.head"),
            paragraphs=tuple(text for text in told if text),
            tables=tables,
            picture=picture,
            disputes=tuple(self.tables.dispute(name) for name in disputes),
            explorer=explorer,
        )

    def _first(self) -> tuple[Part, ...]:
        tables = self.tables
        definition = self.t(
            "definition",
            term=tables.label(TOUCHPOINT),
            definition=self.b.texts(TOUCHPOINT, SKOS + "definition")[self.language],
        )
        drawn = concept_map(TPG + "touchpointCategories", self.language)
        return (
            self._part(
                "u1.what", first=definition, disputes=("whatATouchpointIs", "firstOrEveryContact")
            ),
            self._part(
                "u1.seven",
                tables.of_scheme("touchpointCategories", "typicalCategory"),
                picture=Picture(
                    _named(drawn.svg(), "map"),
                    self.t("picture.map"),
                    narrow=_named(drawn.svg(is_tall=True), "tall-map"),
                ),
                disputes=("socialMediaInTwoCategories", "beforePurchaseYetReviews"),
            ),
            self._part(
                "u1.several", tables.several_categories(), disputes=("kindsWithoutCategory",)
            ),
            self._part(
                "u1.brand",
                tables.of_scheme("brandTouchpoints", "inBrandGroup"),
                disputes=("sevenAndSevenBrand",),
            ),
        )

    def _second(self) -> tuple[Part, ...]:
        tables = self.tables
        rows = [
            (
                tables.label(iri),
                len(tables.kinds_with(iri, "necessary")),
                len(tables.kinds_with(iri, "usual")),
            )
            for iri in self.b.schemes[TPG + "modalities"]
        ]
        sorts = (self.t("head.nature"), self.t("head.habit"))
        chart = bars("bars", self.t("picture.modalities"), rows, sorts, self.language)
        return (
            self._part(
                "u2.where",
                tables.of_scheme("modalities", "typicalModality"),
                disputes=("modalityAndLocation",),
            ),
            self._part(
                "u2.nature",
                tables.nature_or_habit(),
                picture=Picture(chart, self.t("picture.modalities")),
                judged=True,
            ),
            self._part(
                "u2.personal",
                tables.of_scheme("contactForms", "typicalContactForm"),
                disputes=("customerServicePersonal", "promotionPassedOnByStaff"),
            ),
            self._part("u2.both", tables.two_questions(), explorer=True, judged=True),
        )

    def _third(self) -> tuple[Part, ...]:
        tables = self.tables
        rows = []
        for iri in self.b.schemes[TPG + "purchaseStages"]:
            kinds = tables.kinds_with(iri)
            said = sum(1 for _, statements in kinds if statements)
            rows.append((tables.label(iri), said, len(kinds) - said))
        sorts = (self.t("chart.said"), self.t("chart.own"))
        chart = bars("bars", self.t("picture.stages"), rows, sorts, self.language)
        return (
            self._part(
                "u3.stages",
                tables.of_scheme("purchaseStages", "typicalStage"),
                disputes=("familiarisationUnclear", "leafletsForOnlinePurchase"),
            ),
            self._part(
                "u3.where",
                picture=Picture(chart, self.t("picture.stages")),
                disputes=("evaluationWithoutTouchpoints",),
            ),
            self._part("u3.journey"),
            self._part("u3.company", tables.matrix(self.analysis), explorer=True),
        )

    def _fourth(self) -> tuple[Part, ...]:
        tables = self.tables
        chain = self._chain(TPG + "identification")
        # Of monitoring it is not said whether it is a step or goes along with all.
        doubtful = [iri == TPG + "monitoringAndAdaptation" for iri in chain]
        drawn = steps(
            "steps",
            self.t("picture.steps"),
            [tables.label(iri) for iri in chain],
            doubtful,
            self.language,
        )
        return (
            self._part("u4.goals", tables.of_scheme("goals", "typicalGoal")),
            self._part("u4.principles", tables.principles()),
            self._part(
                "u4.steps",
                tables.steps(),
                picture=Picture(drawn, self.t("picture.steps")),
                disputes=("monitoringStepOrCompanion",),
            ),
            self._part("u4.gaps", disputes=("whichMattersMost",), explorer=True),
        )

    def _chain(self, start: str) -> list[str]:
        """A step and those that follow, one after the other, as the documents tell it."""
        found = [start]
        while True:
            after = [
                s.object
                for s in self.b.said_about.get(found[-1], ())
                if s.relation == TPG + "nextStep" and s.object and s.object not in found
            ]
            if not after:
                return found
            found.append(after[0])


def _named(svg: str, name: str) -> str:
    """A drawing whose title and description have names of their own within the page."""
    svg = svg.replace('"title description"', f'"{name}-title {name}-told"')
    svg = svg.replace('id="title"', f'id="{name}-title"')
    return svg.replace('id="description"', f'id="{name}-told"')
