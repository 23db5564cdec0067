"""Decides which rows of several sources are one touchpoint: never two rows of one source.

By decision, then by address, then by name. What is ambiguous is left apart and told. The result
does not depend on the order of the sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from tpgraph.inventory.graph import url_key
from tpgraph.inventory.merging.decisions import MergeDecisions
from tpgraph.model import TouchpointRow
from tpgraph.text import normalise

By = Literal["decision", "address", "name"]


class Ambiguous(NamedTuple):
    """Rows that may be one touchpoint, of which a source has more than one."""

    by: By
    rows: tuple[TouchpointRow, ...]


class Match(NamedTuple):
    """Each touchpoint as its rows, one of a source at most; and what was left apart."""

    clusters: tuple[tuple[TouchpointRow, ...], ...]
    ambiguous: tuple[Ambiguous, ...]


def match(sources: Sequence[Sequence[TouchpointRow]], decisions: MergeDecisions) -> Match:
    """The rows of ``sources``, each a list of its rows, as touchpoints."""
    matcher = _Matcher(sources, decisions)
    matcher.join("decision", lambda row: _decided(row, decisions))
    matcher.join("address", _addresses)
    matcher.join("name", _name)
    return matcher.result()


def _decided(row: TouchpointRow, decisions: MergeDecisions) -> list[str]:
    name = decisions.same.get(normalise(row.name))
    return [] if name is None else [name]


def _addresses(row: TouchpointRow) -> list[str]:
    keys = (url_key(value.literal or "") for value in row.values.get("url", ()))
    return sorted({key for key in keys if key})


def _name(row: TouchpointRow) -> list[str]:
    name = normalise(row.name)
    return [name] if name else []


class _Matcher:
    def __init__(
        self, sources: Sequence[Sequence[TouchpointRow]], decisions: MergeDecisions
    ) -> None:
        self._decisions = decisions
        self._rows = [row for rows in sources for row in rows]
        self._source = [number for number, rows in enumerate(sources) for _ in rows]
        self._cluster = list(range(len(self._rows)))
        self._members = {i: [i] for i in self._cluster}
        self._ambiguous: list[Ambiguous] = []

    def join(self, by: By, keys_of: Callable[[TouchpointRow], Iterable[str]]) -> None:
        """Join what has a key in common, all at once, so that no order of the keys matters."""
        by_key: dict[str, list[int]] = {}
        for i, row in enumerate(self._rows):
            for key in keys_of(row):
                by_key.setdefault(key, []).append(i)
        edges: list[tuple[int, int]] = []
        for alike in by_key.values():
            if len({self._cluster[i] for i in alike}) == 1:
                continue
            sources = [self._source[i] for i in alike]
            if len(set(sources)) == len(sources):
                edges += [(i, j) for i, j in combinations(alike, 2) if not self._are_apart(i, j)]
            elif self._could_be_joined(alike):
                self._tell(by, alike)
        for component in _components(edges, self._cluster):
            self._join(by, [i for cluster in component for i in self._members[cluster]])

    def _join(self, by: By, rows: list[int]) -> None:
        sources = {self._source[i] for i in rows}
        if len(sources) < len(rows) or any(self._are_apart(i, j) for i, j in self._pairs(rows)):
            self._tell(by, rows)
            return
        first = self._cluster[rows[0]]
        for i in rows:
            self._members.pop(self._cluster[i], None)
            self._cluster[i] = first
        self._members[first] = sorted(rows)

    def _pairs(self, rows: list[int]) -> Iterable[tuple[int, int]]:
        return combinations(rows, 2) if self._decisions.different else ()

    def _are_apart(self, i: int, j: int) -> bool:
        return bool(self._decisions.different) and self._decisions.are_different(
            self._rows[i].name, self._rows[j].name
        )

    def _could_be_joined(self, alike: list[int]) -> bool:
        """Whether two of the rows stand in clusters that share no source."""
        if any(self._are_apart(i, i) for i in alike[:1]):
            return False
        covered = {
            frozenset(self._source[m] for m in self._members[self._cluster[i]]) for i in alike
        }
        return any(not first & second for first, second in combinations(covered, 2))

    def _tell(self, by: By, rows: list[int]) -> None:
        self._ambiguous.append(Ambiguous(by, tuple(self._rows[i] for i in sorted(rows))))

    def result(self) -> Match:
        clusters = tuple(
            tuple(self._rows[i] for i in rows) for _, rows in sorted(self._members.items())
        )
        return Match(clusters, tuple(self._ambiguous))


def _components(edges: Iterable[tuple[int, int]], cluster: list[int]) -> list[list[int]]:
    """The clusters that edges between rows connect, each component sorted."""
    neighbours: dict[int, set[int]] = {}
    for i, j in edges:
        neighbours.setdefault(cluster[i], set()).add(cluster[j])
        neighbours.setdefault(cluster[j], set()).add(cluster[i])
    components: list[list[int]] = []
    seen: set[int] = set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        waiting, component = [start], {start}
        while waiting:
            new = neighbours[waiting.pop()] - component
            component |= new
            waiting += new
        seen |= component
        components.append(sorted(component))
    return components
