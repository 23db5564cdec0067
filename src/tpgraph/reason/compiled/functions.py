"""SPARQL's functions as Python."""

from __future__ import annotations

import re
from dataclasses import replace

from tpgraph.reason.compiled.code import NOTHING, Code, Expressions, constant_text
from tpgraph.reason.delta.structure import UnreadableError


class Functions:
    """A method for each function that is known, by its name."""

    def __init__(self, tools: Expressions) -> None:
        self._tools = tools

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
        name = self._held("search", pattern)
        return self._of_text(f"({name}({{}}) is not None)", given, "truth")

    def _replace_of(self, given: Code, pattern: Code, by: Code) -> Code:
        if by.constant is None or "\\" in by.constant:
            raise UnreadableError("REPLACE by what is not known")
        name = self._held("sub", pattern)
        new = re.sub(r"\$(\d)", r"\\\1", by.constant)
        return self._of_text(f"{name}({new!r}, {{}})", given)

    def _held(self, method: str, pattern: Code) -> str:
        meant = _pattern(pattern)
        source = f"re.compile({meant.pattern!r}).{method}"
        return self._tools.held(getattr(meant, method), source)

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
