"""A lesson's slides: text that can be changed, who says it in the notes for the speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tpgraph.reason.texts import texts_in
from tpgraph.teach.lesson.model import (
    Block,
    Definition,
    Item,
    Lesson,
    Listing,
    Paragraph,
    Picture,
    Question,
    Section,
    Source,
    Table,
)
from tpgraph.teach.lesson.options import lettered
from tpgraph.teach.lesson.pictures import readable
from tpgraph.teach.maps.layout import laid_out
from tpgraph.teach.slide_file import Deck, Line, Row

# What is told on slides; the rest is for reading, and stands in the handout.
_TERMS_MAX, _SAID_MAX, _EXAMPLES_MAX = 14, 8, 4
_ROOM_PT = (860.0, 370.0)  # of a slide, for a picture
_LETTERS_PT = 9.5
_PIXELS = 2.0  # a unit of a picture


def slides(lesson: Lesson) -> bytes:
    """The file."""
    return _Slides(lesson).made()


class _Slides:
    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.texts = texts_in(lesson.language, "lesson")
        self.deck = Deck(lesson.language, lesson.title, lesson.title, self._goes_on)

    def made(self) -> bytes:
        self.deck.cover(self.lesson.name, self.texts("foot"))
        shown = {
            "terms": self._terms,
            "map": self._map,
            "values": self._values,
            "examples": self._examples,
            "said": self._said,
            "disagreements": self._disagreements,
            "discussion": self._discussion,
            "exercise": self._exercise,
        }
        for section in self.lesson.sections:
            if section.key not in ("notes", "answers"):
                shown.get(section.key, self._plain)(section)
        return self.deck.saved()

    def _goes_on(self, title: str, number: int, count: int) -> str:
        return self.texts("slide.goes-on", title=title, number=number, count=count)

    # --------------------------------------------------------------------------------- sections

    def _plain(self, section: Section) -> None:
        lines = [line for block in section.blocks for line in self._lines(block)]
        self.deck.text(section.title, lines)

    def _terms(self, section: Section) -> None:
        lines = [line for block in section.blocks[:_TERMS_MAX] for line in self._lines(block)]
        self.deck.text(section.title, [*lines, *self._more(len(section.blocks), _TERMS_MAX)])

    def _map(self, section: Section) -> None:
        for block in section.blocks:
            if isinstance(block, Picture):
                parts = readable(block.drawn, *_ROOM_PT, _LETTERS_PT)
                for number, (drawn, is_tall) in enumerate(parts, 1):
                    title = section.title
                    if len(parts) > 1:
                        title = self._goes_on(title, number, len(parts))
                    scene = laid_out(drawn, is_tall=is_tall)
                    png = drawn.png(_PIXELS, is_tall=is_tall)
                    shape = (scene.width, scene.height)
                    self.deck.picture(title, png, shape, scene.description, [block.caption])

    def _values(self, section: Section) -> None:
        for table in _tables(section):
            rows = [Row(row.cells, self._sources(row.sources)) for row in table.rows]
            self.deck.table(section.title, table.head[:-1], rows, (3, 4, 5))

    def _examples(self, section: Section) -> None:
        """A row a term, with its first few examples; where each is named stands in the notes."""
        for table in _tables(section):
            found: list[tuple[str, list[str], list[str]]] = []
            for row in table.rows:
                if row.cells[0]:
                    found.append((row.cells[0], [], []))
                _, names, notes = found[-1]
                if len(names) < _EXAMPLES_MAX:
                    names.append(row.cells[1])
                    places = " · ".join(self._placed(source) for source in row.sources)
                    notes.append(f"{row.cells[1]}: {places}")
            rows = [
                Row((term, self.texts.listed(names)), tuple(notes)) for term, names, notes in found
            ]
            self.deck.table(section.title, table.head[:2], rows, (1, 2.4))

    def _said(self, section: Section) -> None:
        for table in _tables(section):
            lines = [
                Line(row.cells[0], has_dot=True, notes=self._sources(row.sources))
                for row in table.rows[:_SAID_MAX]
            ]
            self.deck.text(section.title, [*lines, *self._more(len(table.rows), _SAID_MAX)])

    def _disagreements(self, section: Section) -> None:
        """Each on slides of its own; what tpgraph makes of it is left to the speaker."""
        title = ""
        lines: list[Line] = []
        notes: list[str] = []
        for block in section.blocks:
            if isinstance(block, Definition):
                if lines:
                    self.deck.text(title, lines, notes=notes)
                title, lines, notes = block.term, [Line(block.text)], []
            elif isinstance(block, Paragraph):
                notes.append(block.text)
            else:
                lines += self._lines(block)
        self.deck.text(title, lines, notes=notes)

    def _discussion(self, section: Section) -> None:
        for question in _questions(section):
            notes = [*self._points(question), *self._sources(question.sources)]
            title = f"{section.title}: {question.title}"
            self.deck.text(title, [Line(question.text, points=24)], notes=notes)

    def _exercise(self, section: Section) -> None:
        key = self.lesson.section("answers")
        answers = {q.number: q for q in _questions(key)} if key else {}
        for question in _questions(section):
            lines = [Line(question.text, points=22)]
            lines += [
                Line(f"{lettered(n, self.lesson.language)} {option}")
                for n, option in enumerate(question.options)
            ]
            answer = answers[question.number]
            notes = [answer.text, *self._points(answer)]
            title = f"{section.title} {self.texts.shown(question.number)}: {question.title}"
            self.deck.text(title, lines, notes=notes)

    # ------------------------------------------------------------------------------------ parts

    def _lines(self, block: Block) -> Iterator[Line]:
        if isinstance(block, Paragraph):
            yield Line(block.text, notes=self._sources(block.sources))
        elif isinstance(block, Definition):
            notes = self._sources(block.sources, block.term)
            yield Line(block.text, label=block.term, notes=notes)
        elif isinstance(block, Listing):
            for item in block.items:
                yield self._item(item)

    def _item(self, item: Item) -> Line:
        return Line(item.text, item.label, has_dot=True, notes=self._sources(item.sources))

    def _more(self, count: int, most: int) -> list[Line]:
        if count <= most:
            return []
        return [Line(self.texts("slide.more", count=count - most), points=16, is_muted=True)]

    def _points(self, question: Question) -> Iterator[str]:
        for point in question.points:
            label = f"{point.label}: " if point.label else ""
            places = " ".join(f"[{self._placed(source)}]" for source in point.sources)
            yield f"{label}{point.text} {places}".rstrip()

    def _sources(self, sources: Sequence[Source], of: str = "") -> tuple[str, ...]:
        lead = f"{of} – " if of else ""
        word = self.texts("slide.source")
        return tuple(f"{lead}{word} {self._placed(source)}" for source in sources)

    def _placed(self, source: Source) -> str:
        if not source.words:
            return source.place
        # Words of another direction must not turn what stands around them.
        return f"{source.place}: \u2068{source.words}\u2069"


def _tables(section: Section) -> Iterable[Table]:
    return (block for block in section.blocks if isinstance(block, Table))


def _questions(section: Section) -> Iterable[Question]:
    return (block for block in section.blocks if isinstance(block, Question))
