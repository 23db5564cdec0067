"""Reads RDF: touchpoints in our terms or, through the mapping, in those of schema.org.

The parsers are pyoxigraph's, which ask nobody on the network. The file is handed to them line by
line, so that the line is known on which each thing is first spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tpgraph.inventory.clean import one_line
from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.formats.json_ld import local_json_ld
from tpgraph.inventory.formats.rdf_records import Graph, Text, table_of_graph
from tpgraph.inventory.limits import Counter
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import Table
from tpgraph.model import Place
from tpgraph.phrases import Many, Reported, phrase
from tpgraph.store.refused import unreadable
from tpgraph.vocabulary import DATA

if TYPE_CHECKING:
    import pyoxigraph as ox

_FORMATS = {
    ".ttl": "TURTLE",
    ".trig": "TRIG",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".jsonld": "JSON_LD",
}
_ASSERTED = "/graph/asserted"  # the graph of facts in what tpgraph itself writes
_ENTITY = re.compile(r"<!ENTITY\s+(%?)\s*\S+\s+(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_TAG = re.compile(
    rb"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(/?)[A-Za-z_:](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.DOTALL,
)
_LONGEST_TERM = 1 << 24  # bytes: what the parser takes
_DEEPEST = 500  # elements within each other
_LONGEST_ENTITY = 1000  # characters; namespaces are shorter


class _Statement(NamedTuple):
    subject: str
    predicate: str
    object: str | Text
    line: int
    graph: str


def read(path: Path, index: Index) -> Table:
    """The touchpoints (and company) of an RDF file.

    Raises InputError where it cannot be parsed, holds no touchpoints, or is over a limit.
    """
    form = _FORMATS[path.suffix.lower()]
    if form == "JSON_LD":
        return read_json_ld(path, index)
    data = load(path).removeprefix(b"\xef\xbb\xbf")
    if form == "RDF_XML":
        _refuse_bombs(data, path)
        _refuse_deep(data, path)
    return table_of_graph(path, _graph(path, data, form), index)


def read_json_ld(path: Path, index: Index) -> Table:
    """The touchpoints (and company) of a JSON-LD file, whatever its ending."""
    text, _ = decode(load(path), path.name, str(path))
    graph = _graph(path, local_json_ld(text, path), "JSON_LD")
    _find_lines(graph, text)
    return table_of_graph(path, graph, index)


def _graph(path: Path, data: bytes, form: str) -> Graph:
    graph = Graph()
    others = Graph()
    for statement in _statements(path, data, form):
        # Of what tpgraph wrote, the facts are read, not what was inferred and found.
        chosen = graph if statement.graph.endswith(_ASSERTED) or not statement.graph else others
        chosen.add(*statement[:4])
    if not any(node.line for node in graph.nodes.values()) or not graph.nodes:
        return others
    return graph


def _statements(path: Path, data: bytes, form: str) -> Iterator[_Statement]:
    import pyoxigraph as ox

    lines = _Lines(data)
    same: dict[str, str] = {}  # one string for each IRI, however often it is written
    count = Counter("TRIPLES", Place(str(path)))
    form_said = form.replace("_", " ").replace("JSON LD", "JSON-LD").replace("RDF XML", "RDF/XML")
    rdf_format: ox.RdfFormat = getattr(ox.RdfFormat, form)
    try:
        for quad in ox.parse(lines, format=rdf_format, base_iri=DATA):  # type: ignore[arg-type]
            count.take()
            found = _statement(quad, lines.line, same)
            if found is not None:
                yield found
    except SyntaxError as error:
        column = None if error.offset is None else str(error.offset)
        place = Place(str(path), row=error.lineno, column=column)
        raise input_error("bad-rdf", place, form=form_said, why=unreadable(error)) from error
    except MemoryError as error:  # the parser's own limit for one literal or address
        limit = Many(_LONGEST_TERM)
        raise input_error("cell-too-large", Place(str(path)), limit=limit) from error
    except (ValueError, OSError) as error:
        place = Place(str(path))
        raise input_error(
            "bad-rdf", place, form=form_said, why=Reported(one_line(str(error))[:300])
        ) from error


class _Lines:
    """A file that gives one line at a time, and knows which one it gave last."""

    def __init__(self, data: bytes) -> None:
        self._lines = iter(data.splitlines(keepends=True))
        self.line = 0
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next line, or as much of it as is asked for."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.line += bool(self._rest)
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return taken


def _statement(quad: ox.Quad | ox.Triple, line: int, same: dict[str, str]) -> _Statement | None:
    import pyoxigraph as ox

    graph = getattr(quad, "graph_name", None)
    name = graph.value if isinstance(graph, ox.NamedNode) else ""
    if not isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
        return None
    subject = _name(quad.subject, same)
    predicate = same.setdefault(quad.predicate.value, quad.predicate.value)
    term: Any = quad.object
    if isinstance(term, ox.Literal):
        datatype = same.setdefault(term.datatype.value, term.datatype.value)
        text = Text(term.value, datatype, term.language)
        return _Statement(subject, predicate, text, line, name)
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return _Statement(subject, predicate, _name(term, same), line, name)
    return None


def _name(node: ox.NamedNode | ox.BlankNode, same: dict[str, str]) -> str:
    name = str(node)
    name = name[1:-1] if name.startswith("<") else name
    return same.setdefault(name, name)


def _find_lines(graph: Graph, text: str) -> None:
    """JSON-LD is parsed as a whole: a node's line is where its identifier or name stands."""
    starts = [m.end() for m in re.finditer("\n", text)]
    for iri, node in graph.nodes.items():
        names = [t.value for ts in node.values.values() for t in ts if isinstance(t, Text)]
        wanted = [iri, iri.removeprefix(DATA), *names[:5]]
        found = (text.find(f'"{word}"') for word in wanted)
        at = next((offset for offset in found if offset >= 0), -1)
        node.line = 1 if at < 0 else _line(starts, at)


def _line(starts: list[int], offset: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, offset) + 1


def _refuse_deep(data: bytes, path: Path) -> None:
    """Elements within elements: the parser's time grows with the square of their depth.

    It also says nothing of a file that ends within them.
    """
    depth = 0
    for match in _TAG.finditer(data):
        if match[1] is None:  # a comment, or text
            continue
        if match[1]:
            depth -= 1
        elif not match[0].endswith(b"/>"):
            depth += 1
            if depth > _DEEPEST:
                row = data.count(b"\n", 0, match.start()) + 1
                why = phrase("why.nested")
                raise input_error("bad-rdf", Place(str(path), row=row), form="RDF/XML", why=why)
    if depth > 0:
        why = phrase("why.cut-short")
        raise input_error("bad-rdf", Place(str(path)), form="RDF/XML", why=why)


def _refuse_bombs(data: bytes, path: Path) -> None:
    """Entities of RDF/XML may stand for namespaces, not for files or for each other."""
    if b"<!ENTITY" not in data and b"<!DOCTYPE" not in data:
        return
    text = data.decode("utf-8", "replace")
    for count, match in enumerate(_ENTITY.finditer(text)):
        value = match[2] or match[3] or ""
        is_bad = match[1] or match[4] or "&" in value or "%" in value
        if is_bad or len(value) > _LONGEST_ENTITY or count > 100:
            row = text.count("\n", 0, match.start()) + 1
            raise input_error("entity", Place(str(path), row=row))
