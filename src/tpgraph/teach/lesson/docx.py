"""A lesson's handout as a Word document that a teacher can change."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.reason.texts import texts_in
from tpgraph.teach.concept_map import ConceptMap
from tpgraph.teach.lesson.model import (
    FOR_TEACHERS,
    Block,
    Definition,
    Item,
    Lesson,
    Listing,
    Paragraph,
    Picture,
    Question,
    Source,
    Table,
)
from tpgraph.teach.lesson.options import lettered
from tpgraph.teach.lesson.pictures import readable
from tpgraph.teach.maps.layout import laid_out
from tpgraph.teach.word_file import Paper, Part

_INDENT_CM = 0.6
# Pixels a unit of the picture: sharp in print, light to mail.
_PIXELS = 2.0
# The letters of a picture, and how high it may be.
_LETTERS_PT, _HIGH_CM = 7.5, 20.0
_CM_PT = 2.54 / 72  # centimetres a point


def handout(lesson: Lesson) -> bytes:
    """The document."""
    return _Handout(lesson).made()


class _Handout:
    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.texts = texts_in(lesson.language, "lesson")
        self.paper = Paper(lesson.language, lesson.title)

    def made(self) -> bytes:
        self.paper.title(self.lesson.title)
        first = next((s.key for s in self.lesson.sections if s.key in FOR_TEACHERS), None)
        for section in self.lesson.sections:
            self.paper.heading(section.title, on_new_page=section.key == first)
            for n, block in enumerate(section.blocks):
                self._block(block, is_told=section.key in FOR_TEACHERS, is_first=n == 0)
        self.paper.text([Part(self.texts("foot"), is_source=True)])
        self.paper.footer(self.lesson.title)
        return self.paper.saved()

    def _block(self, block: Block, *, is_told: bool, is_first: bool) -> None:
        match block:
            case Paragraph():
                parts = [Part(block.text), *self._cited(block.sources)]
                self.paper.text(parts, with_next=is_first)
            case Definition():
                self.paper.text([Part(block.term, is_bold=True)], with_next=True, is_close=True)
                self.paper.text([Part(block.text), *self._cited(block.sources)])
            case Listing():
                for item in block.items:
                    self.paper.item(self._item(item, "\n"))
            case Table():
                self._table(block)
            case Picture():
                self._pictures(block.drawn)
                self.paper.text([Part(block.caption, is_source=True)])
            case Question():
                self._question(block, is_told=is_told)

    def _question(self, question: Question, *, is_told: bool) -> None:
        number = Part(f"{self.texts.shown(question.number)}. ", is_bold=True)
        paper = self.paper
        paper.text([number, Part(question.title, is_source=True)], with_next=True, is_close=True)
        more = question.options or (question.sources and not is_told)
        if question.text:
            paper.text([Part(question.text)], indent_cm=_INDENT_CM, with_next=bool(more))
        for n, option in enumerate(question.options):
            letter = lettered(n, self.lesson.language)
            is_last = n == len(question.options) - 1
            paper.text(
                [Part(f"{letter} "), Part(option)],
                indent_cm=2 * _INDENT_CM,
                with_next=not is_last,
                is_close=not is_last,
            )
        if is_told:
            for point in question.points:
                paper.item(self._item(point, ": "))
        elif question.sources:
            paper.text(self._cited(question.sources), indent_cm=_INDENT_CM)

    def _item(self, item: Item, mark: str) -> list[Part]:
        label = [Part(f"{item.label}{mark}", is_bold=True)] if item.label else []
        return [*label, Part(item.text, language=item.language), *self._cited(item.sources)]

    def _table(self, table: Table) -> None:
        rows = [
            [
                *([Part(cell, is_bold=n == 0 and len(row.cells) > 1)]
                  for n, cell in enumerate(row.cells)),
                self._cited(row.sources, "\n", ("", "")),
            ]
            for row in table.rows
        ]  # fmt: skip
        count = len(table.head)
        shares = {2: (5, 4), 3: (2.2, 2.6, 4.2), 4: (2, 2.2, 2.2, 3.6)}[count]
        self.paper.table(table.head, rows, shares)

    def _pictures(self, drawn: ConceptMap) -> None:
        room = (self.paper.width_cm / _CM_PT, _HIGH_CM / _CM_PT)
        for part, is_tall in readable(drawn, *room, _LETTERS_PT):
            scene = laid_out(part, is_tall=is_tall)
            png = part.png(_PIXELS, is_tall=is_tall)
            self.paper.picture(png, (scene.width, scene.height), scene.description)

    def _cited(
        self,
        sources: Sequence[Source],
        between: str = " ",
        marks: tuple[str, str] = (" [", "]"),
    ) -> list[Part]:
        """Sources in small print, the words of each in their own language."""
        parts: list[Part] = []
        opening, closing = marks
        for n, source in enumerate(sources):
            lead = f"{between if n and not opening else ''}{opening}{source.place}"
            parts.append(Part(lead, is_source=True))
            if source.words:
                parts.append(Part(" – ", is_source=True))
                parts.append(Part(source.words, is_source=True, language=source.language))
            if closing:
                parts.append(Part(closing, is_source=True))
        return parts
