"""rdflib parses each check once in all of these tests."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.checks.prepared import prepared_queries


@pytest.fixture(scope="package", autouse=True)
def _rdflib_parses_once() -> Generator[None, None, None]:
    with prepared_queries():
        yield
