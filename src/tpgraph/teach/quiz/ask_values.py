"""Items on the values of kinds: which one, which kind does not have it, true or false."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.query.names import TPG
from tpgraph.teach.quiz.bench import Bench
from tpgraph.teach.quiz.facts import SCHEMES
from tpgraph.teach.quiz.model import Fact, Item

WRONG_MAX = 3
# Of a list this long, a question with a single wrong answer would be too easy.
_LONG_LIST, _LONG_LIST_WRONG = 4, 2
_ODD_PER_VALUE = 12
_ASKED_AS = {TPG + "category": "category", TPG + "stage": "stage"}


def which_value(bench: Bench) -> Iterator[Item]:
    """Which category, which stage, which value of another property a kind has."""
    for (kind, prop), facts in bench.facts.asked.items():
        chance = bench.chance("which", kind, prop)
        fact = chance.one(facts)
        members = bench.facts.b.schemes[SCHEMES[prop]]
        wrong = _wrong(bench, kind, prop)
        fewest = _LONG_LIST_WRONG if len(members) >= _LONG_LIST else 1
        if len(wrong) < fewest:
            continue
        chosen = bench.distances.chosen(kind, wrong, WRONG_MAX, bench.level, chance)
        if bench.hints.names_tell(kind, fact.value, chosen):
            continue
        yield Item(
            kind=_ASKED_AS.get(prop, "value"),
            form="choice",
            subject=kind,
            prop=prop,
            right=(fact.value,),
            wrong=chosen,
            facts=(fact,),
            keys=frozenset({(kind, prop)}),
            topics=bench.topics(kind, fact.value) | {SCHEMES[prop]},
            distance=bench.distances.mean(kind, chosen),
            level=bench.level,
        )


def true_or_false(bench: Bench) -> Iterator[Item]:
    """Whether a kind has a value that is shown."""
    for (kind, prop), facts in bench.facts.asked.items():
        chance = bench.chance("true-false", kind, prop)
        fact = chance.one(facts)
        is_true = chance.below(2) == 0
        shown = fact.value
        if not is_true:
            wrong = _wrong(bench, kind, prop)
            if not wrong:
                continue
            shown = bench.distances.chosen(kind, wrong, 1, bench.level, chance)[0]
        if bench.hints.names_tell(kind, shown, ()):
            continue
        yield Item(
            kind="true-false",
            form="true-false",
            subject=kind,
            prop=prop,
            right=(),
            shown=(shown,),
            truth=is_true,
            facts=facts,
            keys=frozenset({(kind, prop)}),
            topics=bench.topics(kind, shown) | {SCHEMES[prop]},
            distance=bench.distances.between(kind, shown),
            level=bench.level,
        )


def odd_one_out(bench: Bench) -> Iterator[Item]:
    """Which of four kinds does not have the value that the other three have."""
    for prop, scheme in SCHEMES.items():
        for value in bench.facts.b.schemes[scheme]:
            yield from _odd_ones(bench, prop, value)


def _odd_ones(bench: Bench, prop: str, value: str) -> Iterator[Item]:
    """Some items on one value; no kind is in two of them."""
    chance = bench.chance("odd", prop, value)
    holders: dict[str, Fact] = {}
    others: list[str] = []
    for (kind, asked), facts in bench.facts.asked.items():
        # A name that holds a word of the value's name would tell.
        if asked != prop or bench.hints.names_tell(kind, value, ()):
            continue
        fact = next((f for f in facts if f.value == value), None)
        if fact is not None:
            holders[kind] = fact
        elif bench.facts.is_wrong(kind, prop, value):
            others.append(kind)
    for odd in chance.some(others, _ODD_PER_VALUE):
        apart = [kind for kind in holders if bench.facts.are_apart(odd, kind)]
        three = bench.distances.chosen(odd, apart, WRONG_MAX, bench.level, chance)
        if len(three) < WRONG_MAX:
            continue
        theirs = [holders.pop(kind) for kind in three]
        yield Item(
            kind="odd-one-out",
            form="choice",
            subject=value,
            prop=prop,
            right=(odd,),
            wrong=three,
            shown=(value,),
            facts=(*bench.facts.asked[odd, prop], *theirs),
            keys=frozenset((kind, prop) for kind in (odd, *three)),
            topics=bench.topics(value) | {SCHEMES[prop]}
            | frozenset.intersection(*(bench.topics(kind) for kind in (odd, *three))),
            distance=bench.distances.mean(odd, three),
            level=bench.level,
        )  # fmt: skip


def _wrong(bench: Bench, kind: str, prop: str) -> list[str]:
    members = bench.facts.b.schemes[SCHEMES[prop]]
    return [value for value in members if bench.facts.is_wrong(kind, prop, value)]
