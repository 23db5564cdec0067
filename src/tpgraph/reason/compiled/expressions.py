"""Turns an expression of SPARQL into one of Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeAlias

from tpgraph.reason.compiled import values
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Exists

_XSD = "http://www.w3.org/2001/XMLSchema#"


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
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")


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
        self._numbers = count(1)

    def fresh(self, prefix: str = "_t") -> str:
        """A name that nothing has yet."""
        return f"{prefix}{next(self._numbers)}"

    def held(self, value: object) -> str:
        """The name of an object that the code refers to."""
        name = self.fresh("c")
        self.names[name] = value
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


Summed: TypeAlias = "tuple[Callable[[str, bool, Code], Code], Mapping[str, Code]]"


class Reader:
    """Reads one expression."""

    def __init__(
        self,
        words: Iterable[str | Exists],
        known: Mapping[str, Code],
        tools: Expressions,
        exists: Callable[[Exists], Code],
        summed: Summed | None = None,
    ) -> None:
        """``known`` are the variables that may have a value.

        ``summed`` is what adds up over a group, and the variables of each of its solutions.
        """
        self._words = [w.strip() if isinstance(w, str) else w for w in words]
        self._at = 0
        self._known = known
        self._tools = tools
        self._exists = exists
        self._summed = summed

    def read(self) -> Code:
        """The whole expression. Raises UnreadableError for what is not known here."""
        found = self._or()
        if self._at != len(self._words):
            raise UnreadableError(f"something follows an expression: {self._words[self._at]}")
        return found

    def _peek(self) -> str:
        word = self._words[self._at] if self._at < len(self._words) else ""
        return word if isinstance(word, str) else "\0"

    def _take(self, *texts: str) -> str:
        found = self._peek() if self._peek() in texts else ""
        self._at += bool(found)
        return found

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise UnreadableError(f"{text} expected, not {self._peek()}")

    # -------------------------------------------------------------------------------- operators

    def _or(self) -> Code:
        return self._logical("||", "or", "either", self._and)

    def _and(self) -> Code:
        return self._logical("&&", "and", "both", self._compared)

    def _logical(self, sign: str, word: str, function: str, part: Callable[[], Code]) -> Code:
        found = part()
        while self._take(sign):
            one, other = self._tools.as_truth(found), self._tools.as_truth(part())
            if one.nullable or other.nullable:
                found = Code(f"{function}({one.text}, {other.text})", "truth", nullable=True)
            else:
                found = Code(f"({one.text} {word} {other.text})", "truth")
        return found

    def _compared(self) -> Code:
        one = self._sum()
        if self._peek().upper() == "IN":
            self._at += 1
            return self._listed(one)
        if sign := self._take(*_COMPARED):
            return self._comparison(sign, one, self._sum())
        return one

    def _listed(self, one: Code) -> Code:
        found = None
        for each in self._arguments():
            is_it = self._comparison("=", one, each)
            if is_it.nullable:
                raise UnreadableError("IN with what may be an error")
            text = is_it.text if found is None else f"{found.text} or {is_it.text}"
            found = Code(text, "truth")
        if found is None:
            raise UnreadableError("IN of nothing")
        return Code(f"({found.text})", "truth")

    def _comparison(self, sign: str, one: Code, other: Code) -> Code:
        python = {"=": "=="}.get(sign, sign)
        tools, sorts = self._tools, {one.sort, other.sort}
        if "nothing" in sorts:
            return NOTHING
        if "number" in sorts and sorts <= {"number", "term"}:
            one, other = tools.as_number(one), tools.as_number(other)
            if sign in ("=", "!=") and len(sorts) > 1:
                # What is no number is unlike one, or cannot be compared with it.
                one, other = self._certain(one), self._certain(other)
        elif sorts in ({"text"}, {"truth"}):
            pass
        elif sign in ("=", "!="):
            if "iri" not in sorts:
                text, nullable = tools.guarded(
                    map(tools.as_term, (one, other)), lambda a, b: f"same({a}, {b})"
                )
                found = Code(text, "truth", nullable)
                return found if sign == "=" else self._not(found)
            one, other = tools.as_term(one), tools.as_term(other)
        else:
            one = tools.call("compared", "number", *map(tools.as_term, (one, other)), fails=True)
            other = Code("0", "number")
        text, nullable = tools.guarded([one, other], lambda a, b: f"({a} {python} {b})")
        return Code(text, "truth", nullable)

    def _certain(self, code: Code) -> Code:
        return Code(f"certain({code.text})", code.sort) if code.nullable else code

    def _sum(self) -> Code:
        found = self._product()
        while sign := self._take("+", "-"):
            found = self._reckoned("plus" if sign == "+" else "minus", found, self._product())
        return found

    def _product(self) -> Code:
        found = self._unary()
        while sign := self._take("*", "/"):
            name = "times" if sign == "*" else "divided"
            found = self._reckoned(name, found, self._unary())
        return found

    def _reckoned(self, name: str, one: Code, other: Code) -> Code:
        numbers = map(self._tools.as_number, (one, other))
        return self._tools.call(name, "number", *numbers, fails=name == "divided")

    def _unary(self) -> Code:
        if self._take("!"):
            return self._not(self._tools.as_truth(self._unary()))
        if self._take("-"):
            given = self._unary()
            known = self._tools.names.get(given.text)
            if isinstance(known, values.Whole | values.Part):
                return Code(self._tools.held(type(known)(-known)), "number")
            return self._reckoned("minus", Code("whole(0)", "number"), given)
        return self._primary()

    def _not(self, code: Code) -> Code:
        text, nullable = self._tools.guarded([code], lambda x: f"(not {x})")
        return Code(text, "truth", nullable)

    # --------------------------------------------------------------------------------- primaries

    def _primary(self) -> Code:
        word = self._words[self._at] if self._at < len(self._words) else ""
        self._at += 1
        if isinstance(word, Exists):
            return self._exists(word)
        if word == "(":
            found = self._or()
            self._expect(")")
            return found
        if word[:1] == "?":
            return self._known.get(word, NOTHING)
        if word[:1] in ('"', "'"):
            if self._peek() == "^^" or self._peek()[:1] == "@":
                raise UnreadableError("a literal with a type or a language")
            return constant_text(values.lexical(self._tools.term(word)))
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", word):
            value = values.decimal(word) if "." in word else values.integer(word)
            return Code(self._tools.held(value), "number", constant=word)
        if word in ("true", "false"):
            return Code(word.title(), "truth")
        if self._peek() == "(":
            return self._function(word)
        if ":" in word:
            term = self._tools.term(word)
            return Code(repr(term), "iri", constant=term)
        raise UnreadableError(f"not known in an expression: {word}")

    def _arguments(self) -> list[Code]:
        self._expect("(")
        found: list[Code] = []
        while not self._take(")"):
            found.append(self._or())
            self._take(",")
        return found

    def _function(self, word: str) -> Code:
        name = word.upper()
        if name in ("COUNT", "SUM", "MIN", "MAX") and self._summed:
            aggregate, within = self._summed
            around, self._known, self._summed = self._known, within, None
            self._expect("(")
            distinct = self._peek().upper() == "DISTINCT"
            self._at += distinct
            found = aggregate(name, distinct, self._or())
            self._expect(")")
            self._known, self._summed = around, (aggregate, within)
            return found
        if name == "BOUND":
            (given,) = self._arguments()
            return Code(f"({given.text} is not None)" if given.nullable else "True", "truth")
        if ":" in word:
            name = {f"<{_XSD}integer>": "XSD:INTEGER", f"<{_XSD}decimal>": "XSD:DECIMAL"}.get(
                self._tools.term(word), ""
            )
        method = getattr(self, f"_{name.lower().replace(':', '_')}_of", None)
        if method is None:
            raise UnreadableError(f"a function that is not known: {word}")
        try:
            found = method(*self._arguments())
        except TypeError as error:
            raise UnreadableError(f"{word} with other arguments") from error
        assert isinstance(found, Code)
        return found

    def _if_of(self, test: Code, then: Code, other: Code) -> Code:
        tools = self._tools
        test, sort = tools.as_truth(test), tools.merged((then.sort, other.sort))
        if test.sort == "nothing":
            return NOTHING
        then, other = tools.as_sort(then, sort), tools.as_sort(other, sort)
        text, nullable = tools.guarded([test], lambda x: f"({then.text} if {x} else {other.text})")
        fit = all(c.fit or c.sort == "nothing" for c in (then, other))
        return Code(text, sort, nullable or then.nullable or other.nullable, fit)

    def _coalesce_of(self, *given: Code) -> Code:
        tools, sort = self._tools, self._tools.merged(code.sort for code in given)
        *firsts, found = [tools.as_sort(code, sort) for code in given]
        for first in reversed(firsts):
            if not first.nullable:
                found = first
                continue
            name = tools.fresh()
            text = f"({name} if ({name} := {first.text}) is not None else {found.text})"
            found = Code(text, sort, found.nullable)
        return replace(found, sort=sort)

    def _str_of(self, given: Code) -> Code:
        return self._tools.lexical(given)

    def _concat_of(self, *given: Code) -> Code:
        parts: list[Code] = []
        for code in map(self._tools.as_text, given):
            if parts and parts[-1].constant is not None and code.constant is not None:
                parts[-1] = constant_text(parts[-1].constant + code.constant)
            else:
                parts.append(code)
        if any(code.sort == "nothing" for code in parts):
            return NOTHING
        text, nullable = self._tools.guarded(parts, lambda *texts: f"({' + '.join(texts)})")
        return Code(text, "text", nullable, all(code.fit for code in parts))

    def _iri_of(self, given: Code) -> Code:
        if given.sort == "iri":
            return given
        given = self._tools.as_text(given)
        if given.sort == "nothing":
            return NOTHING
        if not given.fit:
            return self._tools.call("iri", "iri", given)
        text, nullable = self._tools.guarded([given], lambda x: f'("<" + {x} + ">")')
        return Code(text, "iri", nullable)

    def _sha256_of(self, given: Code) -> Code:
        return replace(self._of_text("digests[{}]", given), fit=True)

    def _substr_of(self, given: Code, start: Code, length: Code) -> Code:
        if not (start.constant or "").isdecimal() or not (length.constant or "").isdecimal():
            raise UnreadableError("SUBSTR with a place that is not known")
        first, many = int(start.constant or ""), int(length.constant or "")
        if first < 1:
            raise UnreadableError("SUBSTR from before the beginning")
        found = self._of_text(f"{{}}[{first - 1}:{first - 1 + many}]", given)
        return replace(found, fit=given.fit)

    def _of_text(self, form: str, given: Code, sort: str = "text") -> Code:
        text, nullable = self._tools.guarded([self._tools.as_text(given)], form.format)
        return Code(text, sort, nullable)

    def _strlen_of(self, given: Code) -> Code:
        return self._of_text("whole(len({}))", given, "number")

    def _lcase_of(self, given: Code) -> Code:
        return self._of_text("{}.lower()", given)

    def _strbefore_of(self, given: Code, mark: Code) -> Code:
        return self._tools.call("before", "text", *map(self._tools.as_text, (given, mark)))

    def _strafter_of(self, given: Code, mark: Code) -> Code:
        return self._tools.call("after", "text", *map(self._tools.as_text, (given, mark)))

    def _regex_of(self, given: Code, pattern: Code) -> Code:
        name = self._tools.held(_pattern(pattern).search)
        return self._of_text(f"({name}({{}}) is not None)", given, "truth")

    def _replace_of(self, given: Code, pattern: Code, by: Code) -> Code:
        if by.constant is None or "\\" in by.constant:
            raise UnreadableError("REPLACE by what is not known")
        name = self._tools.held(_pattern(pattern).sub)
        new = re.sub(r"\$(\d)", r"\\\1", by.constant)
        return self._of_text(f"{name}({new!r}, {{}})", given)

    def _round_of(self, given: Code) -> Code:
        return self._tools.call("rounded", "number", self._tools.as_number(given))

    def _floor_of(self, given: Code) -> Code:
        return self._tools.call("floor", "number", self._tools.as_number(given))

    def _abs_of(self, given: Code) -> Code:
        return self._tools.call("absolute", "number", self._tools.as_number(given))

    def _xsd_integer_of(self, given: Code) -> Code:
        return self._cast("integer", given)

    def _xsd_decimal_of(self, given: Code) -> Code:
        return self._cast("decimal", given)

    def _cast(self, name: str, given: Code) -> Code:
        if given.sort not in ("text", "number", "nothing"):
            raise UnreadableError("a cast of a term")
        return self._tools.call(name, "number", given, fails=given.sort == "text")

    def _isiri_of(self, given: Code) -> Code:
        if given.sort != "term":
            return Code(str(given.sort == "iri"), "truth", nullable=given.nullable)
        text, nullable = self._tools.guarded([given], lambda x: f'({x}[0] == "<")')
        return Code(text, "truth", nullable)

    def _isnumeric_of(self, given: Code) -> Code:
        if given.sort != "term":
            return Code(str(given.sort == "number"), "truth", nullable=given.nullable)
        text, nullable = self._tools.guarded([given], lambda x: f"(number({x}) is not None)")
        return Code(text, "truth", nullable)


def _pattern(code: Code) -> re.Pattern[str]:
    """A pattern that means the same to Python as to SPARQL."""
    text = code.constant
    if text is None or re.search(r"\\|\(\?|\$.", text):
        raise UnreadableError("a pattern of an unknown form")
    return re.compile(text[:-1] + r"\Z" if text.endswith("$") else text)
