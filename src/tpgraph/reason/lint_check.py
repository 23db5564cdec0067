"""Holds checks to the SPARQL that runs as a query and, unchanged, as a constraint of SHACL.

SHACL binds ``$this`` before the query is run, and refuses what would make that ambiguous
(section 5.3.2 of the recommendation, and its appendix A on pre-binding): MINUS, SERVICE, VALUES,
subqueries that do not pass ``$this`` on, and ``AS ?this``.
"""

from __future__ import annotations

import re

from tpgraph.reason.lint import Fault, arithmetic_faults, syntax_fault, tokens_of, words

_FORBIDDEN = {
    **dict.fromkeys(("MINUS", "VALUES"), "SHACL binds $this first, and forbids it"),
    **dict.fromkeys(("GRAPH", "FROM"), "the engine makes the default graph it sees"),
    "SERVICE": "SERVICE leaves the machine; a check reads what is loaded",
    **dict.fromkeys(("NOW", "RAND", "UUID", "STRUUID"), "it changes from run to run"),
    **dict.fromkeys(("LIMIT", "OFFSET", "ORDER", "SAMPLE"), "a check names all that is wrong"),
    **dict.fromkeys(("CONSTRUCT", "ASK", "DESCRIBE", "INSERT", "DELETE"), "a check is a SELECT"),
    **dict.fromkeys(("BNODE", "GROUP", "HAVING"), "a check names a node, not a group"),
}
_FIRST_LINE = re.compile(r"^SELECT DISTINCT \$this\b([ ?\w]*)$", re.MULTILINE)
_SLOT = re.compile(r"\{(\w+)\}")


def lint_check(text: str) -> list[Fault]:
    """The faults of a check's text, in the order of their places; empty when it is sound."""
    if (fault := syntax_fault(text)) is not None:
        return [fault]
    found = [
        Fault(line, column, f"no {word}: {_FORBIDDEN[word]}")
        for word, line, column in words(text)
        if word in _FORBIDDEN
    ]
    found += arithmetic_faults(tokens_of(text))
    selects = [(line, column) for word, line, column in words(text) if word == "SELECT"]
    found += [Fault(*place, "no subquery: it would not see $this") for place in selects[1:]]
    if _FIRST_LINE.search(text) is None:
        found.append(Fault(1, 1, "a line must begin with SELECT DISTINCT $this"))
    if re.search(r"\bAS\s+[?$]this\b", text, re.IGNORECASE):
        found.append(Fault(1, 1, "$this is bound before the query runs, never by it"))
    return sorted(found, key=lambda f: (f.line, f.column))


def variables(text: str) -> tuple[str, ...]:
    """What a check's query selects, ``this`` first."""
    found = _FIRST_LINE.search(text)
    return ("this", *(w.lstrip("?") for w in found[1].split())) if found else ()


def unknown_slots(text: str, message: str) -> set[str]:
    """Names in braces that the query of a check does not fill."""
    given = set(variables(text))
    return set(_SLOT.findall(message)) - given - ({"column"} if "path" in given else set())
