"""Finds terms of the ontology by any label in any language, and shows what is known of them."""

from __future__ import annotations

import difflib
from collections import Counter
from functools import cache

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown
from tpgraph.query.names import SKOS, STATEMENT, TPG, local_name
from tpgraph.query.terms import Book, Term, book
from tpgraph.text import normalise

# How alike a misspelt word and a label must be, from 0 to 1.
NEAR = 0.72
# Only labels that share this part of their letter pairs are compared letter by letter.
_SHARED = 0.4
_NAMED_BY = ("prefLabel", "altLabel", "hiddenLabel", "notation")
# Where several terms bear a name, what is met in teaching comes first.
_ORDER = ("kind", "concept", "scheme", "class", "property", "document", "disagreement")


def schemes() -> dict[str, list[str]]:
    """Each scheme's members, and the kinds of touchpoint under the IRI of ``tpg:Touchpoint``."""
    b = book()
    found = {scheme: list(members) for scheme, members in b.schemes.items()}
    found[TPG + "Touchpoint"] = sorted(b.kinds)
    return found


def find_terms(text: str, limit: int = 5) -> list[str]:
    """IRIs of the terms that a text names: by exact label first, then the nearest spellings.

    An IRI, ``tpg:Coupon`` and a statement's name are found, too; the latter as the term that the
    statement is about. Raises CallError where nothing comes near.
    """
    b = book()
    if (iri := _by_iri(text, b)) is not None:
        return [iri]
    table = _names()
    key = normalise(text)
    if key in table:
        return table[key]
    inside = [label for label in table if key and f" {key} " in f" {label} "]
    labels = [*_near(key, limit), *sorted(inside, key=lambda label: (len(label), label))]
    found = dict.fromkeys(iri for label in labels for iri in table[label])
    if not found:
        raise CallError(phrase("call.no-term-called", name=shown(text)))
    return list(found)[:limit]


def concept(iri: str) -> Term:
    """The card of a term. Raises CallError where the ontology has no such term."""
    try:
        return book().term(iri)
    except KeyError:
        raise CallError(phrase("call.no-term", iri=shown(iri))) from None


def _by_iri(text: str, b: Book) -> str | None:
    text = text.strip()
    for iri in (text, TPG + text.removeprefix("tpg:"), STATEMENT + text.removeprefix("statement:")):
        if iri in b.sorts and (iri == text or text.startswith("tpg:")):
            return iri
        if iri in b.statements:
            return b.statements[iri].about
    return None


@cache
def _names() -> dict[str, list[str]]:
    """Every name, normalised, to the terms that bear it: preferred labels before others."""
    b = book()
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for iri, sort in b.sorts.items():
        names = [
            (rank, text)
            for rank, p in enumerate(_NAMED_BY)
            for texts in b.text_lists(iri, SKOS + p).values()
            for text in texts
        ]
        for rank, name in [*names, (len(_NAMED_BY), local_name(iri))]:
            if key := normalise(name):
                place = (min(rank, 1), _ORDER.index(sort))
                bearers = found.setdefault(key, {})
                bearers[iri] = min(place, bearers.get(iri, place))
    return {
        key: sorted(bearers, key=lambda iri, of=bearers: (of[iri], iri))  # type: ignore[misc]
        for key, bearers in found.items()
    }


@cache
def _pairs() -> dict[str, list[tuple[str, int]]]:
    """Each pair of neighbouring letters to the labels that hold it, and how often."""
    found: dict[str, list[tuple[str, int]]] = {}
    for label in _names():
        for pair, count in _pairs_of(label).items():
            found.setdefault(pair, []).append((label, count))
    return found


def _pairs_of(text: str) -> Counter[str]:
    edged = f" {text} "
    return Counter(edged[i : i + 2] for i in range(len(edged) - 1))


def _near(key: str, limit: int) -> list[str]:
    """The labels spelt most alike; letter pairs choose whom to compare in full."""
    shared: Counter[str] = Counter()
    for pair, count in _pairs_of(key).items():
        for label, times in _pairs().get(pair, ()):
            shared[label] += min(count, times)
    candidates = [
        label
        for label, common in shared.items()
        if 2 * common >= _SHARED * (len(key) + len(label) + 2)
    ]
    return difflib.get_close_matches(key, sorted(candidates), n=limit, cutoff=NEAR)
