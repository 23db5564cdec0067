"""Items on the values of kinds: which one, which kind does not have it, true or false."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.query.names import TPG
from tpgraph.teach.quiz.bench import Bench, in_turn
from tpgraph.teach.quiz.facts import SCHEMES, is_borne_out
from tpgraph.teach.quiz.model import Fact, Item, Pool

WRONG_MAX = 3
# Of a list this long, a question with a single wrong answer would be too easy.
_LONG_LIST, _LONG_LIST_WRONG = 4, 2
_ODD_PER_VALUE = 12
_ASKED_AS = {TPG + "category": "category", TPG + "stage": "stage"}


def which_category(bench: Bench) -> Iterator[Item]:
    """Which category a kind has."""
    return _which(bench, "category")


def which_stage(bench: Bench) -> Iterator[Item]:
    """At which stage a kind works."""
    return _which(bench, "stage")


def which_value(bench: Bench) -> Iterator[Item]:
    """Which value of another property a kind has."""
    return _which(bench, "value")


def _which(bench: Bench, asked_as: str) -> Iterator[Item]:
    for kind, prop in _in_order(bench, asked_as):
        if _ASKED_AS.get(prop, "value") != asked_as:
            continue
        chance = bench.chance("which", kind, prop)
        facts = bench.facts.asked[kind, prop]
        fact = chance.one([f for f in facts if is_borne_out(f)] or facts)
        topics = bench.topics(kind, fact.value) | {SCHEMES[prop]}
        if not bench.wants(topics):
            continue
        members = bench.facts.b.schemes[SCHEMES[prop]]
        wrong = _wrong(bench, kind, prop)
        fewest = _LONG_LIST_WRONG if len(members) >= _LONG_LIST else 1
        if len(wrong) < fewest:
            continue
        chosen = bench.distances.chosen(kind, wrong, WRONG_MAX, bench.level, chance)
        if bench.hints.names_tell(kind, fact.value, chosen):
            continue
        yield Item(
            kind=asked_as,
            form="choice",
            subject=kind,
            prop=prop,
            right=(fact.value,),
            wrong=chosen,
            facts=(fact,),
            keys=frozenset({(kind, prop)}),
            topics=topics,
            distance=bench.distances.mean(kind, chosen),
            level=bench.level,
        )


def true_or_false(bench: Bench) -> Iterator[Item]:
    """Whether a kind has a value that is shown."""
    for kind, prop in _in_order(bench, "true-false"):
        facts = bench.facts.asked[kind, prop]
        chance = bench.chance("true-false", kind, prop)
        fact = chance.one([f for f in facts if is_borne_out(f)] or facts)
        is_true = chance.below(2) == 0
        shown = fact.value
        # What the topic is of a wrong value, only that value says.
        if not bench.wants(bench.topics(kind, *bench.facts.b.schemes[SCHEMES[prop]])):
            continue
        if not is_true:
            wrong = _wrong(bench, kind, prop)
            if not wrong:
                continue
            shown = bench.distances.chosen(kind, wrong, 1, bench.level, chance)[0]
        topics = bench.topics(kind, shown) | {SCHEMES[prop]}
        if not bench.wants(topics) or bench.hints.names_tell(kind, shown, ()):
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
            topics=topics,
            distance=bench.distances.between(kind, shown),
            level=bench.level,
        )


def _in_order(bench: Bench, asked_as: str) -> list[tuple[str, str]]:
    """Kinds and properties by chance; what rests on our judgement alone comes last."""
    facts = bench.facts

    def rank(key: tuple[str, str]) -> int:
        return 0 if key in facts.sound else 1 if any(map(is_borne_out, facts.asked[key])) else 2

    return sorted(bench.chance("order", asked_as).shuffled(facts.asked), key=rank)


def odd_one_out(bench: Bench) -> Iterator[Item]:
    """Which of four kinds does not have the value that the other three have."""
    values = [(p, v) for p, scheme in SCHEMES.items() for v in bench.facts.b.schemes[scheme]]
    mixed = bench.chance("order", "odd").shuffled(values)
    for pool in (bench.facts.sound, bench.facts.asked):
        yield from in_turn(_odd_ones(bench, prop, value, pool) for prop, value in mixed)


def _odd_ones(bench: Bench, prop: str, value: str, pool: Pool) -> Iterator[Item]:
    """Some items on one value; no kind is in two of them."""
    chance = bench.chance("odd", prop, value)
    holders: dict[str, Fact] = {}
    others: list[str] = []
    for (kind, asked), facts in pool.items():
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
        common = frozenset.intersection(*(bench.topics(kind) for kind in (odd, *three)))
        topics = bench.topics(value) | {SCHEMES[prop]} | common
        if not bench.wants(topics):
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
            topics=topics,
            distance=bench.distances.mean(odd, three),
            level=bench.level,
        )  # fmt: skip


def _wrong(bench: Bench, kind: str, prop: str) -> list[str]:
    members = bench.facts.b.schemes[SCHEMES[prop]]
    return [value for value in members if bench.facts.is_wrong(kind, prop, value)]
