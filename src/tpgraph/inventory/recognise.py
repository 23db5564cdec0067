"""Recognises words: a header as a column, a cell's value as a term of the ontology."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from heapq import nlargest
from itertools import accumulate
from typing import Any

from tpgraph.resources import read_json
from tpgraph.text import normalise
from tpgraph.vocabulary import NAMESPACE

PLATFORMS = f"{NAMESPACE}platforms"
LONGEST_LABEL = 200  # characters; nothing longer can be a label, so nothing longer is compared
_ENOUGH_ALIKE = 0.6  # of difflib's 0..1: what is offered as "did you mean"
_COMPARED = 24  # labels that are compared letter by letter, after the trigrams chose them


class Index:
    """The labels of the ontology in all its languages, normalised, and what they stand for.

    A word is taken only where it equals a label after :func:`tpgraph.text.normalise`; the nearest
    labels are there to be offered, never to be taken.
    """

    def __init__(
        self,
        *,
        columns: Mapping[str, str],
        kinds: Mapping[str, Sequence[str]],
        schemes: Mapping[str, Mapping[str, Sequence[str]]],
        platform_hosts: Mapping[str, str],
        labels: Mapping[str, str],
    ) -> None:
        """Take the tables of ``generated/index.json``: labels to terms by their local names."""
        self._columns = columns
        self._kinds = kinds
        self._schemes = schemes
        self._hosts = platform_hosts
        self._labels = labels
        self._searchable: dict[int, _Labels] = {}
        self._offers: dict[tuple[int, str], tuple[str, ...]] = {}
        self._own_labels: dict[str, dict[str, str]] = {}

    def column(self, header: str) -> str | None:
        """The canonical name of the column that ``header`` is a label of."""
        return self._columns.get(normalise(header)) if len(header) <= LONGEST_LABEL else None

    def terms(self, scheme: str | None, text: str) -> tuple[str, ...]:
        """The IRIs that have ``text`` as a label: of a scheme, or of the kinds (``None``).

        Empty where there is none; more than one where the label is ambiguous.
        """
        if len(text) > LONGEST_LABEL:
            return ()
        names = self._table(scheme).get(normalise(text), ())
        return tuple(NAMESPACE + name for name in dict.fromkeys(names))

    def label_of_term(self, scheme: str | None, iri: str) -> str | None:
        """A label under which :meth:`terms` finds ``iri`` and nothing else; None without one."""
        english = self.label(iri)
        if self.terms(scheme, english) == (iri,):
            return english
        key = scheme or ""
        if key not in self._own_labels:
            alone = (
                (NAMESPACE + names[0], label)
                for label, names in self._table(scheme).items()
                if len(set(names)) == 1
            )
            # The first label of a term stays.
            self._own_labels[key] = dict(reversed(list(alone)))
        return self._own_labels[key].get(iri)

    def platform_of_host(self, host: str) -> str | None:
        """The platform that a web host belongs to: ``de.facebook.com`` is Facebook's."""
        parts = host.casefold().rstrip(".").split(".")
        for start in range(len(parts) - 1):
            name = self._hosts.get(".".join(parts[start:]))
            if name is not None:
                return NAMESPACE + name
        return None

    def label(self, iri: str) -> str:
        """The English label of a term, or the end of its IRI where it has none."""
        name = iri.removeprefix(NAMESPACE)
        return self._labels.get(name) or name.rpartition("#")[2] or iri

    def near_columns(self, header: str, count: int = 3) -> tuple[str, ...]:
        """The canonical columns whose labels look most like ``header``, best first."""
        found = (self._columns[label] for label in self._near(self._columns, header))
        return tuple(dict.fromkeys(found))[:count]

    def near_terms(self, scheme: str | None, text: str, count: int = 3) -> tuple[str, ...]:
        """The English labels of the terms that look most like ``text``, best first."""
        table = self._table(scheme)
        names = (name for label in self._near(table, text) for name in table[label])
        return tuple(dict.fromkeys(map(self.label, names)))[:count]

    def _table(self, scheme: str | None) -> Mapping[str, Sequence[str]]:
        if scheme is None:
            return self._kinds
        return self._schemes.get(scheme.removeprefix(NAMESPACE), {})

    def _near(self, table: Mapping[str, Any], text: str) -> tuple[str, ...]:
        if not text or len(text) > LONGEST_LABEL:
            return ()
        word = normalise(text)
        key = (id(table), word)
        if key not in self._offers:
            if id(table) not in self._searchable:
                self._searchable[id(table)] = _Labels(table)
            self._offers[key] = self._searchable[id(table)].nearest(word)
        return self._offers[key]


@cache
def load_index() -> Index:
    """The index that was generated from the ontology."""
    return Index(**read_json("generated/index.json"))


def closest(word: str, candidates: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Those of ``candidates`` that look like ``word``, best first: for "did you mean"."""
    by_label = {normalise(c): c for c in candidates}
    found = _Labels(by_label).nearest(normalise(word[:LONGEST_LABEL]))
    return tuple(by_label[label] for label in found)[:count]


class _Labels:
    """Labels in one text, searched by trigrams first: difflib alone is slow on thousands."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._labels = list(labels)
        self._text = "".join(f" {label}\n" for label in self._labels)
        lengths = (len(label) + 2 for label in self._labels)
        self._starts = list(accumulate(lengths, initial=0))

    def nearest(self, word: str) -> tuple[str, ...]:
        """The labels most like ``word``, best first."""
        from difflib import SequenceMatcher  # only where something was not understood

        padded = f" {word}\n"
        hits: dict[int, int] = {}
        for gram in {padded[i : i + 3] for i in range(len(padded) - 2)}:
            at = self._text.find(gram)
            while at >= 0:
                label = bisect_right(self._starts, at) - 1
                hits[label] = hits.get(label, 0) + 1
                at = self._text.find(gram, self._starts[label + 1])
        grams = len(padded) - 2
        chosen = nlargest(
            _COMPARED, hits, key=lambda i: 2 * hits[i] / (grams + len(self._labels[i]))
        )
        matcher = SequenceMatcher(a="", b=word, autojunk=False)
        scored = []
        for number in chosen:
            matcher.set_seq1(self._labels[number])
            score = matcher.ratio()
            if score >= _ENOUGH_ALIKE:
                scored.append((-score, self._labels[number]))
        return tuple(label for _, label in sorted(scored))
