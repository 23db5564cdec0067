"""A concept map of a part of the ontology, as a picture, as a graph, and with blanks to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Node:
    """A term on the map.

    ``disputed``: the documents disagree on whether it belongs here. ``number`` is that of its
    blank, ``hidden`` whether the blank is empty. ``key`` is unique in the map: a term may stand
    at several places.
    """

    key: str
    iri: str
    label: str
    branches: tuple[Branch, ...] = ()
    disputed: bool = False
    number: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """The terms that one linking word leads to; ``more`` are left out for want of room."""

    word: str
    relation: str
    nodes: tuple[Node, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """A term in the middle and what the ontology connects with it, up to two steps away."""

    root: Node
    language: str

    @property
    def title(self) -> str:
        """What the map is of."""
        return self.root.label

    def nodes(self) -> Iterator[Node]:
        """All nodes, the root first, branch by branch."""
        return _walk(self.root)

    def blanks(self) -> tuple[Node, ...]:
        """The nodes that are asked for, by their numbers."""
        asked = [node for node in self.nodes() if node.number is not None]
        return tuple(sorted(asked, key=lambda node: node.number or 0))

    def with_blanks(self, seed: int = 0, share: float = 0.5) -> ConceptMap:
        """The exercise: this share of the terms (0 to 1) is asked for; :meth:`key` answers it."""
        from tpgraph.teach.maps.blanks import blanked

        return replace(self, root=blanked(self.root, seed, share))

    def key(self) -> ConceptMap:
        """The answers to an exercise: the same numbers, filled in."""
        from tpgraph.teach.maps.blanks import filled

        return replace(self, root=filled(self.root))

    def svg(self, *, is_tall: bool = False) -> str:
        """The map as an SVG picture that loads nothing; a tall one fits an upright page."""
        from tpgraph.teach.maps.layout import laid_out
        from tpgraph.teach.maps.svg import drawn

        return drawn(laid_out(self, is_tall=is_tall))

    def png(self, scale: float = 2.0, *, is_tall: bool = False) -> bytes:
        """The map as a PNG picture of ``scale`` pixels a unit of the SVG; see :meth:`svg`.

        Raises CallError where no font of this machine has the letters, or Pillow cannot join them.
        """
        from tpgraph.teach.maps.layout import laid_out
        from tpgraph.teach.maps.png import painted

        return painted(laid_out(self, is_tall=is_tall), scale)

    def graphml(self) -> bytes:
        """The map as GraphML: a node a term (``label``, ``number``), an edge a link (``label``)."""
        from tpgraph.views.network import graphml

        nodes: dict[str, dict[str, str]] = {}
        for node in self.nodes():
            told = {"label": "" if node.hidden else node.label}
            if node.number is not None:
                told["number"] = str(node.number)
            # What is asked for may not be told by its IRI.
            nodes.setdefault(_name(node), told)
        links = [
            (_name(node), _name(other), {"label": branch.word, "disputed": str(other.disputed)})
            for node in self.nodes()
            for branch in node.branches
            for other in branch.nodes
        ]
        return graphml(nodes, links)

    def _repr_svg_(self) -> str:
        return self.svg()


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for branch in node.branches:
        for other in branch.nodes:
            yield from _walk(other)


def _name(node: Node) -> str:
    return f"blank-{node.number}" if node.hidden else node.iri


def concept_map(topic: str, language: str = "en", branch_max: int = 8) -> ConceptMap:
    """The map of a scheme, kind or concept, named by its IRI or any label.

    At most ``branch_max`` terms stand behind a linking word. Raises CallError where no term is
    called so.
    """
    from tpgraph.teach.maps.content import tree
    from tpgraph.teach.topics import topic_named

    return ConceptMap(tree(topic_named(topic), language, branch_max), language)
