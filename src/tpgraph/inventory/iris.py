"""Makes the IRIs of a company's touchpoints out of their names."""

from __future__ import annotations

from collections.abc import Sequence

from tpgraph.text import slug


class IriMaker:
    """IRIs of a company's touchpoints: the slug of the name, a second one with ``-2``, and on."""

    def __init__(self, company_iri: str, taken: Sequence[str] = ()) -> None:
        """``taken`` are the IRIs that exist."""
        self._base = company_iri
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}  # the last one, by the IRI without number

    def make(self, name: str) -> str:
        """A new IRI for a touchpoint called ``name``."""
        first = iri = f"{self._base}/{slug(name)}"
        number = self._numbers.get(first, 1)
        while iri in self._taken:
            number += 1
            iri = f"{first}-{number}"
        self._taken.add(iri)
        self._numbers[first] = number
        return iri
