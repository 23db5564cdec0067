"""Exports the ontology: Turtle, JSON-LD, RDF/XML and N-Triples of one graph, and the reference."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph.errors import CallError, InputError, OntologyError, QueryError
from tpgraph.query.names import OWL, RDF, SKOS, TOUCHPOINT, TPG
from tpgraph.query.terms import Book
from tpgraph.resources import ontology_dir
from tpgraph.views.files import Progress
from tpgraph.views.jsonld import CONTEXT_FILE, JsonLd
from tpgraph.views.rdf_tree import PREFIXES, Tree
from tpgraph.views.turtle import turtle
from tpgraph.views.whole import write_files

if TYPE_CHECKING:
    import pyoxigraph as ox

FORMATS = ("ttl", "jsonld", "rdf", "nt", "html")
REFERENCE = "reference"
# Every file that is written says this near its beginning, and by it is known again.
MARK = "tpgraph ontology export"
_HEAD_BYTES = 2_000
_ONTOLOGY = TPG.rstrip("#")


def export_ontology(
    folder: Path,
    formats: Collection[str] = (),
    force: bool = False,
    on_progress: Progress | None = None,
    source: Path | None = None,
) -> list[Path]:
    """Writes the ontology into a folder, in some formats or in all, and returns the files.

    All is made before the first file is written. ``source`` is an ontology folder (default: the
    one that tpgraph carries). Raises CallError where a file is in the way that no earlier export
    wrote, unless ``force``; InputError where the folder cannot be written; OntologyError where
    the ontology cannot be read, or RDF/XML cannot hold it.
    """
    wanted = [f for f in FORMATS if not formats or f in formats]
    if unknown := sorted(set(formats) - set(FORMATS)):
        raise CallError(f"No such format: {unknown[0]!r}. Choose of: {', '.join(FORMATS)}.")
    made = _make(wanted, source, on_progress)
    if not force and (alien := [name for name in made if not _may_replace(folder / name)]):
        raise CallError(
            f"{folder / alien[0]} is there and is no earlier export. "
            "Take it away, choose another --out, or say --force."
        )
    paths = write_files(folder, {n: c for n, c in made.items() if "/" not in n})
    pages = {n.partition("/")[2]: c for n, c in made.items() if "/" in n}
    return paths + (write_files(folder / REFERENCE, pages) if pages else [])


def merged(b: Book) -> Tree:
    """Everything the ontology's files state, with the mappings as SKOS matches."""
    import pyoxigraph as ox

    triples: list[Any] = [quad.triple for quad in b.store]
    annotation = ox.NamedNode(OWL + "AnnotationProperty")
    for mapping in b.alignments:
        match = ox.NamedNode(SKOS + mapping.match)
        triples.append(
            ox.Triple(ox.NamedNode(mapping.subject), match, ox.NamedNode(mapping.object))
        )
        # Undeclared, the property would take the ontology out of OWL 2 DL.
        triples.append(ox.Triple(match, ox.NamedNode(RDF + "type"), annotation))
    return Tree(triples)


def sections(b: Book, tree: Tree) -> list[tuple[str, list[Any]]]:
    """Headings with their subjects, in the order of the files that are read by people."""
    import pyoxigraph as ox

    def nodes(iris: Collection[str]) -> list[Any]:
        return [node for iri in iris if (node := ox.NamedNode(iri)) in tree.blocks]

    by_sort: dict[str, list[str]] = {}
    for iri, sort in b.sorts.items():
        by_sort.setdefault(sort, []).append(iri)
    kinds = [TOUCHPOINT, *sorted(b.kinds - {TOUCHPOINT})]
    found = [
        ("The ontology", nodes([_ONTOLOGY])),
        ("Kinds of touchpoint", nodes(kinds)),
        ("Classes", nodes(sorted(by_sort.get("class", ())))),
        ("Properties", nodes(sorted(by_sort.get("property", ())))),
    ]
    for scheme in sorted(b.schemes):
        found.append((b.label(scheme, "en"), nodes([scheme, *b.schemes[scheme]])))
    found.append(("Statements of the documents", nodes(list(b.statements))))
    return found


def _make(
    wanted: Collection[str], source: Path | None, on_progress: Progress | None
) -> dict[str, bytes]:
    b = Book(source)
    tree = merged(b)
    order = sections(b, tree)
    subjects = [s for _, of in order for s in of]
    version = b.text(_ONTOLOGY, OWL + "versionInfo") or ""
    head = f"The touchpoint marketing ontology {version}, written by `{MARK}`."
    made: dict[str, bytes] = {}

    def jsonld() -> None:
        document = JsonLd(tree)
        made["tpgraph.jsonld"] = document.text(subjects).encode()
        made[CONTEXT_FILE] = _context(document.context(), head)

    def put(name: str, make: Callable[[], str | bytes]) -> Callable[[], None]:
        def run() -> None:
            content = make()
            made[name] = content.encode() if isinstance(content, str) else content

        return run

    makers: dict[str, Callable[[], None]] = {
        "ttl": put("tpgraph.ttl", lambda: turtle(tree, order, head)),
        "jsonld": jsonld,
        "rdf": put("tpgraph.rdf", lambda: _rdf_xml(tree, subjects, head)),
        "nt": put("tpgraph.nt", lambda: _ntriples(tree, head)),
        "html": lambda: made.update(_reference(b, source, wanted)),
    }
    for done, name in enumerate(wanted, start=1):
        makers[name]()
        if on_progress:
            on_progress(done, len(wanted))
    return made


def _ntriples(tree: Tree, head: str) -> str:
    return "\n".join([f"# {head}", *(f"{t} ." for t in map(_line, tree.triples))]) + "\n"


def _line(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {triple.object}"


def _rdf_xml(tree: Tree, subjects: Collection[Any], head: str) -> bytes:
    from tpgraph.store.oxigraph_engine import from_ox
    from tpgraph.store.rdflib_engine import rdf_xml

    triples = [
        (_name(s), p, _name(v) if not hasattr(v, "language") else from_ox(v))
        for s in dict.fromkeys([*subjects, *tree.blocks])
        for p, values in tree.blocks[s].properties
        for v in values
    ]
    try:
        text = rdf_xml(triples, PREFIXES)
    except QueryError as error:
        raise OntologyError(str(error)) from error
    declaration, newline, rest = text.partition(b"\n")
    return declaration + newline + f"<!-- {head} -->\n".encode() + rest


def _name(node: Any) -> str:
    """An IRI bare, a blank node with its ``_:``."""
    text = str(node)
    return text if text.startswith("_:") else str(node.value)


def _context(context: dict[str, Any], head: str) -> bytes:
    import json

    lines = ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in context.items()
    )
    # Outside "@context" a reader of contexts passes over everything.
    return f'{{\n  "comment": {json.dumps(head)},\n  "@context": {{\n{lines}\n  }}\n}}\n'.encode()


def _reference(b: Book, source: Path | None, wanted: Collection[str]) -> dict[str, bytes]:
    from tpgraph.reason.catalogue import read_catalogue
    from tpgraph.reason.translations import statuses
    from tpgraph.views.reference import reference_pages

    path = (source or ontology_dir()) / "rules" / "catalogue.ttl"
    try:
        rules = read_catalogue(path.read_bytes()) if path.exists() else {}
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    downloads = [f"tpgraph.{name}" for name in wanted if name != "html"]
    pages = reference_pages(b, rules, {} if source else statuses(), downloads)
    return {f"{REFERENCE}/{name}": text.encode() for name, text in pages.items()}


def _may_replace(path: Path) -> bool:
    """Whether nothing is there, or a file that an earlier export wrote."""
    try:
        with path.open("rb") as file:
            begin = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return True
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from error
    return MARK in begin or begin.startswith(f'{{\n"@context": "{CONTEXT_FILE}"')
