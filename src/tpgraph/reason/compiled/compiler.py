"""Compiles the pattern of a rule, a CONSTRUCT query, into a Python function over tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tpgraph.reason.compiled import numbers, values
from tpgraph.reason.compiled.blocks import Block, Scope
from tpgraph.reason.compiled.code import NOTHING, Code, Expressions
from tpgraph.reason.compiled.groups import Groups
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
_STEP = "    "


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
            value = numbers.decimal(text) if "." in text else numbers.integer(text)
            if value is not None:
                return values.term_of(value)
        raise UnreadableError(f"a term of an unknown form: {text}")

    def source(self, emitted: Sequence[Emitted], status: str | None = None) -> str:
        """The Python of a function that gives a list of rows for each of ``emitted``.

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
        held = [f"{name} = {source}" for name, source in tools.sources.items()]
        made = [_STEP + line for line in (*held, *lines, "return rule")]
        return "\n".join(["def make():", *made, ""])


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
