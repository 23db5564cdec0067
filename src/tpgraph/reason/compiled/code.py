"""Expressions of Python with what they give, and how one sort of value becomes another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count

from tpgraph.reason.compiled import values


@dataclass(frozen=True, slots=True)
class Code:
    """An expression of Python, and what it gives.

    ``sort``: ``iri`` or ``term`` (as N-Triples has it), ``text``, ``number``, ``truth``, or
    ``nothing``, which is always None. ``nullable``: it may be None, for an error or no value.
    ``fit``: a text that may stand in an IRI. ``constant``: what it is, where that is known already.
    """

    text: str
    sort: str
    nullable: bool = False
    fit: bool = False
    constant: str | None = None


NOTHING = Code("None", "nothing", nullable=True)


def constant_text(text: str) -> Code:
    """A text that is known already."""
    fit = not re.search(r'[\x00-\x20<>"{}|\\^`]', text)
    return Code(repr(text), "text", fit=fit, constant=text)


def _lexical(x: str) -> str:
    return (
        f'({x}[1:-1] if {x}[0] == "<" else lexical({x}))' if x.isidentifier() else f"lexical({x})"
    )


class Expressions:
    """What expressions of a rule share: its prefixes, the names made up, objects they refer to."""

    def __init__(self, term: Callable[[str], str]) -> None:
        """``term`` gives a constant of the rule's text as N-Triples has it."""
        self.term = term
        self.names: dict[str, object] = {}
        self.sources: dict[str, str] = {}
        self._numbers = count(1)

    def fresh(self, prefix: str = "_t") -> str:
        """A name that nothing has yet."""
        return f"{prefix}{next(self._numbers)}"

    def held(self, value: object, source: str | None = None) -> str:
        """The name of an object that the code refers to, and the Python that makes it."""
        name = self.fresh("c")
        self.names[name] = value
        self.sources[name] = source or repr(value)
        return name

    # ------------------------------------------------------------------------------ conversions

    def guarded(self, codes: Iterable[Code], build: Callable[..., str]) -> tuple[str, bool]:
        """A call that gives None where one of what it needs is None; whether that may be."""
        tests, given = [], []
        for code in codes:
            name = code.text
            if code.nullable:
                simple = name.isidentifier()
                name = name if simple else self.fresh()
                tests.append(f"{name} is None" if simple else f"({name} := {code.text}) is None")
            given.append(name)
        body = build(*given)
        if not tests:
            return body, False
        return f"(None if {' or '.join(tests)} else {body})", True

    def call(self, name: str, sort: str, *codes: Code, fails: bool = False) -> Code:
        """A call of a function of ``values``."""
        text, nullable = self.guarded(codes, lambda *given: f"{name}({', '.join(given)})")
        return Code(text, sort, nullable or fails)

    def as_text(self, code: Code) -> Code:
        """A plain text, or None."""
        if code.sort == "text":
            return code
        return self.call("simple", "text", code, fails=True) if code.sort == "term" else NOTHING

    def as_number(self, code: Code) -> Code:
        """A number, or None."""
        if code.sort == "number":
            return code
        return self.call("number", "number", code, fails=True) if code.sort == "term" else NOTHING

    def as_truth(self, code: Code) -> Code:
        """The effective boolean value, or None."""
        if code.sort in ("number", "text"):
            empty = "0" if code.sort == "number" else '""'
            text, nullable = self.guarded([code], lambda x: f"({x} != {empty})")
            return Code(text, "truth", nullable)
        if code.sort == "term":
            return self.call("truth", "truth", code, fails=True)
        return code if code.sort == "truth" else NOTHING

    def as_term(self, code: Code) -> Code:
        """A term as N-Triples has it."""
        if code.sort in ("iri", "term", "nothing"):
            return code
        if code.sort == "text" and code.constant is not None:
            return Code(repr(values.quoted(code.constant)), "term")
        if code.sort == "truth":
            text, nullable = self.guarded([code], lambda x: f"(TRUE if {x} else FALSE)")
            return Code(text, "term", nullable)
        return self.call("quoted" if code.sort == "text" else "term_of", "term", code)

    def lexical(self, code: Code) -> Code:
        """STR."""
        if code.sort == "iri":
            if code.constant is not None:
                return constant_text(code.constant[1:-1])
            text, nullable = self.guarded([code], lambda x: f"{x}[1:-1]")
            return Code(text, "text", nullable, fit=True)
        if code.sort == "number":
            return replace(self.call("of_number", "text", code), fit=True)
        if code.sort == "truth":
            text, nullable = self.guarded([code], lambda x: f'("true" if {x} else "false")')
            return Code(text, "text", nullable, fit=True)
        if code.sort == "term":
            text, nullable = self.guarded([code], _lexical)
            return Code(text, "text", nullable)
        return code

    def merged(self, sorts: Iterable[str]) -> str:
        """The sort that holds values of all of these."""
        found = {sort for sort in sorts if sort != "nothing"}
        if len(found) > 1:
            return "term"
        return found.pop() if found else "nothing"

    def as_sort(self, code: Code, sort: str) -> Code:
        """The same as a sort that ``merged`` has found."""
        return code if code.sort in (sort, "nothing") else self.as_term(code)
