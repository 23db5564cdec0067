"""Recognises free names of touchpoints ("volantini A5 stazione") as kinds, with score and reason.

A name becomes concepts (:mod:`tpgraph.inventory.concepts`). Every set of concepts that a label of
the ontology, or ``ontology/recognition/combinations.tsv``, names a kind by is looked for in it;
what is rare among the labels weighs more, what a name is about more than where it is. Words that
say nothing to us (places, persons, sizes) do not count. Two sets that say different things make
the answer unsure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log
from typing import NamedTuple

from tpgraph.inventory.concepts import Item, Vocabulary
from tpgraph.inventory.kind_tree import more_general
from tpgraph.inventory.recognise import REMEMBERED
from tpgraph.resources import read_text

COMBINATIONS = "recognition/combinations.tsv"
LONGEST_NAME = 200  # characters; what is longer is a text, no name
_MOST_ITEMS = 7  # concepts of a name that are put together
_MOST_TOGETHER = 4  # concepts of one set
_OFFERED = 3

_ROLES = {"head": 1.0, "carrier": 1.0, "place": 0.45, "where": 0.15, "mod": 0.2}
_ABOUT = ("head", "carrier")
_ASIDE = 0.25  # what stands after a preposition, or in a later part of the name
_LATER_PART = 0.6
_SUBJECT = 0.15  # what a leaflet or a message is about
_WEAK = 0.6  # "Kind?" in the table of words: only offered
# Kinds that are no thing one lists: only their whole labels say them.
_IDEAS = frozenset({"Familiarisation", "MarketingMessage", "PersonalRelationship"})
_UNSURE = 0.7  # kinds.SURE: below it rivals are asked for what they share
_AGAINST_HEAD = 0.68  # a set of a label, against what each of its words means on its own
_SHARED = 0.5  # exponent of the share of a word's labels that are the kind's
_STEM = 0.5  # a word that only stands in labels, against one of the table
_ONLY_ASIDE = 0.5  # "Dave at the till": what it is about is not known
_AS_WELL = 0.9  # of the best score: as good
_FROM_LABELS = 0.85  # a set of a label against one of our own tables


class Guess(NamedTuple):
    """A kind (local name) with its score, 0 to 1, and the words of the name that say so."""

    kind: str
    score: float
    words: tuple[str, ...]


class NameRecogniser:
    """Knows the sets of concepts that name a kind; each distinct name is understood once."""

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        """``labels`` are normalised labels and the local names of their kinds."""
        self._vocabulary = Vocabulary()
        self._known = frozenset(kind for kinds in labels.values() for kind in kinds)
        self._parents = more_general()
        self._kinds: dict[frozenset[str], tuple[str, ...]] = {}
        self._weights: dict[str, float] = {}
        # How far a set is believed; what is not here, wholly.
        self._belief: dict[frozenset[str], float] = {}
        self._seen: dict[str, tuple[Guess, ...]] = {}
        self._of_items: dict[tuple[Item, ...], tuple[Guess, ...]] = {}
        self._learn(labels)

    def guess(self, name: str) -> tuple[Guess, ...]:
        """The best kinds for ``name``, at most three, best first; empty where there is none."""
        if len(name) > LONGEST_NAME:
            return ()
        found = self._seen.get(name)
        if found is None:
            found = self._guess(name)
            if len(self._seen) < REMEMBERED:
                self._seen[name] = found
        return found

    # ------------------------------------------------------------------------------ knowledge

    def _learn(self, labels: Mapping[str, Sequence[str]]) -> None:
        counts: dict[str, int] = defaultdict(int)
        of_kind: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        from_labels: dict[frozenset[str], set[str]] = defaultdict(set)
        for label, kinds in labels.items():
            concepts = self._vocabulary.learn(label)
            for concept in concepts:
                counts[concept] += 1
                for kind in kinds:
                    of_kind[concept][kind] += 1
            if len(concepts) == 1 and concepts[0] in self._vocabulary.loose:
                continue
            if concepts and len(concepts) <= _MOST_TOGETHER:
                from_labels[frozenset(concepts)].update(kinds)
        total = max(2, len(labels))
        names = {*counts, *self._vocabulary.concepts}
        self._weights = {c: log(total / (1 + counts.get(c, 0))) for c in names}
        top = max(self._weights.values())
        self._weights = {c: max(0.25, w / top) for c, w in self._weights.items()}
        for key, found in from_labels.items():
            self._kinds[key] = tuple(sorted(found))
            self._belief[key] = _WEAK if found & _IDEAS else _FROM_LABELS
            if len(key) == 1:
                (concept,) = key
                share = sum(of_kind[concept][k] for k in found) / counts[concept]
                self._belief[key] = _FROM_LABELS * share**_SHARED
        for known in self._vocabulary.concepts.values():
            key = frozenset((known.name,))
            if known.kind:
                self._set(key, known.kind)
            elif known.role in ("skip", "block", "mod"):
                self._kinds.pop(key, None)
                self._belief.pop(key, None)
        for line in read_text(COMBINATIONS).splitlines():
            if line and not line.startswith("#"):
                concepts_, kind = line.split("\t")
                for key in _alternatives(concepts_.split()):
                    self._set(key, kind)

        # A label may use a word in a sense of its own: "demo call" is no call.
        for key, kinds in self._kinds.items():
            if len(key) > 1 and self._belief.get(key) == _FROM_LABELS:
                heads = [k for c in key if (k := self._named_by(c))]
                if heads and not any(self._agree((head,), kinds) for head in heads):
                    self._belief[key] = _AGAINST_HEAD

    def _named_by(self, concept: str) -> str:
        """The kind that a concept names on its own without a doubt, or an empty text."""
        key = frozenset((concept,))
        known = self._vocabulary.concepts.get(concept)
        is_sure = known is not None and known.role in _ABOUT and key not in self._belief
        return self._kinds[key][0] if is_sure and self._kinds.get(key) else ""

    def _set(self, key: frozenset[str], kind: str) -> None:
        name = kind.rstrip("?")
        self._kinds[key] = (name,) if name in self._known else ()
        self._belief.pop(key, None)
        if kind.endswith("?"):
            self._belief[key] = _WEAK

    # ------------------------------------------------------------------------------- guessing

    def _guess(self, name: str) -> tuple[Guess, ...]:
        found = self._vocabulary.read(name)
        best: dict[str, Item] = {}
        is_blocked = False
        for item in found.items:
            is_blocked = is_blocked or (item.role == "block" and not item.is_aside)
            if item.role in _ROLES:
                earlier = best.get(item.concept)
                if earlier is None or (earlier.is_aside and not item.is_aside):
                    best[item.concept] = item
        items = tuple(best.values())[:_MOST_ITEMS]
        if not items:
            return ()
        key = (*items, *(i for i in found.items if i.role == "block" and not i.is_aside))
        guesses = self._of_items.get(key)
        if guesses is None:
            guesses = self._score(items, 0.5 if is_blocked else 1.0)
            if len(self._of_items) < REMEMBERED:
                self._of_items[key] = guesses
        if found.is_other or (found.is_unknown_first and all(i.role not in _ABOUT for i in items)):
            # "meniu terasa": what it is about is not known, only where.
            return tuple(g._replace(score=round(g.score * _ONLY_ASIDE, 3)) for g in guesses)
        return guesses

    def _weight(self, item: Item, first_part: int) -> float:
        weight = self._weights.get(item.concept, 1.0) * _ROLES[item.role] * item.likeness**3
        if item.concept.startswith("="):
            weight *= _STEM
        if item.is_aside:
            weight *= _ASIDE
        return weight * (_LATER_PART if item.part > first_part else 1.0)

    def _score(self, items: tuple[Item, ...], factor: float) -> tuple[Guess, ...]:
        first_part = min(i.part for i in items)
        weights = {i.concept: self._weight(i, first_part) for i in items}
        if any(i.role == "carrier" and not i.is_aside and i.part == first_part for i in items):
            # A leaflet is one, whatever it is about.
            weights |= {
                i.concept: weights[i.concept] * _SUBJECT for i in items if i.role != "carrier"
            }
        words = {i.concept: i.word for i in items}
        likeness = {i.concept: i.likeness for i in items}
        sets: dict[frozenset[str], tuple[str, ...]] = {}
        for size in range(1, min(len(items), _MOST_TOGETHER) + 1):
            for chosen in combinations(weights, size):
                key = frozenset(chosen)
                kinds = self._kinds.get(key)
                if kinds is not None:
                    sets[key] = kinds
        whole = [k for k in sets if not any(k < other for other in sets)]
        total = sum(weights.values())
        scored: dict[str, tuple[float, frozenset[str]]] = {}
        strength = {
            k: sum(weights[c] for c in k) * max(_FROM_LABELS, self._belief.get(k, 1.0))
            for k in whole
        }
        for key in whole:
            against = max(
                (
                    strength[other]
                    for other in whole
                    if other != key and not self._agree(sets[key], sets[other])
                ),
                default=0.0,
            )
            own = strength[key]
            cover = sum(weights[c] for c in key) / total
            score = own / (own + against) * (0.4 + 0.6 * cover) / max(1, len(sets[key]))
            score *= min(likeness[c] for c in key) * factor
            score *= self._belief.get(key, 1.0)
            if all(i.is_aside for i in items if i.concept in key):
                score *= _ONLY_ASIDE
            for kind in sets[key]:
                if kind not in scored or scored[kind][0] < score:
                    scored[kind] = (score, key)
        # What a smaller set says is still worth offering.
        for key, kinds in sets.items():
            for kind in kinds:
                if kind not in scored:
                    part = sum(weights[c] for c in key) / total
                    scored[kind] = (0.4 * part * factor, key)
        if max((score for score, _ in scored.values()), default=1.0) < _UNSURE:
            self._say_in_common(scored, whole, sets, weights, items, factor)
        ranked = sorted(scored.items(), key=lambda kv: (-kv[1][0], kv[0]))
        self._put_special_first(ranked)
        return tuple(
            Guess(kind, round(score, 3), tuple(words[c] for c in words if c in key))
            for kind, (score, key) in ranked[:_OFFERED]
        )

    def _say_in_common(
        self,
        scored: dict[str, tuple[float, frozenset[str]]],
        whole: Sequence[frozenset[str]],
        sets: Mapping[frozenset[str], tuple[str, ...]],
        weights: Mapping[str, float],
        items: Sequence[Item],
        factor: float,
    ) -> None:
        """Add the kind that the rivals of a name share: of a coupon and a sale, a promotion."""
        about = {i.concept for i in items if i.role in _ABOUT and not i.is_aside}
        below: dict[str, list[frozenset[str]]] = defaultdict(list)
        for key in whole:
            if len(sets[key]) == 1:
                for kind in {sets[key][0], *self._parents.get(sets[key][0], ())}:
                    if kind in self._known and not kind.endswith("Touchpoint"):
                        below[kind].append(key)
        for kind, keys in below.items():
            if len({sets[k] for k in keys}) < 2 or not all(k & about for k in keys):
                continue
            if any(
                kind in self._parents.get(other, ()) and below[other] == keys for other in below
            ):
                continue  # a more special kind says as much
            own = frozenset(c for k in keys for c in k)
            mine = sum(weights[c] for c in own)
            against = max(
                (sum(weights[c] for c in k) for k in whole if k not in keys and sets[k]),
                default=0.0,
            )
            cover = mine / sum(weights.values())
            score = mine / (mine + against) * (0.4 + 0.6 * cover) * factor
            score *= max(self._belief.get(k, 1.0) for k in keys)
            if kind not in scored or scored[kind][0] < score:
                scored[kind] = (score, own)

    def _put_special_first(self, ranked: list[tuple[str, tuple[float, frozenset[str]]]]) -> None:
        """Of a kind and a more special one that the name says about as well, the special one."""
        for at in range(1, min(len(ranked), _OFFERED)):
            (best, (score, _)), (kind, (other, key)) = ranked[0], ranked[at]
            if other >= score * _AS_WELL and best in self._parents.get(kind, ()):
                del ranked[at]
                ranked.insert(0, (kind, (score, key)))
                return

    def _agree(self, some: Sequence[str], others: Sequence[str]) -> bool:
        """Whether two sets of kinds say the same, or one more generally than the other."""
        return any(
            a == b or a in self._parents.get(b, ()) or b in self._parents.get(a, ())
            for a in some
            for b in others
        )


def _alternatives(concepts: Sequence[str]) -> list[frozenset[str]]:
    keys: list[frozenset[str]] = [frozenset()]
    for concept in concepts:
        keys = [key | {c} for key in keys for c in concept.split("|")]
    return keys
