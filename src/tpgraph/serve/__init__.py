"""The web application: pages, API and the SPARQL endpoint over one served set of companies."""

from __future__ import annotations

from tpgraph.serve.app import create_app
from tpgraph.serve.companies import Companies, Served
from tpgraph.serve.settings import Settings

__all__ = ["Companies", "Served", "Settings", "create_app"]
