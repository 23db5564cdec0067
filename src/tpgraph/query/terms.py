"""The ontology as a book of terms: what it says of each, with who says it and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

import pyoxigraph as ox

from tpgraph.query.names import (
    DCTERMS,
    OWL,
    RDF,
    RDFS,
    SKOS,
    TOUCHPOINT,
    TPG,
    name_as_words,
)
from tpgraph.query.values import KindValues, Value
from tpgraph.reason.mappings import Mapping as Alignment
from tpgraph.reason.mappings import mappings
from tpgraph.store.ontology_files import load_ontology

K = TypeVar("K")
V = TypeVar("V")
Sort = Literal["kind", "concept", "document", "scheme", "class", "property", "disagreement"]
Texts: TypeAlias = "dict[str, str]"
TextLists: TypeAlias = "dict[str, tuple[str, ...]]"

# Facts of a term that have a place of their own, or serve the machinery alone.
_SHOWN_ELSEWHERE = frozenset(
    TPG + name
    for name in (
        "position", "definedByValue", "columnHolds", "columnProperty",
        "columnScheme", "columnEffective", "columnTypical", "columnDefault", "absenceMatters",
        "about", "reading", "onTerm", "livesOnPlatform",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says: a term, a relation and another term, or a sentence, with its place.

    ``source`` is the document's IRI, ``line`` counts from 1, ``words`` stand there verbatim.
    """

    iri: str
    about: str
    relation: str | None
    object: str | None
    sentences: Texts
    source: str
    line: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term's card. Texts are by language; ``facts`` are pairs of property IRI and value.

    ``remarks`` are other texts in several languages, by their property.
    """

    iri: str
    sort: Sort
    labels: Texts
    alternatives: TextLists
    definitions: Texts
    notes: TextLists
    examples: TextLists
    types: tuple[str, ...]
    scheme: str | None
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    remarks: dict[str, Texts]
    values: tuple[Value, ...]
    deprecated: bool
    replaced_by: str | None


class Book:
    """All terms of an ontology folder (default: the one that tpgraph carries), read once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.store = ox.Store()
        load_ontology(self.store, folder=folder)
        self.folder = folder

    # ------------------------------------------------------------------------------- look-ups

    def objects(self, s: str, p: str) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
        """The values of a property, as pyoxigraph's terms."""
        for quad in self.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None):
            if not isinstance(quad.object, ox.Triple):
                yield quad.object

    def iris(self, s: str, p: str) -> list[str]:
        """The values that have an IRI, sorted."""
        return sorted(o.value for o in self.objects(s, p) if isinstance(o, ox.NamedNode))

    def subjects(self, p: str, o: str) -> list[str]:
        """The terms that have a value, sorted; blank nodes left out."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(p), ox.NamedNode(o))
        return sorted({q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)})

    def text(self, s: str, p: str) -> str | None:
        """The first text of a property, in whatever language."""
        return min(self._literals(s, p), default=("", None))[1]

    def texts(self, s: str, p: str) -> Texts:
        """One text a language: the first in the order of the alphabet."""
        return {language: texts[0] for language, texts in self.text_lists(s, p).items()}

    def text_lists(self, s: str, p: str) -> TextLists:
        """All texts of each language, sorted."""
        found: dict[str, list[str]] = {}
        for language, text in sorted(self._literals(s, p)):
            found.setdefault(language, []).append(text)
        return {language: tuple(texts) for language, texts in found.items()}

    def _literals(self, s: str, p: str) -> list[tuple[str, str]]:
        return [
            (o.language or "en", o.value) for o in self.objects(s, p) if isinstance(o, ox.Literal)
        ]

    # ---------------------------------------------------------------------------------- terms

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of touchpoint, ``tpg:Touchpoint`` itself among them, defined classes not."""
        return frozenset({TOUCHPOINT, *self._below_touchpoint()} - self.defined.keys())

    @cached_property
    def defined(self) -> dict[str, str]:
        """The defined classes and the value that defines each."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(TPG + "definedByValue"), None)
        return {q.subject.value: q.object.value for q in found}  # type: ignore[union-attr]

    @cached_property
    def schemes(self) -> dict[str, tuple[str, ...]]:
        """Each scheme's terms, in the order of their positions, else of their names."""
        return {
            scheme: tuple(sorted(self.subjects(SKOS + "inScheme", scheme), key=self.place))
            for scheme in self.subjects(RDF + "type", SKOS + "ConceptScheme")
        }

    @cached_property
    def sorts(self) -> dict[str, Sort]:
        """Every term that has a card, by IRI."""
        found: dict[str, Sort] = {}

        def take(sort: Sort, iris: Iterable[str]) -> None:
            for iri in iris:
                found.setdefault(iri, sort)

        typed = {t: self.subjects(RDF + "type", t) for t in _TYPES}
        take("kind", sorted(self.kinds))
        take("scheme", sorted(self.schemes))
        take("document", typed[TPG + "Document"])
        take("disagreement", typed[TPG + "Disagreement"])
        take("concept", sorted(i for members in self.schemes.values() for i in members))
        take("concept", typed[SKOS + "Concept"])
        ours = {i for t in _TYPES for i in typed[t] if not i.startswith(_OTHERS)}
        for cls in (OWL + "Class", RDFS + "Class"):
            take("class", (i for i in typed[cls] if i in ours))
        for kind in _PROPERTIES:
            take("property", (i for i in typed[OWL + kind] if i in ours))
        return found

    @cached_property
    def statements(self) -> dict[str, Said]:
        """Every statement of a document, in the order of documents and lines."""
        found = [self._said(iri) for iri in self.subjects(RDF + "type", TPG + "Statement")]
        found.sort(key=lambda s: (s.source, s.line or 0, s.iri))
        return {said.iri: said for said in found}

    @cached_property
    def said_about(self) -> dict[str, tuple[Said, ...]]:
        """Statements by the term they are about."""
        return _grouped((s.about, s) for s in self.statements.values())

    @cached_property
    def said_with(self) -> dict[str, tuple[Said, ...]]:
        """Statements by the term that is their object."""
        return _grouped((s.object, s) for s in self.statements.values() if s.object)

    @cached_property
    def disagreements(self) -> dict[str, tuple[str, ...]]:
        """The statements that are readings of each disagreement."""
        found = {}
        for iri, sort in self.sorts.items():
            if sort == "disagreement":
                readings = frozenset(self.iris(iri, TPG + "reading"))
                found[iri] = tuple(s for s in self.statements if s in readings)
        return found

    @cached_property
    def disputed(self) -> dict[str, tuple[str, ...]]:
        """Disagreements by the terms they are on; where they name none, by what is said of."""
        pairs = []
        for iri, readings in self.disagreements.items():
            terms = self.iris(iri, TPG + "onTerm")
            terms = terms or sorted({self.statements[s].about for s in readings})
            pairs += [(term, iri) for term in terms]
        return _grouped(pairs)

    @cached_property
    def alignments(self) -> tuple[Alignment, ...]:
        """The mappings to other vocabularies."""
        return mappings(self.folder)

    @cached_property
    def aligned(self) -> dict[str, tuple[Alignment, ...]]:
        """Mappings by our term."""
        return _grouped((m.subject, m) for m in self.alignments)

    def term(self, iri: str) -> Term:
        """The card of a term. Raises KeyError where there is none (see :attr:`sorts`)."""
        sort = self.sorts[iri]
        schemes = self.iris(iri, SKOS + "inScheme")
        broader = {*self.iris(iri, SKOS + "broader"), *self.iris(iri, RDFS + "subClassOf"),
                   *self.iris(iri, RDFS + "subPropertyOf")}  # fmt: skip
        narrower = {i for p in _BELOW for i in self.subjects(p, iri)}
        related = {*self.iris(iri, SKOS + "related"), *self.subjects(SKOS + "related", iri)}
        return Term(
            iri=iri,
            sort=sort,
            labels=self.labels(iri),
            alternatives=self.text_lists(iri, SKOS + "altLabel"),
            definitions=self.texts(iri, SKOS + "definition"),
            notes=self.text_lists(iri, SKOS + "scopeNote"),
            examples=self.text_lists(iri, SKOS + "example"),
            types=tuple(t for t in self.iris(iri, RDF + "type") if t.startswith(TPG)),
            scheme=schemes[0] if schemes else None,
            broader=tuple(sorted(broader)),
            narrower=tuple(sorted(narrower, key=self.place)),
            related=tuple(sorted(related - {iri})),
            sources=tuple(self.iris(iri, DCTERMS + "source")),
            facts=tuple(self._facts(iri)),
            remarks=self._remarks(iri),
            values=tuple(self.values_of(iri)) if sort == "kind" else (),
            deprecated=any(o.value in ("true", "1") for o in self.objects(iri, OWL + "deprecated")),
            replaced_by=next(iter(self.iris(iri, DCTERMS + "isReplacedBy")), None),
        )

    @cached_property
    def values_of(self) -> KindValues:
        """What is always, usually or never so of a kind; called with its IRI."""
        return KindValues(self)

    def labels(self, iri: str) -> Texts:
        """A term's label by language; ``rdfs:label`` where there is no preferred one."""
        return self.texts(iri, SKOS + "prefLabel") or self.texts(iri, RDFS + "label")

    def label(self, iri: str, language: str) -> str:
        """A term's label in a language, else in English, else its name as words."""
        labels = self._labels_of(iri)
        return labels.get(language) or labels.get("en") or name_as_words(iri)

    def column_label(self, stated: str, language: str) -> str:
        """What an inventory's column for a property is called: ``tpg:stage`` as ``Stages``."""
        columns = self.subjects(TPG + "columnProperty", stated)
        return self.label(columns[0] if columns else stated, language)

    # ------------------------------------------------------------------------------- the parts

    def _below_touchpoint(self) -> set[str]:
        found: set[str] = set()
        todo = [TOUCHPOINT]
        while todo:
            below = self.subjects(RDFS + "subClassOf", todo.pop())
            todo += [b for b in below if b not in found]
            found.update(below)
        return found

    @cached_property
    def _label_cache(self) -> dict[str, Texts]:
        return {}

    def _labels_of(self, iri: str) -> Texts:
        if iri not in self._label_cache:
            self._label_cache[iri] = self.labels(iri) if "://" in iri else {}
        return self._label_cache[iri]

    def place(self, iri: str) -> tuple[float, str]:
        """A sorting key: by position, then by English label."""
        position = self.text(iri, TPG + "position")
        try:
            return (float(position or "inf"), self.label(iri, "en"))
        except ValueError:
            return (float("inf"), self.label(iri, "en"))

    def _own(self, iri: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        """What is stated of a term in our own words and has no place elsewhere on its card."""
        typical = {typical for _, typical in self.values_of.columns}
        for quad in self.store.quads_for_pattern(ox.NamedNode(iri), None, None):
            p, value = quad.predicate.value, quad.object
            if not p.startswith((TPG, *_FACTS)) or p in _SHOWN_ELSEWHERE or p in typical:
                continue
            if isinstance(value, ox.NamedNode | ox.Literal):
                yield p, value

    def _facts(self, iri: str) -> list[tuple[str, str]]:
        remarks = self._remarks(iri)
        return sorted((p, value.value) for p, value in self._own(iri) if p not in remarks)

    def _remarks(self, iri: str) -> dict[str, Texts]:
        found = {p: self.texts(iri, p) for p, _ in self._own(iri)}
        return {p: texts for p, texts in sorted(found.items()) if len(texts) > 1}

    def _said(self, iri: str) -> Said:
        line = self.text(iri, TPG + "line") or ""
        return Said(
            iri=iri,
            about=next(iter(self.iris(iri, TPG + "about")), TOUCHPOINT),
            relation=next(iter(self.iris(iri, TPG + "relation")), None),
            object=next(iter(self.iris(iri, TPG + "object")), None),
            sentences=self.texts(iri, TPG + "sentence"),
            source=next(iter(self.iris(iri, DCTERMS + "source")), ""),
            line=int(line) if line.isascii() and line.isdigit() else None,
            words=self.text(iri, TPG + "words") or "",
        )


@cache
def book() -> Book:
    """The ontology that tpgraph carries, read once."""
    return Book()


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        if value not in found.setdefault(key, []):
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_TYPES = (
    TPG + "Document",
    TPG + "Disagreement",
    SKOS + "Concept",
    OWL + "Class",
    RDFS + "Class",
    *(OWL + kind for kind in _PROPERTIES),
)
_OTHERS = (RDF, RDFS, OWL, SKOS, DCTERMS, "http://purl.org/vocab/vann/")
_BELOW = (SKOS + "broader", RDFS + "subClassOf", RDFS + "subPropertyOf")
# Facts from elsewhere that a card shows beside our own.
_FACTS = (
    RDFS + "domain",
    RDFS + "range",
    SKOS + "notation",
    DCTERMS + "title",
    DCTERMS + "bibliographicCitation",
)
