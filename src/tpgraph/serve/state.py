"""What the routes of a running server share."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import BoundedSemaphore
from time import monotonic
from typing import cast

from starlette.requests import HTTPConnection

from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.kept import Kept
from tpgraph.serve.settings import Settings

_TURNS = 2


@dataclass(slots=True)
class State:
    """Settings, companies, broadcaster and what was made for pages of an application."""

    settings: Settings
    companies: Companies
    events: Broadcaster
    # For what takes a processor a while: a simulation, a comparison.
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_TURNS))
    kept: Kept = field(default_factory=Kept)
    started_s: float = field(default_factory=monotonic)


def state_of(request: HTTPConnection) -> State:
    """The state of the application that answers a request."""
    return cast(State, request.app.state.tpgraph)
