"""A change of facts under way: applied to the stores, and remembered subject by subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpgraph.reason.delta.dependence import Known
from tpgraph.store.changing import ChangingStore, node, value

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Touched:
    """A touchpoint's facts before the change, what it gained or lost, and what it has after.

    Of what leads to it, what is lost stays: that it was there once is all that anybody asks.
    """

    before: dict[str, set[str]]
    changed: dict[str, set[str]]
    after: dict[str, set[str]]


class Change:
    """What has changed so far. A triple is there as long as somebody makes or asserts it.

    ``whole`` holds all triples, ``near`` all but those of touchpoints that are not touched.
    ``counts`` says of each triple how many make or assert it; it is not changed.
    """

    def __init__(
        self,
        whole: ChangingStore,
        near: ChangingStore,
        counts: Mapping[ox.Quad, int],
        known: Known,
        touchpoints: Collection[str],
    ) -> None:
        self.touched: dict[str, Touched] = {}
        self.elsewhere: dict[str, set[str]] = {}
        self.has_news = False
        self._whole, self._near = whole, near
        self._counts, self._known, self._touchpoints = counts, known, touchpoints
        self._own_counts: dict[ox.Quad, int] = {}

    def touch(self, iri: str) -> None:
        """Takes a touchpoint among those that are looked at by themselves."""
        if iri not in self.touched:
            subject = node(iri)
            quads = self._whole.of(subject)
            self._near.put(quads)
            before = _facts(quads)
            for quad in self._whole.leading_to(subject):
                key = "^" + quad.predicate.value
                before.setdefault(key, set()).add(value(quad.subject))
            after = {p: set(objects) for p, objects in before.items()}
            self.touched[iri] = Touched(before, {}, after)

    def count(self, quad: ox.Quad) -> int:
        """How many make or assert a triple."""
        found = self._own_counts.get(quad)
        return self._counts.get(quad, 0) if found is None else found

    def apply(self, lost: Iterable[ox.Quad], gained: Iterable[ox.Quad]) -> None:
        """One maker of these triples less, one more of those."""
        for quad in lost:
            self._own_counts[quad] = self.count(quad) - 1
            if not self._own_counts[quad]:
                self._note(quad, gone=True)
        for quad in gained:
            self._own_counts[quad] = self.count(quad) + 1
            if self._own_counts[quad] == 1:
                self._note(quad, gone=False)

    def without(self, quads: Collection[ox.Quad]) -> None:
        """Hides triples from the stores for a while."""
        self._whole.take(quads)
        self._near.take(quads)

    def with_again(self, quads: Collection[ox.Quad]) -> None:
        """Shows hidden triples again."""
        self._whole.put(quads)
        self._near.put(q for q in quads if self._is_near(value(q.subject)))

    def _is_near(self, s: str) -> bool:
        return s in self.touched or s not in self._touchpoints

    def _note(self, quad: ox.Quad, *, gone: bool) -> None:
        s, p, o = value(quad.subject), quad.predicate.value, value(quad.object)
        is_touchpoint = s in self._touchpoints
        if is_touchpoint:
            self.touch(s)
        if not gone:
            pointed = o in self._touchpoints
            self.has_news |= self._known.learn(is_touchpoint, p, o, pointed)
        if not gone and (led_to := self.touched.get(o)) is not None:
            led_to.after.setdefault("^" + p, set()).add(s)
        for store in (self._whole, self._near):
            store.take((quad,)) if gone else store.put((quad,))
        if not is_touchpoint:
            self.elsewhere.setdefault(p, set()).add(o)
            return
        facts = self.touched[s]
        facts.changed.setdefault(p, set()).add(o)
        if gone:
            facts.after[p].discard(o)
        else:
            facts.after.setdefault(p, set()).add(o)


def _facts(quads: Iterable[ox.Quad]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads:
        found.setdefault(quad.predicate.value, set()).add(value(quad.object))
    return found
