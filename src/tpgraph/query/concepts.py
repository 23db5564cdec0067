"""Finds terms of the ontology by any label in any language, and shows what is known of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tpgraph.errors import CallError
from tpgraph.resources import read_json
from tpgraph.text import normalise

_TPG = "https://w3id.org/tpgraph/ontology#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"


@dataclass(frozen=True, slots=True)
class Concept:
    """A term's card; ``statements`` are pairs of property IRI and value (an IRI or a text)."""

    iri: str
    labels: dict[str, str]
    alternatives: dict[str, tuple[str, ...]]
    definitions: dict[str, str]
    notes: dict[str, tuple[str, ...]]
    scheme: str | None
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    sources: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]


def schemes() -> dict[str, list[str]]:
    """Each scheme's members, and the kinds of touchpoint under the IRI of ``tpg:Touchpoint``."""
    index = read_json("generated/index.json")
    found = {
        scheme: sorted({iri for iris in labels.values() for iri in iris})
        for scheme, labels in index["schemes"].items()
    }
    found[_TPG + "Touchpoint"] = sorted({i for iris in index["kinds"].values() for i in iris})
    return found


def find_terms(text: str, limit: int = 5) -> list[str]:
    """IRIs of the terms that a text names: by exact label first, then the nearest spellings.

    Raises CallError where nothing comes near.
    """
    index = read_json("generated/index.json")
    table: dict[str, list[str]] = {}
    for labels in (index["kinds"], *index["schemes"].values()):
        for label, iris in labels.items():
            table.setdefault(label, []).extend(iris)
    key = normalise(text.removeprefix("tpg:").removeprefix(_TPG))
    if key in table:
        return list(dict.fromkeys(table[key]))
    inside = [label for label in table if key and f" {key} " in f" {label} "]
    near = difflib.get_close_matches(key, table, n=limit, cutoff=0.7)
    found = [iri for label in [*near, *sorted(inside, key=len)] for iri in table[label]]
    if not found:
        raise CallError(f"No term is called {text!r} in any of the five languages, nor nearly so.")
    return list(dict.fromkeys(found))[:limit]


def concept(iri: str) -> Concept:
    """The card of a term. Raises CallError where the ontology has no such term."""
    import pyoxigraph as ox

    store = _store()
    node = ox.NamedNode(iri)

    def objects(p: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(node, ox.NamedNode(p), None)]

    labels = {o.language: o.value for o in objects(_SKOS + "prefLabel")}
    if not labels:
        raise CallError(f"The ontology has no term {iri!r}.")
    inverse = [
        q.subject.value
        for p in (_SKOS + "broader", _RDFS + "subClassOf")
        for q in store.quads_for_pattern(None, ox.NamedNode(p), node)
        if isinstance(q.subject, ox.NamedNode)
    ]
    above = [
        o.value
        for p in (_SKOS + "broader", _RDFS + "subClassOf")
        for o in objects(p)
        if isinstance(o, ox.NamedNode)
    ]
    statements = [
        (q.predicate.value, q.object.value)
        for q in store.quads_for_pattern(node, None, None)
        if q.predicate.value.startswith(_TPG)
    ]
    statements += [
        (_TPG + "necessarily", value)
        for o in objects(_RDFS + "subClassOf")
        if isinstance(o, ox.BlankNode)
        for value in _values(store, o)
    ]
    scheme = objects(_SKOS + "inScheme")
    return Concept(
        iri=iri,
        labels=labels,
        alternatives=_by_language(objects(_SKOS + "altLabel")),
        definitions={o.language: o.value for o in objects(_SKOS + "definition")},
        notes=_by_language(objects(_SKOS + "scopeNote")),
        scheme=scheme[0].value if scheme else None,
        broader=tuple(sorted(above)),
        narrower=tuple(sorted(inverse)),
        sources=tuple(sorted(o.value for o in objects("http://purl.org/dc/terms/source"))),
        statements=tuple(sorted(statements)),
    )


def _values(store: Any, restriction: Any) -> Iterable[str]:
    import pyoxigraph as ox

    has_value = ox.NamedNode("http://www.w3.org/2002/07/owl#hasValue")
    return [q.object.value for q in store.quads_for_pattern(restriction, has_value, None)]


def _by_language(literals: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for literal in literals:
        found.setdefault(literal.language or "en", []).append(literal.value)
    return {language: tuple(sorted(texts)) for language, texts in found.items()}


@cache
def _store() -> Any:
    import pyoxigraph as ox

    from tpgraph.store.ontology_files import load_ontology

    store = ox.Store()
    load_ontology(store)
    return store
