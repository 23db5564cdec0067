"""Says where facts stand: a fact of several sources has a cell in each."""

from __future__ import annotations

from collections.abc import Iterable

from tpgraph.model import Fact, Place


def said_places(fact: Fact) -> str:
    """All places of a fact; empty for what only the ontology says."""
    return joined_places(fact.places)


def joined_places(places: Iterable[Place]) -> str:
    """Places beside each other, as the page and the files show them."""
    return " | ".join(map(str, places))
