"""Recognises words: a header as a column, a value as a term, a name as a kind of touchpoint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from tpgraph.model import Decisions, Offer
from tpgraph.phrases import Term
from tpgraph.resources import read_json
from tpgraph.text import normalise
from tpgraph.vocabulary import NAMESPACE

if TYPE_CHECKING:
    from tpgraph.inventory.header_labels import Headers
    from tpgraph.inventory.names import Guess, NameRecogniser

PLATFORMS = f"{NAMESPACE}platforms"
LONGEST_LABEL = 200  # characters; nothing longer can be a label, so nothing longer is compared
REMEMBERED = 100_000  # words kept: what comes again has come by then, of however many companies
_ENOUGH_ALIKE = 0.6  # rapidfuzz's ratio, 0..1: what is offered as "did you mean"
_OFFERED = 3
# A misspelling is taken for a label with one letter wrong, or two in a long one, and only where no
# other term has a label as near.
_ONE_LETTER, _TWO_LETTERS = 6, 12  # letters that a word needs
_LIKE = 24  # labels that are looked at, the most like ones


class Index:
    """The labels of the ontology in all its languages, normalised, and what they stand for.

    A word is a label where it equals one after :func:`tpgraph.text.normalise`. What is not is
    looked for among the nearest labels: a slip of the pen is taken and said, the rest is offered.
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
        self._own_labels: dict[str, dict[str, str]] = {}
        self._offers: dict[tuple[int, str], tuple[tuple[float, str], ...]] = {}
        self._names: list[NameRecogniser] = []  # at most one, shared by copies with decisions
        self._headers: list[Headers] = []  # likewise
        self._decisions = Decisions()

    def deciding(self, decisions: Decisions) -> Index:
        """The same index with decisions that win."""
        index = copy(self)
        index._decisions = decisions
        return index

    def is_decided(self, header: str) -> bool:
        """Whether somebody decided what ``header`` is, or that it is no column."""
        return normalise(header[: LONGEST_LABEL + 1]) in self._decisions.headers

    def decided_kind(self, name: str) -> str | None:
        """The kind that somebody decided for a name; an empty text for none, None if undecided."""
        return self._decisions.names.get(normalise(name)) if self._decisions.names else None

    def column(self, header: str) -> str | None:
        """The canonical name of the column that ``header`` is a label of, or is decided to be."""
        if len(header) > LONGEST_LABEL:
            return None
        key = normalise(header)
        decided = self._decisions.headers.get(key)
        return self._columns.get(key) if decided is None else decided or None

    def terms(self, scheme: str | None, text: str) -> tuple[str, ...]:
        """The IRIs that have ``text`` as a label: of a scheme, or of the kinds (``None``).

        Empty where there is none; more than one where the label is ambiguous.
        """
        if len(text) > LONGEST_LABEL:
            return ()
        decided = self._decisions.values.get(scheme, {}).get(normalise(text))
        if decided:
            return (decided,)
        names = self._table(scheme).get(label_key(scheme, text), ())
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

    def has_term(self, scheme: str | None, name: str) -> bool:
        """Whether ``name`` is the local name of a term of the scheme, or of a kind (``None``)."""
        return any(name in names for names in self._table(scheme).values())

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

    def kinds_of_name(self, name: str) -> tuple[Guess, ...]:
        """What kinds a free name may say, at most three, best first."""
        if not self._names:
            from tpgraph.inventory.names import NameRecogniser  # only where a kind is not stated

            self._names.append(NameRecogniser(self._kinds))
        return self._names[0].guess(name)

    def column_in_words(self, header: str) -> str | None:
        """The column whose label ``header`` is but for units, small words and endings, or None."""
        if not self._headers:
            from tpgraph.inventory.header_labels import Headers  # only where a header is no label

            self._headers.append(Headers(self._columns))
        return self._headers[0].column(header)

    def like_columns(self, header: str) -> tuple[tuple[Offer, ...], bool]:
        """The columns whose labels look like ``header``, and whether the first is surely meant."""
        found = [
            (self._columns[label], score, label)
            for score, label in self._near(self._columns, header)
        ]
        return _offers(found, {c: c for c, _, _ in found}, normalise(header))

    def like_terms(self, scheme: str | None, text: str) -> tuple[tuple[Offer, ...], bool]:
        """The terms whose labels look like ``text``, and whether the first is surely meant."""
        table = self._table(scheme)
        found = [
            (NAMESPACE + name, score, label)
            for score, label in self._near(table, text)
            for name in table[label]
        ]
        return _offers(found, {iri: self.label(iri) for iri, _, _ in found}, normalise(text))

    def near_columns(self, header: str, count: int = 3) -> tuple[str, ...]:
        """The canonical columns whose labels look most like ``header``, best first."""
        found = (self._columns[label] for _, label in self._near(self._columns, header))
        return tuple(dict.fromkeys(found))[:count]

    def near_terms(self, scheme: str | None, text: str, count: int = 3) -> tuple[Term, ...]:
        """The terms whose labels look most like ``text``, best first."""
        table = self._table(scheme)
        names = (name for _, label in self._near(table, text) for name in table[label])
        return tuple(Term(NAMESPACE + name) for name in dict.fromkeys(names))[:count]

    def _table(self, scheme: str | None) -> Mapping[str, Sequence[str]]:
        if scheme is None:
            return self._kinds
        return self._schemes.get(scheme.removeprefix(NAMESPACE), {})

    def _near(self, table: Mapping[str, Any], text: str) -> tuple[tuple[float, str], ...]:
        if not text or len(text) > LONGEST_LABEL:
            return ()
        word = normalise(text)
        key = (id(table), word)
        found = self._offers.get(key)
        if found is None:
            if id(table) not in self._searchable:
                self._searchable[id(table)] = _Labels(table)
            found = self._searchable[id(table)].nearest(word)
            if len(self._offers) < REMEMBERED:
                self._offers[key] = found
        return found


@cache
def load_index() -> Index:
    """The index that was generated from the ontology."""
    return Index(**read_json("generated/index.json"))


def closest(word: str, candidates: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Those of ``candidates`` that look like ``word``, best first: for "did you mean"."""
    return Candidates(candidates).closest(word, count)


class Candidates:
    """Words that somebody may have meant, to be asked again and again."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_label = {normalise(word): word for word in words}
        self._labels = _Labels(self._by_label)

    def closest(self, word: str, count: int = 1) -> tuple[str, ...]:
        """Those that look like ``word``, best first."""
        found = self._labels.nearest(normalise(word[:LONGEST_LABEL]))
        return tuple(self._by_label[label] for _, label in found)[:count]


def _offers(
    found: Sequence[tuple[str, float, str]], labels: Mapping[str, str], word: str
) -> tuple[tuple[Offer, ...], bool]:
    best: dict[str, Offer] = {}
    for term, score, _ in found:
        best.setdefault(term, Offer(term, labels[term], round(score, 3)))
    return tuple(best.values())[:_OFFERED], _is_slip(found, word)


def _is_slip(found: Sequence[tuple[str, float, str]], word: str) -> bool:
    """Whether ``word`` is the first label misspelt, and no other term's."""
    if len(word) < _ONE_LETTER or not found or any(c.isdigit() for c in word):
        return False
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) < _TWO_LETTERS else 2
    meant = found[0][0]
    first = OSA.distance(word, found[0][2])
    others = (OSA.distance(word, label) for term, _, label in found if term != meant)
    return first <= allowed and all(distance > first + 1 for distance in others)


class _Labels:
    """Labels, normalised, to be asked which of them a word is most like."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._labels = list(labels)

    def nearest(self, word: str) -> tuple[tuple[float, str], ...]:
        """The labels most like ``word`` with how like they are (0 to 1), best first."""
        from rapidfuzz import fuzz, process  # only where something was not understood

        alike = process.extract(
            word,
            self._labels,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=100 * _ENOUGH_ALIKE,
            limit=_LIKE,
        )
        found = ((score / 100, label) for label, score, _ in alike)
        return tuple(sorted(found, key=lambda one: (-one[0], one[1])))


def label_key(scheme: str | None, text: str) -> str:
    """What labels of ``scheme`` are compared by: "Google" is not the closed platform "Google+"."""
    return normalise(text.replace("+", " plus ") if scheme == PLATFORMS else text)
