"""Says where facts stand: a fact of several sources has a cell in each."""

from __future__ import annotations

from collections.abc import Iterable

from tpgraph.model import Fact, Place


def said_places(fact: Fact, language: str = "en") -> str:
    """All places of a fact; empty for what only the ontology says."""
    return joined_places(fact.places, language)


def joined_places(places: Iterable[Place], language: str = "en") -> str:
    """Places beside each other, as the page and the files show them."""
    return " | ".join(place.text(language) for place in places)
