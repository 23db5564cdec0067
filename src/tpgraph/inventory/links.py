"""Resolves leads_to: the names that a cell holds become the touchpoints that have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from tpgraph.inventory.cells import split
from tpgraph.inventory.clean import one_line
from tpgraph.inventory.messages import did_you_mean, problem
from tpgraph.inventory.recognise import LONGEST_LABEL, Candidates
from tpgraph.inventory.words import UNKNOWN, is_blank, is_in
from tpgraph.model import Place, Problem, TouchpointRow, Value
from tpgraph.phrases import Slot
from tpgraph.text import normalise

_MOST_COMPARED = 10_000_000  # names that are compared with what is no name


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
            _add(self._exact.setdefault(touchpoint.name, []), touchpoint)
        self._alike: dict[str, list[Named]] | None = None
        self._candidates: Candidates | None = None
        self._left_to_compare = _MOST_COMPARED

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
                for touchpoint in touchpoints:
                    _add(self._alike.setdefault(normalise(written), []), touchpoint)
        word = normalise(name)
        return self._alike.get(word, ()) if word else ()

    def _broken(self, piece: str, targets: Sequence[Named], place: Place) -> Problem:
        if targets:
            rows = tuple(replace(t.place, column=None) for t in targets[:5])
            return problem("ambiguous-link", place, value=piece, count=len(targets), rows=rows)
        near = self._near(piece)
        slots: dict[str, Slot] = {"mend": did_you_mean(near)} if near else {}
        return problem("broken-link", place, slots, value=piece)

    def _near(self, name: str) -> tuple[str, ...]:
        """Names that look like ``name``; of a long list only for as many as take a few seconds."""
        self._left_to_compare -= len(self._exact)
        if self._left_to_compare < 0:
            return ()
        if self._candidates is None:
            self._candidates = Candidates(n for n in self._exact if len(n) <= LONGEST_LABEL)
        return self._candidates.closest(name, 3)


def _add(found: list[Named], touchpoint: Named) -> None:
    """Add it once: a touchpoint of several sources may have several spellings of one name."""
    if not found or all(touchpoint.iri != other.iri for other in found):
        found.append(touchpoint)


def _pieces(text: str, separators: str, find: Callable[[str], Sequence[Named]]) -> list[str]:
    """The names of a cell: parted by ``|``, and by ``;`` where that is not part of a name."""
    pieces: list[str] = []
    for piece in split(text, separators[0]):
        pieces += [piece] if find(one_line(piece)) else split(piece, separators)
    return pieces


def link_touchpoint(
    touchpoint: TouchpointRow, resolver: LinkResolver, separators: str, problems: list[Problem]
) -> TouchpointRow:
    """``touchpoint`` with the names in ``leads_to`` resolved; what fails goes to ``problems``."""
    parts = [part for part in touchpoint.parts if part.raw.get("leads_to")]
    if parts:
        return _link_parts(touchpoint, parts, resolver, separators, problems)
    text = touchpoint.raw.get("leads_to")
    if not text or "leads_to" in touchpoint.none or is_in(text, UNKNOWN) or is_blank(text):
        return touchpoint
    old = touchpoint.values.get("leads_to")
    if not old and "leads_to" not in touchpoint.unclear:
        return touchpoint
    place = old[0].place if old else replace(touchpoint.place, column="leads_to")
    links = resolver.resolve(touchpoint.iri, text, separators, place)
    problems += links.problems
    values = {c: v for c, v in touchpoint.values.items() if c != "leads_to"}
    if links.values:
        values["leads_to"] = links.values
    unclear = touchpoint.unclear - {"leads_to"}
    if links.is_unclear:
        unclear |= {"leads_to"}
    return replace(touchpoint, values=values, unclear=unclear)


def _link_parts(
    touchpoint: TouchpointRow,
    parts: Sequence[TouchpointRow],
    resolver: LinkResolver,
    separators: str,
    problems: list[Problem],
) -> TouchpointRow:
    """A merged touchpoint linked anew by what each of its sources says; a dispute stays one."""
    from tpgraph.inventory.merging.said import together

    if "leads_to" in touchpoint.none or "leads_to" not in touchpoint.raw:
        return touchpoint
    used = {p.file for v in touchpoint.values.get("leads_to", ()) for p in (v.place, *v.also)}
    counted = [part for part in parts if part.place.file in used or "leads_to" in part.unclear]
    linked = [link_touchpoint(part, resolver, separators, problems) for part in counted]
    values = {c: v for c, v in touchpoint.values.items() if c != "leads_to"}
    found = together("leads_to", (part.values.get("leads_to", ()) for part in linked))
    if found:
        values["leads_to"] = found
    unclear = touchpoint.unclear - {"leads_to"}
    if any("leads_to" in part.unclear for part in linked):
        unclear |= {"leads_to"}
    # The parts stay as they were read: they are linked anew at every edit.
    return replace(touchpoint, values=values, unclear=unclear)
