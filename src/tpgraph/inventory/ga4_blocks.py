"""Chooses among the blocks of downloads, so that no visit is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tpgraph.inventory.ga4_file import Block
from tpgraph.inventory.imports import Doubt, Skipped
from tpgraph.model import Place
from tpgraph.phrases import phrase

SAME_VISITS = phrase("skipped.same-visits")


class Chosen(NamedTuple):
    """The blocks that count each visit once, and the rows of the others.

    ``undated`` names the files that were skipped only because one of two tells no days.
    """

    blocks: list[Block]
    skipped: list[Skipped]
    undated: list[Doubt]


def choose_blocks(blocks: Sequence[Block]) -> Chosen:
    """Chooses the blocks to use.

    Of a period the most detailed block is taken (source and medium before a channel), and of equal
    ones the first: a second may be of a part of the visits, such as those on telephones.
    """
    chosen: list[Block] = []
    skipped: list[Skipped] = []
    undated: dict[str, str] = {}
    for block in sorted(blocks, key=_detail, reverse=True):
        same = [other for other in chosen if _counts_same(block, other)]
        if same:
            if all(block.file != other.file for other in same):
                for one in (block, *same):
                    if one.period is None:
                        undated.setdefault(block.file, one.file)
            skipped += [Skipped(row.place, SAME_VISITS) for row in block.rows]
        else:
            chosen.append(block)
    doubts = [
        Doubt(Place(file), phrase("ga4.undated", files=file, undated=without))
        for file, without in undated.items()
    ]
    return Chosen([b for b in blocks if any(b is c for c in chosen)], skipped, doubts)


def _detail(block: Block) -> tuple[bool, bool, bool, bool]:
    """How much a block tells of where visits came from."""
    both = "source/medium" in block.columns
    return (
        both or "source" in block.columns,
        both or "medium" in block.columns,
        "channel" in block.columns,
        "campaign" in block.columns,
    )


def _counts_same(block: Block, other: Block) -> bool:
    """Whether two blocks may count one visit twice.

    They do not where their periods are apart, or where one continues the other: the same columns,
    and no row of both.
    """
    if block.period and other.period:
        (a, z), (b, y) = block.period, other.period
        if z < b or y < a:
            return False
    if block.columns != other.columns or block.period != other.period:
        return True
    return bool(_keys(block) & _keys(other))


def _keys(block: Block) -> set[tuple[str, ...]]:
    return {tuple(text.casefold() for text in row.dimensions.values()) for row in block.rows}
