"""Chooses the items of a quiz: no two alike, and none that another one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tpgraph.query.names import SKOS
from tpgraph.query.terms import Book, book
from tpgraph.teach.quiz import ask_cases, ask_documents, ask_terms, ask_values
from tpgraph.teach.quiz.bench import Bench
from tpgraph.teach.quiz.hints import Hints
from tpgraph.teach.quiz.model import KINDS, Item, Key, Level

_MAKERS: tuple[Callable[[Bench], Iterator[Item]], ...] = (
    ask_values.which_value,
    ask_values.odd_one_out,
    ask_values.true_or_false,
    ask_terms.which_term,
    ask_terms.match_terms,
    ask_terms.in_order,
    ask_documents.what_is_said,
    ask_cases.cases,
)


def chosen_items(
    topic: str | None,
    level: Level,
    count: int,
    seed: int,
    kinds: Sequence[str] = KINDS,
    b: Book | None = None,
) -> list[Item]:
    """At most so many items on a topic (an IRI; none: on everything), of all kinds in turn.

    Fewer come back where there are no more that do not answer each other.
    """
    b = b or book()
    bench = Bench.of(b, level, str(seed))
    waiting: dict[str, list[Item]] = {kind: [] for kind in KINDS if kind in kinds}
    for make in _MAKERS:
        for item in make(bench):
            if item.kind in waiting and (topic is None or topic in item.topics):
                waiting[item.kind].append(item)
    chance = bench.chance("choice", topic or "")
    lanes = [_said_first(chance.shuffled(items)) for items in waiting.values()]
    # All kinds in turn, the first by chance: a short quiz has another mixture with each seed.
    lanes = chance.shuffled(lane for lane in lanes if lane)
    return _apart(_in_turn(lanes), count, bench.hints)


def discussion_items(topic: str | None, level: Level, b: Book | None = None) -> list[Item]:
    """The open questions on a topic."""
    bench = Bench.of(b or book(), level, "")
    found = ask_documents.discussions(bench)
    return [item for item in found if topic is None or topic in item.topics]


def _said_first(items: list[Item]) -> list[Item]:
    """What a document says itself before what is tpgraph's judgement alone."""
    return sorted(items, key=lambda item: not any(fact.said for fact in item.facts))


def _in_turn(lanes: Iterable[list[Item]]) -> Iterator[Item]:
    open_lanes = [iter(lane) for lane in lanes]
    while open_lanes:
        for lane in list(open_lanes):
            item = next(lane, None)
            if item is None:
                open_lanes.remove(lane)
            else:
                yield item


def _apart(items: Iterable[Item], count: int, hints: Hints) -> list[Item]:
    taken: list[Item] = []
    keys: set[Key] = set()
    told: list[frozenset[str]] = []  # the terms that each definition names
    asked: set[tuple[str, str]] = set()  # pairs of terms that must not be named together
    for item in items:
        if len(taken) >= count:
            break
        tells = [hints.mentions(term) | {term} for term in _defined(item)]
        pairs = _pairs(item)
        if keys & item.keys:
            continue
        if any({one, other} <= terms for terms in told for one, other in pairs):
            continue
        if any({one, other} <= terms for terms in tells for one, other in asked):
            continue
        taken.append(item)
        keys |= item.keys
        told += tells
        asked |= pairs
    return taken


def _defined(item: Item) -> tuple[str, ...]:
    return item.right if item.prop == SKOS + "definition" else ()


def _pairs(item: Item) -> frozenset[tuple[str, str]]:
    if item.form == "order":
        return frozenset((a, b) for a in item.right for b in item.right if a != b)
    return frozenset((fact.subject, fact.value) for fact in item.facts)
