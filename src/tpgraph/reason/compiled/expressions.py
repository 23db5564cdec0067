"""Turns an expression of SPARQL into one of Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from tpgraph.reason.compiled import numbers, values
from tpgraph.reason.compiled.code import NOTHING, Code, Expressions, constant_text
from tpgraph.reason.compiled.functions import Functions
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.parts import Exists

_XSD = "http://www.w3.org/2001/XMLSchema#"
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")
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
        self._functions = Functions(tools)
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
            if isinstance(known, numbers.Whole | numbers.Part):
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
            value = numbers.decimal(word) if "." in word else numbers.integer(word)
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
        method = getattr(self._functions, f"_{name.lower().replace(':', '_')}_of", None)
        if method is None:
            raise UnreadableError(f"a function that is not known: {word}")
        try:
            found = method(*self._arguments())
        except TypeError as error:
            raise UnreadableError(f"{word} with other arguments") from error
        assert isinstance(found, Code)
        return found
