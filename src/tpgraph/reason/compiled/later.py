"""A store of what compiled rules gave, made when somebody asks it: until then Oxigraph may rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tpgraph.model import Status
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.infer import STATUSES, reported_ntriples

if TYPE_CHECKING:
    from tpgraph.store.oxigraph_engine import OxigraphEngine

    _Engine = OxigraphEngine
else:
    _Engine = object  # all that an engine can do, the whole does


class LaterEngine(_Engine):
    """An Oxigraph store that is another's, which is made when it is first asked for."""

    name = "oxigraph"

    def __init__(self, whole: Callable[[], OxigraphEngine]) -> None:
        """``whole`` gives the same store each time."""
        self._whole = whole

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # What is private is nobody's question: `copy` and `pickle` look for such names.
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(self._whole(), name)


def store_of(facts: Facts, statuses: Sequence[Status]) -> OxigraphEngine:
    """A store of facts in which findings of the given statuses are reported."""
    from tpgraph.store.oxigraph_engine import OxigraphEngine

    store = OxigraphEngine()
    store.load(facts.dump())
    store.take_out(reported_ntriples([each for each in STATUSES if each not in statuses]))
    return store
