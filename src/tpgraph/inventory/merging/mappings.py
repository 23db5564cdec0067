"""Puts the decisions of several mapping files into one; what they decide differently stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tpgraph.inventory.mapping import mapping_text
from tpgraph.inventory.merging.decisions import PREFER
from tpgraph.text import normalise

_Key = tuple[str, ...]


class JoinedMapping(NamedTuple):
    """The text of the file, None where nothing is decided, and what was decided differently."""

    text: str | None
    differing: tuple[str, ...]


def join_mappings(mappings: Iterable[tuple[Mapping[str, Any], Mapping[str, str]]]) -> JoinedMapping:
    """One mapping file of the tables of several.

    Beside the tables of each stands what its sources are called from now on.
    """
    found: dict[_Key, tuple[_Key, Any]] = {}
    differing: dict[_Key, _Key] = {}
    for tables, labels in mappings:
        for path, meant in _leaves(tables):
            if path[0] == PREFER:
                said = [meant] if isinstance(meant, str) else meant
                meant = [labels.get(label, label) for label in said]
            key = (*path[:-1], normalise(path[-1]))
            if key in found and found[key][1] != meant:
                differing[key] = path
            found.setdefault(key, (path, meant))
    joined: dict[str, Any] = {}
    for key, (path, meant) in found.items():
        if key not in differing:
            table = joined
            for name in path[:-1]:
                table = table.setdefault(name, {})
            table[path[-1]] = meant
    text = mapping_text((), joined) if joined else None
    return JoinedMapping(text, tuple(path[-1] for path in differing.values()))


def _leaves(table: Mapping[str, Any], above: _Key = ()) -> Iterable[tuple[_Key, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        elif above:
            yield (*above, key), value
