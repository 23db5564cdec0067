"""Subselects: asked once before the loops of a rule, then joined as rows."""

from __future__ import annotations

from tpgraph.reason.compiled.blocks import Block, Scope
from tpgraph.reason.compiled.code import NOTHING, Code
from tpgraph.reason.compiled.expressions import Reader
from tpgraph.reason.compiled.joins import Joins
from tpgraph.reason.compiled.selects import head_of, tail_of
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Exists, Expression, Select, names_in


class Subselects(Joins):
    """Writes subselects as functions."""

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


def _no_exists(word: Exists) -> Code:
    raise UnreadableError("EXISTS beside an aggregate")
