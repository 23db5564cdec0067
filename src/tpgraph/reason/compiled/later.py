"""A store of what compiled rules gave, filled when somebody asks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyoxigraph import Store

from tpgraph.model import Status
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.infer import STATUSES, reported_ntriples
from tpgraph.store.oxigraph_engine import OxigraphEngine


class LaterEngine(OxigraphEngine):
    """An Oxigraph store that is another's, which is made when it is first asked for."""

    def __init__(self, whole: Callable[[], OxigraphEngine]) -> None:
        """``whole`` gives the same store each time."""
        self._whole = whole

    @property
    def store(self) -> Store:  # type: ignore[override]
        """The store."""
        return self._whole().store


def store_of(facts: Facts, statuses: Sequence[Status]) -> OxigraphEngine:
    """A store of facts in which findings of the given statuses are reported."""
    store = OxigraphEngine()
    store.load(facts.dump())
    store.take_out(reported_ntriples([each for each in STATUSES if each not in statuses]))
    return store
