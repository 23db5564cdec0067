"""Holds rules to the SPARQL that all engines share: deterministic, hashed IRIs, no blank nodes.

Where rdflib and Oxigraph were found to differ, or where one run could differ from the next, a
rule may not go. The linter reads the text's tokens; the grammar itself is Oxigraph's to judge.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tpgraph import vocabulary as v
from tpgraph.phrases import Phrase, Sayable, phrase
from tpgraph.reason.lint_arithmetic import faulty_operators
from tpgraph.store.refused import refused


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule does wrong, and where (line and column from 1)."""

    line: int
    column: int
    message: str | Sayable


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a SPARQL text, its place, and the IRI that it stands for, if any."""

    word: str
    kind: str
    iri: str
    line: int
    column: int

    def fault(self, message: Sayable) -> Fault:
        """A fault at this word."""
        return Fault(self.line, self.column, message)


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

# What a rule may not say, and why.
_FORBIDDEN = {
    **dict.fromkeys(("GRAPH", "FROM"), "lint.graph"),
    **dict.fromkeys(("UUID", "STRUUID"), "lint.uuid"),
    **dict.fromkeys(("DESCRIBE", "ASK"), "lint.form"),
    **dict.fromkeys(("INSERT", "DELETE"), "lint.update"),
    "SERVICE": "lint.service",
    "NOW": "lint.now",
    "RAND": "lint.random",
    "BNODE": "lint.blank",
    "GROUP_CONCAT": "lint.concat",
    "SAMPLE": "lint.sample",
    "REDUCED": "lint.reduced",
    "LIMIT": "lint.limit",
    "OFFSET": "lint.offset",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CASTS = frozenset(
    _XSD + t for t in ("date", "dateTime", "time", "duration", "dayTimeDuration", "float", "double")
)
_RULE = v.RULE
_TPG = v.NAMESPACE
_FINDING = ("Finding", "rule", "ofCompany", "status", "concerns", "severity")
_CANDIDATE = ("Candidate", "rule", "addresses", "action")
# A term that is none, and looks this much like one, is misspelt. What is like none may be a bound
# of the company's own.
_MISSPELT = 0.85
_BOUND = ("Min", "Max")


def words(text: str) -> list[tuple[str, int, int]]:
    """The bare words of a SPARQL text in capitals, each with its line and column (from 1)."""
    return [(t.word.upper(), t.line, t.column) for t in tokens_of(text) if t.kind == "name"]


def lint_rule(text: str, name: str, stratum: str) -> list[Fault]:
    """The faults of a rule's text, in the order of their places; empty when it is sound.

    ``stratum`` is ``classify``, ``gap`` or ``recommendation``.
    """
    syntax = syntax_fault(text)
    if syntax:
        return [syntax]
    faults: list[Fault] = []
    tokens = tokens_of(text)
    faults += arithmetic_faults(tokens)
    constructs = 0
    for i, token in enumerate(tokens):
        upper = token.word.upper()
        following = tokens[i + 1].word if i + 1 < len(tokens) else ""
        if token.kind in ("blank", "bracket"):
            faults.append(token.fault(phrase("lint.blank")))
        elif token.kind == "name" and ":" not in token.word:
            if upper == "CONSTRUCT":
                constructs += 1
            elif upper in _FORBIDDEN:
                faults.append(token.fault(Phrase(_FORBIDDEN[upper], {"word": upper})))
        elif token.iri in _CASTS and following == "(":
            faults.append(token.fault(phrase("lint.cast", word=token.word)))
        elif token.iri and (meant := _meant(token.iri)):
            faults.append(token.fault(phrase("lint.misspelt", word=token.word, near=meant)))
    if constructs != 1:
        faults.append(Fault(1, 1, phrase("lint.one-construct")))
    elif not re.search(r"^\s*CONSTRUCT\b", text, re.MULTILINE | re.IGNORECASE):
        faults.append(Fault(1, 1, phrase("lint.first-word")))
    if stratum != "classify":
        faults += _lacks(tokens, name, stratum)
    return sorted(faults, key=lambda f: (f.line, f.column))


def arithmetic_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """Sums and products that not every engine computes alike."""
    for i, message in faulty_operators(tokens):
        yield tokens[i].fault(message)


def _lacks(tokens: Sequence[Token], name: str, stratum: str) -> Iterator[Fault]:
    """What a rule's template and pattern must hold, and do not."""
    template = template_of(tokens)
    given = {token.iri for token in template}
    place = template[0] if template else tokens[0]
    for term in _FINDING if stratum == "gap" else _CANDIDATE:
        if _TPG + term not in given:
            yield place.fault(phrase("lint.must-give", term=f"tpg:{term}"))
    if _RULE + name not in given:
        yield place.fault(phrase("lint.own-name", term=f"rule:{name}", prefix=f"<{_RULE}>"))
    for token in template:
        if token.iri.startswith(_RULE) and token.iri != _RULE + name:
            yield token.fault(phrase("lint.other-name", word=token.word, term=f"rule:{name}"))
    if not any(token.kind == "name" and token.word.upper() == "SHA256" for token in tokens):
        yield place.fault(phrase("lint.hashed"))
    if stratum == "gap" and not any(token.iri == _TPG + "isReported" for token in tokens):
        yield place.fault(phrase("lint.reported", form="`?status tpg:isReported true`"))


def _meant(iri: str) -> str | None:
    """The term that a misspelt one was meant to be."""
    term = iri.removeprefix(_TPG)
    if term == iri or term in v.TERMS:
        return None
    # A bound of the company's own is named after what it limits: it is like no other term but one
    # that limits as well.
    ending = next((e for e in _BOUND if term.endswith(e)), "")
    known = [t for t in v.TERMS if t.endswith(ending)]
    near = difflib.get_close_matches(term, known, n=1, cutoff=_MISSPELT)
    return f"tpg:{near[0]}" if near else None


def syntax_fault(text: str) -> Fault | None:
    """Where a text is not SPARQL 1.1, as Oxigraph judges it; None where it is."""
    import pyoxigraph as ox

    try:
        ox.Store().query(text)
    except SyntaxError as error:
        message = str(error)
        place = re.search(r"at (\d+):(\d+)", message)
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return Fault(line, column, phrase("lint.not-sparql", why=refused(error)))
    return None


def tokens_of(text: str) -> list[Token]:
    """The words of a SPARQL text with their places and, for names and addresses, their IRIs."""
    found: list[Token] = []
    prefixes: dict[str, str] = {}
    before = ["", ""]
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match.group()
        if kind == "comment":
            continue
        iri = ""
        if kind == "iri":
            iri = word[1:-1]
            if before[0].upper() == "PREFIX":
                prefixes[before[1]] = iri
        elif kind == "name" and ":" in word:
            prefix, _, rest = word.rstrip(".").partition(":")
            iri = prefixes[f"{prefix}:"] + rest if f"{prefix}:" in prefixes else ""
        start = match.start()
        line = text.count("\n", 0, start) + 1
        found.append(Token(word, kind, iri, line, start - (text.rfind("\n", 0, start) + 1) + 1))
        before = [before[1], word]
    return found


def template_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of the CONSTRUCT template, from its opening brace on."""
    words = [token.word.upper() for token in tokens]
    if "CONSTRUCT" not in words or "{" not in words[words.index("CONSTRUCT") :]:
        return ()
    start = words.index("{", words.index("CONSTRUCT"))
    return tokens[start : words.index("}", start) if "}" in words[start:] else len(tokens)]
