"""The namespaces that the ontology is written in, and what a term without a label is called."""

from __future__ import annotations

TPG = "https://w3id.org/tpgraph/ontology#"
STATEMENT = "https://w3id.org/tpgraph/statement/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
TOUCHPOINT = TPG + "Touchpoint"


def name_as_words(iri: str) -> str:
    """The name of a term without a label: ``typicalStage`` as ``typical stage``."""
    name = local_name(iri)
    words = "".join(f" {ch.lower()}" if ch.isupper() else ch for ch in name).strip()
    return words or iri


def local_name(iri: str) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
