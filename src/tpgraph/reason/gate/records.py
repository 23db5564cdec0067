"""Records kept beside the source: the list of all terms, and the mappings to other vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.reason import mappings, term_list
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import TPG, Source
from tpgraph.reason.source import Source as Graph

VANISHED, MAPPINGS = "vanished-term", mappings.CHECK


def find_vanished(source: Source) -> Iterator[Fault]:
    """Terms that there once were and that the source no longer has. Raises OntologyError."""
    lines = list(term_list.listed(source.root))
    for name in term_list.vanished(Graph(source.root), source.root):
        yield Fault(
            ERROR,
            VANISHED,
            TPG + name,
            f"{source.root.name}/{term_list.PATH}",
            lines.index(name) + 2,  # after the header
            1,
            f"tpg:{name} is gone from the source",
            "Keep it, deprecated, with dcterms:isReplacedBy; only a term that was never released "
            f"may be taken out of {term_list.PATH}",
        )


def find_in_mappings(source: Source) -> Iterator[Fault]:
    """Rows of the mappings that name no term, or no object that was seen. Raises OntologyError."""
    graph = Graph(source.root)
    labels = {TPG + name: graph.english(TPG + name) for name in term_list.terms(graph)}
    yield from mappings.faults(labels, source.root)
