"""The graphs of one run on a server: named under the company, listed, and taken away again.

A run is listed in ``COMPANY/graph/runs`` before it makes its first graph and struck off with its
last. Its name tells when it began, on which machine and in which process: what a killed run left
behind is recognised by the next run for the same company and taken away.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tpgraph.errors import EngineError, QueryError
from tpgraph.store.remote.server import Server

# A run on another machine is taken for dead after this time.
OLDEST_RUN = timedelta(days=1)
# The graphs that a run may have, by the end of their names: scratch, probe and what is published.
PARTS = ("facts", "probe-1", "probe-2", "probe-3", *(f"new-{n}" for n in range(4)))
_STARTED = "http://www.w3.org/ns/prov#startedAtTime"
_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}")
_WRITTEN = "%Y%m%dT%H%M%SZ"


class Run:
    """One run's graphs on a server. Raises EngineError where the server fails."""

    def __init__(self, server: Server, company: str) -> None:
        self._server = server
        self._begun = False
        self._company = str(ox.NamedNode(company).value)  # raises ValueError where it is no IRI
        now = datetime.now(UTC).strftime(_WRITTEN)
        name = f"{now}-{_machine()}-{os.getpid()}-{secrets.token_hex(6)}"
        self.iri = f"{_runs_under(self._company)}{name}"
        self.register = f"{self._company}/graph/runs"

    def graph(self, part: str) -> str:
        """The IRI of one of its graphs."""
        assert part in PARTS
        return f"{self.iri}/{part}"

    def begin(self) -> None:
        """Lists the run, after taking away what dead runs for this company left behind."""
        self.sweep()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._begun = True
        self._server.update(
            f"INSERT DATA {{ GRAPH <{self.register}> "
            f'{{ <{self.iri}> <{_STARTED}> "{now}"^^<{_DATE_TIME}> }} }}'
        )

    def add(self, part: str, ntriples: bytes) -> None:
        """Adds N-Triples to one of its graphs."""
        self._server.add(self.graph(part), ntriples)

    def end(self) -> None:
        """Takes the run's graphs away and strikes it off."""
        if self._begun:
            self._server.update(self._ending(self.iri))
            self._begun = False

    def publish(self, targets: Sequence[tuple[str, str | None]]) -> None:
        """Puts its graphs in the place of others and ends, in one update.

        ``targets`` are graphs of the company, each with the part that takes its place, or ``None``
        where it is to be empty.
        """
        # Not MOVE: Jena 4.5 refuses every MOVE, COPY and ADD from a named graph.
        steps = [f"DROP SILENT GRAPH <{target}>" for target, _ in targets]
        steps += [copying(self.graph(part), target) for target, part in targets if part]
        self._server.update(" ;\n".join([*steps, self._ending(self.iri)]))
        self._begun = False

    def sweep(self) -> None:
        """Takes away the graphs of runs for this company that are dead."""
        for run in self._listed():
            if _is_dead(run.removeprefix(_runs_under(self._company))):
                self._server.update(self._ending(run))

    def _listed(self) -> Iterator[str]:
        table = self._server.select(
            f"SELECT ?run WHERE {{ ?run <{_STARTED}> ?at }}", (self.register,)
        )
        for (run,) in table.rows:
            # Whoever wrote into the register: only graphs of runs for this company are taken away.
            under = _runs_under(self._company)
            if not isinstance(run, str) or not run.startswith(under):
                continue
            if _NAME.fullmatch(run.removeprefix(under)):
                yield run

    def _ending(self, run: str) -> str:
        drops = [f"DROP SILENT GRAPH <{run}/{part}>" for part in PARTS]
        struck = f"DELETE WHERE {{ GRAPH <{self.register}> {{ <{run}> <{_STARTED}> ?at }} }}"
        return " ;\n".join([*drops, struck])


def copying(source: str, target: str) -> str:
    """The update that adds what one graph has to another."""
    return (
        f"INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"
    )


def end_quietly(server: Server, run: Run) -> None:
    """Ends a run and the connections; what cannot be taken away now is left to the next run."""
    with contextlib.suppress(EngineError, QueryError):
        run.end()
    server.close()


def _runs_under(company: str) -> str:
    return f"{company}/graph/run/"


def _is_dead(name: str) -> bool:
    match = _NAME.fullmatch(name)
    if match is None:
        return False
    started = datetime.strptime(match[1], _WRITTEN).replace(tzinfo=UTC)
    if datetime.now(UTC) - started > OLDEST_RUN:
        return True
    if match[2] != _machine() or os.name != "posix":
        return False
    try:
        os.kill(int(match[3]), 0)  # asks whether the process is there
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


@cache
def _machine() -> str:
    """This machine, since it was started: process numbers mean nothing elsewhere."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    except OSError:
        boot = ""
    return hashlib.sha256(f"{platform.node()}|{boot}".encode()).hexdigest()[:8]
