"""The engines under test."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack, closing
from typing import TypeAlias

import pytest

from tests.store.remote.jena import jena_server
from tests.store.remote.servers import oxigraph_server
from tests.support.wasm import Node, node_program
from tpgraph.store import Engine, open_engine

Opened: TypeAlias = Callable[[str], Engine]


@pytest.fixture(scope="package")
def node() -> Generator[Node, None, None]:
    """A process of Node.js with Oxigraph's WebAssembly build and the page's engine code."""
    if node_program() is None:
        pytest.skip("needs Node.js")
    with Node() as node:
        yield node


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    """The address of a SPARQL server."""
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="package")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Generator[str, None, None]:
    """The address of another SPARQL server, around Apache Jena's engine."""
    with jena_server(tmp_path_factory.mktemp("jena")) as url:
        yield url


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Generator[Opened, None, None]:
    """Opens new, empty engines by name: also the servers, and ``wasm`` that only the page has."""
    with ExitStack() as stack:

        def by_name(name: str) -> Engine:
            engine: Engine
            if name == "wasm":
                node: Node = request.getfixturevalue("node")
                engine = node.engine()
            else:
                served = name in ("server", "jena")
                engine = open_engine(request.getfixturevalue(name) if served else name)
            return stack.enter_context(closing(engine))

        yield by_name
