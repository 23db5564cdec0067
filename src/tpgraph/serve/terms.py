"""What is said of one thing, as RDF: its own triples and those that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tpgraph.query.names import RDF, STATEMENT, TPG
from tpgraph.serve.assets import Body

if TYPE_CHECKING:
    import pyoxigraph as ox

BASE = "https://w3id.org/tpgraph/"
# By media type: what pyoxigraph calls the format, and the ending that asks for it.
FORMATS: Mapping[str, tuple[str, str]] = {
    "text/turtle": ("TURTLE", "ttl"),
    "application/ld+json": ("JSON_LD", "jsonld"),
    "application/n-triples": ("N_TRIPLES", "nt"),
    "application/rdf+xml": ("RDF_XML", "rdf"),
}
# By which other things tell of one: a statement of a term, a finding of a touchpoint.
_TELLING = (TPG + "about", TPG + "concerns", TPG + "addresses", RDF + "subject")
_PREFIXES = {
    "tpg": TPG,
    "statement": STATEMENT,
    "rule": BASE + "rule/",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MOST_TELLING = 2_000


def address_of(iri: str) -> str | None:
    """The path at which this server answers for an IRI of ours; none for anybody else's."""
    if not iri.startswith(BASE):
        return None
    return "/" + iri.removeprefix(BASE).replace("#", "/", 1)


def described(stores: Sequence[ox.Store], iri: str) -> list[ox.Triple]:
    """All triples with the thing as subject, and of what tells of it; blank nodes with theirs."""
    import pyoxigraph as ox

    found: dict[ox.Triple, None] = {}
    for store in stores:

        def add(subject: Any, store: ox.Store = store) -> None:
            for quad in store.quads_for_pattern(subject, None, None):
                if quad.triple in found:
                    continue
                found[quad.triple] = None
                if isinstance(quad.object, ox.BlankNode):
                    add(quad.object)

        node = ox.NamedNode(iri)
        add(node)
        telling = [
            quad.subject
            for p in _TELLING
            for quad in store.quads_for_pattern(None, ox.NamedNode(p), node)
        ]
        for subject in telling[:_MOST_TELLING]:
            add(subject)
    return list(found)


def body(triples: Iterable[ox.Triple], media: str) -> Body:
    """Triples in one of the formats."""
    import pyoxigraph as ox

    form: ox.RdfFormat = getattr(ox.RdfFormat, FORMATS[media][0])
    triples = sorted(triples, key=str)
    prefixes = None if form == ox.RdfFormat.N_TRIPLES else _PREFIXES
    content = ox.serialize(triples, format=form, prefixes=prefixes) or b""
    charset = "; charset=utf-8" if media == "text/turtle" else ""
    return Body.of(content, media + charset)


@cache
def rules_store() -> ox.Store:
    """The catalogue of the rules, which tells what each looks for and why."""
    import pyoxigraph as ox

    from tpgraph.resources import ontology_dir

    store = ox.Store()
    path = ontology_dir() / "rules" / "catalogue.ttl"
    store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


@cache
def whole_ontology(media: str) -> Body:
    """All that the ontology states, in one of the formats; made when it is first asked for."""
    from tpgraph.query.terms import book
    from tpgraph.views.ontology_export import merged

    return body(merged(book()).triples, media)
