"""Two servers for all of these tests, of different makers; each begins with an empty one."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.store.remote.servers import oxigraph_server, server_at
from tpgraph.store.remote import engine


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture
def server(_running: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty SPARQL server that nothing is known of yet."""
    return _as_new(_running, monkeypatch)


@pytest.fixture(params=["oxigraph", "jena"])
def each_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same, of one sort after the other."""
    name = {"oxigraph": "_running", "jena": "jena"}[request.param]
    return _as_new(request.getfixturevalue(name), monkeypatch)


def _as_new(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    server_at(url).update("DROP ALL")
    monkeypatch.setattr(engine, "_able", set())
    monkeypatch.setattr(engine, "_whole", set())
    for name in ("UPDATE", "USER", "PASSWORD", "TOKEN", "TIMEOUT", "MAX_MB"):
        monkeypatch.delenv(f"TPGRAPH_SPARQL_{name}", raising=False)
    return url
