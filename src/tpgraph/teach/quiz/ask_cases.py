"""Items that tell a small case: a company's list, complete or not, and what it leaves uncovered.

They follow the rules ``stage-uncovered`` and ``category-uncovered``: a gap is proved by a complete
list alone; where the list is open, no gap can be named.
"""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.query.names import TPG
from tpgraph.teach.chance import Chance
from tpgraph.teach.quiz.bench import Bench
from tpgraph.teach.quiz.facts import SCHEMES
from tpgraph.teach.quiz.model import CANNOT_BE_SAID, Fact, Item, Key, Pool

COVERED = 3
_CASES_PER_VALUE = 10
_LISTED_MAX = 6


def cases(bench: Bench) -> Iterator[Item]:
    """Cases on stages and on categories."""
    asked = [
        (prop, gap, n)
        for prop in (TPG + "stage", TPG + "category")
        for gap in bench.facts.b.schemes[SCHEMES[prop]]
        for n in range(_CASES_PER_VALUE)
        if bench.wants(bench.topics(gap) | {SCHEMES[prop]})
    ]
    mixed = bench.chance("order", "case").shuffled(asked)
    for pool in (bench.facts.sound, bench.facts.asked):
        for prop, gap, n in mixed:
            chance = bench.chance("case", prop, gap, str(n))
            if (item := _case(bench, prop, gap, pool, chance)) is not None:
                yield item


def _case(bench: Bench, prop: str, gap: str, pool: Pool, chance: Chance) -> Item | None:
    scheme = SCHEMES[prop]
    others = [v for v in bench.facts.b.schemes[scheme] if v != gap]
    covered = bench.distances.chosen(gap, others, COVERED, bench.level, chance)
    listed: dict[str, Fact] = {}
    for value in covered:
        able = [
            fact
            for (kind, asked), facts in pool.items()
            if asked == prop and kind not in listed
            for fact in facts
            if fact.value == value
            and bench.facts.is_wrong(kind, prop, gap)
            and not bench.hints.names_tell(kind, value, ())
        ]
        for fact in chance.some(able, 1 + chance.below(2)):
            if len(listed) < _LISTED_MAX:
                listed.setdefault(fact.subject, fact)
    if {fact.value for fact in listed.values()} != set(covered):
        return None
    is_complete = chance.below(2) == 0
    wrong = (*covered, CANNOT_BE_SAID) if is_complete else (*covered, gap)
    return Item(
        kind="case",
        form="choice",
        subject=gap,
        prop=prop,
        right=(gap,) if is_complete else (CANNOT_BE_SAID,),
        wrong=wrong,
        shown=tuple(chance.shuffled(sorted(listed))),
        truth=is_complete,
        facts=tuple(f for kind in listed for f in bench.facts.asked[kind, prop]),
        keys=_keys(bench, prop, gap, listed),
        topics=bench.topics(gap) | {scheme},
        distance=bench.distances.mean(gap, covered),
        level=bench.level,
    )


def _keys(bench: Bench, prop: str, gap: str, listed: dict[str, Fact]) -> frozenset[Key]:
    """An easy case tells the values of its touchpoints; another one only must not be repeated."""
    if bench.level == "easy":
        return frozenset((kind, prop) for kind in listed)
    return frozenset((kind, f"{prop} {gap}") for kind in listed)
