"""Why a kind can not be, or must be, something: kind, superclass, axiom, in so many steps."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tpgraph import vocabulary as v
from tpgraph.inventory.rows import FROM_THE_NAME
from tpgraph.model import Because, Place
from tpgraph.reason.findings import Narrator
from tpgraph.resources import ontology_dir

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_DISJOINT = "http://www.w3.org/2002/07/owl#disjointWith"
_TPG = v.NAMESPACE
_CANNOT, _MUST = _TPG + "cannotHave", _TPG + "mustHave"
_Pairs = dict[str, set[str]]


class Inferences:
    """Steps from what a row states to what its kind says of a value."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._below, self._apart = _closure()
        self._defining, self._cannot, self._must = _of_kinds()
        self._holders: dict[tuple[str, str, bool], str] = {}  # found once: lists are long

    def contradiction(
        self, subject: str, kind: str, value: str, place: Place | None
    ) -> tuple[Because, ...]:
        """Why what is of ``kind`` is never ``value``; ``place`` is where the kind is stated."""
        excluded = self._defining.get(value, "")
        holder = self._highest(kind, excluded, self._apart)
        last = self._step("never", holder, _DISJOINT, excluded, value=value)
        return (*self._chain(subject, kind, holder, place), last)

    def necessity(
        self, subject: str, kind: str, value: str, place: Place | None
    ) -> tuple[Because, ...]:
        """Why what is of ``kind`` is always ``value``."""
        defined = self._defining.get(value, "")
        holder = self._highest(kind, defined, self._below)
        last = self._step("always", holder, _SUBCLASS, defined, value=value)
        return (*self._chain(subject, kind, holder, place), last)

    def exclusion(
        self, subject: str, one: str, other: str, place: Place | None
    ) -> tuple[Because, ...]:
        """Why nothing is of both kinds: the first value that one must and the other cannot have."""
        for must, cannot in ((one, other), (other, one)):
            for value in sorted(self._must.get(must, set()) & self._cannot.get(cannot, set())):
                return (
                    *self.necessity(subject, must, value, place),
                    *self.contradiction(subject, cannot, value, place),
                )
        return ()

    def _chain(
        self, subject: str, kind: str, holder: str, place: Place | None
    ) -> tuple[Because, ...]:
        is_of_name = place is not None and place.note == FROM_THE_NAME
        first = self._step("named" if is_of_name else "kind", subject, _RDF_TYPE, kind, place=place)
        if holder == kind:
            return (first,)
        return first, self._step("below", kind, _SUBCLASS, holder)

    def _highest(self, kind: str, other: str, pairs: _Pairs) -> str:
        """The most general class over a kind that ``pairs`` has with another: it has the axiom."""
        key = (kind, other, pairs is self._apart)
        if key not in self._holders:
            found = sorted(
                c for c in {kind, *self._below.get(kind, ())} if other in pairs.get(c, ())
            )
            tops = (
                c for c in found if not any(o in self._below.get(c, ()) for o in found if o != c)
            )
            self._holders[key] = next(tops, kind)
        return self._holders[key]

    def _step(
        self, key: str, s: str, p: str, o: str, *, value: str = "", place: Place | None = None
    ) -> Because:
        label = self._narrator.label
        text = self._narrator.texts(f"because.{key}", subject=label(s), object=label(value or o))
        return Because(text, s, p, o, place)


@cache
def _closure() -> tuple[_Pairs, _Pairs]:
    """What lies over each class, and what excludes it: HermiT's answer, shipped."""
    below, apart = _read("closure.nt", (_SUBCLASS, _DISJOINT))
    return below, apart


@cache
def _of_kinds() -> tuple[dict[str, str], _Pairs, _Pairs]:
    """The class that a value defines; what each kind cannot and must have."""
    defined, cannot, must = _read("runtime.nt", (_TPG + "definedByValue", _CANNOT, _MUST))
    return {value: c for c, values in defined.items() for value in values}, cannot, must


def _read(name: str, predicates: tuple[str, ...]) -> tuple[_Pairs, ...]:
    import pyoxigraph as ox

    found: dict[str, _Pairs] = {p: defaultdict(set) for p in predicates}
    path = ontology_dir() / "generated" / name
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
        if triple.predicate.value in found and isinstance(triple.subject, ox.NamedNode):
            value = str(getattr(triple.object, "value", ""))
            found[triple.predicate.value][triple.subject.value].add(value)
    return tuple(found[p] for p in predicates)
