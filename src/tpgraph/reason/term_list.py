"""All terms there ever were, with the version that brought each: ``ontology/terms.tsv``.

A term never vanishes by accident: building adds new ones, only people take a line out. A term that
is no longer wanted stays, ``owl:deprecated``, and names what replaces it.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from tpgraph.errors import OntologyError
from tpgraph.reason.source import RDF_TYPE, TPG, Source

PATH = "terms.tsv"
_HEADER = "term\tsince"


def terms(source: Source) -> set[str]:
    """The local names of all terms that the source declares."""
    found = source.store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None)
    return {
        q.subject.value.removeprefix(TPG)
        for q in found
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(TPG)
    }


def listed(folder: Path) -> dict[str, str]:
    """Each listed term and the version that brought it. Raises OntologyError on a bad line."""
    path = folder / PATH
    if not path.exists():
        return {}
    found = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        term, tab, since = line.partition("\t")
        if not tab or not term or term in found:
            raise OntologyError(f"{path}:{number}: not a term and its version, or a second time.")
        found[term] = since
    return found


def refreshed(source: Source, folder: Path) -> str:
    """The file with the terms that are new in it."""
    known = listed(folder)
    version = source.version()
    lines = sorted({**dict.fromkeys(terms(source), version), **known}.items())
    return "\n".join([_HEADER, *(f"{term}\t{since}" for term, since in lines)]) + "\n"


def vanished(source: Source, folder: Path) -> list[str]:
    """Terms of the list that the source no longer has."""
    return sorted(listed(folder).keys() - terms(source))
