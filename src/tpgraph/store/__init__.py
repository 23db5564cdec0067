"""The SPARQL engines behind one protocol: the same rule text runs on each."""

from __future__ import annotations

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown
from tpgraph.store.base import Engine, Literal, Object, Triple

__all__ = ["ENGINES", "Engine", "Literal", "Object", "Triple", "open_engine"]

ENGINES: tuple[str, ...] = ("oxigraph", "rdflib")


def open_engine(name: str = "oxigraph") -> Engine:
    """A new, empty engine: ``oxigraph`` (in the process) or ``rdflib`` (the reference).

    Raises CallError for any other name.
    """
    if name == "oxigraph":
        from tpgraph.store.oxigraph_engine import OxigraphEngine

        return OxigraphEngine()
    if name == "rdflib":
        from tpgraph.store.rdflib_engine import RdflibEngine

        return RdflibEngine()
    raise CallError(phrase("call.no-engine", name=shown(name), known=tuple(ENGINES)))
