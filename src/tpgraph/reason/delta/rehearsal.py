"""Tries edits out on an inventory: infers again only what an edit can change, then takes it back.

Two stores hold what full inference would: ``whole`` all of it, ``near`` all but the triples of
touchpoints that the edit does not touch. Rules run in their order. One that the change cannot
reach keeps what it found; a local one is asked again in ``near``, for the touched touchpoints
alone; any other is asked again in ``whole``. The result equals that of full inference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from tpgraph import vocabulary as v
from tpgraph.inventory import edit_inventory
from tpgraph.inventory.graph import company_ntriples, inventory_graph, row_ntriples
from tpgraph.model import Edit, Inventory, Status
from tpgraph.reason.delta.askers import Classifier, Judge, Made, Quads, Statuses
from tpgraph.reason.delta.change import Change, Touched
from tpgraph.reason.delta.dependence import Dependence, Known
from tpgraph.reason.infer import REPORTED, reported_ntriples, runtime_facts
from tpgraph.reason.rules import RuleSet
from tpgraph.store.changing import ChangingStore, read_ntriples, value

if TYPE_CHECKING:
    import pyoxigraph as ox

# Predicates of touchpoints, and those that lead to one, whether the inventory has any or not: to
# know them beforehand saves reading the rules again when the first triple comes.
_PROPERTIES = ("ofCompany", "stated", "statedNone", "unclear", "hypothetical", "urlKey",
               "platform", "suggested", "lacks", "isLinked", "linksTo")  # fmt: skip
_POINTING = ("leadsTo", "linksTo")


@dataclass(frozen=True, slots=True)
class Trial:
    """What edits would do: the edited inventory, and each finding whose status would change.

    ``changes`` holds the statuses before and after, ``None`` where it is neither a gap nor unknown.
    ``touched`` are the touchpoints whose facts would change.
    """

    inventory: Inventory
    changes: Mapping[str, tuple[Status | None, Status | None]]
    touched: Mapping[str, Touched]


class Rehearsal:
    """An inventory with its inferred facts, on which edits can be tried out."""

    def __init__(self, inventory: Inventory, rules: RuleSet) -> None:
        self.inventory = inventory
        self._lock = Lock()
        self._iris = {row.iri for row in inventory.touchpoints}
        self.whole, self.near = ChangingStore(), ChangingStore()
        asserted = set(read_ntriples(inventory_graph(inventory).ntriples))
        self.asserted = _by_subject(asserted)
        self._given = {*read_ntriples(runtime_facts() + reported_ntriples(REPORTED)), *asserted}
        self.counts: dict[ox.Quad, int] = {}
        self.whole.load(self._given)
        self.classifiers: list[Classifier] = []
        for rule in rules.classify:
            self.classifiers.append(Classifier(rule, self.whole))
            self.whole.load(self.classifiers[-1].made[None])
        self.judges = [Judge(rule) for rule in rules.gaps]
        self.known = self._look()
        self._read_rules()
        self.near.load(q for q in self.whole.all() if value(q.subject) not in self._iris)
        for store in (self.whole, self.near):
            store.mark()

    @property
    def statuses(self) -> Statuses:
        """Finding id to status, of the gaps and unknowns of the inventory as it is."""
        return _merged(part for judge in self.judges for part in judge.found.values())

    def __call__(self, edits: Sequence[Edit]) -> Trial:
        """What the inventory would be after the edits, and what the rules would find of it.

        Raises CallError for a target or a column that does not exist.
        """
        edited = edit_inventory(self.inventory, edits)
        with self._lock:
            while True:
                attempt = _Attempt(self, edited)
                try:
                    changes = attempt.run()
                finally:
                    self.whole.undo()
                    self.near.undo()
                if not attempt.change.has_news:
                    return Trial(edited, changes, attempt.change.touched)
                # Triples came that are of another sort than all before.
                self._read_rules()

    def _look(self) -> Known:
        """What is known of the sorts of triples that touchpoints have."""
        properties = {v.NAMESPACE + name for name in _PROPERTIES}
        properties |= {column.property_iri for column in v.COLUMNS.values()}
        known = Known(properties, {v.NAMESPACE + p for p in _POINTING}, self.whole.objects)
        for quad in self.whole.all():
            p, is_touchpoint = quad.predicate.value, value(quad.subject) in self._iris
            if is_touchpoint:
                known.properties.add(p)
            if value(quad.object) in self._iris:
                known.pointing.add(p)
        return known

    def _read_rules(self) -> None:
        """Reads from the rules what each depends on, and what each gives of the inventory.

        What a rule gives of all touchpoints together is what it gave before; it is only asked
        again because it may be local now, or no longer.
        """
        self.counts = dict.fromkeys(self._given, 1)
        for i, rule in enumerate(self.classifiers):
            rule.read(self.known)
            reads, later = rule.depends.reads, self.classifiers[i:]
            rule.feeds_back = [r for r in later if reads is None or reads & r.writes]
            if rule.feeds_back:
                # Asked now, it would see what was made after it had run.
                rule.depends.local = None
                rule.made = {None: {quad for part in rule.made.values() for quad in part}}
            else:
                rule.made = rule.ask(self.whole)
            for quads in rule.made.values():
                for quad in quads:
                    self.counts[quad] = self.counts.get(quad, 0) + 1
        for judge in self.judges:
            judge.read(self.known)
            judge.found = judge.ask(self.whole)


class _Attempt:
    """One run of all rules that an edit can reach."""

    def __init__(self, base: Rehearsal, edited: Inventory) -> None:
        self.base, self.edited = base, edited
        touchpoints = {row.iri for row in (*base.inventory.touchpoints, *edited.touchpoints)}
        self.change = Change(base.whole, base.near, base.counts, base.known, touchpoints)
        # What rules made that were asked again.
        self.made: dict[Classifier, Made] = {}

    def run(self) -> dict[str, tuple[Status | None, Status | None]]:
        self._assert()
        for rule in self.base.classifiers:
            self._classify(rule)
        changes: dict[str, tuple[Status | None, Status | None]] = {}
        for judge in self.base.judges:
            before, after = self._judge(judge)
            for f in {*before, *after}:
                if before.get(f) != after.get(f):
                    changes[f] = (before.get(f), after.get(f))
        return changes

    def _assert(self) -> None:
        base, company = self.base, self.edited.company
        was = {row.iri: row for row in base.inventory.touchpoints}
        for row in self.edited.touchpoints:
            before = was.pop(row.iri, None)
            if before is not row and before != row:
                self.change.touch(row.iri)
                self._swap(row.iri, row_ntriples(row, company.iri))
        for iri in was:
            self.change.touch(iri)
            self._swap(iri, b"")
        self._swap(company.iri, company_ntriples(self.edited))

    def _swap(self, subject: str, ntriples: bytes) -> None:
        before, after = self.base.asserted.get(subject, set()), set(read_ntriples(ntriples))
        self.change.apply(before - after, after - before)

    def _reached(self, depends: Dependence) -> Collection[str] | None:
        """The touchpoints that a local rule must be asked of again; ``None``: all there are."""
        if depends.touched_elsewhere(self.change.elsewhere):
            return None
        reached = (
            iri
            for iri, t in self.change.touched.items()
            if depends.touched_by(t.before, t.changed, t.after)
        )
        if depends.local is None:
            return () if next(reached, None) is None else None
        return tuple(reached)

    def _classify(self, rule: Classifier) -> None:
        reached = self._reached(rule.depends)
        if reached is not None and not reached:
            return
        made = None if reached is None else self._made_near(rule, reached)
        if made is None:
            hidden = self._fed_back(rule)
            self.change.without(hidden)
            made = rule.ask(self.base.whole)
            self.change.with_again(hidden)
            made = {**{key: set() for key in rule.made}, **made}
        self.made[rule] = made
        for key, now in made.items():
            was = rule.made.get(key, set())
            self.change.apply(was - now, now - was)
            if written := {quad.predicate.value for quad in now - was} - rule.writes:
                rule.writes |= written
                self.change.has_news = True

    def _made_near(self, rule: Classifier, touchpoints: Collection[str]) -> Made | None:
        if not self._can_speak(rule.depends, touchpoints):
            return {iri: set() for iri in touchpoints}
        return rule.ask_near(self.base.near, touchpoints)

    def _can_speak(self, depends: Dependence, touchpoints: Iterable[str]) -> bool:
        """Whether a local rule can say anything of one of the touchpoints as they are now."""
        return any(depends.can_speak_of(self.change.touched[iri].after) for iri in touchpoints)

    def _fed_back(self, rule: Classifier) -> Quads:
        """What this rule and later ones alone made of what it reads: not there when it runs."""
        reads = rule.depends.reads
        makers: dict[ox.Quad, int] = {}
        for later in rule.feeds_back:
            for quads in {**later.made, **self.made.get(later, {})}.values():
                for quad in quads:
                    if reads is None or quad.predicate.value in reads:
                        makers[quad] = makers.get(quad, 0) + 1
        return {quad for quad, n in makers.items() if self.change.count(quad) == n}

    def _judge(self, judge: Judge) -> tuple[Statuses, Statuses]:
        reached = self._reached(judge.depends)
        if reached is not None and not reached:
            return {}, {}
        if reached is None:
            found = None
        elif self._can_speak(judge.depends, reached):
            found = judge.ask_near(self.base.near, reached)
        else:
            found = {iri: {} for iri in reached}
        if found is None:
            return _merged(judge.found.values()), _merged(judge.ask(self.base.whole).values())
        return _merged(judge.found.get(iri, {}) for iri in found), _merged(found.values())


def _by_subject(quads: Quads) -> dict[str, Quads]:
    found: dict[str, Quads] = {}
    for quad in quads:
        found.setdefault(value(quad.subject), set()).add(quad)
    return found


def _merged(parts: Iterable[Statuses]) -> Statuses:
    return {finding: status for part in parts for finding, status in part.items()}
