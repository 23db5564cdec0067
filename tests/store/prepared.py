"""Lets rdflib parse each rule once a test run: most of the time it takes goes into parsing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest import mock


@cache
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


@contextmanager
def prepared_queries() -> Generator[None, None, None]:
    """Within it rdflib evaluates the same parsed query for the same text."""
    import rdflib

    query = rdflib.Graph.query

    def prepared(self: rdflib.Graph, text: str, *args: Any, **options: Any) -> Any:
        return query(self, _prepared(text), *args, **options)

    with mock.patch.object(rdflib.Graph, "query", prepared):
        yield
