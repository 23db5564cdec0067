"""The pages of a course as HTML: each opens from disk, loads nothing, runs its own script alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tpgraph.query.names import DCTERMS, local_name
from tpgraph.query.terms import Book, Said
from tpgraph.reason.texts import texts_in
from tpgraph.teach.course.guide import Timetable
from tpgraph.teach.course.model import Unit
from tpgraph.teach.quiz.formats.marking import answer_text, key_of
from tpgraph.teach.quiz.model import Question
from tpgraph.views.inlined import inlined, policy, rendered
from tpgraph.views.wording import RIGHT_TO_LEFT, direction, wording_in

_FOLDER = "course"  # of the pages' own assets


@dataclass(frozen=True)
class Link:
    """A file of the course and what it is called; ``note`` says what it is for."""

    href: str
    text: str
    note: str = ""


class Pages:
    """Renders the pages in one language; ``up`` leads from a page to the course's folder."""

    def __init__(self, b: Book, language: str) -> None:
        self.b = b
        self.language = language
        self.t = texts_in(language, "course")

    def unit(self, unit: Unit, titles: Sequence[str], further: Sequence[Link]) -> str:
        """A unit; ``titles`` are those of all, ``further`` what belongs to this one."""
        return self._page(
            "unit.html.j2",
            unit.title,
            unit=unit,
            titles=titles,
            further=further,
            keys=[json.dumps(key_of(q), ensure_ascii=False) for q in unit.exercises],
            terms=[self._sorted(term for term, _ in q.pairs) for q in unit.exercises],
            answers=[answer_text(q) for q in unit.exercises],
            quiz=texts_in(self.language, "quiz"),
        )

    def index(self, units: Sequence[Unit], materials: Sequence[tuple[str, Sequence[Link]]]) -> str:
        """The first page: the units and everything else, under headings."""
        return self._page("index.html.j2", self.t("title"), units=units, materials=materials)

    def sources(self, cited: Iterable[str]) -> str:
        """What the course refers to, document by document: line, words, and what is said."""
        documents: dict[str, list[Said]] = {}
        wanted = frozenset(cited)
        for said in self.b.statements.values():
            if said.iri in wanted:
                documents.setdefault(said.source, []).append(said)
        return self._page("sources.html.j2", self.t("sources"), documents=documents)

    def guide(
        self,
        timetables: Sequence[Timetable],
        talk: Sequence[tuple[str, Sequence[Question]]],
        files: Sequence[Link],
    ) -> str:
        """The teacher's guide, which stands in a folder of its own."""
        return self._page(
            "guide.html.j2",
            self.t("guide"),
            up="../",
            timetables=timetables,
            talk=talk,
            files=files,
        )

    def _page(self, template: str, title: str, *, up: str = "", **values: Any) -> str:
        return rendered(_FOLDER, template, title=title, up=up, **self._shared, **values)

    @cached_property
    def _shared(self) -> Mapping[str, Any]:
        from markupsafe import Markup

        css, script = inlined(_FOLDER, "course.css"), inlined(_FOLDER, "course.js")
        return {
            "language": self.language,
            "direction": direction(self.language),
            "t": self.t,
            "comma": wording_in(self.language).comma,
            "css": Markup(css),
            "script": Markup(script),
            "policy": policy(css, script),
            "label": lambda iri: self.b.label(iri, self.language),
            "place": self._place,
            "named_place": self._named_place,
            "anchor": local_name,
            "told": self._told,
            "words": self._words,
            "document_title": lambda iri: self.b.text(iri, DCTERMS + "title") or "",
            "document_language": self._document_language,
            "drawn": Markup,
        }

    # ---------------------------------------------------------------------------- references

    def _place(self, iri: str) -> str:
        """A short name of a statement's place: the document's number and the line."""
        said = self.b.statements[iri]
        number = local_name(said.source).removeprefix("seed")
        return str(wording_in(self.language).digits(f"{number}:{said.line or 0}"))

    def _named_place(self, iri: str) -> str:
        said = self.b.statements[iri]
        return self.t("place", document=self.b.label(said.source, self.language), line=said.line)

    def _told(self, said: Said) -> str:
        if sentence := said.sentences.get(self.language):
            return sentence
        parts = (i for i in (said.about, said.relation, said.object) if i)
        return " – ".join(self.b.label(i, self.language) for i in parts)

    def _words(self, said: Said) -> Mapping[str, str]:
        """A document's own words, with their language and direction."""
        language = self._document_language(said.source)
        way = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        return {"text": said.words, "language": language, "direction": way}

    def _document_language(self, iri: str) -> str:
        return self.b.text(iri, DCTERMS + "language") or "und"

    def _sorted(self, terms: Iterable[str]) -> list[str]:
        return sorted(terms, key=wording_in(self.language).order)
