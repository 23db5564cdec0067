"""Seeks patterns in triples, in Python: the checker's own search.

Solutions are counted as SPARQL counts them, and each says by which triples it was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from tpgraph.reason.proof.pattern import Bindings, Group, Path, PatternError, Term, Var, parse
from tpgraph.reason.proof.triples import Node, Triples, text_of
from tpgraph.store.base import Literal, Object


@dataclass(frozen=True, slots=True)
class Solution:
    """A match: what each variable stands for, and the triples it was found by."""

    bindings: Bindings
    triples: tuple[Node, ...]

    def key(self) -> tuple[str, str]:
        """What solutions are sorted by, the same for everybody."""
        row = sorted((k, text_of(o)) for k, o in self.bindings.items())
        return repr(row), repr([(s, p, text_of(o)) for s, p, o in self.triples])


def solutions(text: str, triples: Triples, given: Bindings | None = None) -> list[Solution]:
    """Every match of a pattern, sorted."""
    found = [Solution(b, t) for b, t in _search(parse(text), triples, given or {})]
    return sorted(found, key=Solution.key)


_Found: TypeAlias = "tuple[Bindings, tuple[Node, ...]]"


def _search(group: Group, triples: Triples, given: Bindings) -> Iterator[_Found]:
    rows: list[_Found] = [(given, ())]
    for name, values in group.values:
        rows = [
            ({**b, name: value}, t)
            for b, t in rows
            for value in values
            if name not in b or b[name] == value
        ]
    for distinct, names, inner in group.selects:
        found = [
            ({n: b[n] for n in names if n in b}, t)
            for b, t in sorted(_search(inner, triples, {}), key=lambda r: Solution(*r).key())
        ]
        if distinct:
            found = list({repr(sorted(b.items())): (b, t) for b, t in reversed(found)}.values())
        rows = [
            ({**b, **more}, t + trace)
            for b, t in rows
            for more, trace in found
            if all(b.get(k, o) == o for k, o in more.items())
        ]
    rows = [row for b, t in rows for row in _triples(group.triples, triples, b, t)]
    for branches in group.unions:
        rows = [
            (more, t + trace)
            for b, t in rows
            for branch in branches
            for more, trace in _search(branch, triples, b)
        ]
    for bindings, trace in rows:
        if all(_holds(c, bindings) for c in group.comparisons) and not any(
            next(_search(absent, triples, bindings), None) for absent in group.absent
        ):
            yield bindings, trace


def _triples(
    wanted: list[tuple[Term, Term | Path, Term]],
    triples: Triples,
    bindings: Bindings,
    trace: tuple[Node, ...],
) -> Iterator[_Found]:
    if not wanted:
        yield bindings, trace
        return

    def free(term: Term | Path) -> int:
        return isinstance(term, Var) and term.name not in bindings

    # What is bound most is looked at first.
    i = min(
        range(len(wanted)),
        key=lambda n: (free(wanted[n][1]), 2 * free(wanted[n][0]) + free(wanted[n][2]), n),
    )
    s, p, o = wanted[i]
    rest = wanted[:i] + wanted[i + 1 :]
    s, o = _bound(s, bindings), _bound(o, bindings)
    if isinstance(s, Literal):
        return
    found: Iterator[tuple[str, Object, tuple[Node, ...]]]
    if isinstance(p, Path):
        if isinstance(s, Var):
            raise PatternError("a path that begins nowhere")
        found = ((s, end, way) for end, way in _walk(p, triples, s))
    else:
        verb = _bound(p, bindings)
        if not isinstance(verb, str):
            raise PatternError("a predicate that is not known")
        found = (
            (one, value, ((one, verb, value),))
            for one, _, value in triples.match(
                None if isinstance(s, Var) else s, verb, None if isinstance(o, Var) else o
            )
        )
    for one, value, way in found:
        more = dict(bindings)
        if isinstance(s, Var):
            more[s.name] = one
        if isinstance(o, Var):
            if more.get(o.name, value) != value:
                continue
            more[o.name] = value
        elif o != value:
            continue
        yield from _triples(rest, triples, more, trace + way)


def _walk(path: Path, triples: Triples, start: str) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """What a path leads to, each once, by the shortest way."""
    ways: dict[str, tuple[Node, ...]] = {}
    border: list[tuple[str, tuple[Node, ...]]] = [(start, ())]
    while border:
        ahead: dict[str, tuple[Node, ...]] = {}
        for node, way in border:
            for p in path.back:
                for triple in triples.match(None, p, node):
                    ahead.setdefault(triple[0], (*way, triple))
            for p in path.ahead:
                for triple in triples.match(node, p, None):
                    if isinstance(triple[2], str):
                        ahead.setdefault(triple[2], (*way, triple))
        border = sorted((n, w) for n, w in ahead.items() if n not in ways)
        ways.update(border)
    yield from sorted(ways.items())


def _bound(term: Term, bindings: Bindings) -> Term:
    return bindings.get(term.name, term) if isinstance(term, Var) else term


def _holds(comparison: tuple[Term, str, Term], bindings: Bindings) -> bool:
    left, sign, right = comparison
    a, b = _bound(left, bindings), _bound(right, bindings)
    if isinstance(a, Var) or isinstance(b, Var):
        return False
    if sign == "=":
        return a == b
    if sign == "!=":
        return a != b
    x: Decimal | str
    y: Decimal | str
    try:
        x, y = Decimal(text_of(a)), Decimal(text_of(b))
    except InvalidOperation:
        x, y = text_of(a), text_of(b)
    return bool(_ORDER[sign](x, y))


_ORDER = {
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}
