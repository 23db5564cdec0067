"""Concept maps in pieces that can be read: a large one is parted where it would be too small."""

from __future__ import annotations

from dataclasses import replace

from tpgraph.teach.concept_map import Branch, ConceptMap, Node
from tpgraph.teach.maps.layout import FONT, Scene, laid_out


def readable(
    drawn: ConceptMap, width_pt: float, height_pt: float, letters_pt: float
) -> list[tuple[ConceptMap, bool]]:
    """The map, or its parts, at whose full size the letters are at least so large.

    With each stands whether it is to be drawn tall. A term with all that belongs to it is never
    parted, so that a part may be smaller than asked for.
    """
    sizes = {
        is_tall: _letters(laid_out(drawn, is_tall=is_tall), width_pt, height_pt)
        for is_tall in (False, True)
    }
    is_tall = sizes[True] > sizes[False]
    pairs = [(n, node) for n, branch in enumerate(drawn.root.branches) for node in branch.nodes]
    if sizes[is_tall] >= letters_pt or len(pairs) < 2:
        return [(drawn, is_tall)]
    weights = [1 + sum(len(branch.nodes) for branch in node.branches) for _, node in pairs]
    half, first = sum(weights) / 2, 0
    while first < len(pairs) - 1 and sum(weights[: first + 1]) <= half:
        first += 1
    parts = (pairs[: max(1, first)], pairs[max(1, first) :])
    return [
        piece
        for part in parts
        for piece in readable(_part(drawn, part), width_pt, height_pt, letters_pt)
    ]


def _letters(scene: Scene, width_pt: float, height_pt: float) -> float:
    """The size of the letters where a scene fills a room, in points."""
    return FONT * min(width_pt / scene.width, height_pt / scene.height)


def _part(drawn: ConceptMap, pairs: list[tuple[int, Node]]) -> ConceptMap:
    """The map with some of the terms next to its middle."""
    branches: list[Branch] = []
    for n, branch in enumerate(drawn.root.branches):
        nodes = tuple(node for at, node in pairs if at == n)
        if nodes:
            # What was left out for want of room is told where the branch ends.
            more = branch.more if nodes[-1] is branch.nodes[-1] else 0
            branches.append(replace(branch, nodes=nodes, more=more))
    return replace(drawn, root=replace(drawn.root, branches=tuple(branches)))
