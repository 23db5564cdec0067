"""Resolves leads_to: the names that a cell holds become the touchpoints that have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from tpgraph.inventory.cells import split
from tpgraph.inventory.clean import one_line
from tpgraph.inventory.messages import did_you_mean, problem
from tpgraph.inventory.recognise import closest
from tpgraph.model import Place, Problem, Value
from tpgraph.phrases import Slot
from tpgraph.text import normalise


class Named(Protocol):
    """Anything with a name, an IRI and a place: a touchpoint."""

    @property
    def iri(self) -> str:
        """Its IRI."""

    @property
    def name(self) -> str:
        """Its name, on one line."""

    @property
    def place(self) -> Place:
        """Where it stands."""


class Links(NamedTuple):
    """The links of one cell, and what was wrong with it."""

    values: tuple[Value, ...]
    is_unclear: bool
    problems: tuple[Problem, ...]


class LinkResolver:
    """Finds touchpoints of an inventory by name: as written first, then normalised."""

    def __init__(self, touchpoints: Iterable[Named]) -> None:
        """Take the touchpoints that can be linked to."""
        self._exact: dict[str, list[Named]] = {}
        for touchpoint in touchpoints:
            self._exact.setdefault(touchpoint.name, []).append(touchpoint)
        self._alike: dict[str, list[Named]] | None = None

    def resolve(self, own_iri: str, text: str, separators: str, place: Place) -> Links:
        """The links that the cell ``text`` of the touchpoint ``own_iri`` states.

        ``separators`` may be part of a name: a cell that is a name as a whole is one link.
        """
        whole = self._find(one_line(text))
        pieces = [text] if whole else _pieces(text, separators, self._find)
        found: dict[str, Value] = {}
        problems: list[Problem] = []
        is_unclear = False
        for piece in pieces:
            targets = self._find(one_line(piece))
            if len(targets) == 1 and targets[0].iri == own_iri:
                problems.append(problem("self-link", place, value=piece))
            elif len(targets) == 1:
                target = targets[0].iri
                found.setdefault(target, Value(text=piece, place=place, iri=target))
            else:
                is_unclear = True
                problems.append(self._broken(piece, targets, place))
        return Links(tuple(found.values()), is_unclear, tuple(problems))

    def _find(self, name: str) -> Sequence[Named]:
        exact = self._exact.get(name)
        if exact:
            return exact
        if self._alike is None:
            self._alike = {}
            for written, touchpoints in self._exact.items():
                self._alike.setdefault(normalise(written), []).extend(touchpoints)
        word = normalise(name)
        return self._alike.get(word, ()) if word else ()

    def _broken(self, piece: str, targets: Sequence[Named], place: Place) -> Problem:
        if targets:
            rows = tuple(replace(t.place, column=None) for t in targets[:5])
            return problem("ambiguous-link", place, value=piece, count=len(targets), rows=rows)
        near = closest(piece, (name for name in self._exact if len(name) <= 200), 3)
        slots: dict[str, Slot] = {"mend": did_you_mean(near)} if near else {}
        return problem("broken-link", place, slots, value=piece)


def _pieces(text: str, separators: str, find: Callable[[str], Sequence[Named]]) -> list[str]:
    """The names of a cell: parted by ``|``, and by ``;`` where that is not part of a name."""
    pieces: list[str] = []
    for piece in split(text, separators[0]):
        pieces += [piece] if find(one_line(piece)) else split(piece, separators)
    return pieces
