"""What the proof of each rule has to look at: patterns to be sought, by rule and by status.

``{company}``, ``{concern}`` and, for areas, ``{effective}``, ``{column}`` and ``{bounds}`` are
filled in. The catalogue's own pattern of the rule comes first and is called ``sought``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tpgraph import vocabulary as v

SOUGHT = "sought"
# Of a pattern with many matches this many are shown, each with the facts it was found by.
SHOWN = 20
Shown = Literal["all", "first", "none"]

_ALL = ("gap", "ok", "unknown")
_C, _X = "<{company}>", "<{concern}>"


@dataclass(frozen=True, slots=True)
class Premise:
    """A pattern that is sought: its name, which of its matches are shown, for which statuses."""

    name: str
    pattern: str
    shown: Shown = "all"
    statuses: tuple[str, ...] = _ALL
    column: str | None = None

    @property
    def limit(self) -> int:
        """How many matches are shown at most."""
        return {"all": SHOWN, "first": 1, "none": 0}[self.shown]


def _closed(column: str, *statuses: str, doubt: bool = True) -> Premise:
    """Whether a column is declared complete, and nothing in it is unclear."""
    iri = v.COLUMNS[column].iri
    pattern = f"{_C} tpg:complete <{iri}>"
    if doubt:
        pattern += f" . FILTER NOT EXISTS {{ {_C} tpg:doubtful <{iri}> }}"
    return Premise(f"closed:{column}", pattern, "all", statuses or ("gap", "unknown"), column)


def _lacks(*columns: str) -> Premise:
    iris = " ".join(f"<{v.COLUMNS[c].iri}>" for c in columns)
    return Premise("lacks", f"{_X} tpg:lacks ?column . VALUES ?column {{ {iris} }}")


_ACTIVE = Premise("active", f"{_X} tpg:lifecycle tpg:active ; tpg:ofCompany {_C}")
_DAY = Premise("day", f"{_C} tpg:asOf ?day")
_HERE = Premise("here", f"?touchpoint tpg:atStage {_X} ; tpg:ofCompany {_C}", "first")


def _in_scheme(scheme: str) -> Premise:
    return Premise("range", f"{_X} skos:inScheme tpg:{scheme}")


_FIGURES = "tpg:importance tpg:importanceScale tpg:satisfaction tpg:satisfactionScale"
_RATINGS = (
    _ACTIVE,
    Premise("ratings", f"{_X} ?figure ?value . VALUES ?figure {{ {_FIGURES} }}"),
    Premise(
        "crosshairs",
        f"{_C} ?line ?value . "
        "VALUES ?line { tpg:crosshair tpg:importanceCrosshair tpg:satisfactionCrosshair }",
    ),
)
_OTHERS = (
    f"{_X} tpg:atStage ?stage ; work:costIn ?currency ; ?basis ?own . "
    f"?other tpg:atStage ?stage ; work:costIn ?currency ; ?basis ?result ; tpg:cost ?cost ; "
    f"tpg:ofCompany {_C} . FILTER (?other != {_X}) VALUES ?basis {{ tpg:conversions tpg:contacts }}"
)
_BEFORE = "tpg:needRecognition tpg:informationSearch tpg:evaluationOfAlternatives"

PREMISES: dict[str, tuple[Premise, ...]] = {
    "category-uncovered": (_in_scheme("touchpointCategories"), _closed("category")),
    "stage-uncovered": (_in_scheme("purchaseStages"), _closed("stages")),
    "modality-missing": (_in_scheme("modalities"), _closed("modality")),
    "goal-unserved": (
        Premise("goals", f"{_C} tpg:companyGoal ?goal"),
        Premise("no-goals", f"{_C} tpg:statedNone tpg:goalsColumn", statuses=("unknown",)),
        _closed("goals"),
    ),
    "stage-one-sided": (
        Premise("physical", f"{_HERE.pattern} ; tpg:inModality tpg:physical", "first"),
        Premise("virtual", f"{_HERE.pattern} ; tpg:inModality tpg:virtual", "first"),
        Premise("members", _HERE.pattern),
        _closed("stages"),
        _closed("modality"),
    ),
    "inconsistent-touchpoint": (
        _ACTIVE,
        Premise(
            "answers",
            f"{_X} ?aspect ?answer . "
            "VALUES ?aspect { tpg:valuesOk tpg:messageOk tpg:lookOk tpg:toneOk }",
        ),
    ),
    "isolated-touchpoint": (_ACTIVE, _closed("leads_to", doubt=False)),
    "unowned-touchpoint": (
        _ACTIVE,
        Premise("ownership", f"{_X} tpg:underOwnership ?ownership"),
        _closed("ownership", "unknown", doubt=False),
        _lacks("owner"),
    ),
    "unmeasured-digital": (
        Premise("virtual", f"{_X} tpg:inModality tpg:virtual ; tpg:ofCompany {_C}"),
        _lacks("clicks", "conversions", "reach"),
    ),
    "no-after-sales-support": (
        Premise("after", f"?touchpoint tpg:atStage tpg:postPurchase ; tpg:ofCompany {_C}"),
        Premise("open", f"{_C} tpg:mayHaveSupport ?touchpoint"),
        _closed("stages"),
    ),
    "dead-platform": (
        _ACTIVE,
        _DAY,
        Premise("platform", f"{_X} tpg:platform ?platform"),
        Premise("named", f"{_X} tpg:namesPlatform true", statuses=("unknown",)),
    ),
    "duplicate-touchpoint": (
        _ACTIVE,
        Premise("own", f"{_X} tpg:urlKey ?address ; tpg:url ?url"),
        Premise(
            "others",
            f"{_X} tpg:urlKey ?address . ?other tpg:urlKey ?address ; tpg:url ?url ; "
            f"tpg:lifecycle tpg:active ; tpg:ofCompany {_C} . FILTER (?other != {_X})",
        ),
    ),
    "area-overabundant": (
        Premise("bounds", f"{_C} ?bound ?value . VALUES ?bound {{ {{bounds}} }}"),
        Premise("active", f"?touchpoint tpg:lifecycle tpg:active ; tpg:ofCompany {_C}", "none"),
        Premise(
            "open",
            f"?touchpoint work:openIn <{{column}}> ; tpg:ofCompany {_C} . "
            f"FILTER NOT EXISTS {{ ?touchpoint tpg:{{effective}} {_X} }}",
        ),
        Premise(
            "costs",
            f"?touchpoint tpg:{{effective}} {_X} ; tpg:ofCompany {_C} ; ?figure ?amount . "
            "VALUES ?figure { tpg:cost tpg:conversions tpg:contacts }",
        ),
    ),
    "concentrate-here": _RATINGS,
    "possible-overkill": _RATINGS,
    "too-costly": (
        _ACTIVE,
        Premise(
            "figures",
            f"{_X} ?figure ?value . "
            "VALUES ?figure { tpg:cost tpg:currency tpg:conversions tpg:contacts }",
        ),
        Premise(
            "bounds",
            f"{_C} ?bound ?value . "
            "VALUES ?bound { tpg:costPerConversionMax tpg:costPerContactMax tpg:currency }",
        ),
        Premise("others", _OTHERS, "none"),
        Premise(
            "better",
            f"{_X} tpg:cost ?mine . {_OTHERS} FILTER (?cost <= ?mine) FILTER (?result >= ?own)",
        ),
    ),
    "service-risk": (
        Premise("service", f"{_X} work:isService true ; tpg:ofCompany {_C}", "first"),
        Premise(
            "figures",
            f"{_X} ?figure ?value . VALUES ?figure {{ tpg:satisfaction tpg:satisfactionScale }}",
        ),
        Premise(
            "bounds",
            f"{_C} ?bound ?value . VALUES ?bound {{ tpg:satisfactionMin tpg:satisfactionScale }}",
        ),
    ),
    "limited-accessibility": (
        _ACTIVE,
        Premise("modality", f"{_X} tpg:inModality ?modality"),
        Premise("no-modality", f"{_X} tpg:statedNone <{v.COLUMNS['modality'].iri}>"),
        _closed("modality", *_ALL, doubt=False),
        Premise(
            "stated",
            f"{_X} ?kind ?value . VALUES ?kind {{ tpg:hours tpg:url tpg:language }}",
        ),
        Premise("wanted", f"{_C} tpg:languages ?wanted"),
        _lacks("hours", "url", "languages"),
    ),
    "unplanned-touchpoint": (_ACTIVE, _lacks("plan")),
    "unreviewed-touchpoint": (
        _ACTIVE,
        _DAY,
        Premise("bounds", f"{_C} tpg:reviewDays ?days"),
        _lacks("reviewed"),
    ),
    "often-omitted-type": (
        Premise("range", f"{_X} tpg:overlooked true"),
        Premise(
            "fits",
            f"{_X} ?need ?what . "
            "VALUES ?need { tpg:needsStore tpg:needsOnline tpg:fitsOffer tpg:fitsIndustry }",
        ),
        Premise(
            "company",
            f"{_C} ?fact ?value . "
            "VALUES ?fact { tpg:hasStore tpg:sellsOnline tpg:sells tpg:industry }",
        ),
        Premise("open", f"{_C} tpg:hasUnclearKind ?open", statuses=("gap", "unknown")),
        _closed("type"),
    ),
    "broken-handover": (
        _HERE,
        Premise(
            "next",
            f"{_X} tpg:nextStage ?next . ?touchpoint tpg:atStage ?next ; tpg:ofCompany {_C}",
            "first",
        ),
        _closed("leads_to"),
        _closed("stages"),
    ),
    "stage-without-support": (
        _in_scheme("purchaseStages"),
        _HERE,
        Premise("open", f"?touchpoint tpg:supportIsOpen true . {_HERE.pattern}"),
        Premise("denied", f"?touchpoint tpg:supports false . {_HERE.pattern}"),
        _closed("stages"),
        _closed("supports", doubt=False),
    ),
    "single-contact-reliance": (
        Premise(
            "members",
            f"?touchpoint tpg:atStage ?stage ; tpg:ofCompany {_C} . VALUES ?stage {{ {_BEFORE} }}",
        ),
        _closed("stages"),
    ),
    "no-personal-contact": (Premise("size", f"{_C} tpg:size ?size"), _closed("personal")),
    "no-feedback-loop": (_closed("feedback"),),
    "no-understanding-method": (Premise("none", f"{_C} tpg:statedNone tpg:understandingMethods"),),
}

# A gap is there where what was measured stands so to the threshold.
OPERATORS: dict[str, str] = {
    **dict.fromkeys(PREMISES, "<"),
    **dict.fromkeys(
        (
            "inconsistent-touchpoint",
            "duplicate-touchpoint",
            "area-overabundant",
            "too-costly",
            "limited-accessibility",
            "unreviewed-touchpoint",
        ),
        ">",
    ),
    "possible-overkill": ">=",
}

# Area to effective property, column, and how the company's bounds on it begin.
AREAS: dict[str, tuple[str, str]] = {
    "category": ("inCategory", "category"),
    "stages": ("atStage", "stage"),
    "modality": ("inModality", "modality"),
    "goals": ("servesGoal", "goal"),
}


def premises_of(
    rule: str, status: str, sought: str | None, company: str, concern: str, area: str | None
) -> list[Premise]:
    """What a proof has to look at, with the finding's own IRIs in the patterns."""
    slots = {"{company}": company, "{concern}": concern}
    if area in AREAS:
        effective, stem = AREAS[area]
        slots["{effective}"] = effective
        slots["{column}"] = v.COLUMNS[area].iri
        slots["{bounds}"] = " ".join(
            f"tpg:{stem}{kind}Max" for kind in ("Count", "Share", "CostRatio")
        )

    def filled(pattern: str) -> str:
        for slot, text in slots.items():
            pattern = pattern.replace(slot, text)
        return pattern

    found = [Premise(SOUGHT, sought)] if sought else []
    found += [p for p in PREMISES.get(rule, ()) if status in p.statuses]
    return [Premise(p.name, filled(p.pattern), p.shown, p.statuses, p.column) for p in found]
