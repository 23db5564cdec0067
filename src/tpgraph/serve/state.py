"""What the routes of a running server share."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import cast

from starlette.requests import HTTPConnection

from tpgraph.serve.companies import Companies
from tpgraph.serve.events import Broadcaster
from tpgraph.serve.settings import Settings


@dataclass(slots=True)
class State:
    """Settings, companies and the broadcaster of an application."""

    settings: Settings
    companies: Companies
    events: Broadcaster
    started_s: float = field(default_factory=monotonic)


def state_of(request: HTTPConnection) -> State:
    """The state of the application that answers a request."""
    return cast(State, request.app.state.tpgraph)
