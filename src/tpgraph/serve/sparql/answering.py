"""Answers one query: screens it, asks, writes the answer in a form that the client accepts."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from tpgraph.query.run import COMMON_PREFIXES
from tpgraph.query.screening import Word, chosen_graphs, deepest, leaving, place_of, words_of
from tpgraph.serve.sparql.dataset import Dataset, StoredDataset
from tpgraph.serve.sparql.formats import (
    GRAPH,
    ROWS,
    count_rows,
    graph_type,
    rows_type,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PLACE = re.compile(r"at (\d+):(\d+)")
_SHOWN = 500  # characters of what Oxigraph says


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost; lengths in characters, rows and bytes."""

    depth: int
    rows: int
    bytes: int


class DeclinedError(Exception):
    """A query or update that is not carried out: the status, a key of the texts, its slots.

    ``changed``: the dataset of this process is no longer as it was.
    """

    def __init__(
        self,
        status: int,
        key: str,
        place: tuple[int, int] | None = None,
        *,
        changed: bool = False,
        **slots: str | int,
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.place = place
        self.changed = changed
        self.slots = slots

    def head(self) -> dict[str, Any]:
        """What the server is told."""
        line, column = self.place or (None, None)
        return {
            "status": self.status,
            "key": self.key,
            "slots": self.slots,
            "line": line,
            "column": column,
            "changed": self.changed,
        }


class _TooLongError(Exception):
    """The answer has more bytes than it may."""


class _Bounded(io.BytesIO):
    """A stream in memory that takes a number of bytes and no more."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._left = max_bytes

    def write(self, part: Buffer, /) -> int:
        written = super().write(part)
        self._left -= written
        if self._left < 0:
            raise _TooLongError
        return written


def answer_query(
    dataset: Dataset | StoredDataset, job: dict[str, Any], limits: Limits
) -> tuple[dict[str, Any], bytes]:
    """The head and body of the answer. Raises DeclinedError."""
    text = job["text"]
    words = screened(text, limits.depth)
    graphs = job["graphs"] if job["graphs"] is not None else chosen_graphs(words)
    try:
        result = dataset.query(text, job["base"], COMMON_PREFIXES, graphs)
        if isinstance(result, ox.QueryTriples):
            return _triples(result, job["accept"], limits)
        return _rows(result, job["accept"], limits)
    except _TooLongError:
        raise DeclinedError(422, "endpoint.too-long", max=limits.bytes) from None
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise refused_by_engine(error) from error


def screened(text: str, depth: int) -> list[Word]:
    """The words of a text that may be handed to Oxigraph. Raises DeclinedError."""
    words = list(words_of(text))
    if (word := leaving(words)) is not None:
        raise DeclinedError(403, "endpoint.leaves", place_of(text, word.start), word=word.text)
    if deepest(words) > depth:
        raise DeclinedError(400, "endpoint.too-deep", max=depth)
    return words


def refused_by_engine(error: BaseException, where: tuple[int, int] | None = None) -> DeclinedError:
    """Oxigraph's refusal, with the place that it names, or the one that is known better."""
    said = str(error)
    if where is None and (place := _PLACE.search(said)):
        where = (int(place[1]), int(place[2]))
    return DeclinedError(400, "endpoint.refused", where, why=said[:_SHOWN])


def _rows(
    result: ox.QuerySolutions | ox.QueryBoolean, accept: str | None, limits: Limits
) -> tuple[dict[str, Any], bytes]:
    media_type = rows_type(accept)
    if media_type is None:
        raise DeclinedError(406, "endpoint.not-acceptable", offers=", ".join(ROWS))
    form = ROWS[media_type]
    if isinstance(result, ox.QueryBoolean):
        return _done(media_type, 1), result.serialize(format=form) or b""
    out = _Bounded(limits.bytes)
    result.serialize(output=out, format=form)
    content = out.getvalue()
    rows = count_rows(content, form)
    if rows > limits.rows:
        raise DeclinedError(422, "endpoint.too-many-rows", max=limits.rows)
    return _done(media_type, rows), content


def _triples(
    result: ox.QueryTriples, accept: str | None, limits: Limits
) -> tuple[dict[str, Any], bytes]:
    media_type = graph_type(accept)
    if media_type is None:
        raise DeclinedError(406, "endpoint.not-acceptable", offers=", ".join(GRAPH))
    triples: dict[ox.Triple, None] = {}
    for triple in result:
        triples[triple] = None
        if len(triples) > limits.rows:
            raise DeclinedError(422, "endpoint.too-many-rows", max=limits.rows)
    out = _Bounded(limits.bytes)
    form = GRAPH[media_type]
    ox.serialize(triples, out, format=form, prefixes=COMMON_PREFIXES)
    return _done(media_type, len(triples)), out.getvalue()


def _done(media_type: str, rows: int) -> dict[str, Any]:
    return {"status": 200, "media_type": media_type, "rows": rows}
