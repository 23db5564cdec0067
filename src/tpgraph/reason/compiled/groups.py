"""Turns the pattern of a rule into loops of Python, one within the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tpgraph.reason.compiled.blocks import Block, Scope, Watch, name_of
from tpgraph.reason.compiled.code import Code
from tpgraph.reason.compiled.expressions import Reader
from tpgraph.reason.compiled.nested import Nested
from tpgraph.reason.compiled.shape import first_run, flat, in_steps, mentioned
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import (
    Bind,
    Exists,
    Expression,
    Filter,
    Group,
    Optional,
    Part,
    Pattern,
    Select,
    Union,
    Values,
    gives,
    variables_of,
)


class Groups(Nested):
    """Writes the groups of one rule, part by part."""

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
        parts = in_steps(flat(group.parts), self._tools.fresh)
        rest = [part for part in parts if not isinstance(part, Filter)]
        waiting = [part for part in parts if isinstance(part, Filter)]
        while True:
            waiting = self._filters(block, waiting, rest, scope, hidden)
            if watch is not None and watch(block, scope, rest, bool(waiting)):
                return
            if not rest:
                break
            joined = first_run(rest)
            if not joined:
                part = rest.pop(0)
                later = needed | mentioned(Group([*rest, *waiting]))
                self._other(block, part, scope, hidden, hidden_to_binds | hidden, later)
                continue
            item = min(joined, key=lambda each: self._rank(each, joined, scope))
            rest = [part for part in rest if part is not item]
            if isinstance(item, Pattern):
                self._pattern(block, item, scope)
            elif isinstance(item, Values):
                self._values(block, item, scope)
            elif isinstance(item, Select):
                self._select(block, item, scope)
        if waiting:
            raise UnreadableError("a filter whose variables never get a value")
        end(block, scope)

    def _filters(
        self,
        block: Block,
        waiting: list[Filter],
        rest: Sequence[Part],
        scope: Scope,
        hidden: frozenset[str],
    ) -> list[Filter]:
        """Writes the filters that can be judged by now, and returns the others."""
        coming = {name for part in rest for name, _ in gives(part)}
        coming -= {name for name, code in scope.items() if not code.nullable}
        left = []
        for part in waiting:
            if coming & variables_of(part.expression):
                left.append(part)
                continue
            code = self._tools.as_truth(self.expression(part.expression, scope, hidden))
            block.open(f"if {code.text}:")
        return left

    def expression(
        self, expression: Expression, scope: Scope, hidden: frozenset[str] = frozenset()
    ) -> Code:
        """An expression of the rule as Python."""
        if hidden & variables_of(expression):
            raise UnreadableError("an expression that asks for what it does not see")

        def exists(word: Exists) -> Code:
            return self.exists(word, scope)

        return Reader(expression, scope, self._tools, exists).read()

    def _other(
        self,
        block: Block,
        part: Part,
        scope: Scope,
        hidden: frozenset[str],
        hidden_to_binds: frozenset[str],
        needed: frozenset[str],
    ) -> None:
        match part:
            case Bind():
                self._bind(block, part, scope, hidden_to_binds)
            case Optional():
                self._optional(block, part, scope, hidden, needed)
            case Union():
                self._union(block, part, scope, needed)
            case _:
                raise UnreadableError("a part that is not known here")

    def _bind(self, block: Block, part: Bind, scope: Scope, hidden: frozenset[str]) -> None:
        if part.variable in scope or part.variable in hidden:
            raise UnreadableError("BIND of what has a value")
        code = self.expression(part.expression, scope, hidden)
        name = name_of(part.variable)
        if code.text.isidentifier() and code.text in self._tools.names:
            scope[part.variable] = code
            return
        block.line(f"{name} = {code.text}")
        scope[part.variable] = Code(name, code.sort, code.nullable, code.fit, code.constant)
