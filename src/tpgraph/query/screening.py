"""Reads the words of a SPARQL text before Oxigraph does: what leaves the machine, and how deep.

Oxigraph's grammar has no words of its own: ``SERVICE:x {`` calls the service ``:x``, and so does
``trueSERVICE :x {`` after a triple. A word that only holds a forbidden one is therefore refused as
well, where it could be read so. Names in strings, IRIs and comments are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>\#[^\r\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                  |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<blank>_:[\w.-]+)
      | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
      | (?P<number>[0-9]+)
      | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:%-]|\\[^\w\s])*|[^\W\d_]\w*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
# After these a prefixed name is a graph's, whatever brace follows.
_BEFORE_GRAPH = frozenset({"GRAPH", "FROM", "NAMED", "WITH", "USING", "INTO", "TO"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its kind, itself, where it begins, and how many brackets are open there."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def bare(self) -> str:
        """A word of the language in capitals; empty for names, signs and values."""
        return self.text.upper() if self.kind == "name" and ":" not in self.text else ""


def words_of(text: str) -> Iterator[Word]:
    """The words of a text; spaces and comments left out."""
    depth = 0
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match.group()
        if kind in ("space", "comment"):
            continue
        if word in _CLOSING:
            depth = max(0, depth - 1)
        yield Word(kind, word, match.start(), depth)
        if word in _OPENING:
            depth += 1


def place_of(text: str, start: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in a text."""
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1


def leaving(words: list[Word]) -> Word | None:
    """The first word by which a text would have something fetched from elsewhere."""
    for i, word in enumerate(words):
        if word.kind != "name":
            continue
        held = word.text.upper()
        if ":" not in held:
            if "SERVICE" in held or held.startswith("LOAD"):
                return word
            continue
        prefix = held.partition(":")[0]
        before = words[i - 1].bare if i else ""
        after = words[i + 1].text if i + 1 < len(words) else ""
        is_service = "SERVICE" in prefix and after == "{" and before not in _BEFORE_GRAPH
        # `LOAD:x`, at the beginning of an operation, is LOAD of :x.
        is_load = prefix.startswith("LOAD") and before != "PREFIX" and _begins(words, i)
        if is_service or is_load:
            return word
    return None


def _begins(words: list[Word], i: int) -> bool:
    """Whether an operation may begin at a word: at the start, after ``;`` or a prologue's IRI."""
    return words[i].depth == 0 and (
        i == 0 or words[i - 1].text == ";" or words[i - 1].kind == "iri"
    )


def deepest(words: list[Word]) -> int:
    """How many brackets stand within each other, or signs before one operand."""
    most = run = 0
    for word in words:
        run = run + 1 if word.text in ("!", "-", "+", "^") else 0
        most = max(most, run, word.depth)
    return most


def prefixes_of(words: Sequence[Word]) -> dict[str, str]:
    """The prefixes that a text declares, each with its colon."""
    return {
        name.text: iri.text[1:-1]
        for word, name, iri in zip(words, words[1:], words[2:], strict=False)
        if word.bare == "PREFIX" and iri.kind == "iri"
    }


def chosen_graphs(words: list[Word]) -> tuple[list[str], list[str]] | None:
    """The graphs of FROM and FROM NAMED; None where a query has neither, or one not known here."""
    default: list[str] = []
    named: list[str] = []
    prefixes = prefixes_of(words)
    for before, word in pairwise(words):
        if word.depth == 0 and before.bare in ("FROM", "NAMED") and word.bare != "NAMED":
            iri = iri_of(word, prefixes)
            if iri is None:
                return None
            (default if before.bare == "FROM" else named).append(iri)
    return (default, named) if default or named else None


def iri_of(word: Word, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that a word stands for; None where it is relative, or its prefix not declared."""
    if word.kind == "iri":
        iri = word.text[1:-1]
        return iri if _ABSOLUTE.match(iri) and "\\" not in iri else None
    prefix, _, rest = word.text.partition(":")
    known = prefixes.get(prefix + ":")
    return None if known is None or "\\" in rest else known + rest
