"""The engine for a SPARQL 1.1 server: rules run there; what they gave is kept here as well."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Sequence

import pyoxigraph as ox

from tpgraph.errors import EngineError
from tpgraph.phrases import phrase
from tpgraph.store.base import Table, Triple
from tpgraph.store.oxigraph_engine import OxigraphEngine, from_ox
from tpgraph.store.remote.place import place_of
from tpgraph.store.remote.probe import require_all
from tpgraph.store.remote.runs import Run, end_quietly
from tpgraph.store.remote.server import Server

# Where the ontology's facts are kept on a server, a graph for each version of them.
COMMON_GRAPHS = "https://w3id.org/tpgraph/ontology/facts/"
# The company of what is asked without one.
NO_COMPANY = "https://w3id.org/tpgraph/data"
# Servers found able in this process, and graphs of common facts found whole.
_able: set[tuple[str, str]] = set()
_whole: set[tuple[str, str]] = set()


class HttpEngine:
    """A scratch graph on a server, asked together with the ontology's facts, which stay there.

    Queries run on the server while the engine is open. Everything that is loaded or materialised
    is kept here too: ``triples`` and ``dump`` never ask the server, and after ``close`` nothing
    does. Raises EngineError where the server fails or cannot do what rules need.
    """

    def __init__(self, url: str, company: str | None = None) -> None:
        self.name = url
        self._company = company or NO_COMPANY
        self._server = Server(place_of(url))
        self._run = Run(self._server, self._company)
        self._home = OxigraphEngine()
        self._own: list[bytes] = []
        self._common: list[bytes] = []
        self._graphs: tuple[str, ...] = (self._run.graph("facts"),)
        self._open = False
        # Also where the engine is forgotten, or the interpreter ends.
        self._end = weakref.finalize(self, end_quietly, self._server, self._run)

    def load(self, ntriples: bytes) -> None:
        self._begin()
        self._home.load(ntriples)
        self._own.append(ntriples)
        self._run.add("facts", ntriples)

    def load_common(self, ntriples: bytes) -> None:
        self._begin()
        self._home.load(ntriples)
        self._common.append(ntriples)
        graph = COMMON_GRAPHS + hashlib.sha256(ntriples).hexdigest()[:20]
        self._graphs += (graph,)
        key = (self._server.place.query_url, graph)
        if key in _whole:
            return
        count = len(set(ntriples.split(b"\n")) - {b""})
        # What an upload that was cut off left behind is made whole: adding again changes nothing.
        if self._server.count(graph) != count:
            self._server.add(graph, ntriples)
            if self._server.count(graph) != count:
                host = self._server.place.host
                raise EngineError(phrase("engine.other-facts", host=host, graph=graph))
        _whole.add(key)

    def add(self, triples: Sequence[Triple]) -> None:
        other = OxigraphEngine()
        other.add(triples)
        self.load(other.dump())

    def materialise(self, construct: str) -> None:
        self._begin()
        store = self._home.store
        found = [ox.Quad(*t) for t in self._server.construct(construct, self._graphs)]
        new = [quad for quad in found if quad not in store]
        store.extend(new)
        ntriples = ox.serialize((q.triple for q in new), format=ox.RdfFormat.N_TRIPLES) or b""
        self._own.append(ntriples)
        self._run.add("facts", ntriples)

    def construct(self, query: str) -> list[Triple]:
        if not self._open:
            return self._home.construct(query)
        found = self._server.construct(query, self._graphs)
        return [(_iri(t.subject), t.predicate.value, from_ox(t.object)) for t in found]

    def select(self, query: str) -> Table:
        return self._server.select(query, self._graphs) if self._open else self._home.select(query)

    def ask(self, query: str) -> bool:
        return self._server.ask(query, self._graphs) if self._open else self._home.ask(query)

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        return self._home.triples(s, p, o)

    def dump(self) -> bytes:
        return self._home.dump()

    def copy(self) -> HttpEngine:
        other = HttpEngine(self.name, self._company)
        try:
            for ntriples in self._common:
                other.load_common(ntriples)
            other.load(
                b"".join(part if part.endswith(b"\n") else part + b"\n" for part in self._own)
            )
        except BaseException:
            other.close()
            raise
        return other

    def close(self) -> None:
        self._open = False
        self._end()

    def _begin(self) -> None:
        if self._open:
            return
        if not self._end.alive:
            raise EngineError(phrase("engine.closed"))
        self._run.begin()
        key = (self._server.place.query_url, self._server.place.update_url)
        if key not in _able:
            require_all(self._server, self._run)
            _able.add(key)
        self._open = True


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
