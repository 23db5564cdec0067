"""What follows from asserted facts before any rule looks at them, each principle as a pattern.

The rules' own shared facts (``ontology/rules/classify``) say the same in SPARQL; here it is said
again, independently, so that a proof is not checked with what made it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.reason.proof.pattern import Bindings
from tpgraph.reason.proof.search import Solution, solutions
from tpgraph.reason.proof.triples import Triples, text_of
from tpgraph.store.base import Object

_TPG = v.NAMESPACE
_WORK = "https://w3id.org/tpgraph/working#"

# Columns whose blank cells take the value of the kind: effective property, column, kind's property.
_OF_KINDS = (
    ("inCategory", "category", "defaultCategory"),
    ("atStage", "stages", "defaultStage"),
    ("servesGoal", "goals", "defaultGoal"),
    ("inModality", "modality", "defaultModality"),
    ("inContactForm", "personal", "defaultContactForm"),
    ("underOwnership", "ownership", "defaultOwnership"),
    ("inMedia", "media", "defaultMedia"),
    ("givesSupport", "supports", "defaultSupports"),
    ("collectsFeedback", "feedback", "defaultFeedback"),
)
_ACTIVE = "tpg:lifecycle tpg:active"


@dataclass(frozen=True, slots=True)
class Principle:
    """One way in which ``?s`` comes by ``?o``: its name and the pattern that must be found."""

    name: str
    pattern: str
    test: Callable[[Bindings], bool] | None = None

    def ways(
        self, triples: Triples, s: str | None = None, o: Object | None = None
    ) -> list[Solution]:
        """How ``s`` comes by ``o`` in this way: every match of the pattern, sorted."""
        given: Bindings = {}
        if s is not None:
            given["s"] = s
        if o is not None:
            given["o"] = o
        found = solutions(self.pattern, triples, given)
        return [way for way in found if self.test is None or self.test(way.bindings)]


def _service(head: str) -> tuple[Principle, ...]:
    """Customer service, or a touchpoint where help can be had."""
    return (
        Principle("gives-support", f"{head} ; tpg:givesSupport true"),
        Principle("is-service", f"{head} ; {_ACTIVE} ; a tpg:CustomerService"),
        Principle(
            "kind-of-service",
            f"{head} ; {_ACTIVE} ; a ?kind . ?kind rdfs:subClassOf tpg:CustomerService",
        ),
    )


_BLANK_SUPPORT = (
    "FILTER NOT EXISTS { ?t tpg:stated tpg:supportsColumn } "
    "FILTER NOT EXISTS { ?t tpg:suggested tpg:supportsColumn } "
    "FILTER NOT EXISTS { ?company tpg:complete tpg:supportsColumn }"
)
_SUGGESTED = (
    "?column tpg:columnDefault ?default . ?t a ?kind ; tpg:lifecycle tpg:active . "
    "?kind ?default ?value . FILTER NOT EXISTS { ?t tpg:stated ?column }"
)


@cache
def principles() -> dict[str, tuple[Principle, ...]]:
    """Each predicate that is inferred, and the ways to it, in the order in which they are tried."""
    found: dict[str, tuple[Principle, ...]] = {}
    for effective, column, default in _OF_KINDS:
        spec = v.COLUMNS[column]
        found[_TPG + effective] = (
            Principle("stated-value", f"?s <{spec.property_iri}> ?o ; {_ACTIVE}"),
            Principle(
                "value-of-kind",
                f"?s a ?kind ; {_ACTIVE} . ?kind tpg:{default} ?o . "
                f"FILTER NOT EXISTS {{ ?s tpg:stated <{spec.iri}> }}",
            ),
        )
    found[_TPG + "suggested"] = (
        Principle("kind-has-value", _SUGGESTED.replace("?t ", "?s ").replace("?column ", "?o ")),
    )
    found[_TPG + "linksTo"] = (
        Principle(
            "link-of-two-active",
            f"?s tpg:leadsTo ?o ; {_ACTIVE} . ?o {_ACTIVE} . FILTER (?s != ?o )",
        ),
    )
    found[_TPG + "lacks"] = (
        Principle("stated-none", f"?s tpg:statedNone ?o ; {_ACTIVE}"),
        Principle(
            "complete-and-blank",
            f"?s tpg:ofCompany ?company ; {_ACTIVE} . ?company tpg:complete ?o . "
            "?o tpg:absenceMatters true . FILTER NOT EXISTS { ?s tpg:stated ?o }",
        ),
    )
    after = "?o tpg:atStage tpg:postPurchase ; tpg:ofCompany ?s"
    found[_TPG + "supportsAfterSalesBy"] = _service(after)
    found[_TPG + "mayHaveSupport"] = (
        Principle(
            "support-not-stated",
            f"{after} . " + _BLANK_SUPPORT.replace("?t ", "?o ").replace("?company ", "?s "),
        ),
        Principle("support-unclear", f"{after} . ?o tpg:unclear tpg:supportsColumn"),
        Principle(
            "kind-not-stated",
            f"{after} . FILTER NOT EXISTS {{ ?o tpg:stated tpg:typeColumn }} "
            "FILTER NOT EXISTS { ?s tpg:complete tpg:typeColumn }",
        ),
    )
    met = "VALUES ?o { true } ?s tpg:atStage ?stage ; tpg:ofCompany ?company"
    found[_TPG + "supportIsOpen"] = (
        Principle("support-not-stated", f"{met} . " + _BLANK_SUPPORT.replace("?t ", "?s ")),
        Principle("support-unclear", f"{met} . ?s tpg:unclear tpg:supportsColumn"),
    )
    found[_WORK + "isService"] = _service("VALUES ?o { true } ?s tpg:ofCompany ?company")
    found[_TPG + "namesPlatform"] = (
        Principle(
            "names-a-place",
            "VALUES ?o { true } "
            f"?s tpg:channel ?channel ; a ?kind ; {_ACTIVE} . ?kind tpg:livesOnPlatform true",
        ),
        Principle(
            "names-a-place-by-kind",
            "VALUES ?o { true } "
            f"?s tpg:channel ?channel ; a ?kind ; {_ACTIVE} . "
            "?kind rdfs:subClassOf ?general . ?general tpg:livesOnPlatform true",
        ),
    )
    found[_TPG + "hasUnclearKind"] = (
        Principle("kind-unclear", f"?o tpg:unclear tpg:typeColumn ; tpg:ofCompany ?s ; {_ACTIVE}"),
    )
    found[_WORK + "openIn"] = (
        Principle("unclear", f"?s tpg:unclear ?o ; {_ACTIVE} . ?o tpg:columnEffective ?any"),
        Principle(
            "blank-and-open",
            f"?s tpg:ofCompany ?company ; {_ACTIVE} . ?o tpg:columnEffective ?any . "
            "FILTER NOT EXISTS { ?s tpg:stated ?o } FILTER NOT EXISTS { ?s tpg:suggested ?o } "
            "FILTER NOT EXISTS { ?company tpg:complete ?o }",
        ),
    )
    found[_WORK + "paysIn"] = (
        Principle(
            "pays-in",
            f"?t tpg:cost ?cost ; tpg:currency ?o ; {_ACTIVE} ; tpg:ofCompany ?s . "
            "FILTER (?cost > 0)",
        ),
    )
    found[_WORK + "costIn"] = (
        Principle("stated-currency", f"?s tpg:cost ?cost ; tpg:currency ?o ; {_ACTIVE}"),
        Principle(
            "one-unnamed-currency",
            f'?s tpg:cost ?cost ; {_ACTIVE} ; tpg:ofCompany ?company . VALUES ?o {{ "-" }} '
            "FILTER NOT EXISTS { ?s tpg:stated tpg:currencyColumn } "
            "FILTER NOT EXISTS { ?company work:paysIn ?any } ",
        ),
        Principle(
            "free-in-every-currency",
            f"?s tpg:cost ?cost ; {_ACTIVE} ; tpg:ofCompany ?company . FILTER (?cost <= 0) "
            "?company work:paysIn ?o .",
        ),
    )
    said = f"?s tpg:language ?said ; {_ACTIVE} ; tpg:ofCompany ?company . ?company tpg:languages ?o"
    found[_TPG + "offersLanguage"] = (Principle("same-language", said, _is_offered),)
    found[_TPG + "mayOfferLanguage"] = (Principle("not-comparable", said, _may_be_offered),)
    found[_TPG + "lacksLanguage"] = (
        Principle(
            "language-not-offered",
            f"?s {_ACTIVE} ; tpg:ofCompany ?company . ?company tpg:languages ?o . "
            "{ ?s tpg:language ?said } UNION { ?s tpg:lacks tpg:languagesColumn } "
            "FILTER NOT EXISTS { ?s tpg:unclear tpg:languagesColumn } "
            "FILTER NOT EXISTS { ?s tpg:offersLanguage ?o } "
            "FILTER NOT EXISTS { ?s tpg:mayOfferLanguage ?o }",
        ),
    )
    return found


def _language_keys(row: Bindings) -> tuple[str, str]:
    """The main parts of two language codes; a name stays as it is."""

    def key(text: str) -> str:
        text = text.lower()
        is_code = re.fullmatch(r"[a-z]{2,3}([-_][a-z0-9]+)*", text)
        return re.split("[-_]", text)[0] if is_code else text

    return key(text_of(row["o"])), key(text_of(row["said"]))


def _is_offered(row: Bindings) -> bool:
    wanted, said = _language_keys(row)
    return wanted == said


def _may_be_offered(row: Bindings) -> bool:
    """A code and a name, or codes of different length, cannot be compared."""
    wanted, said = _language_keys(row)
    return wanted != said and min(len(wanted), 4) != min(len(said), 4)
