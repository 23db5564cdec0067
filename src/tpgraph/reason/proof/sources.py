"""What the ontology's own files say: axioms of kinds, what is usual, where documents say so.

Read from the files that people write, not from what is generated, so that every link of a chain is
one that somebody stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tpgraph import vocabulary as v
from tpgraph.reason.proof.triples import Index, Node, text_of
from tpgraph.resources import ontology_dir
from tpgraph.store.base import Literal, Object

_TPG = v.NAMESPACE
_OWL = "http://www.w3.org/2002/07/owl#"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_SOURCE = "http://purl.org/dc/terms/source"
# Property of a kind's value at run time to the one that says what is usual.
_DEFAULT, _TYPICAL = _TPG + "default", _TPG + "typical"
# Texts in five languages are most of the files, and no part of a proof.
_TEXTS = frozenset(
    [f"http://www.w3.org/2004/02/skos/core#{n}" for n in ("prefLabel", "altLabel", "definition")]
    + [_TPG + n for n in ("evidenceText", "sentence", "title", "question", "rationale")]
)
_FOLDERS = ("kinds", "statements", "schemes")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a document says something: the statement, the document, its line and its words."""

    statement: str
    document: str
    line: int
    words: str


class Sources:
    """The ontology's source files, looked up by kind and by rule."""

    def __init__(self) -> None:
        self._triples = Index(_read())
        self._broader: dict[str, list[str]] = {}
        self._holds: dict[str, set[tuple[str, str]]] = {}
        for s, _, o in self._triples.match(None, SUBCLASS, None):
            name = text_of(o)
            if name.startswith("_:"):
                prop, value = (self._one(name, _OWL + p) for p in ("onProperty", "hasValue"))
                if prop and value:
                    self._holds.setdefault(s, set()).add((prop, value))
            else:
                self._broader.setdefault(s, []).append(name)

    def _values(self, s: str, p: str) -> list[str]:
        return sorted(text_of(o) for _, _, o in self._triples.match(s, p, None))

    def _one(self, s: str, p: str) -> str | None:
        return next(iter(self._values(s, p)), None)

    def states(self, triple: Node) -> bool:
        """Whether a link of a chain is stated: a broader class, a necessary or a usual value."""
        s, p, o = triple
        value = text_of(o)
        if p == SUBCLASS:
            return value in self._broader.get(s, ())
        return (p, value) in self._holds.get(s, ()) or triple in self._triples

    def is_definition(self, cls: str, value: str) -> bool:
        """Whether a class is the one that a value defines."""
        return (cls, _TPG + "definedByValue", value) in self._triples

    def way_up(self, kind: str) -> dict[str, tuple[Node, ...]]:
        """Each class above a kind and the shortest way to it, nearest first; itself too."""
        ways: dict[str, tuple[Node, ...]] = {kind: ()}
        border = [kind]
        while border:
            ahead: dict[str, tuple[Node, ...]] = {}
            for cls in border:
                for above in sorted(self._broader.get(cls, ())):
                    ahead.setdefault(above, (*ways[cls], (cls, SUBCLASS, above)))
            border = [c for c in sorted(ahead) if c not in ways]
            ways.update((c, ahead[c]) for c in border)
        return ways

    def chain(self, s: str, p: str, o: Object) -> tuple[str, tuple[Node, ...]]:
        """How a kind comes by a class or a value: ``axiom`` or ``typical``, and link by link.

        Empty, and called ``list``, for what is simply listed in the ontology.
        """
        ways = self.way_up(s)
        if p == SUBCLASS:
            if isinstance(o, str) and o in ways:
                return "axiom", ways[o]
            value = self._one(text_of(o), _TPG + "definedByValue")
            found = self._necessary(ways, value) if value else None
            if found:
                return "axiom", (*found, (found[-1][0], SUBCLASS, o))
            return "list", ()
        if not p.startswith(_DEFAULT):
            return "list", ()
        necessary = self._necessary(ways, text_of(o))
        if necessary:
            return "axiom", necessary
        typical = _TYPICAL + p.removeprefix(_DEFAULT)
        for cls, way in ways.items():
            if (cls, typical, o) in self._triples:
                return "typical", (*way, (cls, typical, o))
        return "list", ()

    def _necessary(self, ways: dict[str, tuple[Node, ...]], value: str) -> tuple[Node, ...] | None:
        for cls, way in ways.items():
            for prop, held in sorted(self._holds.get(cls, ())):
                if held == value:
                    return (*way, (cls, prop, value))
        return None

    def said_of(self, kind: str, value: str) -> tuple[Passage, ...]:
        """Where the documents give a kind, or one above it, a value."""
        above = self.way_up(kind)
        found = {
            s
            for cls in above
            for s, _, _ in self._triples.match(None, _TPG + "about", cls)
            if (s, _TPG + "object", value) in self._triples
        }
        return tuple(self.passage(s) for s in sorted(found))

    def is_statement(self, iri: str) -> bool:
        """Whether it names what a document says, with its place there."""
        return all(self._values(iri, p) for p in (_SOURCE, _TPG + "line", _TPG + "words"))

    def passage(self, statement: str) -> Passage:
        """The place of a statement."""
        document = self._values(statement, _SOURCE)[0].rsplit("#", 1)[-1]
        line, words = (self._values(statement, _TPG + name)[0] for name in ("line", "words"))
        return Passage(statement, document, int(line), words)

    def evidence(self, rule: str) -> list[tuple[str, str, tuple[Passage, ...]]]:
        """What a rule rests on, sorted: kind, reference and, of documents, the places."""
        found = []
        for node in self._values(v.RULE + rule, _TPG + "evidence"):
            kind, ref = (self._values(node, _TPG + name) for name in ("evidenceKind", "ref"))
            places = [self.passage(s) for s in self._values(node, _SOURCE)]
            if kind and ref:
                found.append((kind[0], ref[0], tuple(places)))
        return sorted(found, key=lambda e: (e[0], e[1], [p.statement for p in e[2]]))

    def sought(self, rule: str) -> str | None:
        """The pattern whose matches decide a rule, as the catalogue gives it."""
        return self._one(v.RULE + rule, _TPG + "soughtPattern")

    def version(self) -> str:
        """The ontology's version."""
        return self._one(_TPG.rstrip("#"), _OWL + "versionInfo") or ""


@cache
def sources() -> Sources:
    """The ontology's source files, read once."""
    return Sources()


def _read() -> list[Node]:
    import pyoxigraph as ox

    root = ontology_dir()
    paths = [root / "tpgraph.ttl", root / "rules" / "catalogue.ttl"]
    paths += [path for name in _FOLDERS for path in sorted((root / name).glob("*.ttl"))]
    found: list[Node] = []
    for number, path in enumerate(paths):
        # Blank nodes are kept apart from those of the other files.
        def name(term: Any, mark: int = number) -> str:
            return f"_:{mark}-{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)

        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value in _TEXTS:
                continue
            o = triple.object
            value: Object = (
                Literal(o.value, o.datatype.value, o.language)
                if isinstance(o, ox.Literal)
                else name(o)
            )
            found.append((name(triple.subject), triple.predicate.value, value))
    return found
