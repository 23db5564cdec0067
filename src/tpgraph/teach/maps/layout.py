"""Where everything of a concept map stands: columns of boxes on both sides of the middle one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tpgraph.reason.texts import texts_in
from tpgraph.teach.concept_map import Branch, ConceptMap, Node
from tpgraph.teach.maps.measure import width_em, wrapped
from tpgraph.views.wording import direction, wording_in

Style = Literal["root", "near", "far", "more"]

# All in units of the picture.
FONT, SMALL = 15.0, 13.0
LINE = 19.0
_PAD_X, _PAD_Y = 10.0, 6.0
_GAP, _BRANCH_GAP = 9.0, 16.0
_FAN = 46.0
_MARGIN = 24.0
# How wide words may run in a box and at a link: on an upright page, less.
_BOX_EM, _WORD_EM = 14.0, 10.0
_TALL_EM, _TALL_WORD_EM = 10.0, 7.0
# A map higher than this is spread to both sides.
_ONE_SIDE = 260.0


@dataclass(frozen=True, slots=True)
class Box:
    """A term in its box; ``x`` and ``y`` are its middle."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    style: Style
    number: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A line from point to point."""

    points: tuple[tuple[float, float], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text without a box, ``y`` and, unless it starts there, ``x`` their middle."""

    x: float
    y: float
    lines: tuple[str, ...]
    at_start: bool = False


@dataclass(slots=True)
class Scene:
    """A map ready to be drawn."""

    width: float
    height: float
    language: str
    title: str
    description: str
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    @property
    def is_rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return direction(self.language) == "rtl"


def laid_out(concept_map: ConceptMap, *, is_tall: bool = False) -> Scene:
    """The scene of a map; a tall one, which fits an upright page, stays on one side."""
    return _Layout(concept_map, is_tall).scene()


class _Layout:
    def __init__(self, concept_map: ConceptMap, is_tall: bool) -> None:
        self.map = concept_map
        self.is_tall = is_tall
        self.box_em, self.word_em = (_TALL_EM, _TALL_WORD_EM) if is_tall else (_BOX_EM, _WORD_EM)
        self.texts = texts_in(concept_map.language, "map")
        self.wording = wording_in(concept_map.language)
        self.scene_ = Scene(0, 0, concept_map.language, concept_map.title, self._described())

    def scene(self) -> Scene:
        root = self.map.root
        sides = _sides(self, root.branches)
        lengths = [self._side_width(side) for side in sides]
        width, height = self._size(root)
        inner = max([height, *(self._height(side) for side in sides)])
        total = width + sum(lengths) + 2 * _MARGIN
        # Reading begins on the right of the middle; in Persian on its left.
        forth = -1 if self.scene_.is_rtl else 1
        first, second = (*lengths, 0.0)[:2]
        left = first if forth < 0 else second
        x, y = _MARGIN + left + width / 2, _MARGIN + inner / 2
        self.scene_.boxes.append(self._box(root, x, y, "root"))
        for side, turn in zip(sides, (forth, -forth), strict=False):
            self._branches(side, x + turn * width / 2, y, turn, "near")
        self.scene_.width = total
        self.scene_.height = self._notes(_MARGIN + inner + _BRANCH_GAP, total) + _MARGIN
        return self.scene_

    # ---------------------------------------------------------------------------------- sizes

    def _lines(self, node: Node) -> tuple[str, ...]:
        return wrapped(node.label, self.box_em)

    def _number(self, node: Node) -> str | None:
        return None if node.number is None else f"{self.wording.digits(node.number)}."

    def _size(self, node: Node) -> tuple[float, float]:
        lines = self._lines(node)
        room = 2.0 * FONT if node.number is not None else 0.0
        width = max(width_em(line) for line in lines) * FONT + 2 * _PAD_X + room
        return max(width, 60.0), len(lines) * LINE + 2 * _PAD_Y

    def _node_height(self, node: Node) -> float:
        return max(self._size(node)[1], self._height(node.branches))

    def _branch_height(self, branch: Branch) -> float:
        heights = [self._node_height(node) for node in branch.nodes]
        if branch.more:
            heights.append(LINE)
        word = len(wrapped(branch.word, self.word_em)) * LINE
        return max(word, sum(heights) + _GAP * (len(heights) - 1))

    def _height(self, branches: Sequence[Branch]) -> float:
        heights = [self._branch_height(branch) for branch in branches]
        return sum(heights) + _BRANCH_GAP * max(0, len(heights) - 1)

    def _word_width(self, branches: Iterable[Branch]) -> float:
        lines = [line for b in branches for line in wrapped(b.word, self.word_em)]
        return max((width_em(line) for line in lines), default=0.0) * SMALL

    def _side_width(self, branches: Sequence[Branch]) -> float:
        """The width of all columns beside a box."""
        if not branches:
            return 0.0
        below = [node for branch in branches for node in branch.nodes]
        boxes = max(self._size(node)[0] for node in below)
        deeper = [branch for node in below for branch in node.branches]
        return 2 * _FAN + self._word_width(branches) + boxes + self._side_width(deeper)

    # ---------------------------------------------------------------------------------- places

    def _box(self, node: Node, x: float, y: float, style: Style) -> Box:
        width, height = self._size(node)
        lines = () if node.hidden else self._lines(node)
        return Box(x, y, width, height, lines, style, self._number(node), node.hidden)

    def _branches(
        self, branches: Sequence[Branch], x: float, y: float, turn: int, style: Style
    ) -> None:
        """Branches beside a box whose edge is at ``x``; the side's columns are shared by all."""
        self._column(branches, [(x, y, list(branches))], turn, style)

    def _column(
        self,
        every: Sequence[Branch],
        starts: Sequence[tuple[float, float, Sequence[Branch]]],
        turn: int,
        style: Style,
    ) -> None:
        """The next two columns, words and boxes, of all the boxes that have branches."""
        if not every:
            return
        edge = max((x * turn for x, _, _ in starts), default=0.0) * turn
        words = self._word_width(every)
        word_x = edge + turn * (_FAN + words / 2)
        box_x = edge + turn * (2 * _FAN + words)
        following: list[tuple[float, float, Sequence[Branch]]] = []
        for x, y, branches in starts:
            top = y - self._height(branches) / 2
            for branch in branches:
                height = self._branch_height(branch)
                following += self._branch(branch, (x, y), (word_x, words), box_x, top, turn, style)
                top += height + _BRANCH_GAP
        deeper = [b for branch in every for node in branch.nodes for b in node.branches]
        self._column(deeper, following, turn, "far")

    def _branch(
        self,
        branch: Branch,
        start: tuple[float, float],
        word: tuple[float, float],
        box_x: float,
        top: float,
        turn: int,
        style: Style,
    ) -> list[tuple[float, float, Sequence[Branch]]]:
        height = self._branch_height(branch)
        middle = top + height / 2
        lines = wrapped(branch.word, self.word_em)
        self.scene_.words.append(Words(word[0], middle, lines))
        half = max(width_em(line) for line in lines) * SMALL / 2
        column = word[0] - turn * word[1] / 2
        near, far = word[0] - turn * half, word[0] + turn * half
        end = word[0] + turn * word[1] / 2
        self.scene_.links.append(Link((start, (column, middle), (near, middle))))
        heights = [self._node_height(node) for node in branch.nodes]
        needed = sum(heights) + _GAP * (len(heights) - 1) + (LINE + _GAP if branch.more else 0)
        at = middle - needed / 2
        following: list[tuple[float, float, Sequence[Branch]]] = []
        for node, room in zip(branch.nodes, heights, strict=True):
            y = at + room / 2
            width = self._size(node)[0]
            self.scene_.boxes.append(self._box(node, box_x + turn * width / 2, y, style))
            way = ((far, middle), (end, middle), (box_x, y))
            self.scene_.links.append(Link(way, node.disputed))
            if node.branches:
                following.append((box_x + turn * width, y, node.branches))
            at += room + _GAP
        if branch.more:
            more = self.texts("more", count=branch.more)
            half = width_em(more) * SMALL / 2
            self.scene_.words.append(Words(box_x + turn * half, at + LINE / 2, (more,)))
        return following

    # ----------------------------------------------------------------------------------- texts

    def _described(self) -> str:
        """The map in words, for those who do not see it."""
        parts = []
        for node in self.map.nodes():
            for branch in node.branches:
                names = self.texts.listed(_name(self, other) for other in branch.nodes)
                parts.append(f"{_name(self, node)} – {branch.word}: {names}.")
        return self.texts("describe", title=self.map.title, links=" ".join(parts))

    def _notes(self, top: float, width: float) -> float:
        """What stands below the map: words to put in, what dashes mean; returns where it ends."""
        start = width - _MARGIN if self.scene_.is_rtl else _MARGIN
        paragraphs = []
        if any(node.disputed for node in self.map.nodes()):
            paragraphs.append(self.texts("disputed"))
        if blanks := self.map.blanks():
            if any(node.hidden for node in blanks):
                labels = sorted({node.label for node in blanks}, key=self.wording.order)
                paragraphs.append(f"{self.texts('bank')} {self.texts.parted(labels)}")
            paragraphs.append(self.texts("any-order"))
        for text in paragraphs:
            lines = wrapped(text, (width - 2 * _MARGIN) / SMALL)
            top += len(lines) * LINE
            self.scene_.words.append(Words(start, top - len(lines) * LINE / 2, lines, True))
            top += _GAP
        return top - _GAP if paragraphs else top - _BRANCH_GAP


def _name(layout: _Layout, node: Node) -> str:
    return layout._number(node) or "" if node.hidden else node.label


def _sides(layout: _Layout, branches: tuple[Branch, ...]) -> list[tuple[Branch, ...]]:
    """One side, or two of about the same height; a branch may be parted between them."""
    whole = layout._height(branches)
    if layout.is_tall or whole <= _ONE_SIDE:
        return [branches]
    first: list[Branch] = []
    second: list[Branch] = []
    used = 0.0
    for branch in branches:
        nodes: list[Node] = []
        while len(nodes) < len(branch.nodes) and used < whole / 2:
            nodes.append(branch.nodes[len(nodes)])
            used += layout._node_height(nodes[-1]) + _GAP
        used += _BRANCH_GAP
        rest = branch.nodes[len(nodes) :]
        if nodes:
            more = 0 if rest else branch.more
            first.append(Branch(branch.word, branch.relation, tuple(nodes), more))
        if rest:
            second.append(Branch(branch.word, branch.relation, rest, branch.more))
    return [tuple(first), tuple(second)] if second else [tuple(first)]
