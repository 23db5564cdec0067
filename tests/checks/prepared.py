"""Lets rdflib parse each check once a test run: most of the time it takes goes into parsing."""

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
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    query = rdflib.Graph.query

    def prepared(self: rdflib.Graph, text: Any, *args: Any, **options: Any) -> Any:
        # What is parsed already (by a fixture around this one) stays as it is, and what goes to a
        # server goes as text.
        if isinstance(text, str) and not isinstance(self.store, SPARQLStore):
            text = _prepared(text)
        return query(self, text, *args, **options)

    with mock.patch.object(rdflib.Graph, "query", prepared):
        yield
