"""Runs a named query or SPARQL text over ontology, asserted facts and findings, in Oxigraph."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from tpgraph.errors import CallError, QueryError
from tpgraph.model import Inventory
from tpgraph.phrases import phrase, shown
from tpgraph.query.dataset import Chosen, ask
from tpgraph.query.named import named_query
from tpgraph.query.results import Result
from tpgraph.query.screening import chosen_graphs, leaving, words_of
from tpgraph.store import Literal, Object
from tpgraph.store.company_store import CompanyStore
from tpgraph.store.ontology_files import load_ontology, source_files
from tpgraph.store.oxigraph_engine import from_ox
from tpgraph.store.refused import refused

ONTOLOGY_GRAPH = "https://w3id.org/tpgraph/ontology"
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+\Z")
COMMON_PREFIXES = {
    "tpg": "https://w3id.org/tpgraph/ontology#",
    "rule": "https://w3id.org/tpgraph/rule/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}


def query_store(trig: bytes = b"") -> ox.Store:
    """A store with the ontology in its graph and a company's graphs from TriG."""
    store = ox.Store()
    _load_ontology(store)
    if trig:
        store.load(trig, format=ox.RdfFormat.TRIG)
    return store


# Loading takes longer than answering, and the same company is asked again and again. What is kept
# is never changed: who wants to change a store makes one with `query_store`.
_kept_store = lru_cache(maxsize=2)(query_store)


def put_ontology(store: CompanyStore) -> None:
    """Puts the ontology, as queries see it, into a store of many companies."""
    total = hashlib.sha256(ontology_closure())
    for path in source_files():
        total.update(path.read_bytes())
    store.put_ontology(ONTOLOGY_GRAPH, total.hexdigest()[:20], _load_ontology)


def _load_ontology(store: ox.Store) -> None:
    load_ontology(store, ONTOLOGY_GRAPH)
    closure = ontology_closure()
    store.load(closure, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(ONTOLOGY_GRAPH))


def ontology_closure() -> bytes:
    """HermiT's closure over named classes, as N-Triples."""
    from tpgraph.resources import ontology_dir

    return (ontology_dir() / "generated" / "closure.nt").read_bytes()


def _with_values(text: str, values: Mapping[str, str]) -> str:
    """The query with each parameter's variable replaced by its value, as an escaped literal."""
    for name, value in values.items():
        literal = str(ox.Literal(value))
        text = re.sub(rf"[?$]{re.escape(name)}\b", literal.replace("\\", "\\\\"), text)
    return text


def run_query(
    trig: bytes,
    query: str,
    language: str,
    parameters: Mapping[str, str] | None = None,
    inventory: Inventory | None = None,
) -> Result:
    """Runs a named query (by name or code) or SPARQL; the default graph is the union of all graphs.

    Common prefixes need not be declared. Raises CallError for a name or parameter that does not
    exist, QueryError where Oxigraph refuses the text.
    """
    if is_sparql(query):
        if parameters:
            raise CallError(phrase("call.own-query-parameters"))
        return answer(_kept_store(trig), query)
    name = query.strip()
    if named_query(name).scope == "company" and inventory is None:
        raise CallError(phrase("call.query-of-company", name=named_query(name).name))
    text = query_text(name, language, parameters or {})
    return answer(_kept_store(trig), text)


def is_sparql(query: str) -> bool:
    """Whether a query is SPARQL, rather than the name of a named one."""
    return ("{" in query or bool(_FORM.search(query))) and not _NAME.match(query.strip())


def query_text(name: str, language: str, parameters: Mapping[str, str]) -> str:
    """A named query's SPARQL with its parameters filled in, ``lang`` by the language if not given.

    Raises CallError for a name or parameter that does not exist.
    """
    named = named_query(name)
    unknown = sorted(parameters.keys() - named.parameters.keys())
    if unknown:
        known = tuple(named.parameters) or phrase("what.nothing")
        wrong = shown(unknown[0])
        raise CallError(phrase("call.no-parameter", query=named.name, name=wrong, known=known))
    values = {**named.parameters, "lang": language} if "lang" in named.parameters else {}
    return _with_values(named.text, {**named.parameters, **values, **parameters})


def answer(store: ox.Store, text: str) -> Result:
    """What a store answers to SPARQL; the default graph is the union of its graphs.

    Raises QueryError where Oxigraph refuses the text, or where it would ask another server.
    """
    words = list(words_of(text))
    if leaving(words) is not None:
        raise QueryError(phrase("query.no-service"))
    try:
        return _answer(store, text, chosen_graphs(words))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(phrase("query.not-understood", why=refused(error))) from error


def _answer(store: ox.Store, text: str, graphs: Chosen | None) -> Result:
    """The answer, read to its end: some faults show only while rows are drawn."""
    result = ask(store, text, None, COMMON_PREFIXES, graphs, union=True)
    if isinstance(result, ox.QueryBoolean):
        boolean = "http://www.w3.org/2001/XMLSchema#boolean"
        return Result(("answer",), ((Literal(str(bool(result)).lower(), boolean),),))
    if isinstance(result, ox.QueryTriples):
        triples = list(result)
        turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=COMMON_PREFIXES) or b""
        terms = tuple(
            (from_ox(t.subject), from_ox(t.predicate), from_ox(t.object)) for t in triples
        )
        return Result(("subject", "predicate", "object"), terms, turtle.decode())
    names = tuple(v.value for v in result.variables)
    rows: tuple[tuple[Object | None, ...], ...] = tuple(
        tuple(None if row[i] is None else from_ox(row[i]) for i in range(len(names)))
        for row in result
    )
    return Result(names, rows)
