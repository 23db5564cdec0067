"""The description of the service: what the endpoint can do, in the words of SPARQL 1.1.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import pyoxigraph as ox

from tpgraph.serve.sparql.formats import GRAPH

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV",
            "SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip
_PREFIXES = {"sd": _SD, "formats": _FORMATS}


def description(endpoint: str, media_type: str, *, updates: bool) -> bytes:
    """The description of the endpoint at an address, in one of the types for triples."""
    service, dataset, graph = ox.NamedNode(endpoint), ox.BlankNode(), ox.BlankNode()
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if updates else [])]
    told: list[tuple[ox.NamedNode | ox.BlankNode, str, ox.NamedNode | ox.BlankNode]] = [
        (service, "type", _sd("Service")),
        (service, "endpoint", service),
        *((service, "supportedLanguage", _sd(language)) for language in languages),
        *((service, "resultFormat", ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
        # A default graph that several graphs make up, and all of them when none is named.
        (service, "feature", _sd("UnionDefaultGraph")),
        (service, "defaultDataset", dataset),
        (dataset, "type", _sd("Dataset")),
        (dataset, "defaultGraph", graph),
        (graph, "type", _sd("Graph")),
    ]
    triples = [
        ox.Triple(subject, _RDF_TYPE if name == "type" else _sd(name), value)
        for subject, name, value in told
    ]
    return ox.serialize(triples, format=GRAPH[media_type], prefixes=_PREFIXES) or b""


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
