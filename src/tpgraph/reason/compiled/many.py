"""All rules over many companies at once, as compiled functions: shared facts, then findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from tpgraph.model import Status
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.compiled.ntriples import blocks_of
from tpgraph.reason.compiled.programs import Finder, Found, finder, shared_facts
from tpgraph.reason.compiled.runtime import Row
from tpgraph.reason.compiled.values import lexical
from tpgraph.reason.infer import (
    SINGLE,
    STATUSES,
    RawFinding,
    raw_finding,
    reported_ntriples,
    runtime_facts,
    status_of,
)
from tpgraph.reason.rules import Rule, RuleSet
from tpgraph.store.base import Literal, Object, Triple
from tpgraph.vocabulary import NAMESPACE as _TPG

_LISTED = {f"<{_TPG}usesFact>": "facts", f"<{_TPG}settledBy>": "settled_by"}


@cache
def _ontology() -> Facts:
    facts = Facts()
    facts.load(runtime_facts())
    facts.load(reported_ntriples(STATUSES))
    return facts


def facts_of(ntriples: bytes, rules: RuleSet) -> Facts:
    """Companies, the ontology and all shared facts.

    Raises UnreadableError where a rule cannot be compiled, and UnsureError where it is not certain
    to give what Oxigraph gives.
    """
    facts = Facts(_ontology())
    facts.load(ntriples)
    for rule in rules.classify:
        shared_facts(rule.text)(facts)
    return facts


def findings_ntriples(
    facts: Facts, rules: Iterable[Rule], statuses: Sequence[Status]
) -> tuple[bytes, int]:
    """What the rules find of the given statuses, as N-Triples, and how much of the others.

    Raises what :func:`facts_of` raises.
    """
    wanted, others = _terms(statuses), 0
    blocks: list[bytes] = []
    for rule in rules:
        asked = finder(rule.text)
        found = asked.found(facts, wanted)
        # Each by itself: few have letters that take more than a byte, which slow down the others.
        blocks += [block.encode() for block in blocks_of(asked, found)]
        others += len([True for _, status in found.statuses if status not in wanted])
    return b"".join(blocks), others


def findings(
    facts: Facts, rules: Iterable[Rule], statuses: Sequence[Status]
) -> tuple[list[RawFinding], list[tuple[str, str]]]:
    """What the rules find of the given statuses, and rule and id of what is of the others.

    Raises what :func:`facts_of` raises, and RuleError.
    """
    wanted = _terms(statuses)
    told: list[RawFinding] = []
    others: list[tuple[str, str]] = []
    for rule in rules:
        asked = finder(rule.text)
        found = asked.found(facts, wanted)
        told += sorted(_raw(rule.name, asked, found), key=lambda raw: raw.id)
        others += [(rule.name, i[1:-1]) for i, status in found.statuses if status not in wanted]
    return told, others


def _terms(statuses: Sequence[Status]) -> frozenset[str]:
    return frozenset(f"<{_TPG}{status}>" for status in statuses)


def triples_of(facts: Facts, p: str) -> Iterator[Triple]:
    """The triples of a predicate."""
    for s, objects in facts.objects(f"<{p}>").items():
        for o in objects:
            yield s[1:-1], p, object_of(o)


def object_of(term: str) -> Object:
    """A term as engines give it."""
    if term[0] == "<":
        return term[1:-1]
    kind = term.rpartition('"^^<')[2][:-1] if term[-1] == ">" else None
    return Literal(lexical(term), kind) if kind else Literal(lexical(term))


@lru_cache(1 << 14)
def _value(term: str) -> str | int | float | bool:
    found = object_of(term)
    return found.to_python() if isinstance(found, Literal) else found


def _raw(name: str, asked: Finder, given: Found) -> Iterable[RawFinding]:
    """The findings of one rule."""
    rows = given.said
    listed: dict[str, Mapping[str, list[str]]] = {}
    for predicate, pairs in given.listed.items():
        of_each: defaultdict[str, list[str]] = defaultdict(list)
        for finding, o in pairs:
            of_each[finding].append(o[1:-1])
        listed[_LISTED[predicate]] = of_each
    said = dict(asked.said)
    single = {SINGLE[p[1:-1]]: o for p, o in asked.said if p[1:-1] in SINGLE}
    once = len(said) == len(asked.said) and len({row[0] for row in rows}) == len(rows)
    if not once or not {_STATUS, _COMPANY, _CONCERNS} <= said.keys():
        return _one_by_one(asked, rows, listed)

    def of(row: Row, o: str | int) -> str | None:
        return row[o] if isinstance(o, int) else o

    found = []
    for row in rows:
        status, concerned = of(row, said[_STATUS]), of(row, said[_CONCERNS])
        company = of(row, said[_COMPANY])
        if status is None or company is None:
            continue
        raw = RawFinding(
            id=row[0][1:-1],
            rule=name,
            status=status_of(status[1:-1]),
            company=company[1:-1],
            concerns=(lexical(concerned),) if concerned else (),
            severity=0.0,
        )
        for field, objects in listed.items():
            setattr(raw, field, tuple(sorted(objects.get(row[0], ()))))
        raw.triples = _Said(asked, row, listed)
        for field, said_of_it in single.items():
            if (term := of(row, said_of_it)) is not None:
                setattr(raw, field, _value(term))
        found.append(raw)
    return found


class _Said:
    """The triples of a finding, made each time that they are asked for, which is seldom."""

    __slots__ = ("_asked", "_listed", "_row")

    def __init__(
        self, asked: Finder, row: Row, listed: Mapping[str, Mapping[str, list[str]]]
    ) -> None:
        self._asked, self._row, self._listed = asked, row, listed

    def __iter__(self) -> Iterator[Triple]:
        finding = self._row[0]
        for p, o in self._asked.said:
            if (term := self._row[o] if isinstance(o, int) else o) is not None:
                yield finding[1:-1], p[1:-1], object_of(term)
        for p, field in _LISTED.items():
            for value in self._listed.get(field, {}).get(finding, ()):
                yield finding[1:-1], p[1:-1], value


_STATUS, _COMPANY, _CONCERNS = (f"<{_TPG}{name}>" for name in ("status", "ofCompany", "concerns"))


def _one_by_one(
    asked: Finder, rows: Iterable[Row], listed: Mapping[str, Mapping[str, list[str]]]
) -> Iterator[RawFinding]:
    """Findings of which something is said more than once: read from their triples."""
    triples: defaultdict[str, dict[Triple, None]] = defaultdict(dict)
    for row in rows:
        for p, o in asked.said:
            if (term := row[o] if isinstance(o, int) else o) is not None:
                triples[row[0]][row[0][1:-1], p[1:-1], object_of(term)] = None
    for p, field in _LISTED.items():
        for finding, objects in listed.get(field, {}).items():
            triples[finding] |= {(finding[1:-1], p[1:-1], o): None for o in objects}
    for finding, said in triples.items():
        if (raw := raw_finding(finding[1:-1], list(said))) is not None:
            yield raw
