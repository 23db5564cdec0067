"""Reads the pattern of a CONSTRUCT query into its parts; what it does not know it refuses."""

from __future__ import annotations

from tpgraph.reason.delta.reading import Token, tokens
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import (
    Bind,
    Exists,
    Expression,
    Filter,
    Group,
    Minus,
    Optional,
    Part,
    Pattern,
    Select,
    Union,
    Values,
)


def read_parts(text: str) -> tuple[str, list[Pattern], Group]:
    """What stands before a CONSTRUCT query, its template and its pattern.

    Raises UnreadableError for a text of a form that is not known here.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        # Names that begin with _ are those that the rewriting makes up.
        if any(t.sort == "variable" and t.text.startswith(("$", "?_")) for t in self._tokens):
            raise UnreadableError("a variable of an unknown form")
        self._at = 0

    def read(self) -> tuple[str, list[Pattern], Group]:
        words = [token.text.upper() for token in self._tokens]
        if "CONSTRUCT" not in words:
            raise UnreadableError("no CONSTRUCT")
        self._at = words.index("CONSTRUCT") + 1
        head = self._text[: self._tokens[self._at - 1].start]
        template = Group()
        self._expect("{")
        while not self._mark("}"):
            template.parts += [] if self._mark(".") else self._triples()
        self._word("WHERE")
        group = self._group()
        if self._at != len(self._tokens):
            raise UnreadableError("something follows the pattern")
        return head, [part for part in template.parts if isinstance(part, Pattern)], group

    # ------------------------------------------------------------------------------- tokens

    def _peek(self) -> Token:
        if self._at < len(self._tokens):
            return self._tokens[self._at]
        raise UnreadableError("the text ends too early")

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _mark(self, text: str) -> bool:
        found = self._peek().sort == "mark" and self._peek().text == text
        self._at += found
        return found

    def _word(self, text: str) -> bool:
        found = self._peek().sort == "name" and self._peek().text.upper() == text
        self._at += found
        return found

    def _expect(self, text: str) -> None:
        if not self._mark(text):
            raise UnreadableError(f"{text} expected, not {self._peek().text}")

    def _said(self, first: int, last: int | None = None) -> str:
        """The words from the ``first`` on, up to where it reads now, without comments."""
        words = self._tokens[first : self._at if last is None else last]
        return "".join(self._spaced(token) for token in words).strip()

    def _spaced(self, token: Token) -> str:
        """A word, after a space if something stands between it and the one before."""
        return token.text if self._text[token.start - 1 : token.start].strip() else f" {token.text}"

    # ------------------------------------------------------------------------------- groups

    def _group(self) -> Group:
        self._expect("{")
        group = Group()
        if self._word("SELECT"):
            group.parts.append(self._select())
            return group
        while not self._mark("}"):
            group.parts += self._parts()
        return group

    def _parts(self) -> list[Part]:
        if self._mark("."):
            return []
        if self._word("FILTER"):
            return [Filter(self._constraint())]
        if self._word("BIND"):
            return [self._bind()]
        if self._word("VALUES"):
            return [self._values(self._at - 1)]
        if self._word("OPTIONAL"):
            return [Optional(self._group())]
        if self._word("MINUS"):
            return [Minus(self._group())]
        if self._peek().text == "{":
            groups = [self._group()]
            while self._word("UNION"):
                groups.append(self._group())
            return [Union(tuple(groups))]
        return self._triples()

    def _select(self) -> Select:
        first = self._at
        plain, made, depth = [], [], 0
        while not (self._word("WHERE") or self._peek().text == "{"):
            token = self._next()
            depth += (token.text == "(") - (token.text == ")")
            if token.text in ("}", "*"):
                raise UnreadableError("a subselect of an unknown form")
            if token.sort == "variable" and depth == 0:
                plain.append(token.text)
            if token.text.upper() == "AS":
                made.append(self._peek().text)
        last = self._at - (self._tokens[self._at - 1].text.upper() == "WHERE")
        head = self._said(first, last)
        group = self._group()
        first = self._at
        while not self._mark("}"):
            if self._next().text == "{":
                raise UnreadableError("a pattern after a subselect's own")
        tail = self._said(first, self._at - 1)
        return Select(head, group, tail, tuple(plain), tuple(made))

    def _bind(self) -> Bind:
        expression = self._constraint()
        words = self._tokens[self._at - 3 : self._at]
        if words[0].text.upper() != "AS" or words[1].sort != "variable":
            raise UnreadableError("BIND without AS")
        # Without the opening parenthesis, and without AS, variable and the closing one.
        return Bind(expression[1:-3], words[1].text)

    def _values(self, first: int) -> Values:
        names = []
        while not self._mark("{"):
            token = self._next()
            if token.sort == "variable":
                names.append(token.text)
        cells: list[str] = []
        while not self._mark("}"):
            if not (self._mark("(") or self._mark(")")):
                cells.append(self._term())
        if not cells or len(cells) % len(names):
            raise UnreadableError("VALUES without a row")
        sure = "UNDEF" not in (cell.upper() for cell in cells)
        return Values(self._said(first), tuple(names), sure, tuple(cells[:: len(names)]))

    def _constraint(self) -> Expression:
        """An expression in parentheses, a call, or EXISTS; its words as they are."""
        found: list[str | Exists] = []
        if (exists := self._exists()) is not None:
            return (exists,)
        if self._peek().sort in ("name", "iri"):
            found.append(self._next().text)
        self._expect("(")
        found.append("(")
        depth = 1
        while depth:
            if (exists := self._exists()) is not None:
                found.append(exists)
                continue
            token = self._next()
            depth += (token.text == "(") - (token.text == ")")
            if token.text in ("{", "}"):
                raise UnreadableError("a brace in an expression")
            found.append(self._spaced(token))
        return tuple(found)

    def _exists(self) -> Exists | None:
        start = self._at
        negated = self._word("NOT")
        if self._word("EXISTS"):
            return Exists(self._group(), negated)
        self._at = start
        return None

    # ------------------------------------------------------------------------------ triples

    def _triples(self) -> list[Part]:
        found: list[Part] = []
        s = self._term()
        while True:
            p, plain = self._verb()
            while True:
                found.append(Pattern(s, p, self._term(), plain))
                if not self._mark(","):
                    break
            if not self._mark(";"):
                return found
            while self._mark(";"):
                pass
            if self._peek().text in (".", "}"):
                return found

    def _term(self) -> str:
        first = self._at
        token = self._next()
        if token.sort not in ("variable", "iri", "name", "string", "number"):
            raise UnreadableError(f"no term: {token.text}")
        if token.sort == "string" and (self._mark("^^") or self._peek().text.startswith("@")):
            self._next()
            return "".join(t.text for t in self._tokens[first : self._at])
        return token.text

    def _verb(self) -> tuple[str, bool]:
        """A predicate or path as written, and whether it is one IRI."""
        first, depth = self._at, 0
        while True:
            token = self._next()
            depth += (token.text == "(") - (token.text == ")")
            following = self._peek().text
            if depth == 0 and token.text not in ("^", "/", "|") and following not in "/|*+?":
                break
        words = self._tokens[first : self._at]
        plain = len(words) == 1 and words[0].sort in ("name", "iri")
        return "".join(t.text for t in words), plain
