"""The ontology's source, read once; broken copies are made from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.ontology.broken_copies import BrokenCopy, broken_copies
from tpgraph.reason.gate import shapes
from tpgraph.reason.gate.report import Fault
from tpgraph.reason.gate.run import Finder, finders
from tpgraph.reason.gate.source import Source


@pytest.fixture(scope="session")
def source() -> Source:
    return Source.read()


@pytest.fixture(scope="session")
def found_before(source: Source) -> Callable[[Finder], list[Fault]]:
    """What a check finds in the source as it is, found out once."""
    return cache(lambda finder: list(finder(source)))


@pytest.fixture(scope="session")
def found_by_name(source: Source) -> dict[str, Finder]:
    return finders(source)


@pytest.fixture(scope="session")
def copies() -> dict[str, BrokenCopy]:
    return broken_copies()


@pytest.fixture(scope="session")
def shape_faults(source: Source, copies: dict[str, BrokenCopy]) -> tuple[list[Fault], list[Fault]]:
    """What the shapes find in the source, and in one copy with every shape's breakage.

    One run each, since a run takes seconds; every breakage is of a term of its own.
    """
    names = shapes.names(source)
    everything = ";\n".join(copies[name].update for name in names if name in copies)
    return list(shapes.find(source)), list(shapes.find(source.changed(everything)))
