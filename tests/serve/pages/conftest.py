"""A server's application with three companies, asked without a socket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tpgraph.pipeline import analyse
from tpgraph.serve.app import create_app
from tpgraph.serve.companies import Companies
from tpgraph.serve.settings import Settings

SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor")
AS_OF = date(2026, 3, 1)
ADDRESS = "http://127.0.0.1:8000"
Serve = Callable[..., TestClient]


def application(paths: list[Path], *, store_path: Path | None = None) -> Starlette:
    """The application that serves these companies, or a store of many."""
    companies = Companies(paths, partial(analyse, as_of=AS_OF), store_path=store_path)
    return create_app(Settings(), companies)


@pytest.fixture(scope="package")
def client(root: Path) -> TestClient:
    """Asks pages and API; the processes for SPARQL are not started."""
    app = application([root / "data" / name for name in SAMPLES])
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)
