"""Turns a rule, a CONSTRUCT query, into a Python function over tables.

Where many companies are asked, Oxigraph spends most of its time on making, storing and looking up
each intermediate term. The same joins as loops over Python's dictionaries take a quarter of that.
The text of the rule stays the only source: what is not understood, or not certain to come out as
Oxigraph has it, is left to Oxigraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from tpgraph.reason.compiled import values
from tpgraph.reason.compiled.expressions import NOTHING, Code, Expressions
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.compiled.groups import Block, Groups, Scope
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import (
    Bind,
    Exists,
    Filter,
    Group,
    Minus,
    Optional,
    Part,
    Pattern,
    Select,
    Union,
    Values,
    gives,
)
from tpgraph.reason.setwise.reading import read_parts

_PREFIX = re.compile(r"PREFIX\s+([\w-]*:)\s*<([^<>\s]*)>", re.IGNORECASE)
_NAME = re.compile(r"([\w-]*:)([\w.-]+)")
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# What a finding has any number of; of all else it has one.
MANY = ("tpg:usesFact", "tpg:settledBy")
_STEP = "    "
Row: TypeAlias = "tuple[str, ...]"  # None stands for no value
Ask: TypeAlias = "Callable[[Facts, frozenset[str]], list[list[Row]]]"


def _index(
    rows: Iterable[tuple[str, ...]], shared: list[int], new: list[int]
) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in rows:
        found.setdefault(tuple([row[i] for i in shared]), []).append(tuple([row[i] for i in new]))
    return found


def _grouped(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, row in rows:
        found.setdefault(key, []).append(row)
    return found


_RUNTIME = {name: getattr(values, name) for name in dir(values) if not name.startswith("_")}
_RUNTIME |= {"index": _index, "grouped": _grouped}


@dataclass(frozen=True, slots=True)
class Emitted:
    """Terms of the template that are given together: their texts, and those that must be there."""

    terms: tuple[str, ...]
    needed: tuple[str, ...]


class Compiler:
    """Reads one rule and compiles it."""

    def __init__(self, text: str) -> None:
        """Raises UnreadableError for a text of a form that is not known."""
        self.head, self.template, self.group = read_parts(text)
        self._prefixes = dict(_PREFIX.findall(self.head))
        self._text = text

    def term(self, text: str) -> str:
        """A constant of the text as N-Triples has it."""
        if text == "a":
            return _RDF_TYPE
        if (name := _NAME.fullmatch(text)) and name[1] in self._prefixes:
            return f"<{self._prefixes[name[1]]}{name[2]}>"
        if text.startswith("<"):
            return text
        if re.fullmatch(r'"[^"\\\n]*"', text):
            return text
        if text in ("true", "false"):
            return values.TRUE if text == "true" else values.FALSE
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            value = values.decimal(text) if "." in text else values.integer(text)
            if value is not None:
                return values.term_of(value)
        raise UnreadableError(f"a term of an unknown form: {text}")

    def compiled(self, emitted: Sequence[Emitted], status: str | None = None) -> Ask:
        """A function that gives a list of rows for each of ``emitted``.

        ``status`` is a variable of the first: the others are given only where its value is among
        those that the function is asked for.
        """
        tools = Expressions(self.term)
        groups = Groups(tools, frozenset(_in_patterns(self.group)))
        block = Block()
        missing = list(enumerate(emitted))

        def emit(block: Block, scope: Scope, rest: Sequence[Part], waiting: bool) -> bool:
            coming = {name for part in rest for name, _ in gives(part)}
            coming -= {name for name, code in scope.items() if not code.nullable}
            if waiting or not all(_only_adds(part, scope) for part in rest):
                return False
            for number, each in list(missing):
                if coming.isdisjoint(each.terms):
                    _emit(block, number, each, scope, tools, self.term)
                    missing.remove((number, each))
                    if status in each.terms and number == 0:
                        block.open(f"if {scope.get(status or '', NOTHING).text} in wanted:")
                        block.line("pass")
                elif status in each.terms and number == 0:
                    break  # what depends on the status comes after it
            return not missing

        asked = frozenset(text for each in emitted for text in each.terms if text.startswith("?"))
        groups.write(block, self.group, {}, lambda *_: None, needed=asked, watch=emit)
        if missing:
            raise UnreadableError("a template that never gets its values")
        lines = [
            "def rule(G, wanted):",
            f"{_STEP}digests = G.digests",
            f"{_STEP}G.require_iris({tuple(groups.of_iris)!r})",
            *(f"{_STEP}{name} = G.{call}" for call, name in groups.looked_up.items()),
            *(f"{_STEP}l{number} = []" for number in range(len(emitted))),
            *(f"{_STEP}e{number} = l{number}.append" for number in range(len(emitted))),
            *groups.functions,
            *(_STEP + line for line in groups.prelude),
            *block.lines,
            f"{_STEP}return [{', '.join(f'l{number}' for number in range(len(emitted)))}]",
        ]
        names = {**_RUNTIME, **tools.names}
        exec(compile("\n".join(lines), "<rule>", "exec"), names)
        found = names["rule"]
        found.__doc__ = "\n".join(lines)
        return found  # type: ignore[no-any-return]


def _emit(
    block: Block,
    number: int,
    each: Emitted,
    scope: Scope,
    tools: Expressions,
    term: Callable[[str], str],
) -> None:
    """Gives a row, where what must be there has a value."""

    def of(text: str) -> Code:
        if not text.startswith("?"):
            return Code(repr(term(text)), "term")
        return tools.as_term(scope.get(text, NOTHING))

    codes = {text: of(text) for text in each.terms}
    if any(codes[text].sort == "nothing" for text in each.needed):
        return
    tests = []
    for text in each.needed:
        code = codes[text]
        if code.nullable:
            name = code.text
            if not name.isidentifier():
                name = tools.fresh()
                block.line(f"{name} = {code.text}")
                codes[text] = Code(name, code.sort, nullable=True)
            tests.append(f"{name} is not None")
    row = "".join(codes[text].text + ", " for text in each.terms)
    given = f"e{number}(({row}))"
    block.line(f"if {' and '.join(tests)}: {given}" if tests else given)


def _only_adds(part: Part, scope: Scope) -> bool:
    """Whether a part leaves each solution there, once or more."""
    match part:
        case Bind() | Optional():
            return True
        case Values():
            return scope.keys().isdisjoint(part.variables) and part.sure
    return False


def _in_patterns(group: Group) -> set[str]:
    """The variables that stand in a triple pattern, wherever."""
    found: set[str] = set()
    for part in group.parts:
        match part:
            case Pattern():
                found |= set(part.variables)
            case Filter() | Bind():
                for word in part.expression:
                    if isinstance(word, Exists):
                        found |= _in_patterns(word.group)
            case Optional() | Minus() | Select():
                found |= _in_patterns(part.group)
            case Union():
                for each in part.groups:
                    found |= _in_patterns(each)
    return found


# ---------------------------------------------------------------------------------- shared facts

_ALL = frozenset[str]()


@cache
def shared_facts(text: str) -> Callable[[Facts], None]:
    """A function that adds what a rule gives to the facts.

    Raises UnreadableError for a text of a form that is not known.
    """
    rule = Compiler(text)
    if any(t.p.startswith("?") for t in rule.template):
        emitted = [Emitted((t.s, t.p, t.o), _variables(t)) for t in rule.template]
        ask = rule.compiled(emitted)

        def add_all(facts: Facts) -> None:
            for rows in ask(facts, _ALL):
                facts.add_all(rows)  # type: ignore[arg-type]

        return add_all
    ask = rule.compiled([Emitted((t.s, t.o), _variables(t)) for t in rule.template])
    predicates = [rule.term(t.p) for t in rule.template]

    def add(facts: Facts) -> None:
        for p, rows in zip(predicates, ask(facts, _ALL), strict=True):
            facts.add(p, rows)  # type: ignore[arg-type]

    return add


def _variables(pattern: Pattern) -> tuple[str, ...]:
    return tuple(pattern.variables)


# -------------------------------------------------------------------------------------- findings


class Found(NamedTuple):
    """What a rule finds, each row once.

    ``statuses`` pairs each finding with its status; ``said`` are rows of a finding and what is said
    of it once; ``listed`` are pairs of a finding and what it has several of, by predicate.
    """

    statuses: list[Row]
    said: list[Row]
    listed: dict[str, list[Row]]


class Finder:
    """Asks for a rule's findings."""

    def __init__(
        self, ask: Ask, said: Sequence[tuple[str, str | int]], listed: Sequence[str]
    ) -> None:
        """``ask`` gives the rows of ``Found``: of each of ``listed``, which are predicates, apart.

        ``said`` are predicate and object of what is said once: a term, or its place in such a row.
        """
        self._ask = ask
        self.said = tuple(said)
        self._listed = listed

    def found(self, facts: Facts, wanted: frozenset[str]) -> Found:
        """The findings; of those whose status is not among the ``wanted`` the status alone."""
        statuses, said, *listed = self._ask(facts, wanted)
        pairs: dict[str, list[Row]] = {}
        for predicate, given in zip(self._listed, listed, strict=True):
            pairs.setdefault(predicate, []).extend(given)
        return Found(
            list(dict.fromkeys(statuses)),
            list(dict.fromkeys(said)),
            {p: list(dict.fromkeys(rows)) for p, rows in pairs.items()},
        )


@cache
def finder(text: str) -> Finder:
    """How to ask for a rule's findings.

    Raises UnreadableError where its text, or its template, is of a form that is not known.
    """
    rule = Compiler(text)
    subjects = list(dict.fromkeys(triple.s for triple in rule.template))
    status = next((t.o for t in rule.template if t.p == "tpg:status"), "")
    if len(subjects) != 1 or not subjects[0].startswith("?") or not status.startswith("?"):
        raise UnreadableError("a template about several things, or without a status")
    many = [t for t in rule.template if t.p in MANY and t.o.startswith("?")]
    others = [t for t in rule.template if t not in many]
    row = list(dict.fromkeys([*subjects, *(t.o for t in others if t.o.startswith("?"))]))
    emitted = [Emitted((row[0], status), (row[0], status)), Emitted(tuple(row), (row[0],))]
    emitted += [Emitted((t.s, t.o), (t.s, t.o)) for t in many]
    said = [(rule.term(t.p), row.index(t.o) if t.o in row else rule.term(t.o)) for t in others]
    return Finder(rule.compiled(emitted, status), said, [rule.term(t.p) for t in many])
