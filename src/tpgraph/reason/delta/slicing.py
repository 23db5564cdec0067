"""Cuts a rule down to what its statuses need: the same pattern without what only describes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tpgraph import vocabulary as v
from tpgraph.reason.delta.structure import Group, Piece, Structure, variables_in

_STATUS = v.NAMESPACE + "status"
_COMMENT = re.compile(r"(?m)^\s*#[^\n]*$")


def select_query(text: str, structure: Structure, wanted: Sequence[str]) -> str:
    """A SELECT DISTINCT of some variables of what a rule's CONSTRUCT is made from.

    A BIND, OPTIONAL or VALUES of variables that nothing else needs adds no solution and takes none
    away once solutions are made distinct: it is left out.
    """
    pattern = _needed(text, structure, frozenset(wanted))
    return f"{structure.prefixes} SELECT DISTINCT {' '.join(wanted)} {pattern}"


def status_rule(text: str, structure: Structure) -> str:
    """A gap rule that says no more than the status of each of its findings."""
    pattern = _needed(text, structure, frozenset({"?finding", "?status"}))
    return f"{structure.prefixes} CONSTRUCT {{ ?finding <{_STATUS}> ?status }} {pattern}"


def _needed(text: str, structure: Structure, wanted: frozenset[str]) -> str:
    """The query's pattern without the pieces that give only what neither it nor anybody needs."""
    # At first all of them are left out; then whatever gives what is mentioned comes back.
    cut = _pieces(structure.where)
    while True:
        kept = _without(text, structure.template_end, cut)
        needed = wanted | set(variables_in(kept))
        back = [piece for piece in cut if piece.gives & needed]
        if not back:
            return kept
        cut = [piece for piece in cut if piece not in back]


def _pieces(group: Group) -> list[Piece]:
    # A subselect or an EXISTS is left as it is: there, counts and scopes may matter.
    found = list(group.pieces)
    for child in group.children:
        if child.role in ("group", "union", "optional"):
            found += _pieces(child)
    return found


def _without(text: str, start: int, cut: list[Piece]) -> str:
    parts = []
    at = start
    for piece in sorted(cut, key=lambda p: p.start):
        if piece.start >= at:
            parts.append(text[at : piece.start])
        at = max(at, piece.end)
    parts.append(text[at:])
    return _COMMENT.sub("", " ".join(parts))
