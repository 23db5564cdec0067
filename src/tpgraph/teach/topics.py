"""The term that a topic's name means: of several terms of one name, the one that is taught."""

from __future__ import annotations

from tpgraph.query.concepts import find_terms
from tpgraph.query.names import SKOS, TPG
from tpgraph.query.terms import Book, book

_SORTS = ("kind", "scheme", "concept", "class", "property", "document", "disagreement")
_COLUMNS = TPG + "columns"


def topic_named(text: str) -> str:
    """The IRI of a scheme, kind or concept by its IRI or any label, in any language.

    A list of stages comes before the column of an inventory that is called so. Raises CallError
    where nothing is called so, nor nearly so.
    """
    b = book()
    found = find_terms(text)
    first = b.labels(found[0])
    alike = [iri for iri in found if set(b.labels(iri).values()) & set(first.values())]
    return min(alike or found, key=lambda iri: (_place(b, iri), found.index(iri)))


def _place(b: Book, iri: str) -> int:
    if _COLUMNS in b.iris(iri, SKOS + "inScheme"):
        return len(_SORTS)
    return _SORTS.index(b.sorts[iri])
