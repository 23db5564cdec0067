"""What stands in a lesson on a term: its sections, made from what the ontology states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tpgraph.query.names import TOUCHPOINT
from tpgraph.query.terms import Book, book
from tpgraph.teach.concept_map import concept_map
from tpgraph.teach.lesson.discussion import beside, discussion
from tpgraph.teach.lesson.examples import example_table, said_table
from tpgraph.teach.lesson.exercise import exercise
from tpgraph.teach.lesson.model import (
    FOR_TEACHERS,
    Block,
    Definition,
    Item,
    Lesson,
    Listing,
    Paragraph,
    Picture,
    Row,
    Section,
    SectionKey,
    Table,
)
from tpgraph.teach.lesson.used import bibliography
from tpgraph.teach.lesson.voice import Voice
from tpgraph.teach.topics import TAUGHT, topic_named

_BESIDE_MAX = 5  # neighbours that are told apart


def lesson(topic: str, lang: str = "en") -> Lesson:
    """The lesson on a scheme, kind or concept, by its IRI, its last part or any of its labels.

    Raises CallError where no term is called so.
    """
    return _Content(book(), topic_named(topic, TAUGHT), lang).lesson()


class _Content:
    def __init__(self, b: Book, topic: str, language: str) -> None:
        self.b = b
        self.topic = topic
        self.sort = b.sorts[topic]
        self.voice = Voice(b, language)
        self.name = b.label(topic, language)
        self.members = self._members()

    def lesson(self) -> Lesson:
        sections = list(self._sections())
        # Before what is for the teacher, whose pages may be kept back.
        place = next(n for n, s in enumerate(sections) if s.key in FOR_TEACHERS)
        sections.insert(place, self._section("sources", bibliography(sections, self.voice)))
        return Lesson(
            topic=self.topic,
            name=self.name,
            title=self.voice("title", topic=self.name),
            language=self.voice.language,
            sections=tuple(section for section in sections if section.blocks),
        )

    def _members(self) -> tuple[str, ...]:
        """What the lesson goes through: the terms of a list, the kinds below a kind, ..."""
        if self.sort == "scheme":
            return self.b.schemes.get(self.topic, ())
        below = self.b.term(self.topic).narrower
        return tuple(t for t in below if t in self.b.sorts and not self.b.term(t).deprecated)

    def _sections(self) -> Iterator[Section]:
        make = self._section
        questions, answers = exercise(self.topic, self.voice)
        asked = tuple(discussion(self.topic, self.members, self.voice))
        told = [
            make("meaning", self._meaning()),
            make("terms", self._terms()),
            make("beside", self._beside()),
            make("values", self._values()),
            make("map", self._map()),
            make("examples", example_table(self.topic, self.members, self.voice)),
            make("said", said_table(self.topic, self.members, self.voice)),
            make("disagreements", self._disagreements()),
            make("discussion", iter(asked)),
            make("exercise", questions),
            make("notes", (replace(q, text="") for q in asked if q.points)),
            make("answers", answers),
        ]
        there = {section.key for section in told if section.blocks}
        yield make("aims", self._aims(there))
        yield from told

    def _section(self, key: SectionKey, blocks: Iterator[Block]) -> Section:
        heading = f"head.{key}"
        if key == "terms" and self.sort != "scheme":
            heading = "head.kinds"
        return Section(key, self.voice(heading), tuple(blocks))

    # --------------------------------------------------------------------------------- sections

    def _aims(self, there: set[SectionKey]) -> Iterator[Block]:
        """What somebody can do who has gone through the lesson: of what is in it."""
        count = len(self.members)
        slots = {"topic": self.voice.quoted(self.name), "count": count}
        wanted = ["aim.meaning"]
        if "terms" in there and count > 1:
            wanted.append("aim.terms" if self.sort == "scheme" else "aim.kinds")
        if "values" in there:
            wanted.append("aim.values")
        if "examples" in there:
            wanted.append("aim.examples")
        if "disagreements" in there:
            wanted.append("aim.disagreements")
        elif "discussion" in there:
            wanted.append("aim.discussion")
        yield Paragraph(self.voice("aims.lead"))
        yield Listing(tuple(Item(self.voice(key, **slots)) for key in wanted))

    def _meaning(self) -> Iterator[Block]:
        card = self.b.term(self.topic)
        voice = self.voice
        yield self._defined(self.topic)
        for texts in (card.notes, card.examples):
            for text in texts.get(voice.language) or texts.get("en", ()):
                yield Paragraph(text)
        above = [t for t in card.broader if t in self.b.sorts and t != TOUCHPOINT]
        if above:
            names = voice.texts.listed(voice.quoted(voice.label(t)) for t in above)
            key = "broader.kind" if self.sort == "kind" else "broader"
            yield Paragraph(voice(key, names=names))
        if card.scheme:
            yield Paragraph(voice("in-scheme", scheme=voice.quoted(voice.label(card.scheme))))

    def _terms(self) -> Iterator[Block]:
        for term in self.members:
            yield self._defined(term)

    def _beside(self) -> Iterator[Block]:
        """What a kind or concept is easily mixed up with: its neighbours."""
        if self.sort != "scheme":
            for term in beside(self.topic, self.voice)[:_BESIDE_MAX]:
                yield self._defined(term)

    def _defined(self, term: str) -> Definition:
        voice = self.voice
        return Definition(voice.label(term), voice.definition(term), voice.documents(term))

    def _values(self) -> Iterator[Block]:
        """What is always, usually or never so of a kind."""
        voice, rows = self.voice, []
        before = ""
        for value in self.b.term(self.topic).values:
            if "://" not in value.value:
                continue
            column = self.b.column_label(value.property, voice.language)
            how = voice(f"how.{value.how}")
            told = how
            if value.of != self.topic:
                told = voice("how.from", how=how, kind=voice.quoted(voice.label(value.of)))
            cells = ("" if column == before else column, voice.label(value.value), told)
            # What follows from the definition of a kind needs nobody to say it.
            sources = voice.supported(value.said) if value.said or value.how == "usual" else ()
            rows.append(Row(cells, sources))
            before = column
        if rows:
            head = tuple(voice(f"column.{name}") for name in ("property", "value", "how", "where"))
            yield Table(head, tuple(rows))

    def _map(self) -> Iterator[Block]:
        drawn = concept_map(self.topic, self.voice.language)
        if len(list(drawn.nodes())) > 1:
            yield Picture(drawn, self.voice("map.caption", topic=self.voice.quoted(self.name)))

    def _disagreements(self) -> Iterator[Block]:
        """Each disagreement on the topic or a member: what it is, its readings, what is done."""
        voice = self.voice
        on = dict.fromkeys(
            d for t in (self.topic, *self.members) for d in self.b.disputed.get(t, ())
        )
        for iri in on:
            card = self.b.term(iri)
            yield Definition(voice.label(iri), voice.definition(iri))
            readings = [self.b.statements[s] for s in self.b.disagreements[iri]]
            yield Listing(
                tuple(
                    Item(voice.sentence(said), sources=(voice.source(said),)) for said in readings
                )
            )
            for texts in card.remarks.values():
                yield Paragraph(voice("treatment", treatment=texts.get(voice.language, "")))
