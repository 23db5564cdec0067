"""What the imports share: rows left out, things worth knowing, and how small a sample may be."""

from __future__ import annotations

from typing import NamedTuple

from tpgraph.model import Place

# Below this, a mean or a share is reported and not judged. It is the textbook size from which the
# mean of a sample may be taken as normally distributed (central limit theorem): a convention, so
# every import takes another.
MIN_SAMPLE = 30

TOO_LONG = "it has more cells than the header"


class Skipped(NamedTuple):
    """A row of an export that went into no folder, and why."""

    place: Place
    reason: str


class Doubt(NamedTuple):
    """Something that was read and is worth knowing: where, and what."""

    place: Place
    text: str
