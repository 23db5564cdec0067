"""Mutants of a rule: its SPARQL text with one thing wrong, made systematically from its tokens.

Sorts of mutants:

* ``comparison``: an operator, a connective, a negation or a bound is another one;
* ``pattern``: a triple, a condition, an optional part or a branch is left out, or is not optional;
* ``term``: a property, class or individual is another one;
* ``number``: a figure or an aggregate is another one.

The CONSTRUCT template is left alone where it only names the finding: a rule without a status or a
rule's name is refused by the linter. A mutant that Oxigraph cannot parse is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Sort = Literal["comparison", "pattern", "term", "number"]
SORTS: tuple[Sort, ...] = ("comparison", "pattern", "term", "number")

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>[A-Za-z][\w-]*:[\w-]*(?:\.[\w-]+)*)
      | (?P<word>[A-Za-z_][\w-]*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<operator>&&|\|\||!=|<=|>=|\^\^|[=<>!])
      | (?P<mark>\S)""",
    re.VERBOSE,
)
_CLAUSES = frozenset({"OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "SELECT"})
_OTHER_OPERATORS: Mapping[str, tuple[str, ...]] = {
    "=": ("!=",),
    "!=": ("=",),
    "<": ("<=", ">"),
    ">": (">=", "<"),
    "<=": ("<", ">="),
    ">=": (">", "<="),
    "&&": ("||",),
    "||": ("&&",),
}
_OTHER_WORDS: Mapping[str, str] = {
    "MIN": "MAX",
    "MAX": "MIN",
    "SUM": "MAX",
    "true": "false",
    "false": "true",
    "COUNT": "0 * COUNT",
    "AVG": "MAX",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token, its sort and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule's text with one thing wrong: what, on which line, and the text it gives.

    ``source`` is that line as the rule has it, so that a mutant can be named wherever it moves.
    """

    sort: Sort
    line: int
    source: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


def mutants_of(text: str, others: Callable[[str], tuple[str, ...]]) -> list[Mutant]:
    """All mutants of a rule's text; ``others`` gives, for a prefixed name, those to swap it for."""
    tokens = [
        Token(str(m.lastgroup), m.group(), m.start(), m.end())
        for m in _TOKEN.finditer(text)
        if m.lastgroup != "comment"
    ]
    # What comes before WHERE is the prologue and the template.
    where = next(i for i, t in enumerate(tokens) if t.text.upper() == "WHERE")
    found: dict[str, Mutant] = {}
    for sort, start, end, new, what in _changes(tokens, where + 1, others):
        mutated = text[:start] + new + text[end:]
        line = text.count("\n", 0, start) + 1
        source = text.splitlines()[line - 1].strip()
        found.setdefault(mutated, Mutant(sort, line, source, " ".join(what.split()), mutated))
    return [mutant for mutant in found.values() if mutant.text != text and _parses(mutant.text)]


_Change = tuple[Sort, int, int, str, str]


def _changes(
    tokens: list[Token], first: int, others: Callable[[str], tuple[str, ...]]
) -> Iterator[_Change]:
    for i in range(first, len(tokens)):
        token = tokens[i]
        if token.kind == "operator":
            for new in _OTHER_OPERATORS.get(token.text, ()):
                yield "comparison", token.start, token.end, new, f"{token.text} becomes {new}"
            if token.text == "!":
                yield "comparison", token.start, token.end, "", "! is left out"
        elif token.kind == "number" and not _is_figure_of_form(tokens, i):
            yield from _numbers(token)
        elif token.kind == "name":
            for new in others(token.text):
                yield "term", token.start, token.end, new, f"{token.text} becomes {new}"
        elif token.kind == "word":
            yield from _words(tokens, i)
        elif _is_path_mark(tokens, i):
            yield "pattern", token.start, token.end, "", f"{tokens[i - 1].text} once only"
    yield from _groups(tokens, first)


def _is_path_mark(tokens: list[Token], i: int) -> bool:
    """Whether ``*`` or ``+`` repeats a property, and does not calculate."""
    is_mark = tokens[i].text in ("*", "+") and tokens[i - 1].kind == "name"
    return is_mark and tokens[i + 1].kind != "number"


def _is_figure_of_form(tokens: list[Token], i: int) -> bool:
    """Whether a number rounds, cuts a hash or counts digits: no knowledge of the rule."""
    if tokens[i].text in ("1000", "1000000000", "20"):
        return True
    return tokens[i].text == "1" and tokens[i + 2].text == "20"


def _numbers(token: Token) -> Iterator[_Change]:
    value = float(token.text)
    new = str(round(value / 2, 3)) if "." in token.text else str(int(value) + 1)
    yield "number", token.start, token.end, new, f"{token.text} becomes {new}"


def _words(tokens: list[Token], i: int) -> Iterator[_Change]:
    token, word = tokens[i], tokens[i].text
    following = tokens[i + 1].text.upper() if i + 1 < len(tokens) else ""
    if word.upper() == "NOT" and following == "EXISTS":
        end = tokens[i + 1].end
        yield "comparison", token.start, end, "EXISTS", "NOT EXISTS becomes EXISTS"
    elif word.upper() == "EXISTS" and tokens[i - 1].text.upper() != "NOT":
        yield "comparison", token.start, token.end, "NOT EXISTS", "EXISTS becomes NOT EXISTS"
    elif word.upper() == "DISTINCT":
        yield "number", token.start, token.end, "", "DISTINCT is left out"
    elif word in _OTHER_WORDS:
        new = _OTHER_WORDS[word]
        yield "number", token.start, token.end, new, f"{word} becomes {new}"


def _groups(tokens: list[Token], first: int) -> Iterator[_Change]:
    """What stands in the groups, each thing left out once."""
    for i in range(first, len(tokens)):
        # The rows of VALUES are no group.
        if tokens[i].text == "{" and not _is_data(tokens, i):
            yield from _elements(tokens, i + 1, _closing(tokens, i))
    for i in range(first, len(tokens)):
        if tokens[i].text.upper() == "UNION":
            after = tokens[i + 1]
            end = _closing(tokens, i + 1)
            yield "pattern", tokens[i].start, tokens[end].end, "", "the branch after UNION goes"
            start = _opening(tokens, i - 1)
            yield "pattern", tokens[start].start, after.start, "", "the branch before UNION goes"


def _is_data(tokens: list[Token], i: int) -> bool:
    """Whether a brace opens the rows of VALUES."""
    j = i - 1
    if tokens[j].text == ")":
        j = _opening(tokens, j) - 1
    elif tokens[j].kind == "variable":
        j -= 1
    return tokens[j].text.upper() == "VALUES"


def _elements(tokens: list[Token], i: int, end: int) -> Iterator[_Change]:
    """The clauses and triples between ``i`` and ``end``, each left out."""
    while i < end:
        token = tokens[i]
        word = token.text.upper()
        if word == "SELECT":
            # A sub-select: its own WHERE group is met as a group.
            return
        if word in ("OPTIONAL", "MINUS"):
            close = _closing(tokens, i + 1)
            yield "pattern", token.start, tokens[close].end, "", f"{word} {{…}} goes"
            if word == "OPTIONAL":
                yield "pattern", token.start, token.end, "", "OPTIONAL is asked for"
            i = close + 1
        elif word == "FILTER":
            j = i + 1
            while tokens[j].text not in ("(", "{"):
                j += 1
            close = _closing(tokens, j)
            said = "".join(f" {t.text}" for t in tokens[i + 1 : min(close, i + 12)])
            yield "pattern", token.start, tokens[close].end, "", f"FILTER{said} … goes"
            i = close + 1
        elif word == "BIND":
            i = _closing(tokens, i + 1) + 1
        elif word == "VALUES":
            j = i + 1
            if tokens[j].text == "(":
                j = _closing(tokens, j)
            close = _closing(tokens, j + 1)
            yield from _rows(tokens, j + 2, close)
            i = close + 1
        elif token.text == "{":
            i = _closing(tokens, i) + 1
        elif token.text == "." or word == "UNION":
            i += 1
        else:
            i = yield from _triples(tokens, i, end)


def _rows(tokens: list[Token], i: int, end: int) -> Iterator[_Change]:
    """The rows of VALUES, each left out."""
    while i < end:
        close = _closing(tokens, i) if tokens[i].text == "(" else i
        said = " ".join(t.text for t in tokens[i : close + 1])
        yield "pattern", tokens[i].start, tokens[close].end, "", f"the row {said} goes"
        i = close + 1


def _triples(tokens: list[Token], i: int, end: int) -> Generator[_Change, None, int]:
    """The triples of one subject, each left out; returns the place behind them."""
    start = i
    depth = 0
    parts: list[tuple[int, int]] = []  # of the tokens behind the subject
    begin = i + 1
    while i < end:
        token = tokens[i]
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        elif depth == 0 and (token.text in (".", "{", "}") or token.text.upper() in _CLAUSES):
            break
        elif depth == 0 and token.text == ";":
            parts.append((begin, i))
            begin = i + 1
        i += 1
    if begin < i:
        parts.append((begin, i))
    for n, (a, b) in enumerate(parts):
        said = " ".join(t.text for t in tokens[a:b])
        what = f"{tokens[start].text} {said} goes"
        if len(parts) == 1:
            stop = i + 1 if i < end and tokens[i].text == "." else i
            yield "pattern", tokens[start].start, tokens[stop - 1].end, "", what
        elif n == 0:
            yield "pattern", tokens[a].start, tokens[b].end, "", what
        else:
            yield "pattern", tokens[a - 1].start, tokens[b - 1].end, "", what
    return i


_PAIRS = {"{": "}", "(": ")", "[": "]"}


def _closing(tokens: list[Token], i: int) -> int:
    """The place of the bracket that closes the one at ``i``."""
    opened = tokens[i].text
    closed = _PAIRS[opened]
    depth = 0
    for j in range(i, len(tokens)):
        depth += (tokens[j].text == opened) - (tokens[j].text == closed)
        if depth == 0:
            return j
    raise ValueError(f"{opened} at {tokens[i].start} is not closed")


def _opening(tokens: list[Token], i: int) -> int:
    """The place of the bracket that the one at ``i`` closes."""
    closed = tokens[i].text
    opened = next(o for o, c in _PAIRS.items() if c == closed)
    depth = 0
    for j in range(i, -1, -1):
        depth += (tokens[j].text == closed) - (tokens[j].text == opened)
        if depth == 0:
            return j
    raise ValueError(f"{closed} at {tokens[i].start} is not opened")


def _parses(text: str) -> bool:
    import pyoxigraph as ox

    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True
