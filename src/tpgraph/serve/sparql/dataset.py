"""The data that one process answers from: companies and ontology, and what clients have written.

The graphs of companies and the ontology come from files and stay as they are. Beside them stand the
written graphs, a graph store of their own: its default graph and every named graph that is not one
of the files'. For queries the default graph is the union of all of them, as a set.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from tpgraph.query.dataset import Answer, Chosen, Merged, ask, in_default
from tpgraph.store.company_store import open_for_reading

_UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_DEFAULT = ox.DefaultGraph()


class Dataset:
    """Graphs in memory from N-Quads.

    ``for_update`` leaves the default graph to what clients write: an update sees there what it has
    written itself, and reaches all else by name.
    """

    def __init__(self, nquads: bytes, *, for_update: bool = False) -> None:
        self.store = ox.Store()
        self.store.load(nquads, format=ox.RdfFormat.N_QUADS)
        self.fixed = frozenset(self.store.named_graphs())
        self._for_update = for_update
        self._written: list[ox.Quad] = []
        self._merged = Merged(self.store)
        if not for_update:
            self.store.update(_UNION)

    def put_written(self, nquads: bytes) -> None:
        """Puts the written graphs in the place of those that were there."""
        self._merged.forget()
        for quad in self._written:
            self.store.remove(quad)
        if not self._for_update:
            for quad in self._written:
                self._leave_union(quad)
        # A graph that somebody wrote before a company of that name was served is the company's now.
        quads = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
        self._written = [quad for quad in quads if quad.graph_name not in self.fixed]
        self.store.extend(self._written)
        if not self._for_update:
            self.store.extend(in_default(self._written))

    def _leave_union(self, quad: ox.Quad) -> None:
        """Takes a triple out of the union, unless a graph still has it."""
        graphs = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(q.graph_name == _DEFAULT for q in graphs):
            self.store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))

    def written_graphs(self) -> list[ox.NamedNode | ox.BlankNode]:
        """The named graphs that are not the files'."""
        return [graph for graph in self.store.named_graphs() if graph not in self.fixed]

    def dump_written(self) -> bytes:
        """The written graphs as N-Quads; for a dataset for updates."""
        kept = [_DEFAULT, *self.written_graphs()]
        quads = (q for g in kept for q in self.store.quads_for_pattern(None, None, None, g))
        return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""

    def fixed_state(self) -> list[bytes]:
        """The files' graphs as bytes that differ where a triple does."""
        return [
            self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
            for graph in sorted(self.fixed, key=str)
        ]

    def query(
        self,
        text: str,
        base: str,
        prefixes: dict[str, str],
        graphs: Chosen | None,
    ) -> Answer:
        """What Oxigraph answers; ``graphs`` are those of the default graph, and the named ones.

        Raises what Oxigraph raises, ValueError for what is no IRI.
        """
        return ask(self.store, text, base, prefixes, graphs, union=False, merged=self._merged)


class StoredDataset:
    """The store of many companies on the disk, opened so that nothing can be written."""

    def __init__(self, path: Path) -> None:
        self._opened = open_for_reading(path)
        self.store = self._opened.__enter__()
        self._merged = Merged(self.store)

    def query(
        self,
        text: str,
        base: str,
        prefixes: dict[str, str],
        graphs: Chosen | None,
    ) -> Answer:
        """What Oxigraph answers; no triple is in two of the store's graphs."""
        return ask(self.store, text, base, prefixes, graphs, union=True, merged=self._merged)
