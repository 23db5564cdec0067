"""A change of facts under way: applied to the stores, and remembered subject by subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tpgraph.reason.delta.dependence import Known
from tpgraph.store.changing import ChangingStore, quads_of, value

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Standing:
    """A touchpoint as it is: its triples, and as facts what they say and what leads to it."""

    quads: list[ox.Quad] = field(default_factory=list)
    facts: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Touched:
    """A touchpoint's facts before the change, what it gained or lost, and what it has after.

    Of what leads to it, what is lost stays: that it was there once is all that anybody asks.
    """

    before: Mapping[str, set[str]]
    changed: dict[str, set[str]]
    after: dict[str, set[str]]


class Change:
    """What has changed so far. A triple is there as long as somebody makes or asserts it.

    ``whole`` holds all triples; ``near``, if there is one, all but those of touchpoints that are
    not touched. ``standing`` are the touchpoints as they are, ``counts`` says of each triple how
    many make or assert it; neither is changed.
    """

    def __init__(
        self,
        whole: ChangingStore,
        near: ChangingStore | None,
        standing: Mapping[str, Standing],
        counts: Mapping[ox.Triple, int],
        known: Known,
        touchpoints: Collection[str],
    ) -> None:
        self.touched: dict[str, Touched] = {}
        self.elsewhere: dict[str, set[str]] = {}
        # Predicates of touchpoints under which anything has changed.
        self.properties: set[str] = set()
        self.has_news = False
        self._stores = (whole,) if near is None else (whole, near)
        self._whole, self._near, self._standing = whole, near, standing
        self._counts, self._known, self._touchpoints = counts, known, touchpoints
        self._own_counts: dict[ox.Triple, int] = {}
        # What leads to touchpoints since the change, as long as these are not touched themselves.
        self._led: dict[str, list[tuple[str, str]]] = {}
        # Sets of facts that are this change's own; the others are shared with what is as it was.
        self._own: set[tuple[str, str]] = set()

    def touch(self, iri: str) -> None:
        """Takes a touchpoint among those that are looked at by themselves."""
        if iri not in self.touched:
            was = self._standing.get(iri) or Standing()
            if self._near is not None:
                self._near.put(was.quads)
            self.touched[iri] = Touched(was.facts, {}, dict(was.facts))
            for p, s in self._led.pop(iri, ()):
                self._facts_after(iri, "^" + p).add(s)

    def count(self, triple: ox.Triple) -> int:
        """How many make or assert a triple."""
        found = self._own_counts.get(triple)
        return self._counts.get(triple, 0) if found is None else found

    def apply(self, lost: Iterable[ox.Triple], gained: Iterable[ox.Triple]) -> None:
        """One maker of these triples less, one more of those."""
        gone, come = [], []
        own, counts = self._own_counts, self._counts
        for triple in lost:
            own[triple] = count = (own[triple] if triple in own else counts.get(triple, 0)) - 1
            if not count:
                gone.append(triple)
        for triple in gained:
            own[triple] = count = (own[triple] if triple in own else counts.get(triple, 0)) + 1
            if count == 1:
                come.append(triple)
        for triple in gone:
            self._lose(triple)
        for triple in come:
            self._gain(triple)
        if gone:
            quads = quads_of(gone)
            for store in self._stores:
                store.take(quads)
        if come:
            quads = quads_of(come)
            for store in self._stores:
                store.put(quads)

    def without(self, triples: Collection[ox.Triple]) -> None:
        """Hides triples from the stores for a while."""
        self._whole.take(quads_of(triples))
        if self._near is not None:
            self._near.take(self._in_near(triples))

    def with_again(self, triples: Collection[ox.Triple]) -> None:
        """Shows hidden triples again."""
        self._whole.put(quads_of(triples))
        if self._near is not None:
            self._near.put(self._in_near(triples))

    def _in_near(self, triples: Collection[ox.Triple]) -> list[ox.Quad]:
        return quads_of(t for t in triples if self._is_near(value(t.subject)))

    def _is_near(self, s: str) -> bool:
        return s in self.touched or s not in self._touchpoints

    def _lose(self, triple: ox.Triple) -> None:
        s, p, o = value(triple.subject), triple.predicate.value, value(triple.object)
        if self._is_changed(s, p, o):
            self._facts_after(s, p).discard(o)

    def _gain(self, triple: ox.Triple) -> None:
        s, p, o = value(triple.subject), triple.predicate.value, value(triple.object)
        pointed = o in self._touchpoints
        self.has_news |= self._known.learn(s in self._touchpoints, p, o, pointed)
        if o in self.touched:
            self._facts_after(o, "^" + p).add(s)
        elif pointed:
            self._led.setdefault(o, []).append((p, s))
        if self._is_changed(s, p, o):
            self._facts_after(s, p).add(o)

    def _is_changed(self, s: str, p: str, o: str) -> bool:
        """Notes a change; says whether it is of a touchpoint."""
        if s not in self._touchpoints:
            self.elsewhere.setdefault(p, set()).add(o)
            return False
        self.touch(s)
        self.properties.add(p)
        self.touched[s].changed.setdefault(p, set()).add(o)
        return True

    def _facts_after(self, iri: str, p: str) -> set[str]:
        """What a touchpoint has under a predicate, to be changed."""
        after = self.touched[iri].after
        if (iri, p) not in self._own:
            self._own.add((iri, p))
            after[p] = set(after.get(p, ()))
        return after[p]
