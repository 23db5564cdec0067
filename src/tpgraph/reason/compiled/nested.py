"""OPTIONAL, UNION and EXISTS: functions of what has a value around them."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.reason.compiled.blocks import Block, Scope, name_of, target
from tpgraph.reason.compiled.code import NOTHING, Code
from tpgraph.reason.compiled.shape import flat, mentioned, unseen
from tpgraph.reason.compiled.subselects import Subselects
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Exists, Group, Optional, Pattern, Select, Union


class Nested(Subselects):
    """Writes groups within groups."""

    def _optional(
        self,
        block: Block,
        part: Optional,
        scope: Scope,
        hidden: frozenset[str],
        needed: frozenset[str],
    ) -> None:
        parts = flat(part.group.parts)
        if len(parts) == 1 and isinstance(parts[0], Select):
            rows, names, sorts = self._rows_of(parts[0])
            nothing = f"(({'None, ' * sum(name not in scope for name in names)}),)"
            found, fresh = self._index(block, rows, names, sorts, scope, nothing)
            block.open(f"for {target([names[i] for i in fresh])} in {found}:")
            for i in fresh:
                scope[names[i]] = Code(name_of(names[i]), sorts[i].rstrip("?"), nullable=True)
            return
        if len(parts) == 1 and isinstance(parts[0], Pattern) and parts[0].plain:
            one = parts[0]
            if one.o.startswith("?") and one.o not in scope:
                s = self.given(block, one.s, scope)
                if s is not None and one.s != one.o:
                    found = self.look_up(f"objects({self._tools.term(one.p)!r})")
                    block.open(f"for {name_of(one.o)} in {found}.get({s}, (None,)):")
                    scope[one.o] = Code(name_of(one.o), "term", nullable=True)
                    return
        groups: Sequence[Group]
        if len(parts) == 1 and isinstance(parts[0], Union):
            groups = parts[0].groups
            hides = [unseen(group, scope) for group in groups]
        else:
            groups, hides = (part.group,), [hidden]
        blind = [unseen(group, scope) for group in groups]
        call, new = self._solutions(block, groups, scope, hides, blind, needed)
        block.open(f"for {target([n for n, _ in new])} in {call} or (({'None, ' * len(new)}),):")
        for name, code in new:
            scope[name] = Code(name_of(name), code.sort, nullable=True)

    def _union(self, block: Block, part: Union, scope: Scope, needed: frozenset[str]) -> None:
        blind = [unseen(group, scope) for group in part.groups]
        call, new = self._solutions(block, part.groups, scope, blind, blind, needed)
        block.open(f"for {target([name for name, _ in new])} in {call}:")
        for name, code in new:
            scope[name] = Code(name_of(name), code.sort, code.nullable, code.fit)

    def _solutions(
        self,
        block: Block,
        groups: Sequence[Group],
        scope: Scope,
        hidden: Sequence[frozenset[str]],
        hidden_to_binds: Sequence[frozenset[str]],
        needed: frozenset[str],
    ) -> tuple[str, list[tuple[str, Code]]]:
        """A call that gives the solutions of groups, and the variables that these give."""
        asked = {name for group in groups for name in mentioned(group)}
        for name in sorted(asked & scope.keys()):
            if scope[name].nullable and any(name in group.gives() for group in groups):
                self.given(block, name, scope)
        arguments = sorted(name for name in asked & scope.keys() if _is_local(scope[name]))
        function, inner = self.function(name_of(name) for name in arguments)
        inner.line("rows = []")
        branches: list[tuple[Block, Scope]] = []
        for group, blind, blind_to_binds in zip(groups, hidden, hidden_to_binds, strict=True):
            branch = Block(inner.depth)
            own = {
                n: Code(name_of(n), c.sort, c.nullable, c.fit) if n in arguments else c
                for n, c in scope.items()
            }
            self.write(
                branch,
                group,
                own,
                lambda block, scope: branches.append((block, scope)),
                hidden=blind,
                hidden_to_binds=blind_to_binds,
                needed=needed,
            )
        fresh = dict.fromkeys(n for _, own in branches for n in own if n not in scope)
        names = [name for name in fresh if name in needed]
        new = []
        for name in names:
            codes = [own.get(name, NOTHING) for _, own in branches]
            sort = self._tools.merged(code.sort for code in codes)
            fit = all(code.fit or code.sort == "nothing" for code in codes)
            if {code.sort for code in codes} <= {"iri", "term", "nothing"} and sort == "term":
                fit = False
            new.append((name, Code("", sort, any(c.nullable for c in codes), fit)))
        for branch, own in branches:
            cells = "".join(
                self._tools.as_sort(own.get(name, NOTHING), code.sort).text + ", "
                for name, code in new
            )
            branch.line(f"rows.append(({cells}))")
            inner.lines += branch.lines
        inner.line("return rows")
        self.functions += inner.lines
        return f"{function}({', '.join(scope[name].text for name in arguments)})", new

    # ------------------------------------------------------------------------------------ EXISTS

    def exists(self, word: Exists, scope: Scope) -> Code:
        """EXISTS or NOT EXISTS as Python."""
        sign = "not " if word.negated else ""
        parts = flat(word.group.parts)
        block = Block()
        if len(parts) == 1 and isinstance(parts[0], Pattern) and parts[0].plain:
            pattern = parts[0]
            known = [not t.startswith("?") or t in scope for t in (pattern.s, pattern.o)]
            if any(known) and not any(scope[n].nullable for n in pattern.variables if n in scope):
                s, o = (self.given(block, text, scope) for text in (pattern.s, pattern.o))
                p = repr(self._tools.term(pattern.p))
                if s is not None and o is not None:
                    return Code(f"({sign}{self._holds(p, pattern, s, o)})", "truth")
                if s is not None:
                    return Code(f"({s} {sign}in {self.look_up(f'objects({p})')})", "truth")
                return Code(f"({o} {sign}in {self.look_up(f'subjects({p})')})", "truth")
            if pattern.s in scope and scope[pattern.s].nullable and not pattern.o.startswith("?"):
                # Without a value it stands for anything.
                o, p = self._tools.term(pattern.o), self._tools.term(pattern.p)
                found, s = self.look_up(f"having({p!r}, {o!r})"), scope[pattern.s].text
                return Code(f"({sign}(bool({found}) if {s} is None else {s} in {found}))", "truth")
        arguments = sorted(
            name for name in set(mentioned(word.group)) & scope.keys() if _is_local(scope[name])
        )
        if any(scope[name].nullable and name in word.group.gives() for name in arguments):
            raise UnreadableError("EXISTS with what may have no value")
        name, inner = self.function(name_of(each) for each in arguments)
        own = {
            n: Code(name_of(n), c.sort, c.nullable, c.fit) if n in arguments else c
            for n, c in scope.items()
        }
        self.write(inner, word.group, own, lambda block, _: block.line("return True"))
        inner.depth = 2
        inner.line("return False")
        self.functions += inner.lines
        return Code(f"({sign}{name}({', '.join(scope[n].text for n in arguments)}))", "truth")


def _is_local(code: Code) -> bool:
    """Whether a variable is one of the function's, and no constant."""
    return code.text.startswith("v_")
