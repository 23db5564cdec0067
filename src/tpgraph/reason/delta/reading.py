"""Reads a rule's text into its structure; what it does not know it refuses to read."""

from __future__ import annotations

import re
from typing import NamedTuple

from tpgraph.reason.delta.structure import (
    LITERAL,
    RDF_TYPE,
    Group,
    Pattern,
    Piece,
    Structure,
    UnreadableError,
    is_literal,
    variables_in,
)

_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>[A-Za-z][\w-]*:[\w.-]*[\w-]|[A-Za-z][\w-]*:|:[\w.-]*[\w-]|[A-Za-z]\w*)
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<mark>\^\^|&&|\|\||!=|<=|>=|@[A-Za-z-]+|\S)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word of the text: its sort, itself, where it begins and ends."""

    sort: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text, without comments and what separates them."""
    return [
        Token(m.lastgroup or "", m.group(), m.start(), m.end())
        for m in _TOKEN.finditer(text)
        if m.lastgroup != "skip"
    ]


def read_structure(text: str) -> Structure:
    """The structure of a CONSTRUCT query. Raises UnreadableError."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._prefixes: dict[str, str] = {}
        self._text = text

    def read(self) -> Structure:
        while self._word("PREFIX"):
            name = self._next().text
            self._prefixes[name] = self._next().text[1:-1]
        prefixes = " ".join(token.text for token in self._tokens[: self._at])
        if not self._word("CONSTRUCT"):
            raise UnreadableError("no CONSTRUCT")
        self._expect("{")
        template: list[Pattern] = []
        while not self._mark("}"):
            template += self._triples()
            self._mark(".")
        end = self._tokens[self._at - 1].end
        self._word("WHERE")
        where = self._group("where")
        if self._at != len(self._tokens):
            raise UnreadableError("something follows the pattern")
        return Structure(prefixes, tuple(template), end, where)

    # ------------------------------------------------------------------------------- tokens

    def _peek(self, ahead: int = 0) -> Token:
        i = self._at + ahead
        return self._tokens[i] if i < len(self._tokens) else Token("end", "", -1, -1)

    def _next(self) -> Token:
        token = self._peek()
        if token.sort == "end":
            raise UnreadableError("the text ends too early")
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

    def _expect(self, text: str) -> Token:
        token = self._next()
        if token.sort != "mark" or token.text != text:
            raise UnreadableError(f"{text} expected, not {token.text}")
        return token

    # ------------------------------------------------------------------------------- groups

    def _group(self, role: str) -> Group:
        self._expect("{")
        group = Group(role)
        if self._word("SELECT"):
            # In a group of its own: whether it is optional, or one of a union, is not forgotten.
            group.children.append(self._subselect())
            return group
        while not self._mark("}"):
            self._element(group)
        return group

    def _element(self, group: Group) -> None:
        start = self._peek().start
        if self._mark("."):
            return
        if self._word("FILTER"):
            self._expression(group)
        elif self._word("BIND"):
            opening = self._at
            self._expression(group)
            words = self._tokens[opening : self._at]
            if words[-3].text.upper() != "AS" or words[-2].sort != "variable":
                raise UnreadableError("BIND without AS")
            given = frozenset({_variable(words[-2].text)})
            group.pieces.append(Piece("bind", start, words[-1].end, given))
        elif self._word("VALUES"):
            group.pieces.append(self._values(start))
        elif self._word("OPTIONAL"):
            # What stands before it and has a value already cannot get another.
            sure = group.surely_gives()
            child = self._group("optional")
            end = self._tokens[self._at - 1].end
            group.children.append(child)
            group.pieces.append(Piece("optional", start, end, child.gives() - sure))
        elif self._word("MINUS"):
            group.children.append(self._group("minus"))
        elif self._peek().text == "{":
            first = self._group("group")
            group.children.append(first)
            while self._word("UNION"):
                first.role = "union" if first.role == "group" else first.role
                child = self._group("union")
                group.children.append(child)
        else:
            group.patterns += self._triples()

    def _subselect(self) -> Group:
        group = Group("select")
        first = self._at
        while not (self._word("WHERE") or self._peek().text == "{"):
            if self._next().text == "}":
                raise UnreadableError("SELECT without a pattern")
        head = self._tokens[first : self._at]
        given = frozenset(variables_in(self._text[head[0].start : head[-1].end]))
        group.pieces.append(Piece("select", head[0].start, head[-1].end, given))
        group.children.append(self._group("group"))
        first = self._at
        while not self._mark("}"):
            if self._next().text == "{":
                raise UnreadableError("a pattern after a subselect's own")
        group.keys = _keys(head, self._tokens[first : self._at])
        return group

    def _values(self, start: int) -> Piece:
        names: list[str] = []
        while not self._mark("{"):
            token = self._next()
            if token.sort == "variable":
                names.append(_variable(token.text))
            elif token.text not in ("(", ")"):
                raise UnreadableError("VALUES of an unknown form")
        cells: list[str] = []
        while not self._mark("}"):
            if not (self._mark("(") or self._mark(")")):
                cells.append(LITERAL if self._word("UNDEF") else self._term())
        if not cells or len(cells) % len(names):
            raise UnreadableError("VALUES without a row")
        columns = ((name, cells[i :: len(names)]) for i, name in enumerate(names))
        lists = tuple((name, frozenset(cs)) for name, cs in columns if not any(map(is_literal, cs)))
        end = self._tokens[self._at - 1].end
        return Piece("values", start, end, frozenset(names), lists)

    def _expression(self, group: Group) -> None:
        """Passes over a constraint; groups of EXISTS in it become children."""
        if self._word("NOT"):
            pass
        if self._word("EXISTS"):
            group.children.append(self._group("exists"))
            return
        if self._peek().sort in ("name", "iri"):
            self._next()
        self._expect("(")
        depth = 1
        while depth:
            if self._word("EXISTS"):
                group.children.append(self._group("exists"))
                continue
            text = self._next().text
            depth += (text == "(") - (text == ")")
            if text in ("{", "}"):
                raise UnreadableError("a brace in an expression")

    # ------------------------------------------------------------------------------ triples

    def _triples(self) -> list[Pattern]:
        found = []
        s = self._term()
        while True:
            p, path = self._verb()
            while True:
                found.append(Pattern(s, p, self._term(), path))
                if not self._mark(","):
                    break
            if not self._mark(";"):
                return found
            while self._mark(";"):
                pass
            if self._peek().text in (".", "}"):
                return found

    def _term(self) -> str:
        token = self._next()
        if token.sort == "variable":
            return _variable(token.text)
        if token.sort in ("iri", "name"):
            if token.text in ("true", "false"):
                return LITERAL + token.text
            return self._iri(token)
        if token.sort in ("string", "number"):
            if self._mark("^^") or self._peek().text.startswith("@"):
                self._next()
            return LITERAL + self._text[token.start : self._tokens[self._at - 1].end]
        raise UnreadableError(f"no term: {token.text}")

    def _iri(self, token: Token) -> str:
        if token.sort == "iri":
            return token.text[1:-1]
        prefix, colon, local = token.text.partition(":")
        if not colon or prefix + ":" not in self._prefixes:
            raise UnreadableError(f"no known name: {token.text}")
        return self._prefixes[prefix + ":"] + local

    def _verb(self) -> tuple[str, tuple[str, ...]]:
        token = self._peek()
        if token.sort == "variable":
            return _variable(self._next().text), ()
        predicates: list[str] = []
        plain = self._path(predicates)
        return (predicates[0], ()) if plain else ("", tuple(predicates))

    def _path(self, predicates: list[str]) -> bool:
        """Collects a path's predicates; says whether it is a single predicate and no path."""
        plain = self._path_element(predicates)
        while self._peek().text in ("/", "|"):
            self._next()
            self._path_element(predicates)
            plain = False
        return plain

    def _path_element(self, predicates: list[str]) -> bool:
        plain = not self._mark("^")
        if self._mark("("):
            self._path(predicates)
            self._expect(")")
            plain = False
        else:
            token = self._next()
            if token.text == "a":
                predicates.append(RDF_TYPE)
            elif token.sort in ("iri", "name"):
                predicates.append(self._iri(token))
            else:
                raise UnreadableError(f"no predicate: {token.text}")
        while self._peek().text in ("*", "+", "?"):
            self._next()
            plain = False
        return plain


def _variable(text: str) -> str:
    return "?" + text[1:]


def _keys(head: list[Token], tail: list[Token]) -> frozenset[str]:
    """The variables that a subselect gives as they are, and groups by if it groups at all."""
    plain: set[str] = set()
    depth = 0
    for token in head:
        depth += (token.text == "(") - (token.text == ")")
        if token.sort == "variable" and depth == 0:
            plain.add(_variable(token.text))
    words = [token.text.upper() for token in tail]
    if "GROUP" in words:
        return frozenset(plain & {_variable(t.text) for t in tail if t.sort == "variable"})
    # An aggregate without GROUP BY is over everything.
    return frozenset() if any(t.text == "(" for t in head) or words != ["}"] else frozenset(plain)
