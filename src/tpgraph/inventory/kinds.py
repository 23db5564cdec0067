"""What kind a touchpoint's name says: a label at once, else by its words; sure or offered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tpgraph.inventory.recognise import Index
from tpgraph.model import Offer, Place, Recognition
from tpgraph.phrases import Phrase, phrase
from tpgraph.resources import read_text
from tpgraph.text import normalise
from tpgraph.vocabulary import NAMESPACE

SURE = 0.7  # the least score that is taken; how it was chosen: tests/inventory/names/README.md
_VAGUE_SCORE = 0.4  # a label that means other things as well where it stands alone
_AMBIGUOUS_SCORE = 0.5
_FROM_LABELS = 0.9  # what is surer was said by the tables of words, not by labels alone
_DOUBT = "?؟"  # whoever wrote it was not sure either
_NOWHERE = Place("")
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


def recognise_name(index: Index, name: str) -> Recognition:
    """What ``name`` says of its kind, without its place: taken from :data:`SURE`, else offered.

    A name that is a label of one kind is that kind, unless it is one of the words that mean many
    things on their own ("Google", "form"); only then, and for every other name, are its words
    looked at.
    """
    iris = () if "@" in name else index.terms(None, name)
    is_vague = any(mark in name for mark in _DOUBT) or normalise(name) in vague_words()
    if iris:
        score = _VAGUE_SCORE if is_vague else 1.0
        score = score if len(iris) == 1 else min(score, _AMBIGUOUS_SCORE)
        offers = tuple(Offer(iri, index.label(iri), score) for iri in iris[:3])
        said = _by_words(index, name, iris) if is_vague else None
        if said is not None:
            return _recognition(name, said[0], (said[1], *offers)[:3])
        return _recognition(name, phrase("reason.label"), offers)
    guesses = index.kinds_of_name(name)
    if not guesses:
        return Recognition("name", name, "unknown", None, (), _NOWHERE)
    offers = tuple(
        Offer(
            NAMESPACE + guess.kind,
            index.label(NAMESPACE + guess.kind),
            min(guess.score, _VAGUE_SCORE) if is_vague else guess.score,
        )
        for guess in guesses
    )
    return _recognition(name, phrase("reason.name", words=guesses[0].words), offers)


def _by_words(index: Index, name: str, iris: tuple[str, ...]) -> tuple[Phrase, Offer] | None:
    """What the words of a vague label surely say, if it is not what the label says.

    It is more general than the label, or an everyday sense that our own table knows.
    """
    # Only where a kind is not stated.
    from tpgraph.inventory.concepts import small_words
    from tpgraph.inventory.kind_tree import more_general_kinds

    if any(mark in name for mark in _DOUBT) or normalise(name).split(" ")[0] in small_words():
        return None
    guesses = index.kinds_of_name(name)
    if not guesses or guesses[0].score < SURE:
        return None
    iri = NAMESPACE + guesses[0].kind
    is_known = guesses[0].score > _FROM_LABELS and iri not in iris
    kinds = [i.removeprefix(NAMESPACE) for i in iris]
    if not is_known and not all(guesses[0].kind in more_general_kinds(k) for k in kinds):
        return None
    reason = phrase("reason.name", words=guesses[0].words)
    return reason, Offer(iri, index.label(iri), guesses[0].score)


def _recognition(name: str, reason: Phrase, offers: tuple[Offer, ...]) -> Recognition:
    status = "taken" if offers[0].score >= SURE else "offered"
    return Recognition("name", name, status, reason, offers, _NOWHERE)  # type: ignore[arg-type]


def narrowest_kind(iris: Iterable[str]) -> str | None:
    """The one of several kinds that all others are more general than; None where there is none."""
    kinds = sorted(set(iris))
    closure = read_text("generated/closure.nt")

    def is_below(kind: str, other: str) -> bool:
        return kind == other or f"<{kind}> <{_SUBCLASS}> <{other}> ." in closure

    return next((kind for kind in kinds if all(is_below(kind, o) for o in kinds)), None)


@cache
def vague_words() -> frozenset[str]:
    """The labels and words, normalised, that are no sure answer where they are the whole name."""
    lines = read_text("recognition/vague.txt").splitlines()
    return frozenset(normalise(line) for line in lines if line and not line.startswith("#"))
