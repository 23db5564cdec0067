"""The reference's cards with the addresses of a server: each term has a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from urllib.parse import quote

from starlette.requests import Request

from tpgraph.model import LANGUAGES
from tpgraph.query.names import SKOS, STATEMENT, TPG
from tpgraph.query.terms import book
from tpgraph.reason.catalogue import Entry, read_catalogue
from tpgraph.resources import ontology_dir
from tpgraph.serve.html import Link, linker_of
from tpgraph.serve.languages import language_of
from tpgraph.serve.terms import address_of
from tpgraph.views.reference_cards import RULE, Cards


@cache
def rule_entries() -> Mapping[str, Entry]:
    """The rules of the catalogue by name."""
    return read_catalogue((ontology_dir() / "rules" / "catalogue.ttl").read_bytes())


class ServedCards(Cards):
    """Cards whose links lead to pages of this server."""

    def __init__(self, language: str, link: Link) -> None:
        from tpgraph.reason.translations import statuses

        super().__init__(book(), rule_entries(), statuses(), language)
        self._link = link

    def href(self, iri: str) -> str:
        """The page of a term or rule; of a statement, its place on the page of its term."""
        if iri.startswith(STATEMENT) and iri in self.b.statements:
            about = self.b.statements[iri].about
            return self._link(_path(about)) + "#" + quote(self.anchors[iri], safe="~:/?-._")
        return self._link(_path(iri))

    def in_language(self, iri: str, language: str) -> str:
        """The same page in another language."""
        return self._link(_path(iri), lang=language)

    @cached_property
    def wide(self) -> frozenset[str]:
        """None: a page has no table of contents that could list what is below a term instead."""
        return frozenset()

    def used_by(self, iri: str) -> list[str]:
        """The IRIs of the rules that look at a column, rest on a principle or name a document."""
        column = self.b.text(iri, SKOS + "notation")
        name = iri.removeprefix(TPG)
        return [
            RULE + entry.name
            for entry in self.rules.values()
            if entry.principle == iri
            or column in entry.needs
            or any(kind + ref == name for kind, ref, _ in entry.evidence)
        ]


@lru_cache(maxsize=2 * len(LANGUAGES))
def _cards(language: str, asked: str | None) -> ServedCards:
    return ServedCards(language, linker_of(asked))


def cards_for(request: Request) -> ServedCards:
    """The cards in the reader's language; what they have looked up serves the next reader, too."""
    asked = request.query_params.get("lang")
    return _cards(language_of(request), asked if asked in LANGUAGES else None)


def _path(iri: str) -> str:
    return address_of(iri) or iri
