"""Items on terms: which one a definition is of, terms and definitions, stages in their order."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.query.names import SKOS, TPG
from tpgraph.teach.quiz.bench import Bench, in_turn
from tpgraph.teach.quiz.model import Item

DEFINITION = SKOS + "definition"
FOLLOWED_BY = TPG + "nextStep"
WRONG_MAX = 3
MATCHED = 4
# Lists whose terms are taught; the others serve inventories and rules.
_TAUGHT = tuple(
    TPG + name
    for name in (
        "actors", "benefits", "brandTouchpoints", "contactForms", "distributionMethods",
        "exhibitionRoles", "fieldConcepts", "goals", "managementSteps", "mediaTypes", "metrics",
        "modalities", "onlineOffline", "ownerships", "placeQualities", "principles",
        "principleDemands", "problems", "purchaseStages", "touchpointCategories", "touchpointUses",
        "understandingMethods",
    )
)  # fmt: skip
_ORDERED = (TPG + "purchaseStages", TPG + "managementSteps")
_IN_ORDER = {"easy": 3, "medium": 4, "hard": 5}


def which_term(bench: Bench) -> Iterator[Item]:
    """Which term a definition is of."""
    asked = [(term, group) for group in _groups(bench) for term in group]
    for term, group in bench.chance("order", "definition").shuffled(asked):
        if not bench.wants(bench.topics(term)):
            continue
        chance = bench.chance("definition", term)
        mentioned = bench.hints.mentions(term)
        wrong = [
            other
            for other in group
            if other != term and other not in mentioned and bench.facts.are_apart(term, other)
        ]
        if len(wrong) < WRONG_MAX:
            continue
        chosen = bench.distances.chosen(term, wrong, WRONG_MAX, bench.level, chance)
        yield Item(
            kind="definition",
            form="choice",
            subject=term,
            prop=DEFINITION,
            right=(term,),
            wrong=chosen,
            keys=frozenset({(term, DEFINITION)}),
            topics=bench.topics(term),
            distance=bench.distances.mean(term, chosen),
            level=bench.level,
        )


def match_terms(bench: Bench) -> Iterator[Item]:
    """Four terms and their definitions; each term is in one item."""
    groups = bench.chance("order", "match").shuffled(_groups(bench))
    return in_turn(_matches(bench, group) for group in groups)


def _matches(bench: Bench, group: list[str]) -> Iterator[Item]:
    asked = [term for term in group if bench.wants(bench.topics(term))]
    left = bench.chance("match", group[0]).shuffled(asked)
    while left:
        first = left.pop(0)
        four = [first]
        near = sorted(left, key=lambda t, of=first: bench.distances.between(of, t))  # type: ignore[misc]
        if bench.level == "easy":
            near.reverse()
        for other in left if bench.level == "medium" else near:
            if len(four) < MATCHED and all(_are_told_apart(bench, t, other) for t in four):
                four.append(other)
        if len(four) < MATCHED:
            continue
        left = [term for term in left if term not in four]
        yield Item(
            kind="match",
            form="pairs",
            subject=first,
            prop=DEFINITION,
            right=tuple(four),
            keys=frozenset((term, DEFINITION) for term in four),
            topics=frozenset.intersection(*(bench.topics(term) for term in four)),
            distance=bench.distances.mean(first, four[1:]),
            level=bench.level,
        )


def in_order(bench: Bench) -> Iterator[Item]:
    """Stages, or steps, to be put in the order that the documents give them."""
    b = bench.facts.b
    for scheme in _ORDERED:
        members = [m for m in b.schemes[scheme] if b.text(m, TPG + "position")]
        if bench.facts.disputes.on(scheme) or len(members) < _IN_ORDER["easy"]:
            continue
        chance = bench.chance("order", scheme)
        chosen = chance.some(members, min(len(members), _IN_ORDER[bench.level]))
        right = tuple(m for m in members if m in chosen)
        yield Item(
            kind="order",
            form="order",
            subject=scheme,
            prop=TPG + "position",
            right=right,
            keys=frozenset({(scheme, TPG + "position")}),
            topics=bench.topics(*members),
            distance=bench.distances.mean(right[0], right[1:]),
            level=bench.level,
        )


def _groups(bench: Bench) -> Iterator[list[str]]:
    """Terms of one sort whose definitions do not name them, and that nobody disagrees on."""
    b = bench.facts.b
    kinds = sorted({kind for kind, _ in bench.facts.stated}, key=b.place)
    for group in (kinds, *(list(b.schemes[scheme]) for scheme in _TAUGHT)):
        asked = [
            term
            for term in group
            if not bench.hints.definition_tells(term) and not bench.facts.disputes.on(term)
        ]
        if asked:
            yield asked


def _are_told_apart(bench: Bench, one: str, other: str) -> bool:
    return (
        bench.facts.are_apart(one, other)
        and other not in bench.hints.mentions(one)
        and one not in bench.hints.mentions(other)
    )
