"""What mapping.toml decides about several sources: which rows are one, which source is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tpgraph.inventory.mapping import load_tables
from tpgraph.inventory.messages import did_you_mean, problem, shown
from tpgraph.inventory.recognise import Index, closest
from tpgraph.inventory.toml_lines import KeyLines
from tpgraph.model import Place, Problem
from tpgraph.phrases import Column, Phrase, phrase
from tpgraph.text import normalise

SAME, DIFFERENT, PREFER = "same", "different", "prefer"
ALL = "all"  # every column, in [prefer]


class MergeDecisions(NamedTuple):
    """Decisions about the touchpoints of several sources; names are normalised.

    ``same`` maps a name to the one that all names of the same touchpoint share. ``different`` holds
    pairs of names (a name alone: with itself) that are never one touchpoint. ``prefer`` says, by
    touchpoint and column (None: of all), which sources are believed, the first that speaks first.
    """

    same: Mapping[str, str] = {}
    different: frozenset[frozenset[str]] = frozenset()
    prefer: Mapping[tuple[str | None, str | None], tuple[str, ...]] = {}

    def are_different(self, first: str, second: str) -> bool:
        """Whether somebody decided that two names, as written, are two touchpoints."""
        return frozenset((normalise(first), normalise(second))) in self.different

    def preferred(self, names: Iterable[str], column: str) -> tuple[str, ...]:
        """The sources to believe for ``column`` of a touchpoint of these names, best first."""
        if not self.prefer:
            return ()
        words = [normalise(name) for name in names]
        for word in (*words, None):
            for key in (column, None):
                if (word, key) in self.prefer:
                    return self.prefer[word, key]
        return ()


def read_merge_decisions(
    path: Path, names: Iterable[str], labels: Sequence[str], index: Index, problems: list[Problem]
) -> MergeDecisions:
    """The tables ``same``, ``different`` and ``prefer`` of a mapping file.

    ``names`` are the names of all touchpoints, ``labels`` the sources. What fits none of them goes
    to ``problems``. Raises InputError where the file is no TOML.
    """
    if not path.is_file():
        return MergeDecisions()
    tables, lines = load_tables(path)
    return _Reader(path.name, lines, names, labels, index, problems).read(tables)


class _Reader:
    def __init__(
        self,
        file: str,
        lines: KeyLines,
        names: Iterable[str],
        labels: Sequence[str],
        index: Index,
        problems: list[Problem],
    ) -> None:
        self._file, self._lines = file, lines
        self._names = {normalise(name): name for name in names}
        self._labels = labels
        self._index = index
        self._problems = problems

    def read(self, tables: Mapping[str, object]) -> MergeDecisions:
        classes: dict[str, str] = {}
        for key, meant in self._pairs(tables.get(SAME)):
            classes[normalise(key)] = normalise(meant)
        different = frozenset(
            frozenset((normalise(key), normalise(meant)))
            for key, meant in self._pairs(tables.get(DIFFERENT))
        )
        return MergeDecisions(_followed(classes), different, self._preferences(tables.get(PREFER)))

    def _pairs(self, table: object) -> Iterable[tuple[str, str]]:
        """The pairs of names of a table, each of which some touchpoint must have."""
        for key, meant in table.items() if isinstance(table, dict) else ():
            others = _texts(meant)
            if others is None:
                self._bad(key, phrase("why.no-text"), phrase("mend.pair-form"))
                continue
            for other in others:
                unknown = [n for n in (key, other) if normalise(n) not in self._names]
                for name in unknown:
                    self._no_such_name(name)
                if not unknown:
                    yield key, other

    def _preferences(self, table: object) -> dict[tuple[str | None, str | None], tuple[str, ...]]:
        found: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
        for key, meant in table.items() if isinstance(table, dict) else ():
            if not isinstance(meant, dict):
                self._prefer(found, None, key, meant)
            elif normalise(key) not in self._names:
                self._no_such_name(key)
            else:
                for column, sources in meant.items():
                    self._prefer(found, normalise(key), column, sources)
        return found

    def _prefer(
        self,
        found: dict[tuple[str | None, str | None], tuple[str, ...]],
        name: str | None,
        key: str,
        meant: object,
    ) -> None:
        column = None if key == ALL else self._index.column(key)
        if column is None and key != ALL:
            near = [Column(name) for name in self._index.near_columns(key) or (ALL,)]
            self._bad(key, phrase("why.no-column", name=shown(key)), did_you_mean(near))
            return
        sources = _texts(meant)
        if not sources:
            self._bad(key, phrase("why.no-text"), phrase("mend.preference-form"))
            return
        labels = tuple(filter(None, map(self._label, sources)))
        if labels:
            found[name, column] = labels

    def _label(self, said: str) -> str | None:
        """The source that is meant: as ``sources`` names it, or by the file's name alone."""
        if said in self._labels:
            return said
        ends = [label for label in self._labels if PurePosixPath(label).name == said]
        if len(ends) == 1:
            return ends[0]
        near = closest(said, self._labels, 3) or self._labels
        self._bad(said, phrase("why.no-source"), did_you_mean(near))
        return None

    def _no_such_name(self, name: str) -> None:
        near = closest(name, self._names.values(), 3)
        mend = did_you_mean(near) if near else phrase("mend.name-of-a-source")
        self._bad(name, phrase("why.no-touchpoint"), mend)

    def _bad(self, key: str, why: Phrase, mend: Phrase) -> None:
        place = Place(self._file, row=self._lines.anywhere(key), column=key[:80])
        self._problems.append(problem("bad-mapping", place, value=key, why=why, mend=mend))


def _texts(meant: object) -> list[str] | None:
    if isinstance(meant, str):
        return [meant]
    if isinstance(meant, list) and all(isinstance(item, str) for item in meant):
        return meant
    return None


def _followed(classes: Mapping[str, str]) -> dict[str, str]:
    """Each name with the last one that it leads to; of a circle, the first in the alphabet."""
    followed: dict[str, str] = {}
    for name in (*classes, *classes.values()):
        seen = [name]
        while (after := classes.get(seen[-1], seen[-1])) not in seen:
            seen.append(after)
        is_end = after == seen[-1]
        followed[name] = after if is_end else min(seen[seen.index(after) :])
    return followed
