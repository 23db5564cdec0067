"""What the routes of a running server share."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from time import monotonic
from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection

from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.kept import Kept
from tpgraph.serve.log import Log
from tpgraph.serve.settings import Settings

if TYPE_CHECKING:
    from tpgraph.serve.sparql.pool import Pool
    from tpgraph.serve.sparql.writing import Writer

_TURNS = 2


@dataclass(slots=True)
class State:
    """Settings, companies, log, broadcaster, the processes for SPARQL, what pages were made of."""

    settings: Settings
    companies: Companies
    log: Log
    events: Broadcaster
    pool: Pool
    writer: Writer | None
    # For what takes a processor a while: a simulation, a comparison.
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_TURNS))
    kept: Kept = field(default_factory=Kept)
    started_s: float = field(default_factory=monotonic)


def state_of(request: HTTPConnection) -> State:
    """The state of the application that answers a request."""
    return cast(State, request.app.state.tpgraph)
