"""Triple patterns, VALUES and rows that are there already, as loops and tests."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.reason.compiled.blocks import Block, Loops, Scope, name_of, target
from tpgraph.reason.compiled.code import NOTHING, Code
from tpgraph.reason.compiled.expressions import Reader
from tpgraph.reason.compiled.paths import in_terms, path_of
from tpgraph.reason.delta.reading import tokens
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Part, Pattern, Select, Values, gives

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


class Joins(Loops):
    """Joins what stands side by side."""

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
        if item.p.startswith("?"):
            return 3.9  # what a property is of: less than all that is there
        if item.p in FEW:
            return 2.5 if o else 3
        return 4 if o else 6

    def _pattern(self, block: Block, pattern: Pattern, scope: Scope) -> None:
        if len(pattern.variables) < sum(
            t.startswith("?") for t in (pattern.s, pattern.p, pattern.o)
        ):
            raise UnreadableError("a pattern with a variable twice")
        s, o = (self.given(block, text, scope) for text in (pattern.s, pattern.o))
        if pattern.plain:
            self._plain(block, pattern, s, o)
        elif pattern.p.startswith("?"):
            self._by_predicate(block, pattern, s, o, self.given(block, pattern.p, scope))
        else:
            steps = in_terms(pattern.p, self._tools.term)
            path = self._tools.held(path_of(steps), f"path_of({steps!r})")
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
        block.open(f"for {target([names[i] for i in new])} in {found}:")
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
        keys = [self.given(block, names[i], scope) for i in shared]
        index = self._tools.fresh("x")
        self.prelude.append(f"{index} = index({rows}, {shared!r}, {new!r})")
        return f"{index}.get(({', '.join(map(str, keys))},), {otherwise})", new
