"""The servers that tests share: one as people start it, one with limits that a test can reach."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serve.running import Running, serving

LIMITS = {
    "query_timeout_s": 3,
    "query_memory_mib": 200,
    "result_max_rows": 1000,
    "result_max_bytes": 200_000,
    "waiting_queries_max": 2,
    "waiting_timeout_s": 8,
    "workers": 2,
    "body_timeout_s": 1,
    "header_timeout_s": 1,
    "send_timeout_s": 1,
    "keep_alive_timeout_s": 2,
    "body_max_bytes": 300_000,
    "query_max_bytes": 100_000,
    "target_max_bytes": 16_000,
    "written_max_bytes": 20_000,
    "connections_max": 60,
}


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    """A server of one company to which clients may write."""
    with serving(write=True, limit={"workers": 2}) as running:
        yield running


@pytest.fixture(scope="session")
def _limited() -> Iterator[Running]:
    with serving(write=True, limit=LIMITS) as running:
        yield running


@pytest.fixture
def limited(_limited: Running) -> Running:
    """A server with small limits, whose processes are all there and have nothing to do."""
    _limited.settle()
    return _limited
