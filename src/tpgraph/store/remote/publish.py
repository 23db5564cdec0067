"""Writes a company's graphs to a server: whole, in the place of the earlier ones, in one update."""

from __future__ import annotations

from collections.abc import Mapping

from tpgraph.errors import EngineError
from tpgraph.phrases import phrase
from tpgraph.store.remote.place import place_of
from tpgraph.store.remote.runs import Run, end_quietly
from tpgraph.store.remote.server import Server


def publish(url: str, company: str, graphs: Mapping[str, bytes]) -> None:
    """Puts graphs (IRI to N-Triples) in the place of a company's graphs on a server, in one update.

    They are uploaded under other names and looked at first: whatever fails before the last step
    leaves what was there untouched. Raises EngineError where the server fails.
    """
    server = Server(place_of(url))
    run = Run(server, company)
    targets: list[tuple[str, str | None]] = []
    try:
        run.begin()
        for number, (graph, ntriples) in enumerate(graphs.items()):
            expected = len(set(ntriples.split(b"\n")) - {b""})
            part = f"new-{number}"
            run.add(part, ntriples)
            if server.count(run.graph(part)) != expected:
                raise EngineError(
                    phrase("engine.lost", host=server.place.host, graph=graph, count=expected)
                )
            targets.append((graph, part if expected else None))
        run.publish(targets)
    finally:
        end_quietly(server, run)
