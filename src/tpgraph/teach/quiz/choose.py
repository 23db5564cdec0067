"""Chooses the items of a quiz: no two alike, and none that another one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from tpgraph.query.names import SKOS
from tpgraph.query.terms import Book, book
from tpgraph.teach.quiz import ask_cases, ask_documents, ask_terms, ask_values
from tpgraph.teach.quiz.bench import Bench, in_turn
from tpgraph.teach.quiz.facts import is_borne_out
from tpgraph.teach.quiz.hints import Hints
from tpgraph.teach.quiz.model import KINDS, Item, Key, Level

# One maker a kind of question, each yielding its items one by one.
_MAKERS: dict[str, Callable[[Bench], Iterator[Item]]] = {
    "category": ask_values.which_category,
    "stage": ask_values.which_stage,
    "value": ask_values.which_value,
    "odd-one-out": ask_values.odd_one_out,
    "true-false": ask_values.true_or_false,
    "definition": ask_terms.which_term,
    "match": ask_terms.match_terms,
    "order": ask_terms.in_order,
    "statement": ask_documents.what_is_said,
    "case": ask_cases.cases,
}


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
    bench = Bench.of(b, level, str(seed), topic)
    # All kinds in turn, the first by chance: a short quiz has another mixture with each seed.
    wanted = bench.chance("choice").shuffled(kind for kind in KINDS if kind in kinds)
    lanes = (_on_topic(bench, _MAKERS[kind](bench)) for kind in wanted)
    return _apart(_borne_out_first(lanes), count, bench.hints)


def _borne_out_first(lanes: Iterable[Iterator[Item]]) -> Iterator[Item]:
    """All lanes in turn, each up to what is tpgraph's own judgement alone; then the rest."""
    rest: list[Iterator[Item]] = []

    def beginning(lane: Iterator[Item]) -> Iterator[Item]:
        for item in lane:
            if not all(map(is_borne_out, item.facts)):
                rest.append(chain([item], lane))
                return
            yield item

    yield from in_turn(map(beginning, lanes))
    yield from in_turn(rest)


def _on_topic(bench: Bench, items: Iterable[Item]) -> Iterator[Item]:
    return (item for item in items if bench.wants(item.topics))


def discussion_items(topic: str | None, level: Level, b: Book | None = None) -> list[Item]:
    """The open questions on a topic."""
    bench = Bench.of(b or book(), level, "")
    found = ask_documents.discussions(bench)
    return [item for item in found if topic is None or topic in item.topics]


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
