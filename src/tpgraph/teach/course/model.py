"""What a unit of the course is made of: parts with paragraphs, tables and a picture, exercises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tpgraph.teach.quiz.model import Question


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words, with the statements of documents that bear them out (IRIs)."""

    text: str
    said: tuple[str, ...] = ()


Cell: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG picture; of a wide one, ``narrow`` is an upright drawing for narrow screens."""

    svg: str
    caption: str
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """On what the documents disagree, the statements that are its readings, what tpgraph does."""

    label: str
    definition: str
    treatment: str
    readings: Cell


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a unit."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    picture: Picture | None = None
    disputes: tuple[Dispute, ...] = ()
    explorer: bool = False  # whether it ends with a link to the explorer


@dataclass(frozen=True, slots=True)
class Unit:
    """One of the four units; ``topics`` are the terms that it teaches (IRIs)."""

    number: int
    title: str
    lead: str
    minutes: int
    goals: tuple[str, ...]
    topics: tuple[str, ...]
    parts: tuple[Part, ...]
    exercises: tuple[Question, ...]

    @property
    def name(self) -> str:
        """What its files are called: ``unit-1``."""
        return unit_name(self.number)

    def statements(self) -> dict[str, None]:
        """The statements that it refers to, in the order of reading."""
        cells = [
            cell
            for part in self.parts
            for cell in (
                *(c for table in part.tables for row in table.rows for c in row),
                *(dispute.readings for dispute in part.disputes),
            )
        ]
        of_cells = [iri for cell in cells for piece in cell for iri in piece.said]
        of_facts = [iri for q in self.exercises for fact in q.item.facts for iri in fact.said]
        return dict.fromkeys([*of_cells, *of_facts])


def unit_name(number: int) -> str:
    """What the files of a unit are called."""
    return f"unit-{number}"
