"""Turns the pattern of a rule into loops of Python, one within the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tpgraph.reason.compiled.expressions import NOTHING, Code, Expressions, Reader
from tpgraph.reason.compiled.paths import path_of
from tpgraph.reason.compiled.selects import head_of, tail_of
from tpgraph.reason.delta.reading import tokens
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
    names_in,
    variables_of,
)

# Predicates of the ontology alone, which have few triples: what they say is looked up first.
FEW = frozenset((
    "tpg:columnEffective", "tpg:columnProperty", "tpg:columnDefault", "tpg:absenceMatters",
    "tpg:nextStage", "tpg:overlooked", "tpg:livesOnPlatform", "skos:inScheme", "tpg:isReported",
))  # fmt: skip
# Predicates whose objects are IRIs; that they are is looked at before a rule runs.
OF_IRIS = frozenset((
    "tpg:ofCompany", "tpg:atStage", "tpg:inCategory", "tpg:inModality", "tpg:servesGoal",
    "tpg:stated", "tpg:columnEffective", "tpg:columnProperty", "tpg:underOwnership",
    "work:areaOf", "work:areaTerm", "work:areaColumn", "work:judges", "work:boundProperty",
    "work:costGroup", "work:costStep", "work:stepOf", "work:flightOf", "work:cellOf",
    "work:reckons", "work:openIn", "work:lacksCost", "work:lacksCurrency",
    "work:lacksConversions", "tpg:mayHaveSupport", "tpg:hasUnclearKind", "rdfs:subClassOf",
))  # fmt: skip
# Two or more prefixed names with a slash between: no other path, and no IRI.
SEQUENCE = re.compile(r"[\w:.-]+(?:/[\w:.-]+)+")
_STEP = "    "
Scope = dict[str, Code]


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


Watch = Callable[[Block, Scope, Sequence[Part], bool], bool]


class Groups:
    """Writes the groups of one rule: functions within that of the rule, and what they need."""

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

    # ------------------------------------------------------------------------------------ groups

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
        parts = self._steps(_flat(group.parts))
        rest = [part for part in parts if not isinstance(part, Filter)]
        waiting = [part for part in parts if isinstance(part, Filter)]
        while True:
            waiting = self._filters(block, waiting, rest, scope, hidden)
            if watch is not None and watch(block, scope, rest, bool(waiting)):
                return
            if not rest:
                break
            joined = _first_run(rest)
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
            else:
                self._select(block, item, scope)
        if waiting:
            raise UnreadableError("a filter whose variables never get a value")
        end(block, scope)

    def _steps(self, parts: Iterable[Part]) -> list[Part]:
        """The parts, with each path that is a mere sequence as its steps."""
        found: list[Part] = []
        for part in parts:
            if not isinstance(part, Pattern) or not SEQUENCE.fullmatch(part.p):
                found.append(part)
                continue
            s, steps = part.s, part.p.split("/")
            for step in steps[:-1]:
                between = f"?_{self._tools.fresh('s')}"
                found.append(Pattern(s, step, between, True))
                s = between
            found.append(Pattern(s, steps[-1], part.o, True))
        return found

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
            return self._exists(word, scope)

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

    # ---------------------------------------------------------------------------------- patterns

    def _rank(self, item: Part, joined: Sequence[Part], scope: Scope) -> float:
        """The less, the sooner it is joined."""
        asked = {n for p in joined if isinstance(p, Pattern) for n in p.variables}
        if isinstance(item, Values):
            if any(isinstance(p, Pattern) and p.p in item.variables for p in joined):
                return 1.2
            if all(name in scope for name in item.variables):
                return 0
            return 5 if asked.intersection(item.variables) else 50
        if isinstance(item, Select):
            return 3.5 if any(name in scope for name, _ in gives(item)) else 2.8
        assert isinstance(item, Pattern)
        if item.p.startswith("?") and item.p not in scope:
            return 90
        s, o = (not t.startswith("?") or t in scope for t in (item.s, item.o))
        if not item.plain and not item.p.startswith("?"):
            return 1.5 if s else 80
        if s and o:
            return 0
        if s or (o and item.o.startswith("?")):
            return 1 if s else 2
        if item.p in FEW:
            return 2.5 if o else 3
        return 4 if o else 6

    def _given(self, block: Block, text: str, scope: Scope) -> str | None:
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

    def _pattern(self, block: Block, pattern: Pattern, scope: Scope) -> None:
        if len(pattern.variables) < sum(
            t.startswith("?") for t in (pattern.s, pattern.p, pattern.o)
        ):
            raise UnreadableError("a pattern with a variable twice")
        s, o = (self._given(block, text, scope) for text in (pattern.s, pattern.o))
        if pattern.plain:
            self._plain(block, pattern, s, o)
        elif pattern.p.startswith("?"):
            self._by_predicate(block, pattern, s, o, self._given(block, pattern.p, scope))
        else:
            path = self._tools.held(path_of(pattern.p, self._tools.term))
            if s is None:
                raise UnreadableError("a path from nowhere")
            self._along(block, f"{path}(G, {s})", pattern.o, o)
        of_iris = pattern.p in OF_IRIS
        if of_iris and pattern.o.startswith("?"):
            self.of_iris[self._tools.term(pattern.p)] = None
        for text, sort in ((pattern.s, "iri"), (pattern.o, "iri" if of_iris else "term")):
            if text.startswith("?") and (sort == "iri" or text not in scope):
                scope[text] = Code(name_of(text) if text not in scope else scope[text].text, sort)

    def _along(self, block: Block, found: str, text: str, o: str | None) -> None:
        if o is None:
            block.open(f"for {name_of(text)} in {found}:")
        else:
            block.open(f"if {o} in {found}:")

    def _plain(self, block: Block, pattern: Pattern, s: str | None, o: str | None) -> None:
        p = repr(self._tools.term(pattern.p))
        if s is None and o is None:
            found = self.look_up(f"objects({p})")
            several = self._tools.fresh("n")
            block.open(f"for {name_of(pattern.s)}, {several} in {found}.items():")
            block.open(f"for {name_of(pattern.o)} in {several}:")
        elif s is None and not pattern.o.startswith("?"):
            block.open(f"for {name_of(pattern.s)} in {self.look_up(f'having({p}, {o})')}:")
        elif s is None:
            found = self.look_up(f"subjects({p})")
            block.open(f"for {name_of(pattern.s)} in {found}.get({o}, ()):")
        elif o is not None:
            block.open(f"if {self._holds(p, pattern, s, o)}:")
        else:
            found = self.look_up(f"objects({p})")
            block.open(f"for {name_of(pattern.o)} in {found}.get({s}, ()):")

    def _holds(self, p: str, pattern: Pattern, s: str, o: str) -> str:
        if not pattern.o.startswith("?"):
            return f"{s} in {self.look_up(f'having({p}, {o})')}"
        return f"{o} in {self.look_up(f'objects({p})')}.get({s}, ())"

    def _by_predicate(
        self, block: Block, pattern: Pattern, s: str | None, o: str | None, p: str | None
    ) -> None:
        if p is None:
            raise UnreadableError("a predicate that may be any")
        objects, subjects = self.look_up("objects"), self.look_up("subjects")
        if s is not None:
            self._along(block, f"{objects}({p}).get({s}, ())", pattern.o, o)
        elif o is not None:
            block.open(f"for {name_of(pattern.s)} in {subjects}({p}).get({o}, ()):")
        else:
            several = self._tools.fresh("n")
            block.open(f"for {name_of(pattern.s)}, {several} in {objects}({p}).items():")
            block.open(f"for {name_of(pattern.o)} in {several}:")

    # ------------------------------------------------------------------------------------ values

    def _values(self, block: Block, part: Values, scope: Scope) -> None:
        words = [token.text for token in tokens(part.text)]
        cells = [w for w in words[words.index("{") + 1 : -1] if w not in "()"]
        width = len(part.variables)
        if not part.sure or len(cells) % width or len(cells) // width != len(part.firsts):
            raise UnreadableError("VALUES of an unknown form")
        columns = [self._constants(name, cells[i::width]) for i, name in enumerate(part.variables)]
        rows = list(zip(*(values for values, _ in columns), strict=True))
        sorts = [sort for _, sort in columns]
        self._rows(block, self._tools.held(rows), part.variables, sorts, scope)

    def _constants(self, name: str, cells: list[str]) -> tuple[list[object], str]:
        """What a column of VALUES lists, and of which sort."""
        codes = [Reader([cell], {}, self._tools, lambda _: NOTHING).read() for cell in cells]
        sorts = {code.sort for code in codes}
        if name not in self._in_patterns and len(sorts) == 1 and sorts <= {"text", "number"}:
            if sorts == {"text"}:
                return [code.constant for code in codes], "text"
            return [self._tools.names[code.text] for code in codes], "number"
        terms = [self._tools.term(cell) for cell in cells]
        return list(terms), "iri" if sorts == {"iri"} else "term"

    def _rows(
        self,
        block: Block,
        rows: str,
        names: Sequence[str],
        sorts: Sequence[str],
        scope: Scope,
    ) -> None:
        """Joins rows that are there before the rule's loops: by what has a value already."""
        found, new = self._index(block, rows, names, sorts, scope)
        block.open(f"for {_target([names[i] for i in new])} in {found}:")
        for i in new:
            scope[names[i]] = Code(name_of(names[i]), sorts[i].rstrip("?"), sorts[i][-1] == "?")

    def _index(
        self,
        block: Block,
        rows: str,
        names: Sequence[str],
        sorts: Sequence[str],
        scope: Scope,
        otherwise: str = "()",
    ) -> tuple[str, list[int]]:
        """The rows that fit what has a value already, without that."""
        shared = [i for i, name in enumerate(names) if name in scope]
        new = [i for i in range(len(names)) if i not in shared]
        if not shared:
            return (rows if otherwise == "()" else f"({rows} or {otherwise})"), new
        for i in shared:
            if sorts[i] not in ("iri", "term"):
                raise UnreadableError("a join by what was reckoned")
        keys = [self._given(block, names[i], scope) for i in shared]
        index = self._tools.fresh("x")
        self.prelude.append(f"{index} = index({rows}, {shared!r}, {new!r})")
        return f"{index}.get(({', '.join(map(str, keys))},), {otherwise})", new

    # -------------------------------------------------------------------------------- subselects

    def _rows_of(self, part: Select) -> tuple[str, list[str], list[str]]:
        """The name of a subselect's rows, its variables and the sort of each."""
        head = head_of(part.head)
        keys, having = tail_of(part.tail)
        name, block = self.function(())
        # What is added up over a group: the name of the values, by what it asks for.
        wanted: dict[str, tuple[str, Code]] = {}
        sorts: list[str] = []
        names = [variable for variable, _ in head]
        block.line("rows = []")

        def end(block: Block, scope: Scope) -> None:
            if not head.grouped and not keys:
                if any(words is not None for _, words in head):
                    raise UnreadableError("a subselect that reckons")
                codes = [scope.get(variable, NOTHING) for variable, _ in head]
                sorts.extend(code.sort + "?" * code.nullable for code in codes)
                block.line(f"rows.append(({''.join(code.text + ', ' for code in codes)}))")
                return
            if not keys:
                raise UnreadableError("an aggregate without groups")
            inner = {key: scope.get(key, NOTHING) for key in keys}
            given = {k: Code(f"k{i}", c.sort, c.nullable) for i, (k, c) in enumerate(inner.items())}

            def aggregate(function: str, distinct: bool, over: Code) -> Code:
                return self._aggregate(wanted, function, distinct, over)

            def over_group(words: Expression) -> Code:
                # What stands in an aggregate is of each solution, all else of the group.
                summed = (aggregate, scope)
                return Reader(words, given, self._tools, _no_exists, summed).read()

            codes = [given[v] if e is None else over_group(e) for v, e in head]
            tests = [self._tools.as_truth(over_group(e)).text for e in having]
            sorts.extend(code.sort + "?" * code.nullable for code in codes)
            key = "".join(f"{code.text}, " for code in inner.values())
            each = "".join(f"{over.text}, " for _, over in wanted.values())
            block.line(f"rows.append((({key}), ({each})))")
            block.depth = 2
            block.open("for key, several in grouped(rows).items():")
            block.line(f"{''.join(f'k{i}, ' for i in range(len(keys)))} = key")
            for i, (alias, _) in enumerate(wanted.values()):
                block.line(f"{alias} = [each[{i}] for each in several]")
            for test in tests:
                block.open(f"if {test}:")
            block.line(f"found.append(({''.join(code.text + ', ' for code in codes)}))")

        block.line("found = []")
        asked = names_in(f"{part.head} {part.tail}")
        self.write(block, part.group, {}, end, needed=frozenset(asked))
        block.depth = 2
        grouped = head.grouped or bool(keys)
        block.line("return found" if grouped else "return rows")
        self.functions += block.lines
        rows = self._tools.fresh("r")
        call = f"{name}()"
        self.prelude.append(f"{rows} = {f'list(dict.fromkeys({call}))' if head.distinct else call}")
        return rows, names, sorts

    def _aggregate(
        self, wanted: dict[str, tuple[str, Code]], function: str, distinct: bool, over: Code
    ) -> Code:
        if function == "SUM":
            over = self._tools.as_number(over)
        if function == "COUNT" and over.sort not in ("iri", "term"):
            raise UnreadableError("a count of what was reckoned")
        if function != "COUNT" and distinct:
            raise UnreadableError("an aggregate of each value once")
        alias, _ = wanted.setdefault(over.text, (self._tools.fresh("a"), over))
        if function == "COUNT":
            there = f"[x for x in {alias} if x is not None]" if over.nullable else alias
            return Code(f"whole(len({f'set({there})' if distinct else there}))", "number")
        if function == "SUM":
            return Code(f"total({alias})", "number")
        if over.sort == "term":
            return Code(f"{'least' if function == 'MIN' else 'most'}({alias})", "term")
        if over.sort not in ("text", "number"):
            raise UnreadableError("an aggregate of what has no order")
        return Code(f"{function.lower()}(sure({alias}))", over.sort)

    def _select(self, block: Block, part: Select, scope: Scope) -> None:
        rows, names, sorts = self._rows_of(part)
        self._rows(block, rows, names, sorts, scope)

    # ------------------------------------------------------------------------- OPTIONAL and UNION

    def _optional(
        self,
        block: Block,
        part: Optional,
        scope: Scope,
        hidden: frozenset[str],
        needed: frozenset[str],
    ) -> None:
        parts = _flat(part.group.parts)
        if len(parts) == 1 and isinstance(parts[0], Select):
            rows, names, sorts = self._rows_of(parts[0])
            nothing = f"(({'None, ' * sum(name not in scope for name in names)}),)"
            found, new = self._index(block, rows, names, sorts, scope, nothing)
            block.open(f"for {_target([names[i] for i in new])} in {found}:")
            for i in new:
                scope[names[i]] = Code(name_of(names[i]), sorts[i].rstrip("?"), nullable=True)
            return
        if len(parts) == 1 and isinstance(parts[0], Pattern) and parts[0].plain:
            one = parts[0]
            if one.o.startswith("?") and one.o not in scope:
                s = self._given(block, one.s, scope)
                if s is not None and one.s != one.o:
                    found = self.look_up(f"objects({self._tools.term(one.p)!r})")
                    block.open(f"for {name_of(one.o)} in {found}.get({s}, (None,)):")
                    scope[one.o] = Code(name_of(one.o), "term", nullable=True)
                    return
        if len(parts) == 1 and isinstance(parts[0], Union):
            groups = parts[0].groups
            hides = [_unseen(group, scope) for group in groups]
        else:
            groups, hides = (part.group,), [hidden]
        unseen = [_unseen(group, scope) for group in groups]
        call, new = self._solutions(block, groups, scope, hides, unseen, needed)
        block.open(f"for {_target([n for n, _ in new])} in {call} or (({'None, ' * len(new)}),):")
        for name, code in new:
            scope[name] = Code(name_of(name), code.sort, nullable=True)

    def _union(self, block: Block, part: Union, scope: Scope, needed: frozenset[str]) -> None:
        unseen = [_unseen(group, scope) for group in part.groups]
        call, new = self._solutions(block, part.groups, scope, unseen, unseen, needed)
        block.open(f"for {_target([name for name, _ in new])} in {call}:")
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
                self._given(block, name, scope)
        arguments = sorted(name for name in asked & scope.keys() if _is_local(scope[name]))
        function, inner = self.function(name_of(name) for name in arguments)
        inner.line("rows = []")
        branches: list[tuple[Block, Scope]] = []
        for group, unseen, unseen_to_binds in zip(groups, hidden, hidden_to_binds, strict=True):
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
                hidden=unseen,
                hidden_to_binds=unseen_to_binds,
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

    def _exists(self, word: Exists, scope: Scope) -> Code:
        sign = "not " if word.negated else ""
        parts = _flat(word.group.parts)
        block = Block()
        if len(parts) == 1 and isinstance(parts[0], Pattern) and parts[0].plain:
            pattern = parts[0]
            known = [not t.startswith("?") or t in scope for t in (pattern.s, pattern.o)]
            if any(known) and not any(scope[n].nullable for n in pattern.variables if n in scope):
                s, o = (self._given(block, text, scope) for text in (pattern.s, pattern.o))
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


def _no_exists(word: Exists) -> Code:
    raise UnreadableError("EXISTS beside an aggregate")


def _is_local(code: Code) -> bool:
    """Whether a variable is one of the function's, and no constant."""
    return code.text.startswith("v_")


def _unseen(group: Group, scope: Scope) -> frozenset[str]:
    """What a group does not see of what has a value around it."""
    own = group.gives()
    return frozenset(name for name in scope if not own.get(name, False))


def _target(names: Sequence[str]) -> str:
    """What a loop over rows gives names to."""
    return "(" + "".join(f"{name_of(name)}, " for name in names) + ")"


def _flat(parts: Iterable[Part]) -> list[Part]:
    """Parts without the braces that mean nothing: around patterns, and subselects that only do."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Union) and len(part.groups) == 1:
            inner = _flat(part.groups[0].parts)
            if all(isinstance(each, Pattern | Values | Select) for each in inner):
                found += inner
                continue
        if isinstance(part, Select) and _is_plain(part):
            inner = _flat(part.group.parts)
            if all(isinstance(each, Pattern | Values) for each in inner):
                found += inner
                continue
        found.append(part)
    return found


def _is_plain(part: Select) -> bool:
    """Whether a subselect gives all the variables of its pattern, and does no more."""
    if part.made or part.tail or "DISTINCT" in part.head.upper():
        return False
    return set(part.group.gives()) <= set(part.plain)


def _first_run(rest: Sequence[Part]) -> list[Part]:
    """The parts up to the first that looks at what stands before it."""
    found: list[Part] = []
    for part in rest:
        if not isinstance(part, Pattern | Values | Select):
            break
        found.append(part)
    return found


def mentioned(group: Group) -> frozenset[str]:
    """All variables that are named in a group, wherever."""
    found: set[str] = set()
    for part in group.parts:
        found |= {name for name, _ in gives(part)}
        match part:
            case Filter() | Bind():
                found |= _named(part.expression)
            case Optional():
                found |= mentioned(part.group)
            case Union():
                found = found.union(*(mentioned(each) for each in part.groups))
            case Select():
                found |= mentioned(part.group)
    return frozenset(found)


def _named(expression: Expression) -> set[str]:
    found: set[str] = set()
    for word in expression:
        if isinstance(word, Exists):
            found |= mentioned(word.group)
        elif word.strip().startswith("?"):
            found.add(word.strip())
    return found
