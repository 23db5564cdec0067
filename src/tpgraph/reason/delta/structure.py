"""The structure of a rule's text: its groups, triple patterns and subselects, with their places.

Only what deciding about changes needs: expressions are looked through for EXISTS, no more. A text
that this reader does not know raises ``UnreadableError``; whoever asked then assumes the worst.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# How a literal begins in a pattern; its text in the rule follows.
LITERAL = '"'


class UnreadableError(ValueError):
    """A text of a form that this reader does not know."""


class Pattern(NamedTuple):
    """A triple pattern.

    Variables stand as ``?name``, IRIs bare, literals as they are written, after ``LITERAL``.
    ``path`` holds the predicates of a property path; ``p`` is then empty.
    """

    s: str
    p: str
    o: str
    path: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A BIND, OPTIONAL, VALUES or subselect: its place, and the variables it may give a value.

    ``lists`` holds the IRIs that VALUES lists for each variable that gets nothing but IRIs.
    """

    sort: str
    start: int
    end: int
    gives: frozenset[str]
    lists: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(slots=True)
class Group:
    """A group graph pattern. ``role``: where, group, union, optional, exists, minus or select.

    ``keys`` are the variables of a subselect by which it may be looked at part by part: those it
    gives as they are, and by which it groups if it groups at all.
    """

    role: str
    patterns: list[Pattern] = field(default_factory=list)
    children: list[Group] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    keys: frozenset[str] = frozenset()

    def gives(self) -> frozenset[str]:
        """The variables that it may give a value."""
        found = {t for pattern in self.patterns for t in pattern[:3] if is_variable(t)}
        for piece in self.pieces:
            found |= piece.gives
        for child in self.children:
            if child.role not in ("exists", "minus"):
                found |= child.gives()
        return frozenset(found)

    def surely_gives(self) -> frozenset[str]:
        """Variables that have a value in each of its solutions; there may be more of them."""
        found = {t for pattern in self.patterns for t in pattern[:3] if is_variable(t)}
        union: frozenset[str] | None = None
        for child in self.children:
            if child.role == "group":
                found |= child.surely_gives()
            elif child.role == "select":
                found |= child.keys & child.children[0].surely_gives()
            elif child.role == "union":
                given = child.surely_gives()
                union = given if union is None else union & given
        return frozenset(found | (union or set()))


@dataclass(frozen=True, slots=True)
class Structure:
    """A CONSTRUCT query: its prefixes, the template's triples and end, and what is asked for."""

    prefixes: str
    template: tuple[Pattern, ...]
    template_end: int
    where: Group


def is_variable(term: str) -> bool:
    """Whether a pattern's term is a variable."""
    return term.startswith("?")


def is_literal(term: str) -> bool:
    """Whether a pattern's term is a literal."""
    return term.startswith(LITERAL)


def variables_in(text: str) -> list[str]:
    """Every mention of a variable, in comments and strings too: none that counts is missed."""
    return ["?" + name for name in re.findall(r"[?$](\w+)", text)]
