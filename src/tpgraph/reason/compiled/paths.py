"""Property paths, walked from one node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.delta.structure import UnreadableError

Walk: TypeAlias = "Callable[[Facts, Iterable[str]], set[str]]"
_WORD = re.compile(r"<[^<>]*>|[\w-]*:[\w.-]*|\ba\b|\S")


def in_terms(text: str, term: Callable[[str], str]) -> str:
    """A path of a rule's text with its names as N-Triples has them."""
    words = _WORD.findall(text)
    return " ".join(term(word) if word == "a" or ":" in word else word for word in words)


def path_of(text: str) -> Callable[[Facts, str], set[str]]:
    """What a path reaches from a node. Raises UnreadableError for what is not known here."""
    reader = _Reader(_WORD.findall(text))
    walk = reader.read()

    def reached(facts: Facts, node: str) -> set[str]:
        return walk(facts, (node,))

    return reached


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self._words = [*words, ""]
        self._at = 0

    def read(self) -> Walk:
        found = self._alternatives()
        if self._words[self._at]:
            raise UnreadableError(f"not known in a path: {self._words[self._at]}")
        return found

    def _take(self, *words: str) -> str:
        word = self._words[self._at]
        self._at += word in words
        return word if word in words else ""

    def _alternatives(self) -> Walk:
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        return found[0] if len(found) == 1 else _any_of(found)

    def _sequence(self) -> Walk:
        found = [self._step()]
        while self._take("/"):
            found.append(self._step())
        return found[0] if len(found) == 1 else _in_turn(found)

    def _step(self) -> Walk:
        turned = bool(self._take("^"))
        if self._take("("):
            found = self._alternatives()
            if turned or not self._take(")"):
                raise UnreadableError("a path of an unknown form")
        else:
            word = self._words[self._at]
            self._at += 1
            if not word.startswith("<"):
                raise UnreadableError(f"not known in a path: {word}")
            found = _along(word, turned)
        if sign := self._take("*", "+"):
            return _again(found, from_itself=sign == "*")
        return found


def _along(p: str, turned: bool) -> Walk:
    def walk(facts: Facts, nodes: Iterable[str]) -> set[str]:
        table = facts.subjects(p) if turned else facts.objects(p)
        return {o for node in nodes for o in table.get(node, ())}

    return walk


def _any_of(walks: list[Walk]) -> Walk:
    def walk(facts: Facts, nodes: Iterable[str]) -> set[str]:
        given = list(nodes)
        return set[str]().union(*(each(facts, given) for each in walks))

    return walk


def _in_turn(walks: list[Walk]) -> Walk:
    def walk(facts: Facts, nodes: Iterable[str]) -> set[str]:
        found = set(nodes)
        for each in walks:
            found = each(facts, found)
        return found

    return walk


def _again(step: Walk, *, from_itself: bool) -> Walk:
    def walk(facts: Facts, nodes: Iterable[str]) -> set[str]:
        given = set(nodes)
        found = set(given) if from_itself else set[str]()
        fresh = given
        while fresh:
            fresh = step(facts, fresh) - found
            found |= fresh
        return found

    return walk
