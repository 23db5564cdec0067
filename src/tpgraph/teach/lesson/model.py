"""What a lesson is made of: sections of blocks in one language, each with who says it and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tpgraph.teach.concept_map import ConceptMap

SectionKey = Literal[
    "aims", "meaning", "terms", "beside", "values", "map", "examples", "said", "disagreements",
    "discussion", "exercise", "notes", "answers", "sources",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is said.

    ``place`` names the document and, where it is known, the line; ``words`` stand there verbatim,
    in ``language``. ``document`` is an IRI; ``line`` counts from 1.
    """

    document: str
    line: int | None
    place: str
    words: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of running text."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means."""

    term: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list; ``label`` stands before it.

    ``language`` is that of the text, where it is not the lesson's.
    """

    text: str
    label: str = ""
    sources: tuple[Source, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines beside each other; numbered where their order counts."""

    items: tuple[Item, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. An empty first cell goes on with the one above it."""

    cells: tuple[str, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the sources of each row stand in a column of their own, the last."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A concept map; ``caption`` says in words what it shows."""

    drawn: ConceptMap
    caption: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, to discuss or to answer.

    ``options`` are answers to choose, in their order. ``points`` are for the teacher: what may be
    brought up, why an answer is right; only the sections of :data:`FOR_TEACHERS` show them.
    """

    number: int
    title: str
    text: str
    options: tuple[str, ...] = ()
    points: tuple[Item, ...] = ()
    sources: tuple[Source, ...] = ()


# The sections that stand apart, at the end: what is thought of the questions, and the answers.
FOR_TEACHERS: tuple[SectionKey, ...] = ("notes", "answers")

Block: TypeAlias = Paragraph | Definition | Listing | Table | Picture | Question


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson; ``key`` is the same in every language."""

    key: SectionKey
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson on a term: ``topic`` is its IRI, ``name`` what it is called."""

    topic: str
    name: str
    title: str
    language: str
    sections: tuple[Section, ...]

    def section(self, key: SectionKey) -> Section | None:
        """The section of a key; a lesson leaves out what it has nothing for."""
        return next((s for s in self.sections if s.key == key), None)

    def blocks(self) -> Iterator[Block]:
        """All blocks of all sections."""
        for section in self.sections:
            yield from section.blocks
