"""Tries edits out on an inventory: infers again only what an edit can change, then takes it back.

Two stores hold what full inference would: ``whole`` all of it, ``near`` all but the triples of
touchpoints that the edit does not touch. Rules run in their order. One that the change cannot
reach keeps what it found; a local one is asked again in ``near``, for the touched touchpoints
alone; any other is asked again in ``whole``. The result equals that of full inference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tpgraph import vocabulary as v
from tpgraph.inventory import edit_inventory
from tpgraph.inventory.graph import company_ntriples, inventory_graph, row_ntriples
from tpgraph.model import Edit, Inventory, Status
from tpgraph.reason.delta.askers import Classifier, Judge, Made, Statuses, Triples
from tpgraph.reason.delta.change import Change, Standing
from tpgraph.reason.delta.dependence import Dependence, Known
from tpgraph.reason.delta.sorts import POINTING, PROPERTIES
from tpgraph.reason.delta.tryout import Changes, changes_between
from tpgraph.reason.infer import REPORTED, reported_ntriples, runtime_facts
from tpgraph.reason.rules import RuleSet
from tpgraph.store.changing import ChangingStore, quads_of, read_ntriples, value

if TYPE_CHECKING:
    import pyoxigraph as ox

# Edits of more touchpoints than this part of them all are tried out on all of them: to gather
# them would cost more than it saves.
_MANY = 0.25
_FEW = 5
_NOTHING: Triples = set()

# Touchpoints that a rule is asked of by themselves; None: the rule is asked of all there is.
Touchpoints: TypeAlias = "Collection[str] | None"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Trial:
    """What edits would do: the edited inventory, and each finding whose status would change.

    ``changes`` holds the statuses before (``None``: neither a gap nor unknown) and after (``None``:
    the rule says nothing of it any more).
    """

    inventory: Inventory
    changes: Changes


class Rehearsal:
    """An inventory with its inferred facts, on which edits can be tried out."""

    def __init__(self, inventory: Inventory, rules: RuleSet) -> None:
        self.inventory = inventory
        self._lock = Lock()
        self._iris = {row.iri for row in inventory.touchpoints}
        self.whole, self.near = ChangingStore(), ChangingStore()
        asserted = read_ntriples(inventory_graph(inventory).ntriples)
        self.asserted = _by_subject({quad.triple for quad in asserted})
        self.reported = read_ntriples(reported_ntriples(REPORTED))
        self.in_order = read_ntriples(reported_ntriples(("ok",)))
        given = [*read_ntriples(runtime_facts()), *self.reported, *asserted]
        self._given = {quad.triple for quad in given}
        self.counts: dict[ox.Triple, int] = {}
        self.whole.load(given)
        self.classifiers: list[Classifier] = []
        for rule in rules.classify:
            self.classifiers.append(Classifier(rule, self.whole))
            self.whole.load(quads_of(self.classifiers[-1].made[None]))
        self.judges = [Judge(rule) for rule in rules.gaps]
        self.standing = {iri: Standing() for iri in self._iris}
        self.known = self._look()
        self._read_rules()
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
        return Trial(edited, self._attempt(edited, _Attempt.run))

    def severities(self, edits: Sequence[Edit]) -> dict[str, float]:
        """How severe the gaps are that the edits open, by finding id."""
        return self._attempt(edit_inventory(self.inventory, edits), _Attempt.severities)

    def _attempt(self, edited: Inventory, ask: Callable[[_Attempt], _T]) -> _T:
        with self._lock:
            while True:
                attempt = _Attempt(self, edited)
                try:
                    found = ask(attempt)
                finally:
                    self.whole.undo()
                    self.near.undo()
                if not attempt.change.has_news:
                    return found
                # Triples came that are of another sort than all before.
                self._read_rules()

    def _look(self) -> Known:
        """Takes the touchpoints' triples apart from all others, and learns what sorts there are."""
        properties = {*PROPERTIES, *(column.property_iri for column in v.COLUMNS.values())}
        known = Known(properties, set(POINTING), self.whole.objects)
        others = []
        for quad in self.whole.all():
            s, p, o = value(quad.subject), quad.predicate.value, value(quad.object)
            standing, pointed = self.standing.get(s), self.standing.get(o)
            if standing is None:
                others.append(quad)
            else:
                known.properties.add(p)
                standing.quads.append(quad)
                standing.facts.setdefault(p, set()).add(o)
            if pointed is not None:
                known.pointing.add(p)
                pointed.facts.setdefault("^" + p, set()).add(s)
        self.near.load(others)
        return known

    def _read_rules(self) -> None:
        """Reads from the rules what each depends on, and what each gives of the inventory.

        What a rule gives of all touchpoints together is what it gave before; it is only asked
        again because it may be local now, or no longer.
        """
        self.counts = dict.fromkeys(self._given, 1)
        for rule in self.classifiers:
            rule.read(self.known)
        for i, rule in enumerate(self.classifiers):
            reads, later = rule.depends.reads, self.classifiers[i:]
            rule.feeds_back = [r for r in later if reads is None or reads & r.writes]
            if rule.feeds_back:
                # Asked now, it would see what was made after it had run.
                rule.depends.local = None
            rule.part(self.whole)
            for triples in rule.made.values():
                for triple in triples:
                    self.counts[triple] = self.counts.get(triple, 0) + 1
        for judge in self.judges:
            judge.read(self.known)
            judge.found = judge.ask(self.whole)


class _Attempt:
    """One run of all rules that an edit can reach."""

    def __init__(self, base: Rehearsal, edited: Inventory) -> None:
        self.base, self.edited = base, edited
        was = {row.iri: row for row in base.inventory.touchpoints}
        is_now = {row.iri: row for row in edited.touchpoints}
        self.rows = {
            iri: is_now.get(iri)
            for iri in {**was, **is_now}
            if was.get(iri) is not is_now.get(iri) and was.get(iri) != is_now.get(iri)
        }
        self.is_broad = len(self.rows) > max(_FEW, len(was) * _MANY)
        self.near = base.whole if self.is_broad else base.near
        self.change = Change(
            base.whole,
            None if self.is_broad else base.near,
            base.standing,
            base.counts,
            base.known,
            {**was, **is_now}.keys(),
        )
        # What rules made that were asked again.
        self.made: dict[Classifier, Made] = {}

    def run(self) -> Changes:
        """The findings whose status is another, with both."""
        changes: dict[str, tuple[Status | None, Status | None]] = {}
        lost: list[tuple[Judge, Touchpoints, set[str]]] = []
        for judge, where, changed in list(self._judged()):
            changes |= changed
            if gone := {f for f, (_, after) in changed.items() if after is None}:
                lost.append((judge, where, gone))
        for judge, where, gone in self._in_order(lost):
            for f in gone & judge.in_order(self.near, self.base.whole, where):
                changes[f] = (changes[f][0], "ok")
        return changes

    def severities(self) -> dict[str, float]:
        """How severe the gaps are that are opened."""
        found: dict[str, float] = {}
        for judge, _, changes in list(self._judged()):
            if opened := {f for f, (_, after) in changes.items() if after == "gap"}:
                found |= judge.severities(self.base.whole, opened)
        return found

    def _judged(self) -> Iterator[tuple[Judge, Touchpoints, Changes]]:
        """Each gap rule, what it was asked of, and the findings whose status it changes."""
        self._assert()
        for rule in self.base.classifiers:
            self._classify(rule)
        for judge in self.base.judges:
            reached = self._reached(judge.depends)
            if reached is None or reached:
                before, after, where = self._judge(judge, reached)
                yield judge, where, changes_between(before, after)

    def _in_order(
        self, lost: Sequence[tuple[Judge, Touchpoints, set[str]]]
    ) -> Sequence[tuple[Judge, Touchpoints, set[str]]]:
        """Those of the rules that can say that something is in order, and may say it now."""
        able = [each for each in lost if each[1] is None or each[1]]
        if able:
            for store in {self.near, self.base.whole}:
                store.take(self.base.reported)
                store.put(self.base.in_order)
        return able

    def _assert(self) -> None:
        company = self.edited.company
        for iri, row in self.rows.items():
            self.change.touch(iri)
            self._swap(iri, b"" if row is None else row_ntriples(row, company.iri))
        self._swap(company.iri, company_ntriples(self.edited))

    def _swap(self, subject: str, ntriples: bytes) -> None:
        before = self.base.asserted.get(subject, set())
        after = {quad.triple for quad in read_ntriples(ntriples)}
        self.change.apply(before - after, after - before)

    def _reached(self, depends: Dependence) -> Touchpoints:
        """The touchpoints that a local rule must be asked of again; ``None``: all there are."""
        if depends.touched_elsewhere(self.change.elsewhere):
            return None
        if depends.reads is not None and depends.reads.isdisjoint(self.change.properties):
            return ()
        touched = self.change.touched
        reached = (
            iri for iri, t in touched.items() if depends.touched_by(t.before, t.changed, t.after)
        )
        if depends.local is None:
            return () if next(reached, None) is None else None
        if self.is_broad:
            # All are asked of anyway.
            return () if next(reached, None) is None else tuple(touched)
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
            made = {**dict.fromkeys(rule.made, _NOTHING), **made}
        self.made[rule] = made
        for key, now in made.items():
            was = rule.made.get(key, _NOTHING)
            if was == now:
                continue
            gained = now - was
            self.change.apply(was - now, gained)
            if written := {t.predicate.value for t in gained} - rule.writes:
                rule.writes |= written
                self.change.has_news = True

    def _made_near(self, rule: Classifier, touchpoints: Collection[str]) -> Made | None:
        if not self._can_speak(rule.depends, touchpoints):
            return {iri: set() for iri in touchpoints}
        return rule.ask_near(self.near, touchpoints)

    def _can_speak(self, depends: Dependence, touchpoints: Iterable[str]) -> bool:
        """Whether a local rule can say anything of one of the touchpoints as they are now."""
        return any(depends.can_speak_of(self.change.touched[iri].after) for iri in touchpoints)

    def _fed_back(self, rule: Classifier) -> Triples:
        """What this rule and later ones alone made of what it reads: not there when it runs."""
        reads = rule.depends.reads
        makers: dict[ox.Triple, int] = {}
        for later in rule.feeds_back:
            for triples in {**later.made, **self.made.get(later, {})}.values():
                for triple in triples:
                    if reads is None or triple.predicate.value in reads:
                        makers[triple] = makers.get(triple, 0) + 1
        return {triple for triple, n in makers.items() if self.change.count(triple) == n}

    def _judge(self, judge: Judge, reached: Touchpoints) -> tuple[Statuses, Statuses, Touchpoints]:
        """What a rule finds of touchpoints before and after, and of which it can find anything."""
        if reached is not None:
            where = [iri for iri in reached if self._can_speak(judge.depends, (iri,))]
            found = judge.ask_near(self.near, where) if where else {}
            if found is not None:
                before = _merged(judge.found.get(iri, {}) for iri in reached)
                return before, _merged(found.values()), where
        after = judge.ask(self.base.whole)
        return _merged(judge.found.values()), _merged(after.values()), None


def _by_subject(triples: Triples) -> dict[str, Triples]:
    found: dict[str, Triples] = {}
    for triple in triples:
        found.setdefault(value(triple.subject), set()).add(triple)
    return found


def _merged(parts: Iterable[Statuses]) -> Statuses:
    return {finding: status for part in parts for finding, status in part.items()}
