"""tpgraph: the knowledge graph of touchpoint marketing.

``analyse(path)`` reads a company's inventory of touchpoints and returns an ``Analysis`` with its
gaps, recommendations, coverage and graph. Heavy libraries are imported only where they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tpgraph.errors import TpgraphError
    from tpgraph.model import Edit, Finding, Inventory, Recommendation
    from tpgraph.pipeline import Analysis, analyse, analyze
    from tpgraph.samples import sample

__all__ = [
    "Analysis",
    "Edit",
    "Finding",
    "Inventory",
    "Recommendation",
    "TpgraphError",
    "__version__",
    "analyse",
    "analyze",
    "sample",
]

_HOMES = {
    # What `%load_ext tpgraph` calls in a notebook.
    "load_ipython_extension": "tpgraph.magic",
    "Analysis": "tpgraph.pipeline",
    "analyse": "tpgraph.pipeline",
    "analyze": "tpgraph.pipeline",
    "sample": "tpgraph.samples",
    "Edit": "tpgraph.model",
    "Finding": "tpgraph.model",
    "Inventory": "tpgraph.model",
    "Recommendation": "tpgraph.model",
    "TpgraphError": "tpgraph.errors",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'tpgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
