"""Which term a topic's name means: what is written must be one's name, nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.errors import CallError
from tpgraph.phrases import Quoted, Term, did_you_mean, phrase, shown
from tpgraph.query.concepts import find_terms
from tpgraph.query.names import SKOS, TPG, local_name
from tpgraph.query.terms import Book, book
from tpgraph.text import normalise

TAUGHT = ("kind", "scheme", "concept")
_SORTS = (*TAUGHT, "class", "property", "document", "disagreement")
_NEAR_MAX = 3


def topic_named(text: str, sorts: Sequence[str] = _SORTS) -> str:
    """The IRI of the scheme, kind or concept (or other term) that is called so, in any language.

    ``purchase-stages`` names ``tpg:purchaseStages``, too: capitals, spaces and hyphens do not
    count. Only terms of ``sorts`` are meant; a list of stages comes before the column of an
    inventory that is called so. Raises CallError, with the nearest names, where none is called
    just so.
    """
    b = book()
    try:
        found = find_terms(text)
    except CallError:
        found = []
    called = [iri for iri in found if _is_called(b, iri, text)]
    called += [iri for iri in b.sorts if _squeezed(local_name(iri)) == _squeezed(text)]
    meant = [iri for iri in dict.fromkeys(called) if b.sorts[iri] in sorts]
    if meant:
        return min(meant, key=lambda iri: (_is_column(b, iri), meant.index(iri)))
    near = [Quoted(Term(iri)) for iri in found if b.sorts[iri] in sorts][:_NEAR_MAX]
    mend = did_you_mean(near) if near else phrase("mend.list-concepts")
    raise CallError(phrase("call.no-topic", name=shown(text), mend=mend))


def _is_called(b: Book, iri: str, text: str) -> bool:
    if text.strip() in (iri, "tpg:" + iri.removeprefix(TPG)):
        return True
    names = [
        name
        for label in ("prefLabel", "altLabel", "hiddenLabel")
        for names in b.text_lists(iri, SKOS + label).values()
        for name in names
    ]
    return normalise(text) in {normalise(name) for name in (*names, local_name(iri))}


def _is_column(b: Book, iri: str) -> bool:
    """Whether it is a column of an inventory: what it holds is often called the same."""
    return TPG + "columns" in b.iris(iri, SKOS + "inScheme")


def _squeezed(name: str) -> str:
    return normalise(name).replace(" ", "")
