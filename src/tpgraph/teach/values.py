"""What is always, usually or never so of each kind of touchpoint, asked once for all of them."""

from __future__ import annotations

from functools import lru_cache

from tpgraph.query.names import TOUCHPOINT
from tpgraph.query.terms import Book
from tpgraph.query.values import Value


@lru_cache(maxsize=4)
def kind_values(b: Book) -> dict[str, tuple[Value, ...]]:
    """The values of every kind that is still in use, in the order of the English labels."""
    kinds = sorted(b.kinds - {TOUCHPOINT}, key=b.place)
    return {kind: tuple(b.values_of(kind)) for kind in kinds if not b.term(kind).deprecated}
