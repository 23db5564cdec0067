"""The ontology as the gate reads it: its source files, its catalogues, and places in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.errors import OntologyError
from tpgraph.reason.gate.places import Places
from tpgraph.reason.gate.report import Fault
from tpgraph.resources import ontology_dir
from tpgraph.store.ontology_files import source_files

TPG = v.NAMESPACE
ONTOLOGY = TPG.rstrip("#")
STATEMENT = ONTOLOGY.removesuffix("ontology") + "statement/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PREFIXES = {
    "tpg": TPG,
    "statement": STATEMENT,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "vann": "http://purl.org/vocab/vann/",
}
# The catalogues of rules, queries and checks: read by the shapes, no part of the OWL ontology.
CATALOGUES = "urn:tpgraph:catalogues"
_CATALOGUE_FILES = ("rules/catalogue.ttl", "queries/catalogue.ttl", "checks/catalogue.ttl")


class Source:
    """The source graph (default graph) and the catalogues (a named graph) with their places."""

    def __init__(self, store: Any, root: Path, places: Places) -> None:
        self.store = store
        self.root = root
        self.places = places

    @classmethod
    def read(cls, folder: Path | None = None) -> Source:
        """Reads the source files of a folder, by default of the ontology that is in use.

        Raises OntologyError where a file is not Turtle.
        """
        import pyoxigraph as ox

        root = folder or ontology_dir()
        files = source_files(root)
        catalogues = [root / name for name in _CATALOGUE_FILES if (root / name).exists()]
        store = ox.Store()
        for path in [*files, *catalogues]:
            graph = ox.NamedNode(CATALOGUES) if path in catalogues else ox.DefaultGraph()
            try:
                store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=graph)
            except SyntaxError as error:
                raise OntologyError(f"{path.name}: not Turtle: {error}") from error
        return cls(store, root, Places([*files, *catalogues], root))

    def changed(self, update: str) -> Source:
        """A copy on which a SPARQL Update was run; this one stays as it is."""
        import pyoxigraph as ox

        store = ox.Store()
        store.extend(self.store)
        store.update(prologue() + update)
        return Source(store, self.root, self.places)

    def rows(self, query: str, *, catalogues: bool = False) -> Iterator[dict[str, Any]]:
        """The solutions of a SELECT over the source, over the catalogues too if asked for."""
        found = self.store.query(prologue() + query, use_default_graph_as_union=catalogues)
        names = [variable.value for variable in found.variables]
        for solution in found:
            yield {name: solution[name] for name in names}

    def objects(self, subject: str, predicate: str) -> list[Any]:
        """What a subject has for a predicate in the source graph."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(
            ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        return [quad.object for quad in quads]

    def pairs(self, predicate: str) -> list[tuple[Any, Any]]:
        """Subject and object of every triple of a predicate in the source graph."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph())
        return [(quad.subject, quad.object) for quad in quads]

    def quads(self) -> Iterator[Any]:
        """Every quad, catalogues included."""
        return iter(self.store)

    def ntriples(self, *, catalogues: bool = False) -> bytes:
        """The source graph as N-Triples, with the catalogues if asked for."""
        import pyoxigraph as ox

        text: bytes = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        if catalogues:
            graph = ox.NamedNode(CATALOGUES)
            text += self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        return text

    def fault(
        self, level: str, check: str, term: str, message: str, mend: str, text: str = ""
    ) -> Fault:
        """A fault of a term, placed where the term (or a ``text`` of it) is written."""
        place = self.places.of(term, text)
        return Fault(level, check, term, place.file, place.line, place.column, message, mend)


def prologue() -> str:
    """The prefixes that every query and update of the gate may use."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def short(iri: str) -> str:
    """An IRI as people write it in the files: ``tpg:Coupon``."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
