"""How a lesson speaks: labels, quotations and sources in its language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tpgraph.phrases import Quoted
from tpgraph.query.names import DCTERMS, SKOS, TPG
from tpgraph.query.terms import Book, Said
from tpgraph.reason.texts import texts_in
from tpgraph.teach.lesson.model import Source
from tpgraph.views.sayings import place, sentence
from tpgraph.views.wording import direction, wording_in

OWN = TPG + "tpgraphMethod"


class Voice:
    """The words of one language; calling it with a key gives the text with its slots filled."""

    def __init__(self, b: Book, language: str) -> None:
        self.b = b
        self.language = language
        self.texts = texts_in(language, "lesson")
        self.wording = wording_in(language)

    def __call__(self, key: str, **slots: object) -> str:
        """A text of the lesson."""
        return self.texts(key, **slots)

    @property
    def is_ltr(self) -> bool:
        """Whether the language is written from left to right."""
        return direction(self.language) == "ltr"

    def label(self, iri: str) -> str:
        """A term's label."""
        return self.b.label(iri, self.language)

    def quoted(self, text: str) -> str:
        """A text between the language's quotation marks."""
        return Quoted(text).text(self.language)

    def definition(self, iri: str) -> str:
        """A term's definition; empty where it has none."""
        texts = self.b.texts(iri, SKOS + "definition")
        return texts.get(self.language) or texts.get("en") or ""

    def sentence(self, said: Said) -> str:
        """What a statement says."""
        return sentence(said, self.b, self.language)

    def source(self, said: Said) -> Source:
        """Where a statement stands."""
        return Source(
            document=said.source,
            line=said.line,
            place=place(said, self.b, self.wording),
            words=said.words,
            language=self.b.text(said.source, DCTERMS + "language") or "",
        )

    def document(self, iri: str) -> Source:
        """A document as a whole; tpgraph's own judgement, where it is that."""
        return Source(iri, None, self("own") if iri == OWN else self.label(iri))

    def sources(self, said: Iterable[Said]) -> tuple[Source, ...]:
        """Where statements stand, each place once."""
        return tuple(dict.fromkeys(self.source(one) for one in said))

    def documents(self, iri: str) -> tuple[Source, ...]:
        """The documents that a term comes from; tpgraph's judgement, where there is no other."""
        found = self.b.iris(iri, DCTERMS + "source")
        named = [one for one in found if one != OWN] or [OWN]
        return tuple(self.document(one) for one in named)

    def supported(self, statements: Sequence[str]) -> tuple[Source, ...]:
        """The sources of statements by their IRIs; tpgraph's judgement, where there are none."""
        if not statements:
            return (self.document(OWN),)
        return self.sources(self.b.statements[iri] for iri in statements)
