"""How a statement, its place in a document and a fact are put into words."""

from __future__ import annotations

from tpgraph.query.names import DCTERMS, RDFS, SKOS
from tpgraph.query.terms import Book, Said
from tpgraph.views.wording import Wording

_FACTS = {
    RDFS + "domain": "domain",
    RDFS + "range": "range",
    SKOS + "notation": "notation",
    DCTERMS + "title": "title",
    DCTERMS + "bibliographicCitation": "citation",
}


def sentence(said: Said, b: Book, language: str) -> str:
    """What a statement says: its sentence where it has one, else term, relation, term."""
    if text := said.sentences.get(language) or said.sentences.get("en"):
        return text
    parts = [said.about, said.relation, said.object]
    return " — ".join(b.label(part, language) for part in parts if part)


def place(said: Said, b: Book, words: Wording) -> str:
    """Document and line of a statement."""
    document = b.label(said.source, words.language) if said.source else "—"
    return f"{document}{words.comma}{words('line', line=said.line)}" if said.line else document


def fact_label(iri: str, b: Book, words: Wording) -> str:
    """What a fact's property is called."""
    return words(_FACTS[iri]) if iri in _FACTS else b.label(iri, words.language)
