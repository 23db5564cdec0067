"""Asks a SPARQL endpoint over HTTP: `tpgraph serve`, or a server that holds what tpgraph writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing

import pyoxigraph as ox

from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.query.across import Progress, in_turn, one_of
from tpgraph.query.named import named_query
from tpgraph.query.results import Result
from tpgraph.query.run import COMMON_PREFIXES, ONTOLOGY_GRAPH, is_sparql, query_text
from tpgraph.reason.lint import words
from tpgraph.store import Literal
from tpgraph.store.graphs import graphs_of
from tpgraph.store.oxigraph_engine import from_ox
from tpgraph.store.remote.place import place_of
from tpgraph.store.remote.server import Server

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*)\s*:", re.IGNORECASE)
_COMPANIES = (
    "SELECT DISTINCT ?iri ?name WHERE { GRAPH ?graph { "
    "?iri a <https://w3id.org/tpgraph/ontology#Company> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?name } } ORDER BY ?name ?iri"
)


def is_address(text: str) -> bool:
    """Whether a text is the address of a server, rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def ask_endpoint(
    url: str,
    query: str,
    language: str,
    parameters: Mapping[str, str] | None = None,
    *,
    company: str | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """What the endpoint at an address answers to SPARQL or to a named query.

    SPARQL is asked of the endpoint's own default graph; the common prefixes need not be declared.
    A named query about a company is asked of each company by itself, and its rows then begin with a
    column ``company``. ``company`` (a name or an IRI) restricts everything to one. Credentials and
    limits come from the environment, as for ``--engine``. Raises CallError for an address, company,
    query or parameter that does not exist, QueryError where the endpoint refuses the text,
    EngineError where it fails.
    """
    with closing(Server(place_of(url))) as server:
        if is_sparql(query):
            if parameters:
                raise CallError(phrase("call.own-query-parameters"))
            if company is None:
                return _ask(server, query, ())
            iri, _ = one_of(company, _companies(server))
            return _ask(server, query, (ONTOLOGY_GRAPH, *graphs_of(iri)))
        name = query.strip()
        text = query_text(name, language, parameters or {})
        if named_query(name).scope != "company":
            _require_ontology(server)
            return _ask(server, text, (ONTOLOGY_GRAPH,))
        known = _companies(server)
        if company is not None:
            known = [one_of(company, known)]
        _require_ontology(server)
        answers = (_ask(server, text, (ONTOLOGY_GRAPH, *graphs_of(iri))) for iri, _ in known)
        return in_turn([title for _, title in known], answers, on_progress)


def _companies(server: Server) -> list[tuple[str, str]]:
    """The IRIs and names of the companies that the endpoint holds. Raises CallError for none."""
    rows = server.select(_COMPANIES, ()).rows
    found = [
        (iri, name.value)
        for iri, name in rows
        if isinstance(iri, str) and isinstance(name, Literal)
    ]
    if not found:
        raise CallError(phrase("call.endpoint-companies", host=server.place.host))
    return found


def _require_ontology(server: Server) -> None:
    # An endpoint that holds inventories alone would answer "nothing", which is not true.
    if not server.ask("ASK { ?s ?p ?o }", (ONTOLOGY_GRAPH,)):
        raise CallError(
            phrase("call.endpoint-ontology", host=server.place.host, graph=ONTOLOGY_GRAPH)
        )


def _ask(server: Server, text: str, graphs: tuple[str, ...]) -> Result:
    form = next((word for word, _, _ in words(text) if word in _FORMS), "SELECT")
    text = with_prefixes(text)
    if form == "ASK":
        boolean = "http://www.w3.org/2001/XMLSchema#boolean"
        told = str(server.ask(text, graphs)).lower()
        return Result(("answer",), ((Literal(told, boolean),),))
    if form == "SELECT":
        table = server.select(text, graphs)
        return Result(table.columns, table.rows)
    triples = server.construct(text, graphs)
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=COMMON_PREFIXES) or b""
    terms = tuple((from_ox(t.subject), from_ox(t.predicate), from_ox(t.object)) for t in triples)
    return Result(("subject", "predicate", "object"), terms, turtle.decode())


def with_prefixes(text: str) -> str:
    """SPARQL with the common prefixes that it uses and does not declare.

    They stand on its first line, so that the lines of a server's messages are those of the text.
    """
    declared = set(_DECLARED.findall(text))
    lacking = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in COMMON_PREFIXES.items()
        if name not in declared and re.search(rf"(?<![\w-]){name}:", text)
    ]
    return "".join(lacking) + text
