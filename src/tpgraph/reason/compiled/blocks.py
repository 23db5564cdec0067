"""Lines of Python, loops within loops, and what all of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tpgraph.reason.compiled.code import Code, Expressions
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Exists, Group, Part

_STEP = "    "
# The variables that have a value, or may have one.
Scope: TypeAlias = "dict[str, Code]"
Watch: TypeAlias = "Callable[[Block, Scope, Sequence[Part], bool], bool]"


@dataclass(slots=True)
class Block:
    """Lines of a function, each within what was opened before."""

    depth: int = 1
    lines: list[str] = field(default_factory=list)

    def line(self, text: str) -> None:
        """Adds a line."""
        self.lines.append(_STEP * self.depth + text)

    def open(self, text: str) -> None:
        """Adds a line that all that follows is within."""
        self.line(text)
        self.depth += 1


def name_of(variable: str) -> str:
    """What a variable is called in the code."""
    return "v_" + variable[1:]


def target(names: Sequence[str]) -> str:
    """What a loop over rows gives names to."""
    return "(" + "".join(f"{name_of(name)}, " for name in names) + ")"


class Loops(ABC):
    """Writes one rule: functions within that of the rule, and what they need."""

    def __init__(self, tools: Expressions, in_patterns: frozenset[str]) -> None:
        """``in_patterns`` are the variables that stand in a triple pattern of the rule."""
        self._tools = tools
        self._in_patterns = in_patterns
        self.looked_up: dict[str, str] = {}
        self.of_iris: dict[str, None] = {}
        self.functions: list[str] = []
        self.prelude: list[str] = []

    def look_up(self, call: str) -> str:
        """The name of what a call of ``Facts`` gives, which is made once for all solutions."""
        if call not in self.looked_up:
            self.looked_up[call] = self._tools.fresh("f")
        return self.looked_up[call]

    def function(self, arguments: Iterable[str]) -> tuple[str, Block]:
        """A new function within that of the rule, still empty."""
        name = self._tools.fresh("g")
        block = Block()
        block.open(f"def {name}({', '.join(arguments)}):")
        return name, block

    def given(self, block: Block, text: str, scope: Scope) -> str | None:
        """The Python for a term of a pattern; None for a variable without a value."""
        if not text.startswith("?"):
            return repr(self._tools.term(text))
        if text not in scope:
            return None
        code = scope[text]
        if code.sort not in ("iri", "term"):
            raise UnreadableError("a pattern that asks for what was reckoned")
        if code.nullable:
            block.line(f"if {code.text} is None: raise UnsureError('no value')")
            scope[text] = Code(code.text, code.sort)
        return code.text

    @abstractmethod
    def write(
        self,
        block: Block,
        group: Group,
        scope: Scope,
        end: Callable[[Block, Scope], None],
        *,
        hidden: frozenset[str] = frozenset(),
        hidden_to_binds: frozenset[str] = frozenset(),
        needed: frozenset[str] = frozenset(),
        watch: Watch | None = None,
    ) -> None:
        """Writes a group: ``end`` within all loops, for each of its solutions.

        ``scope`` are the variables that have a value already; expressions may not see those that
        are ``hidden``. ``needed`` are those that somebody asks for after it. ``watch`` is told of
        each step, and may say that no more is needed.
        """

    @abstractmethod
    def exists(self, word: Exists, scope: Scope) -> Code:
        """EXISTS or NOT EXISTS as Python."""
