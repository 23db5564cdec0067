"""Holds rules to the SPARQL that all engines share: deterministic, hashed IRIs, no blank nodes.

Where rdflib and Oxigraph were found to differ, or where one run could differ from the next, a
rule may not go. The linter reads the text's tokens; the grammar itself is Oxigraph's to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule does wrong, and where (line and column from 1)."""

    line: int
    column: int
    message: str


_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<blank>_:\w+|\[\s*\])
      | (?P<name>[A-Za-z][\w-]*:[\w.-]*|:[\w.-]+|[A-Za-z]\w*:?)
      | (?P<bracket>\[)
      | (?P<other>\S)""",
    re.VERBOSE | re.DOTALL,
)

_FORBIDDEN = {
    "GRAPH": "a rule never says GRAPH: the engine makes the default graph it sees",
    "FROM": "a rule never says FROM: the engine makes the default graph it sees",
    "SERVICE": "SERVICE leaves the machine; a rule reads what is loaded",
    "NOW": "NOW() changes from run to run; use the company's tpg:asOf",
    "RAND": "RAND() changes from run to run",
    "UUID": "UUID() changes from run to run; make IRIs by hashing content",
    "STRUUID": "STRUUID() changes from run to run; make IRIs by hashing content",
    "BNODE": "no blank nodes: make IRIs by hashing content",
    "GROUP_CONCAT": "GROUP_CONCAT has no fixed order; aggregate something else",
    "SAMPLE": "SAMPLE may choose differently on each engine; use MIN or MAX",
    "REDUCED": "REDUCED may answer differently on each engine; use DISTINCT",
    "DESCRIBE": "a rule is a CONSTRUCT",
    "ASK": "a rule is a CONSTRUCT",
    "INSERT": "a rule is a CONSTRUCT; the engine writes",
    "DELETE": "a rule is a CONSTRUCT; the engine writes",
    "LIMIT": "LIMIT without a total order differs between engines; aggregate with MIN or MAX",
    "OFFSET": "OFFSET without a total order differs between engines",
}
_CASTS = frozenset(
    f"xsd:{t}" for t in ("date", "dateTime", "time", "duration", "dayTimeDuration", "float")
)
_FINDING = (
    "tpg:Finding",
    "tpg:rule",
    "tpg:ofCompany",
    "tpg:status",
    "tpg:concerns",
    "tpg:severity",
)
_CANDIDATE = ("tpg:Candidate", "tpg:rule", "tpg:addresses", "tpg:action")


def keywords(text: str) -> set[str]:
    """The bare words of a SPARQL text in capitals; nothing in strings, IRIs and comments is one."""
    return {m.group().upper() for m in _TOKEN.finditer(text) if m.lastgroup == "name"}


def words(text: str) -> list[tuple[str, int, int]]:
    """The bare words of a SPARQL text in capitals, each with its line and column (from 1)."""
    found = [m for m in _TOKEN.finditer(text) if m.lastgroup == "name"]
    places = (_fault(text, token, "") for token in found)
    return [(m.group().upper(), f.line, f.column) for m, f in zip(found, places, strict=True)]


def lint_rule(text: str, name: str, stratum: str) -> list[Fault]:
    """The faults of a rule's text, in the order of their places; empty when it is sound.

    ``stratum`` is ``classify``, ``gap`` or ``recommendation``.
    """
    syntax = syntax_fault(text)
    if syntax:
        return [syntax]
    faults: list[Fault] = []
    tokens = [m for m in _TOKEN.finditer(text) if m.lastgroup != "comment"]
    constructs = 0
    for i, token in enumerate(tokens):
        word = token.group()
        upper = word.upper()
        following = tokens[i + 1].group() if i + 1 < len(tokens) else ""
        if token.lastgroup in ("blank", "bracket"):
            faults.append(_fault(text, token, "no blank nodes: make IRIs by hashing content"))
        elif token.lastgroup == "name":
            if upper == "CONSTRUCT":
                constructs += 1
            elif upper in _FORBIDDEN:
                faults.append(_fault(text, token, _FORBIDDEN[upper]))
            elif word in _CASTS and following == "(":
                message = f"no cast to {word}: dates and numbers are stored typed, compare those"
                faults.append(_fault(text, token, message))
    if constructs != 1:
        faults.append(Fault(1, 1, "a rule is one CONSTRUCT query"))
    elif not re.search(r"^\s*CONSTRUCT\b", text, re.MULTILINE | re.IGNORECASE):
        faults.append(Fault(1, 1, "CONSTRUCT must be the first word of its line"))
    if stratum != "classify":
        template = _template(text)
        for term in _FINDING if stratum == "gap" else _CANDIDATE:
            if not re.search(rf"{re.escape(term)}\b", template):
                faults.append(Fault(1, 1, f"the CONSTRUCT template must give {term}"))
        if not re.search(rf"rule:{re.escape(name)}\b|/rule/{re.escape(name)}>", template):
            faults.append(
                Fault(1, 1, f"the template must give tpg:rule rule:{name}, the file's own name")
            )
        if "SHA256" not in text.upper():
            faults.append(Fault(1, 1, "the IRI it makes must be hashed with SHA256"))
    if stratum == "gap" and "tpg:isReported" not in text:
        faults.append(
            Fault(
                1,
                1,
                "a gap rule must say `?status tpg:isReported true`, so that ok is only counted",
            )
        )
    return sorted(faults, key=lambda f: (f.line, f.column))


def syntax_fault(text: str) -> Fault | None:
    """Where a text is not SPARQL 1.1, as Oxigraph judges it; None where it is."""
    import pyoxigraph as ox

    try:
        ox.Store().query(text)
    except SyntaxError as error:
        message = str(error)
        place = re.search(r"at (\d+):(\d+)", message)
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return Fault(line, column, f"not SPARQL 1.1: {message}")
    return None


def _template(text: str) -> str:
    start = text.upper().find("CONSTRUCT")
    open_brace = text.find("{", start)
    return text[open_brace : text.find("}", open_brace) + 1]


def _fault(text: str, token: re.Match[str], message: str) -> Fault:
    before = text[: token.start()]
    line = before.count("\n") + 1
    return Fault(line, token.start() - (before.rfind("\n") + 1) + 1, message)
