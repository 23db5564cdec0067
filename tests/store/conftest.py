"""The engines under test; rdflib parses each rule once in all of these tests."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

import pytest

from tests.store.prepared import prepared_queries
from tests.support.wasm import Node, node_program
from tpgraph.store import Engine, open_engine

Opened: TypeAlias = Callable[[str], Engine]


@pytest.fixture(scope="package", autouse=True)
def _rdflib_parses_once() -> Generator[None, None, None]:
    with prepared_queries():
        yield


@pytest.fixture(scope="package")
def node() -> Generator[Node, None, None]:
    """A process of Node.js with Oxigraph's WebAssembly build and the page's engine code."""
    if node_program() is None:
        pytest.skip("needs Node.js")
    with Node() as node:
        yield node


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Opened:
    """Opens a new, empty engine by its name, also the one that only the page and tests have."""

    def by_name(name: str) -> Engine:
        if name != "wasm":
            return open_engine(name)
        node: Node = request.getfixturevalue("node")
        return node.engine()

    return by_name
