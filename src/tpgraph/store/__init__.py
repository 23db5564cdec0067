"""The SPARQL engines behind one protocol: the same rule text runs on each."""

from __future__ import annotations

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown
from tpgraph.store.base import Engine, Literal, Object, Triple

__all__ = ["ENGINES", "Engine", "Literal", "Object", "Triple", "is_server", "open_engine"]

ENGINES: tuple[str, ...] = ("oxigraph", "rdflib")


def is_server(name: str) -> bool:
    """Whether an engine's name is meant as the address of a SPARQL server."""
    return "://" in name


def open_engine(name: str = "oxigraph", company: str | None = None) -> Engine:
    """A new, empty engine, to be closed after use.

    ``oxigraph`` (in the process), ``rdflib`` (the reference) or the address of a SPARQL 1.1
    server, which names its graphs after the company whose IRI is given. Raises CallError for any
    other name.
    """
    if name == "oxigraph":
        from tpgraph.store.oxigraph_engine import OxigraphEngine

        return OxigraphEngine()
    if name == "rdflib":
        from tpgraph.store.rdflib_engine import RdflibEngine

        return RdflibEngine()
    if is_server(name):
        from tpgraph.store.remote.engine import HttpEngine

        return HttpEngine(name, company)
    raise CallError(phrase("call.no-engine", name=shown(name), known=tuple(ENGINES)))
