"""The whole vocabulary for the page's concept view: terms, their places, what documents say."""

from __future__ import annotations

from functools import cache
from typing import Any

from tpgraph.model import LANGUAGES
from tpgraph.query.names import TPG
from tpgraph.query.terms import Book, Said, Term, book
from tpgraph.views.packing import packed_json

_SORTS = ("kind", "concept", "scheme", "disagreement", "document")


@cache
def taxonomy() -> dict[str, Any]:
    """The vocabulary as one JSON object (``taxonomy.schema.json``).

    Terms are named by the last part of their address. Texts stand by language and not by term:
    what is alike stands together, which halves the compressed size. Made once and shared.
    """
    b = book()
    terms = [b.term(iri) for iri, sort in b.sorts.items() if sort in _SORTS]
    shown = {t.iri for t in terms}
    columns = _columns(b)
    statements = [s for s in b.statements.values() if s.about in shown or s.object in shown]
    numbers = {s.iri: n for n, s in enumerate(statements)}
    relations = sorted({s.relation for s in statements if s.relation})
    return {
        "schema": 1,
        "namespace": TPG,
        "langs": list(LANGUAGES),
        "ids": [_name(t.iri) for t in terms],
        "sorts": [t.sort for t in terms],
        "broader": [[_name(i) for i in t.broader if i in shown] for t in terms],
        "related": [[_name(i) for i in t.related if i in shown] for t in terms],
        "sources": [[_name(i) for i in t.sources] for t in terms],
        "values": [
            [
                {
                    "column": _name(columns[v.property]),
                    "value": _name(v.value),
                    "how": v.how,
                    "of": _name(v.of),
                    "said": [numbers[s] for s in v.said if s in numbers],
                }
                for v in t.values
            ]
            for t in terms
        ],
        "schemes": [_scheme(b, t.iri) for t in terms if t.sort == "scheme"],
        "statements": [_statement(s) for s in statements],
        "relations": {_name(r): b.labels(r) for r in relations},
        "texts": {language: _texts(terms, language) for language in LANGUAGES},
    }


@cache
def packed_taxonomy() -> str:
    """The same as the page carries it."""
    return packed_json(taxonomy())


def _name(iri: str) -> str:
    return iri.removeprefix(TPG)


def _columns(b: Book) -> dict[str, str]:
    """What an inventory states (``tpg:stage``) to its column (``tpg:stagesColumn``)."""
    found = {}
    for stated, _ in b.values_of.columns:
        named = b.subjects(TPG + "columnProperty", stated)
        found[stated] = named[0] if named else stated
    return found


def _scheme(b: Book, iri: str) -> dict[str, Any]:
    members = b.schemes[iri]
    return {
        "id": _name(iri),
        "members": [_name(i) for i in members],
        # Else the page sorts them by the reader's alphabet.
        "ordered": any(b.text(i, TPG + "position") for i in members),
    }


def _statement(said: Said) -> dict[str, Any]:
    return {
        "about": _name(said.about),
        "relation": _name(said.relation) if said.relation else None,
        "object": _name(said.object) if said.object else None,
        "sentences": said.sentences,
        "source": _name(said.source),
        "line": said.line,
        "words": said.words,
    }


def _texts(terms: list[Term], language: str) -> dict[str, list[Any]]:
    return {
        "label": [t.labels.get(language, "") for t in terms],
        "alternatives": [list(t.alternatives.get(language, ())) for t in terms],
        "definition": [t.definitions.get(language, "") for t in terms],
        "notes": [list(t.notes.get(language, ())) for t in terms],
        "examples": [list(t.examples.get(language, ())) for t in terms],
    }
