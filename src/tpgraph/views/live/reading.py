"""By what the page reads a cell as the reader does: little words, platforms, kinds in names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tpgraph.inventory import words
from tpgraph.inventory.cells import CellParser
from tpgraph.inventory.edit import SEPARATORS
from tpgraph.inventory.kind_tree import never
from tpgraph.inventory.recognise import PLATFORMS, load_index
from tpgraph.inventory.rows import FROM_THE_NAME, LIMITED_BY_KIND, RowReader
from tpgraph.model import Inventory, TouchpointRow, Value
from tpgraph.resources import read_json
from tpgraph.vocabulary import NAMESPACE


def reading_tables() -> dict[str, Any]:
    """``none`` and ``unknown`` (words as they are compared), ``platforms`` by label, ``hosts``."""
    tables = read_json("generated/index.json")
    labels = tables["schemes"][PLATFORMS.removeprefix(NAMESPACE)]
    return {
        "none": sorted(words.NONE),
        "unknown": sorted(words.UNKNOWN),
        "platforms": {key: [NAMESPACE + name for name in names] for key, names in labels.items()},
        "hosts": {host: NAMESPACE + name for host, name in tables["platform_hosts"].items()},
    }


def kinds_in_names(inventory: Inventory) -> dict[str, Any]:
    """What is read of a touchpoint's kind where its row does not state it, by touchpoint.

    ``kind``, whether it was ``decided`` by a mapping of names, and the values ``never`` together
    with it: a row that states one of them is not taken for it.
    """
    index = load_index()
    if inventory.decisions is not None:
        index = index.deciding(inventory.decisions)
    reader = RowReader(index, CellParser(index, as_of=inventory.as_of, separators=SEPARATORS))
    excluded: dict[str, list[str]] = {}
    for kind, value in sorted(never()):
        excluded.setdefault(kind, []).append(value)
    return {
        row.iri: {
            "kind": value.iri,
            "decided": value.place.note != FROM_THE_NAME,
            "never": excluded.get(value.iri or "", []),
        }
        for row in inventory.touchpoints
        for value in _named(row, reader)
    }


def _named(row: TouchpointRow, reader: RowReader) -> Iterator[Value]:
    """The kind that the name alone says, if any: the columns that could exclude it are unread."""
    assert {"modality"} == LIMITED_BY_KIND  # the page looks at this one
    yield from reader.read(row.name, {}, lambda _: row.place, {"type"}).values.get("type", ())
