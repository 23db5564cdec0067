"""Finds where a term is written in the ontology's Turtle files, for messages that lead there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tpgraph.reason.gate.report import Place

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"\s]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|"(?:[^"\\\n]|\\.)*")
      | (?P<keyword>@[A-Za-z][\w-]*)
      | (?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w-]+(?:\.[\w-]+)*)?|[A-Za-z]\w*)
      | (?P<number>[+-]?\d+(?:\.\d+)?)
      | (?P<open>[\[(])
      | (?P<close>[\])])
      | (?P<stop>\.)
      | (?P<other>\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A subject's description: its file, where it starts, and its text."""

    file: str
    line: int
    column: int
    text: str
    declares: bool


class Places:
    """An index from IRIs to the places where files describe them."""

    def __init__(self, files: Iterable[Path], root: Path) -> None:
        self._blocks: dict[str, list[_Block]] = {}
        self.fallback = Place(f"{root.name}/tpgraph.ttl")
        for path in files:
            name = f"{root.name}/{path.relative_to(root).as_posix()}"
            for iri, block in _blocks(path.read_text(encoding="utf-8"), name):
                self._blocks.setdefault(iri, []).append(block)

    def of(self, term: str, text: str = "") -> Place:
        """Where a term is declared, or where ``text`` stands as a string of it."""
        blocks = self._blocks.get(term, [])
        if text:
            quoted = f'"{_escaped(text)}"'
            for block in blocks:
                at = block.text.find(quoted)
                if at >= 0:
                    before = block.text[:at]
                    lines = before.count("\n")
                    column = at - (before.rfind("\n") + 1) + 1
                    first = block.column - 1 if not lines else 0
                    return Place(block.file, block.line + lines, column + first)
        for block in sorted(blocks, key=lambda b: not b.declares):
            return Place(block.file, block.line, block.column)
        return self.fallback


def _blocks(text: str, file: str) -> Iterable[tuple[str, _Block]]:
    prefixes: dict[str, str] = {}
    starts: list[tuple[str, int, bool]] = []
    depth, fresh, directive = 0, True, False
    pending: list[str] = []
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group()
        if kind == "comment":
            continue
        if kind == "keyword" and fresh:
            directive, fresh, pending = word in ("@prefix", "@base"), False, []
        elif directive:
            if kind == "stop":
                if len(pending) == 2:
                    prefixes[pending[0]] = pending[1].strip("<>")
                directive, fresh = False, True
            else:
                pending.append(word)
        elif kind == "open":
            depth += 1
            fresh = False
        elif kind == "close":
            depth -= 1
        elif kind == "stop" and depth == 0:
            fresh = True
        elif fresh:
            fresh = False
            following = _TOKEN.match(text, _skip(text, token.end()))
            declares = following is not None and following.group() in ("a", "rdf:type")
            starts.append((_expanded(word, prefixes), token.start(), declares))
    for (iri, start, declares), (_, end, _) in zip(
        starts, [*starts[1:], ("", len(text), False)], strict=True
    ):
        before = text[:start]
        line = before.count("\n") + 1
        column = start - (before.rfind("\n") + 1) + 1
        yield iri, _Block(file, line, column, text[start:end], declares)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _expanded(word: str, prefixes: dict[str, str]) -> str:
    if word.startswith("<"):
        return word.strip("<>")
    prefix, _, local = word.partition(":")
    return prefixes.get(prefix + ":", prefix + ":") + local


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
