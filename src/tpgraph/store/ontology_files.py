"""The ontology's source files as one graph, read fast with Oxigraph's parsers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import OntologyError
from tpgraph.resources import ontology_dir

if TYPE_CHECKING:
    import pyoxigraph as ox

SOURCE_FOLDERS = ("properties", "schemes", "kinds", "statements")


def source_files(folder: Path | None = None) -> list[Path]:
    """The Turtle files that people write, in a fixed order: header first, then folder by folder."""
    root = folder or ontology_dir()
    files = [root / "tpgraph.ttl"]
    for name in SOURCE_FOLDERS:
        files.extend(sorted((root / name).glob("*.ttl")))
    return files


def load_ontology(store: ox.Store, graph: str | None = None, folder: Path | None = None) -> None:
    """Loads all source files into a pyoxigraph store (into one named graph, or the default one).

    Raises OntologyError with file, line and column where a file is not Turtle.
    """
    import pyoxigraph as ox

    target = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    for path in source_files(folder):
        try:
            store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=target)
        except SyntaxError as error:
            raise OntologyError(f"{path.name}: not Turtle: {error}") from error
        except OSError as error:
            raise OntologyError(f"{path}: cannot be read: {error}") from error
