"""Patterns in a small part of SPARQL, sought in Python: the checker's own search.

Understood are triples (with ``;``, ``,`` and ``a``), one kind of path ``(^p|q)+``, ``UNION``,
``VALUES`` of one variable, ``FILTER`` of one comparison, ``FILTER NOT EXISTS`` and a
``SELECT [DISTINCT]`` within. Solutions are counted as SPARQL counts them, and each says by which
triples it was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeAlias

from tpgraph.reason.proof.triples import Node, Triples, text_of
from tpgraph.store.base import XSD, Literal, Object

PREFIXES = {
    "tpg": "https://w3id.org/tpgraph/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "work": "https://w3id.org/tpgraph/working#",
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<iri><[^<>"{}|^`\\\s]*>) | (?P<string>"[^"\\]*") | (?P<var>\?\w+)
    | (?P<number>-?\d+(?:\.\d+)?) | (?P<name>[A-Za-z]\w*:\w+) | (?P<word>[A-Za-z]+)
    | (?P<sign>!=|<=|>=|[{}().;,=<>^|+]))""",
    re.VERBOSE,
)
_RDF_TYPE = PREFIXES["rdf"] + "type"


class PatternError(ValueError):
    """The pattern is not of the small part of SPARQL that is understood here."""


@dataclass(frozen=True, slots=True)
class Var:
    """A variable."""

    name: str


Term: TypeAlias = "Object | Var"
Bindings: TypeAlias = "dict[str, Object]"


@dataclass(frozen=True, slots=True)
class Path:
    """One or more steps, each against a predicate of ``back`` or along one of ``ahead``."""

    back: tuple[str, ...]
    ahead: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """A group of a pattern: everything in it must hold together."""

    triples: list[tuple[Term, Term | Path, Term]] = field(default_factory=list)
    unions: list[list[Group]] = field(default_factory=list)
    values: list[tuple[str, list[Object]]] = field(default_factory=list)
    selects: list[tuple[bool, list[str], Group]] = field(default_factory=list)
    comparisons: list[tuple[Term, str, Term]] = field(default_factory=list)
    absent: list[Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Solution:
    """A match: what each variable stands for, and the triples it was found by."""

    bindings: Bindings
    triples: tuple[Node, ...]

    def key(self) -> tuple[str, str]:
        """What solutions are sorted by, the same for everybody."""
        row = sorted((k, text_of(o)) for k, o in self.bindings.items())
        return repr(row), repr([(s, p, text_of(o)) for s, p, o in self.triples])


@lru_cache(maxsize=512)
def parse(text: str) -> Group:
    """The pattern of a text. Raises PatternError where it holds anything else."""
    parser = _Parser(text)
    group = parser.group(end=None)
    return group


def solutions(text: str, triples: Triples, given: Bindings | None = None) -> list[Solution]:
    """Every match of a pattern, sorted."""
    found = [Solution(b, t) for b, t in _search(parse(text), triples, given or {})]
    return sorted(found, key=Solution.key)


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise PatternError(f"not understood: {text[at : at + 30]!r}")
            kind = found.lastgroup or ""
            self._tokens.append((kind, found[kind]))
            at = found.end()
        self._at = 0

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _take(self, text: str) -> None:
        if self._next()[1].upper() != text:
            raise PatternError(f"{text} is missing")

    def _is(self, text: str) -> bool:
        return self._peek()[1].upper() == text and self._peek()[0] in ("word", "sign")

    def group(self, end: str | None = "}") -> Group:
        out = Group()
        while True:
            kind, text = self._peek()
            if (end and text == end) or (end is None and kind == "end"):
                self._at += 1 if end else 0
                return out
            if text == ".":
                self._at += 1
            elif text == "{":
                self._braces(out)
            elif self._is("FILTER"):
                self._filter(out)
            elif self._is("VALUES"):
                self._values(out)
            elif kind in ("var", "iri", "name"):
                self._same_subject(out)
            else:
                raise PatternError(f"not understood: {text!r}")

    def _braces(self, out: Group) -> None:
        self._take("{")
        if self._is("SELECT"):
            self._at += 1
            distinct = self._is("DISTINCT")
            self._at += distinct
            names = []
            while self._peek()[0] == "var":
                names.append(self._next()[1][1:])
            self._take("WHERE")
            self._take("{")
            out.selects.append((distinct, names, self.group()))
            self._take("}")
            return
        branches = [self.group()]
        while self._is("UNION"):
            self._at += 1
            self._take("{")
            branches.append(self.group())
        out.unions.append(branches)

    def _filter(self, out: Group) -> None:
        self._take("FILTER")
        if self._is("NOT"):
            self._at += 1
            self._take("EXISTS")
            self._take("{")
            out.absent.append(self.group())
            return
        self._take("(")
        left = self._term()
        sign = self._next()[1]
        if sign not in ("=", "!=", "<", "<=", ">", ">="):
            raise PatternError(f"not a comparison: {sign!r}")
        out.comparisons.append((left, sign, self._term()))
        self._take(")")

    def _values(self, out: Group) -> None:
        self._take("VALUES")
        name = self._next()[1].removeprefix("?")
        self._take("{")
        values: list[Object] = []
        while not self._is("}"):
            term = self._term()
            if isinstance(term, Var):
                raise PatternError("a variable among VALUES")
            values.append(term)
        self._take("}")
        out.values.append((name, values))

    def _same_subject(self, out: Group) -> None:
        subject = self._term()
        while True:
            verb = self._verb()
            out.triples.append((subject, verb, self._term()))
            while self._is(","):
                self._at += 1
                out.triples.append((subject, verb, self._term()))
            if not self._is(";"):
                return
            self._at += 1

    def _verb(self) -> Term | Path:
        if self._peek() == ("word", "a"):
            self._at += 1
            return _RDF_TYPE
        if not self._is("("):
            return self._term()
        self._take("(")
        steps: dict[bool, list[str]] = {True: [], False: []}
        while True:
            back = self._is("^")
            self._at += back
            term = self._term()
            if not isinstance(term, str):
                raise PatternError("a path of anything but predicates")
            steps[back].append(term)
            if not self._is("|"):
                break
            self._at += 1
        self._take(")")
        self._take("+")
        return Path(tuple(steps[True]), tuple(steps[False]))

    def _term(self) -> Term:
        kind, text = self._next()
        if kind == "var":
            return Var(text[1:])
        if kind == "iri":
            return text[1:-1]
        if kind == "name":
            prefix, _, local = text.partition(":")
            if prefix not in PREFIXES:
                raise PatternError(f"the prefix {prefix} is not known")
            return PREFIXES[prefix] + local
        if kind == "string":
            return Literal(text[1:-1])
        if text in ("true", "false"):
            return Literal(text, XSD + "boolean")
        if kind == "number":
            return Literal(text, XSD + ("decimal" if "." in text else "integer"))
        raise PatternError(f"not a term: {text!r}")


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
