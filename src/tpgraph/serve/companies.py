"""The companies that are served: their paths, their analyses, and what was wrong at last reading.

An analysis is replaced whole, never changed: who holds one may go on with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import CallError, TpgraphError
from tpgraph.phrases import phrase

if TYPE_CHECKING:
    from tpgraph.pipeline import Analysis

Analyse = Callable[[Path], "Analysis"]
# Where this server's own addresses begin: a company of such a name has its page elsewhere.
TAKEN = frozenset(
    [
        "api",
        "assets",
        "companies",
        "compare",
        "data",
        "events",
        "health",
        "ontology",
        "ontology.html",
        "ontology.jsonld",
        "ontology.nt",
        "ontology.rdf",
        "ontology.ttl",
        "query",
        "rule",
        "schema",
        "sparql",
        "statement",
    ]
)


@dataclass(frozen=True, slots=True)
class Served:
    """A company at its address below the server's root.

    ``trouble`` says in English why the file, as it is now, could not be read; the analysis is then
    the last good one.
    """

    slug: str
    path: Path
    analysis: Analysis
    generation: int
    trouble: TpgraphError | None = None


class Companies:
    """Companies by slug, from folders and files, or a store of many on the disk.

    ``generation`` counts what was read anew. Raises what reading an inventory raises, and CallError
    where two paths are one company.
    """

    def __init__(
        self, paths: Sequence[Path], analyse: Analyse, *, store_path: Path | None = None
    ) -> None:
        self._analyse = analyse
        self.store_path = store_path
        # Why the store that is there now cannot be read; the earlier one goes on answering.
        self.store_trouble: TpgraphError | None = None
        self.generation = 0
        self._served: dict[str, Served] = {}
        for path in paths:
            analysis = analyse(path)
            slug = slug_of(analysis.inventory.company.iri)
            if slug in self._served:
                raise CallError(phrase("call.serve-twice", company=analysis.inventory.company.name))
            self._served[slug] = Served(slug, path, analysis, 0)

    def __iter__(self) -> Iterator[Served]:
        return iter(self._served.values())

    def __len__(self) -> int:
        return len(self._served)

    def get(self, slug: str) -> Served | None:
        """The company of that slug."""
        return self._served.get(slug)

    def take_store_again(self) -> None:
        """Another store is in the place of the one before: what was made of that is old."""
        self.generation += 1

    def read_again(self, slug: str) -> Served:
        """Reads a company's files anew; what cannot be read leaves the earlier analysis."""
        old = self._served[slug]
        try:
            analysis = self._analyse(old.path)
            if (now := slug_of(analysis.inventory.company.iri)) != slug:
                raise CallError(phrase("call.serve-renamed", before=slug, now=now))
        except TpgraphError as error:
            new = replace(old, trouble=error)
        else:
            self.generation += 1
            new = Served(slug, old.path, analysis, self.generation)
        self._served[slug] = new
        return new


def page_of(slug: str) -> str:
    """The address of a company's page."""
    return f"/companies/{slug}/" if slug in TAKEN else f"/{slug}/"


def slug_of(company: str) -> str:
    """The last part of a company's IRI: its address on the server."""
    return company.rstrip("/").rpartition("/")[2]
