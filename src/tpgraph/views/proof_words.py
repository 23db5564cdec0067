"""A step of a proof in a few words: a fact, a search, a comparison, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.model import Place
from tpgraph.phrases import written
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.texts import texts_in
from tpgraph.views.places import joined_places
from tpgraph.views.safe import clipped

SHOWN_MAX_CHARACTERS = 200
# What facts are about on the way to a conclusion only has no label of the ontology's.
_REASONING = ("https://w3id.org/tpgraph/working#", "http://www.w3.org/2004/02/skos/core#")
_EVIDENCE = ("seed", "method", "company", "reference")
_OURS = "https://w3id.org/tpgraph/"
_SECOND_HAND = " (second-hand)"


def named(text: str, analysis: Conclusions) -> str:
    """A term of a fact in words; any other address as it is."""
    own = texts_in(analysis.lang, "proof")
    namespace, name = text[: text.rfind("#") + 1], text.rpartition("#")[2]
    if namespace in _REASONING and f"work.{name}" in own.table:
        return own(f"work.{name}")
    if f"word.{text}" in own.table:
        return own(f"word.{text}")
    return analysis.narrator.label(text) if text.startswith(_OURS) else text


def rests_on(kind: str, ref: str, analysis: Conclusions) -> str:
    """What a piece of evidence is: a document by its name, a method, the company."""
    own = texts_in(analysis.lang, "proof")
    if kind == "seed":
        return analysis.narrator.label(f"{v.NAMESPACE}seed{ref}")
    plain = ref.removesuffix(_SECOND_HAND)
    return own(f"evidence.{kind}", ref=plain if plain == ref else own("second_hand", ref=plain))


def said_step(step: Mapping[str, Any], analysis: Conclusions) -> str:
    """A step in a few words."""
    if not step:
        return ""
    if "p" in step:
        said = " · ".join(named(str(step.get(k)), analysis) for k in ("s", "p", "o"))
        place = step.get("place")
        if isinstance(place, Mapping):
            said += f"   ({_where(place, analysis.lang)})"
        return clipped(said, SHOWN_MAX_CHARACTERS)
    said = _SAYERS[str(step["kind"])](step, analysis)
    return clipped(said, SHOWN_MAX_CHARACTERS)


def _said_search(step: Mapping[str, Any], analysis: Conclusions) -> str:
    own, name = texts_in(analysis.lang, "proof"), str(step.get("name"))
    what = own.table.get(f"premise.{name}", name)
    return own("sought", what=what, count=step.get("count"))


def _said_completeness(step: Mapping[str, Any], analysis: Conclusions) -> str:
    own, column = texts_in(analysis.lang, "proof"), str(step.get("column"))
    declared = own("closed" if step.get("closed") is True else "open")
    return own(
        "said.completeness", column=analysis.narrator.column_label(column), declared=declared
    )


def _said_comparison(step: Mapping[str, Any], analysis: Conclusions) -> str:
    """Both numbers with as many digits as tell them apart; what is none as it stands there."""
    numbers = [step.get(name) for name in ("measured", "threshold")]
    shown = [
        written(one, analysis.lang, beside=other)
        if isinstance(one, int | float) and isinstance(other, int | float)
        else "–"
        if one is None
        else str(analysis.texts.shown(one))
        for one, other in (numbers, reversed(numbers))
    ]
    return f"{shown[0]} {step.get('operator') or '·'} {shown[1]}"


def _said_evidence(step: Mapping[str, Any], analysis: Conclusions) -> str:
    kind, ref = str(step.get("evidence")), str(step.get("ref"))
    return rests_on(kind, ref, analysis) if kind in _EVIDENCE else f"{kind} {ref}"


def _said_conclusion(step: Mapping[str, Any], analysis: Conclusions) -> str:
    status = str(step.get("status"))
    return f"{step.get('rule')}: {analysis.texts.table.get(f'status.{status}', status)}"


_SAYERS: Mapping[str, Callable[[Mapping[str, Any], Conclusions], str]] = {
    "sought": _said_search,
    "completeness": _said_completeness,
    "comparison": _said_comparison,
    "evidence": _said_evidence,
    "conclusion": _said_conclusion,
}


def _where(place: Mapping[str, Any], language: str) -> str:
    """A place of a step in words; one that is not well-formed as it is."""
    try:
        first = {name: part for name, part in place.items() if name != "also"}
        places = (first, *place.get("also", ()))
        return joined_places((Place(**each) for each in places), language)
    except (TypeError, AttributeError):
        return ", ".join(str(x) for x in place.values() if x is not None)
