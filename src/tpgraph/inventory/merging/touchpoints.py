"""Reads several sources as one list of touchpoints, each fact with every cell that states it."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tpgraph.inventory.iris import IriMaker
from tpgraph.inventory.limits import MB, Counter
from tpgraph.inventory.links import LinkResolver, link_touchpoint
from tpgraph.inventory.merging.decisions import MergeDecisions, read_merge_decisions
from tpgraph.inventory.merging.matching import Ambiguous, By, match
from tpgraph.inventory.merging.near import near_names
from tpgraph.inventory.merging.values import merge_values
from tpgraph.inventory.messages import problem, shown
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.rows import DERIVABLE
from tpgraph.inventory.sources import Sources
from tpgraph.inventory.table import Table
from tpgraph.inventory.table_reader import TableReader
from tpgraph.model import Company, Place, Problem, TouchpointRow
from tpgraph.phrases import Slot, phrase
from tpgraph.text import normalise

_PLACES_NAMED = 5
Cluster = tuple[TouchpointRow, ...]
_AMBIGUOUS: dict[By, str] = {
    "decision": "ambiguous-decision",
    "address": "ambiguous-address",
    "name": "ambiguous-name",
}


def merge_sources(
    readers: Sequence[TableReader],
    tables: Sequence[Table],
    company: Company,
    sources: Sources,
    index: Index,
    problems: list[Problem],
) -> tuple[TouchpointRow, ...]:
    """The touchpoints of several sources, in the order of the sources and their rows.

    Everything but that order is the same in whichever order the sources are named. Raises
    InputError where a source has no touchpoints.
    """
    rows = {table.file: reader.read(None) for reader, table in zip(readers, tables, strict=True)}
    names = dict.fromkeys(row.name for label in sorted(rows) for row in rows[label])
    decisions = read_merge_decisions(sources.mapping_path, names, list(rows), index, problems)
    merger = _Merger(
        {table.file: reader for reader, table in zip(readers, tables, strict=True)},
        {table.file: table.separators for table in tables},
        decisions,
        problems,
    )
    return merger.merge(rows, company)


def read_tables(sources: Sources, index: Index) -> list[Table]:
    """The tables of several sources. InputError where all together are over a limit."""
    place = Place(str(sources.mapping_path.parent))
    rows, cells = Counter("ROWS", place), Counter("WIDTH", place)
    text = Counter("TEXT_MB", place, MB)
    tables = []
    for source in sources.files:
        table = source.read(index)
        rows.take(len(table.rows))
        cells.take(sum(len(found) for _, found in table.rows))
        text.take(sum(len(cell) for _, found in table.rows for cell in found))
        tables.append(table)
    return tables


class _Merger:
    def __init__(
        self,
        readers: dict[str, TableReader],
        separators: dict[str, str],
        decisions: MergeDecisions,
        problems: list[Problem],
    ) -> None:
        self._readers = readers
        self._separators = separators
        self._decisions = decisions
        self._problems = problems

    def merge(
        self, rows: dict[str, list[TouchpointRow]], company: Company
    ) -> tuple[TouchpointRow, ...]:
        # Sorted: the order in which the sources are named decides nothing but that of the rows.
        found = match([rows[label] for label in sorted(rows)], self._decisions)
        for ambiguous in found.ambiguous:
            self._tell_ambiguous(ambiguous)
        self._tell_near(found.clusters)
        self._tell_counts(rows, found.clusters)
        iris = IriMaker(company.iri)
        touchpoints = [self._touchpoint(cluster, iris) for cluster in found.clusters]
        self._tell_same_names(touchpoints)
        resolver = LinkResolver(row for t in touchpoints for row in named_rows(t))
        order = {label: number for number, label in enumerate(rows)}
        positions = {id(row): n for part in rows.values() for n, row in enumerate(part)}
        merged = [
            (
                min((order[row.place.file], positions[id(row)]) for row in cluster),
                self._whole(touchpoint, resolver),
            )
            for cluster, touchpoint in zip(found.clusters, touchpoints, strict=True)
        ]
        return tuple(touchpoint for _, touchpoint in sorted(merged, key=lambda item: item[0]))

    def _touchpoint(self, cluster: Cluster, iris: IriMaker) -> TouchpointRow:
        """A touchpoint with its parts, before they are linked and merged."""
        name = self._name(cluster)
        iri = iris.make(name)
        parts = [replace(part, iri=iri) for part in cluster]
        blank = DERIVABLE - {c for part in parts for c in _said_columns(part)}
        known = {c: v for part in parts for c, v in part.values.items()}
        for i, part in enumerate(parts):
            # Another name may say the kind as well; the status is assumed once.
            wanted = blank if i == 0 else blank - {"status"}
            if part.name in {earlier.name for earlier in parts[:i]}:
                wanted -= {"type", "channel"}
            if wanted:
                parts[i] = self._readers[part.place.file].fill_in(part, wanted, known)
        if len(parts) == 1:
            return parts[0]
        self._tell_other_names(name, parts)
        return TouchpointRow(iri, name, parts[0].place, {}, parts=tuple(parts))

    def _name(self, cluster: Cluster) -> str:
        """The name that a source is preferred for or a decision gives; else the most frequent."""
        names = [row.name for row in cluster]
        for label in self._decisions.preferred(names, "name"):
            for row in cluster:
                if row.place.file == label:
                    return row.name
        meant = {self._decisions.same.get(normalise(name)) for name in names}
        decided = [name for name in names if normalise(name) in meant]
        spellings = collections.Counter(decided or names)
        words = collections.Counter(map(normalise, decided or names))
        return min(
            spellings,
            key=lambda name: (-words[normalise(name)], normalise(name), -spellings[name], name),
        )

    def _whole(self, touchpoint: TouchpointRow, resolver: LinkResolver) -> TouchpointRow:
        """``touchpoint`` linked and merged."""
        parts = tuple(
            link_touchpoint(part, resolver, self._separators[part.place.file], self._problems)
            for part in touchpoint.parts or (touchpoint,)
        )
        if len(parts) == 1:
            return parts[0]
        return merge_values(replace(touchpoint, parts=parts), self._decisions, self._problems)

    # ------------------------------------------------------------------------------- reporting

    def _tell_ambiguous(self, found: Ambiguous) -> None:
        names = list(dict.fromkeys(row.name for row in found.rows))
        self._problems.append(
            problem(
                _AMBIGUOUS[found.by],
                replace(found.rows[0].place, column="url" if found.by == "address" else "name"),
                value=" | ".join(names),
                rows=_some([replace(row.place, note=None) for row in found.rows]),
            )
        )

    def _tell_near(self, clusters: Sequence[Cluster]) -> None:
        near = near_names(clusters, self._decisions)
        if near is None:
            self._problems.append(problem("names-not-compared", Place("mapping.toml")))
        for found in near or ():
            others = tuple(
                phrase("said.at", said=shown(row.name), place=row.place) for row in found.others
            )
            self._problems.append(
                problem(
                    "near-name",
                    replace(found.row.place, column="name"),
                    value=found.row.name,
                    others=others,
                    other=shown(found.others[0].name),
                )
            )

    def _tell_counts(
        self, rows: dict[str, list[TouchpointRow]], clusters: Sequence[Cluster]
    ) -> None:
        shared = collections.Counter(row.place.file for c in clusters if len(c) > 1 for row in c)
        for label, found in rows.items():
            self._problems.append(
                problem(
                    "source-merged",
                    Place(label),
                    count=len(found),
                    shared=shared[label],
                )
            )

    def _tell_other_names(self, name: str, parts: Sequence[TouchpointRow]) -> None:
        for part in parts:
            if normalise(part.name) != normalise(name):
                place = replace(part.place, column="name")
                self._problems.append(
                    problem("other-name", place, value=part.name, name=shown(name))
                )

    def _tell_same_names(self, touchpoints: Sequence[TouchpointRow]) -> None:
        """Rows of one source with one name; those of several are ambiguous, or decided."""
        first: dict[tuple[str, str], TouchpointRow] = {}
        for touchpoint in touchpoints:
            for row in touchpoint.parts or (touchpoint,):
                earlier = first.setdefault((row.place.file, row.name), row)
                if earlier is not row:
                    place = replace(row.place, column="name")
                    where = earlier.place.row or 0
                    self._problems.append(problem("same-name", place, value=row.name, row=where))


def named_rows(touchpoint: TouchpointRow) -> Iterator[TouchpointRow]:
    """A row for each name that a touchpoint has in its sources: what a link may call it."""
    yield touchpoint
    names = {touchpoint.name}
    for part in touchpoint.parts:
        if part.name not in names:
            names.add(part.name)
            yield part


def _said_columns(part: TouchpointRow) -> frozenset[str]:
    return frozenset(part.values) | part.none | part.unclear


def _some(places: Sequence[Place]) -> Slot:
    more = len(places) - _PLACES_NAMED
    named = tuple(places[:_PLACES_NAMED])
    return phrase("list.more", named=named, count=more) if more > 0 else named
