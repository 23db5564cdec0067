"""The exercise version of a concept map: which terms are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tpgraph.teach.chance import Chance
from tpgraph.teach.concept_map import Node

FEWEST = 3  # blanks, where the map has as many terms


def blanked(root: Node, seed: int, share: float) -> Node:
    """The map with some terms hidden and numbered, from top to bottom.

    The root stays, and so does a term that stands at several places: one would give away the other.
    """
    often: dict[str, int] = {}
    for node in _below(root):
        often[node.iri] = often.get(node.iri, 0) + 1
    free = [node.key for node in _below(root) if often[node.iri] == 1]
    count = min(len(free), max(FEWEST, round(len(free) * share)))
    hidden = frozenset(Chance(f"map|{root.iri}|{seed}").some(free, count))
    numbers = {node.key: n for n, node in enumerate(_hidden(root, hidden), 1)}
    return _mapped(
        root,
        lambda node: replace(node, number=numbers.get(node.key), hidden=node.key in numbers),
    )


def filled(root: Node) -> Node:
    """The same with the terms written in."""
    return _mapped(root, lambda node: replace(node, hidden=False))


def _below(root: Node) -> list[Node]:
    found = []
    for branch in root.branches:
        for node in branch.nodes:
            found += [node, *_below(node)]
    return found


def _hidden(root: Node, keys: frozenset[str]) -> list[Node]:
    return [node for node in _below(root) if node.key in keys]


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    branches = tuple(
        replace(branch, nodes=tuple(_mapped(other, change) for other in branch.nodes))
        for branch in node.branches
    )
    return replace(change(node), branches=branches)
