"""The ontology's source graph, with the look-ups that building and checking it need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tpgraph import vocabulary as v
from tpgraph.store.ontology_files import load_ontology

TPG = v.NAMESPACE
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
REPLACED_BY = "http://purl.org/dc/terms/isReplacedBy"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Source:
    """The ontology's source graph with the few look-ups that building needs."""

    def __init__(self, folder: Path | None = None) -> None:
        self.store: Any = ox.Store()
        load_ontology(self.store, folder=folder)

    def objects(self, s: str, p: str) -> list[str]:
        """Values of a term's property, sorted; blank nodes left out."""
        found = self.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None)
        return sorted(q.object.value for q in found if not isinstance(q.object, ox.BlankNode))

    def subjects(self, p: str, o: str) -> list[str]:
        """Terms that have a value, sorted; blank nodes left out."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(p), ox.NamedNode(o))
        return sorted(q.subject.value for q in found if isinstance(q.subject, ox.NamedNode))

    def subjects_of(self, p: str) -> list[str]:
        """Terms that have the property at all, sorted; blank nodes left out."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(p), None)
        return sorted({q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)})

    def labels(self, s: str, p: str) -> list[tuple[str, str]]:
        """Texts of a term as (language or empty, text), sorted."""
        found = self.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None)
        return sorted((q.object.language or "", q.object.value) for q in found)

    def english(self, s: str) -> str:
        """A term's English name; empty where it has none."""
        found = (text for lang, text in self.labels(s, SKOS + "prefLabel") if lang == "en")
        return next(found, "")

    def ntriples(self) -> bytes:
        """The whole graph, in no particular order."""
        return self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""

    def version(self) -> str:
        """The ontology's version, such as ``0.1.0``."""
        return self.labels(TPG.rstrip("#"), OWL + "versionInfo")[0][1]

    def replacements(self) -> dict[str, str]:
        """Each deprecated term and the one that stands in its place."""
        return {old: new for old in self.deprecated() for new in self.objects(old, REPLACED_BY)}

    def deprecated(self) -> set[str]:
        """Terms that are kept only for those who still use them."""
        return set(self.subjects_of(OWL + "deprecated"))

    def defined(self) -> dict[str, str]:
        """The defined classes and the value that defines each."""
        return {
            c: value
            for c in self.subjects(RDF_TYPE, OWL + "Class")
            for value in self.objects(c, TPG + "definedByValue")
        }

    def members(self, column: str) -> set[str]:
        """The terms that a column of an inventory may hold."""
        return {
            m
            for scheme in self.objects(column, TPG + "columnScheme")
            for m in self.subjects(SKOS + "inScheme", scheme)
        }
