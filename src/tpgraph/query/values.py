"""What is always, usually or never so of a kind of touchpoint, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from tpgraph.query.names import OWL, RDFS, SKOS, TPG

if TYPE_CHECKING:
    from tpgraph.query.terms import Book


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a kind: ``necessary``, ``impossible`` or ``usual``.

    ``property`` is what an inventory states (``tpg:stage``); ``of`` is the kind that has it, the
    kind itself or one above; ``said`` are the statements that support it: none means that it is
    our judgement.
    """

    property: str
    value: str
    how: Literal["necessary", "usual", "impossible"]
    of: str
    said: tuple[str, ...]


class KindValues:
    """The values of kinds: their own axioms and those of the kinds above, and what is usual."""

    def __init__(self, b: Book) -> None:
        self.b = b

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """What an inventory states and what is usual of a kind: ``tpg:stage``, ``typicalStage``."""
        columns = self.b.subjects(SKOS + "inScheme", TPG + "columns")
        ordered = sorted(columns, key=self.b.place)
        return tuple(
            (stated[0], typical[0])
            for column in ordered
            if (stated := self.b.iris(column, TPG + "columnProperty"))
            and (typical := self.b.iris(column, TPG + "columnTypical"))
        )

    def _above(self, iri: str) -> list[str]:
        """The kinds above, the nearest first."""
        found: dict[str, None] = {}
        todo = [iri]
        while todo:
            todo = [b for a in todo for b in self.b.iris(a, RDFS + "subClassOf") if b not in found]
            found |= dict.fromkeys(todo)
        found.pop(iri, None)
        return list(found)

    def __call__(self, kind: str) -> Iterator[Value]:
        """The values of a kind, column by column."""
        line = [kind, *self._above(kind)]
        for stated, typical in self.columns:
            firm: dict[str, Value] = {}
            for of in line:
                for value in self._necessary(of, stated):
                    said = self._support(line, typical, value)
                    firm.setdefault(value, Value(stated, value, "necessary", of, said))
                for value in self._excluded(of, stated):
                    firm.setdefault(value, Value(stated, value, "impossible", of, ()))
            yield from firm.values()
            for of in self._stating(line, typical):
                for value in sorted({o.value for o in self.b.objects(of, typical)} - firm.keys()):
                    said = self._support([of, kind], typical, value)
                    yield Value(stated, value, "usual", of, said)

    def _stating(self, line: list[str], typical: str) -> list[str]:
        """The kind itself where it says what is usual, else the nearest above that do."""
        stating = [kind for kind in line if any(self.b.objects(kind, typical))]
        if stating[:1] == line[:1]:
            return stating[:1]
        return [k for k in stating if not any(k in self._above(other) for other in stating)]

    def _support(self, kinds: Iterable[str], typical: str, value: str) -> tuple[str, ...]:
        found = [
            said.iri
            for kind in kinds
            for said in self.b.said_about.get(kind, ())
            if said.relation == typical and said.object == value
        ]
        return tuple(dict.fromkeys(found))

    def _necessary(self, kind: str, stated: str) -> Iterator[str]:
        for node in self.b.objects(kind, RDFS + "subClassOf"):
            if isinstance(node, ox.BlankNode):
                on = self._of_blank(node, OWL + "onProperty")
                value = self._of_blank(node, OWL + "hasValue")
                if on == stated and value:
                    yield value

    def _excluded(self, kind: str, stated: str) -> Iterator[str]:
        excluded = {
            *self.b.iris(kind, OWL + "disjointWith"),
            *self.b.subjects(OWL + "disjointWith", kind),
        }
        for cls in sorted(excluded & self.b.defined.keys()):
            if stated in self._defining.get(cls, ()):
                yield self.b.defined[cls]

    @cached_property
    def _defining(self) -> Mapping[str, tuple[str, ...]]:
        """The property by which each defined class is defined."""
        schemes = {
            stated: self.b.iris(column, TPG + "columnScheme")
            for column in self.b.subjects(SKOS + "inScheme", TPG + "columns")
            for stated in self.b.iris(column, TPG + "columnProperty")
        }
        return {
            cls: tuple(
                stated
                for stated, of in schemes.items()
                if set(of) & set(self.b.iris(value, SKOS + "inScheme"))
            )
            for cls, value in self.b.defined.items()
        }

    def _of_blank(self, node: ox.BlankNode, p: str) -> str | None:
        for quad in self.b.store.quads_for_pattern(node, ox.NamedNode(p), None):
            if not isinstance(quad.object, ox.Triple):
                return quad.object.value
        return None
