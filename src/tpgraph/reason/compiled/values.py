"""What SPARQL's functions and operators give in compiled rules, as Oxigraph gives it.

A value is a term as N-Triples has it, or a text, a truth value or a number that was reckoned (a
``Whole`` or a ``Part``, which compare as Python's numbers do); ``None`` stands for an error, and
for a variable without a value. Where it is not certain that Oxigraph would give the same,
``UnsureError`` is raised, and Oxigraph is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tpgraph.reason.compiled.numbers import (
    Number,
    UnsureError,
    Whole,
    decimal,
    integer,
    of_number,
    plus,
)

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER, _DECIMAL = f'"^^<{_XSD}integer>', f'"^^<{_XSD}decimal>'
_DATE = f'"^^<{_XSD}date>'
TRUE, FALSE = f'"true"^^<{_XSD}boolean>', f'"false"^^<{_XSD}boolean>'
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_UNFIT = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_HAS_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")


# -------------------------------------------------------------------------------------- terms


def lexical(term: str) -> str:
    """What STR gives of a term."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1:-1] if term[-1] == '"' else term[1 : term.rindex('"')]
    return _ESCAPED.sub(_meant, text) if "\\" in text else text


def _meant(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _MEANT[found[3]]


def simple(term: str) -> str | None:
    """The text of a plain literal; None for any other term."""
    return lexical(term) if term[-1] == '"' else None


def quoted(text: str) -> str:
    """A text as a term."""
    return f'"{text.translate(_WRITTEN)}"'


def iri(text: str) -> str:
    """A text as an IRI."""
    if _UNFIT.search(text) or not _HAS_SCHEME.match(text):
        raise UnsureError(text)
    return f"<{text}>"


@lru_cache(1 << 16)
def number(term: str) -> Number | None:
    """The number that a term is; None where it is none."""
    if term[-1] != ">" or term[0] == "<":
        return None
    text, _, kind = term[1:].partition('"^^<')
    value: Number | None
    if kind == f"{_XSD}integer>":
        value = integer(text)
    elif kind == f"{_XSD}decimal>":
        value = decimal(text)
    elif kind in (f"{_XSD}boolean>", f"{_XSD}date>"):
        return None
    else:
        raise UnsureError(term)
    if value is None or of_number(value) != text:
        raise UnsureError(term)
    return value


@lru_cache(1 << 14, typed=True)
def term_of(value: Number) -> str:
    """A number as a term."""
    return f'"{of_number(value)}{_INTEGER if isinstance(value, Whole) else _DECIMAL}'


def truth(term: str) -> bool | None:
    """The effective boolean value of a term."""
    if term in (TRUE, FALSE):
        return term == TRUE
    if term[0] == "<":
        return None
    if term[-1] == '"':
        return term != '""'
    value = number(term)
    return None if value is None else value != 0


# -------------------------------------------------------------------------------- comparisons


def same(one: str, other: str) -> bool | None:
    """``=`` of two terms."""
    if one == other:
        return True
    if one[0] == "<" or other[0] == "<":
        return False
    if (one[-1] == '"' and other[-1] == '"') or {one, other} == {TRUE, FALSE}:
        return False
    if (order := compared(one, other)) is None:
        raise UnsureError(f"{one} = {other}")
    return order == 0


def compared(one: str, other: str) -> int | None:
    """-1, 0 or 1, as the first is less, the same or more; None where they have no order."""
    if one[0] == "<" or other[0] == "<":
        return None
    a, b = number(one), number(other)
    if a is not None and b is not None:
        return (a > b) - (a < b)
    ends = (_DATE, '"')
    if any(one.endswith(end) and other.endswith(end) for end in ends):
        x, y = lexical(one), lexical(other)
        return (x > y) - (x < y)
    raise UnsureError(f"{one} < {other}")


def both(one: bool | None, other: bool | None) -> bool | None:
    """``&&`` where either may be an error."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    """``||`` where either may be an error."""
    if one or other:
        return True
    return None if one is None or other is None else False


def certain(value: Number | None) -> Number:
    """A value that is no error."""
    if value is None:
        raise UnsureError("an error compared")
    return value


# -------------------------------------------------------------------------------------- texts


def before(text: str, mark: str) -> str:
    """STRBEFORE."""
    return text.partition(mark)[0] if mark in text else ""


def after(text: str, mark: str) -> str:
    """STRAFTER."""
    return text.partition(mark)[2]


# --------------------------------------------------------------------------------- aggregates


def total(values: Sequence[Number | None]) -> Number:
    """SUM."""
    found: Number = Whole(0)
    for value in values:
        if value is None:
            raise UnsureError("a sum of something else")
        found = plus(found, value)
    return found


def least(values: Sequence[str | None]) -> str:
    """MIN of terms."""
    return _end(values, -1)


def most(values: Sequence[str | None]) -> str:
    """MAX of terms."""
    return _end(values, 1)


def _end(values: Sequence[str | None], wanted: int) -> str:
    each = iter(dict.fromkeys(values))
    found = next(each)
    for value in each:
        if value is None or found is None or (order := compared(value, found)) in (None, 0):
            raise UnsureError("no order")
        if order == wanted:
            found = value
    if found is None:
        raise UnsureError("no value")
    return found


def sure(values: Sequence[str | Number | None]) -> Sequence[str | Number]:
    """Values none of which is an error."""
    if None in values:
        raise UnsureError("an error among others")
    return values  # type: ignore[return-value]
