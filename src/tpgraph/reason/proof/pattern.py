"""Patterns in a small part of SPARQL, read into groups of triples.

Understood are triples (with ``;``, ``,`` and ``a``), one kind of path ``(^p|q)+``, ``UNION``,
``VALUES`` of one variable, ``FILTER`` of one comparison, ``FILTER NOT EXISTS`` and a
``SELECT [DISTINCT]`` within.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

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


@lru_cache(maxsize=512)
def parse(text: str) -> Group:
    """The pattern of a text. Raises PatternError where it holds anything else."""
    parser = _Parser(text)
    return parser.group(end=None)


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
