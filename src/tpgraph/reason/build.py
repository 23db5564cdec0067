"""Builds what is generated from the ontology: closure, run-time facts, indexes, vocabulary.

``tpgraph ontology build`` writes the files, ``tpgraph ontology check`` computes them again and
compares. HermiT gives the closure over named classes; nothing at run time needs Java.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tpgraph import vocabulary as v
from tpgraph.model import LANGUAGES
from tpgraph.reason.catalogue import catalogue_json, read_catalogue
from tpgraph.reason.owl import Classification, classify
from tpgraph.resources import ontology_dir
from tpgraph.store.ontology_files import load_ontology
from tpgraph.text import normalise

TPG = v.NAMESPACE
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOUCHPOINT = TPG + "Touchpoint"


@dataclass(frozen=True, slots=True)
class Built:
    """The generated files by their path: relative to ``ontology/``, and the vocabulary module."""

    ontology: Mapping[str, str]
    vocabulary: str
    classification: Classification
    disjoint: frozenset[tuple[str, str]]


class _Source:
    """The ontology's source graph with the few look-ups that building needs."""

    def __init__(self, folder: Path | None = None) -> None:
        self.store: Any = ox.Store()
        load_ontology(self.store, folder=folder)

    def objects(self, s: str, p: str) -> list[str]:
        found = self.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None)
        return sorted(q.object.value for q in found if not isinstance(q.object, ox.BlankNode))

    def subjects(self, p: str, o: str) -> list[str]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(p), ox.NamedNode(o))
        return sorted(q.subject.value for q in found if isinstance(q.subject, ox.NamedNode))

    def labels(self, s: str, p: str) -> list[tuple[str, str]]:
        found = self.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None)
        return sorted((q.object.language or "", q.object.value) for q in found)

    def ntriples(self) -> bytes:
        return self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""


def build(folder: Path | None = None) -> Built:
    """Computes every generated file from the source files.

    Raises OntologyError on a broken source, EngineError where HermiT cannot run.
    """
    source = _Source(folder)
    classification = classify(source.ntriples())
    kinds = sorted(
        {s for s, o in classification.subclasses if o == _TOUCHPOINT}
        - set(source.subjects(RDF_TYPE, OWL + "Restriction"))
    )
    disjoint = _disjoint_pairs(source, classification)
    root = folder or ontology_dir()
    files = {
        "generated/closure.nt": _closure(classification, disjoint),
        "generated/runtime.nt": _runtime(source, kinds, classification, disjoint),
        "generated/index.json": _json(_index(source, kinds)),
    }
    rules = read_catalogue((root / "rules" / "catalogue.ttl").read_bytes())
    for language in LANGUAGES:
        text = {
            "labels": _labels(source, language),
            "rules": catalogue_json(rules, language),
        }
        files[f"generated/text.{language}.json"] = _json(text)
    return Built(files, _vocabulary(source), classification, disjoint)


def write(built: Built, folder: Path | None = None) -> list[Path]:
    """Writes the generated files and returns those that changed."""
    root = folder or ontology_dir()
    module = Path(v.__file__)
    changed = []
    for path, text in [
        *((root / name, text) for name, text in built.ontology.items()),
        (module, built.vocabulary),
    ]:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


def stale(built: Built, folder: Path | None = None) -> list[str]:
    """The generated files that are not what their source gives."""
    root = folder or ontology_dir()
    names = [
        name
        for name, text in built.ontology.items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text
    ]
    if Path(v.__file__).read_text(encoding="utf-8") != built.vocabulary:
        names.append("vocabulary.py")
    return names


def _disjoint_pairs(source: _Source, found: Classification) -> frozenset[tuple[str, str]]:
    """Kind and defined class that exclude each other, inherited down the closure."""
    below: dict[str, set[str]] = defaultdict(set)
    for s, o in found.subclasses:
        below[o].add(s)
    pairs: set[tuple[str, str]] = set()
    for quad in source.store.quads_for_pattern(None, ox.NamedNode(OWL + "disjointWith"), None):
        a, b = quad.subject.value, quad.object.value
        for x in {a, *below[a]}:
            pairs.update((x, y) for y in {b, *below[b]})
    defined = set(_defined(source))
    return frozenset((x, y) for a, b in pairs for x, y in ((a, b), (b, a)) if y in defined)


def _defined(source: _Source) -> dict[str, str]:
    """The defined classes and the value that defines each."""
    return {
        c: value
        for c in source.subjects(RDF_TYPE, OWL + "Class")
        for value in source.objects(c, TPG + "definedByValue")
    }


def _closure(found: Classification, disjoint: Iterable[tuple[str, str]]) -> str:
    lines = [f"<{s}> <{RDFS}subClassOf> <{o}> ." for s, o in found.subclasses]
    lines += [f"<{s}> <{OWL}disjointWith> <{o}> ." for s, o in disjoint]
    return "\n".join(sorted(lines)) + "\n"


def _runtime(
    source: _Source,
    kinds: list[str],
    found: Classification,
    disjoint: frozenset[tuple[str, str]],
) -> str:
    """What rules need, in N-Triples: closure, values of kinds, order of stages, platforms."""
    above: dict[str, set[str]] = defaultdict(set)
    for s, o in found.subclasses:
        above[s].add(o)
    defined = _defined(source)
    lines: set[str] = set()

    def add(s: str, p: str, o: str) -> None:
        lines.add(f"<{s}> <{p}> <{o}> .")

    def keep(subjects: Iterable[str], *properties: str) -> None:
        for s in subjects:
            for p in properties:
                for q in source.store.quads_for_pattern(ox.NamedNode(s), ox.NamedNode(p), None):
                    lines.add(f"{q.subject} {q.predicate} {q.object} .")

    for cls, value in defined.items():
        add(cls, TPG + "definedByValue", value)
    columns = source.subjects(SKOS + "inScheme", TPG + "columns")
    for column in columns:
        for default in source.objects(column, TPG + "columnDefault"):
            (effective,) = source.objects(column, TPG + "columnEffective")
            (prop,) = source.objects(column, TPG + "columnProperty")
            (typical,) = source.objects(column, TPG + "columnTypical")
            add(column, TPG + "columnEffective", effective)
            add(column, TPG + "columnProperty", prop)
            add(column, TPG + "columnDefault", default)
            members = _members(source, column)
            for kind in kinds:
                necessary = {defined[c] for c in above[kind] if c in defined} & members
                impossible = {
                    defined[c] for a, c in disjoint if a == kind and c in defined
                } & members
                usual = _nearest(source, kind, typical, above)
                for value in (necessary | usual) - impossible:
                    lines.add(f"<{kind}> <{default}> {_object(value)} .")
                for value in necessary:
                    add(kind, TPG + "mustHave", value)
                for value in impossible:
                    add(kind, TPG + "cannotHave", value)
        keep([column], TPG + "absenceMatters", SKOS + "notation")
    for kind in kinds:
        for cls in above[kind]:
            add(kind, RDFS + "subClassOf", cls)
        if not any(o == kind and s in kinds for s, o in found.subclasses):
            add(kind, TPG + "isLeaf", kind)
    keep(
        kinds,
        *(
            TPG + p
            for p in (
                "needsStore",
                "needsOnline",
                "fitsOffer",
                "fitsIndustry",
                "overlooked",
                "livesOnPlatform",
            )
        ),
        TPG + "typicalBasis",
    )
    for scheme in (
        "touchpointCategories",
        "purchaseStages",
        "modalities",
        "contactForms",
        "goals",
        "ownerships",
        "platforms",
        "principles",
    ):
        terms = source.subjects(SKOS + "inScheme", TPG + scheme)
        keep(terms, SKOS + "inScheme", TPG + "position", TPG + "nextStage", TPG + "closedOn")
    keep(source.subjects(SKOS + "inScheme", TPG + "industries"), SKOS + "broader")
    return "\n".join(sorted(lines)) + "\n"


def _members(source: _Source, column: str) -> set[str]:
    return {
        m
        for scheme in source.objects(column, TPG + "columnScheme")
        for m in source.subjects(SKOS + "inScheme", scheme)
    }


def _object(value: str) -> str:
    if value in ("true", "false"):
        return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    return f"<{value}>"


def _nearest(source: _Source, kind: str, typical: str, above: Mapping[str, set[str]]) -> set[str]:
    """What is usual for a kind: its own statement, else that of the nearest kinds above it."""
    own = set(source.objects(kind, typical))
    if own:
        return own
    stating = {k: set(source.objects(k, typical)) for k in above[kind]}
    stating = {k: values for k, values in stating.items() if values}
    nearest = [k for k in stating if not any(k in above[other] for other in stating)]
    return set().union(*(stating[k] for k in nearest))


def _index(source: _Source, kinds: list[str]) -> dict[str, Any]:
    """Normalised labels to terms, for recognising headers and values."""

    def names(term: str) -> Iterable[str]:
        for p in ("prefLabel", "altLabel", "hiddenLabel"):
            for _, text in source.labels(term, SKOS + p):
                yield text
        yield from (text for _, text in source.labels(term, SKOS + "notation"))

    def table(terms: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            local = () if term.endswith("Column") else (term.removeprefix(TPG),)
            for text in (*names(term), *local):
                if key := normalise(text):
                    found[key].add(term)
        return {k: sorted(t) for k, t in sorted(found.items())}

    columns = {
        term: source.labels(term, SKOS + "notation")[0][1]
        for term in source.subjects(SKOS + "inScheme", TPG + "columns")
    }
    header: dict[str, str] = {}
    for notation in columns.values():
        header[normalise(notation)] = notation
    for key, terms in table(columns).items():
        if len(terms) == 1:
            header.setdefault(key, columns[terms[0]])
    schemes = source.subjects(RDF_TYPE, SKOS + "ConceptScheme")
    hosts = {
        host: platform
        for platform in source.subjects(SKOS + "inScheme", TPG + "platforms")
        for _, host in source.labels(platform, TPG + "platformHost")
    }
    english = {
        term: text
        for term in [*kinds, *(m for s in schemes for m in source.subjects(SKOS + "inScheme", s))]
        for language, text in source.labels(term, SKOS + "prefLabel")
        if language == "en"
    }
    return {
        "columns": dict(sorted(header.items())),
        "kinds": table(kinds),
        "schemes": {
            s: table(source.subjects(SKOS + "inScheme", s)) for s in schemes if s != TPG + "columns"
        },
        "platform_hosts": dict(sorted(hosts.items())),
        "labels": dict(sorted(english.items())),
    }


def _labels(source: _Source, language: str) -> dict[str, str]:
    """Every term's preferred label in a language; English where there is none."""
    found: dict[str, str] = {}
    for quad in source.store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None):
        term = quad.subject.value
        if quad.object.language == language or (quad.object.language == "en" and term not in found):
            found[term] = quad.object.value
    return dict(sorted(found.items()))


def _vocabulary(source: _Source) -> str:
    """The closed namespace as a Python module: a misspelt term is an AttributeError."""
    terms = sorted(
        {
            q.subject.value.removeprefix(TPG)
            for q in source.store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None)
            if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(TPG)
        }
    )
    columns = []
    for term in source.subjects(SKOS + "inScheme", TPG + "columns"):
        holds = source.objects(term, TPG + "columnHolds")[0]
        scheme = source.objects(term, TPG + "columnScheme")
        if holds == "concept" and not scheme:
            holds = "kind"
        columns.append(
            (
                int(source.objects(term, TPG + "position")[0]),
                source.objects(term, SKOS + "notation")[0],
                holds,
                source.objects(term, TPG + "columnProperty")[0],
                scheme[0] if scheme else None,
                term,
            )
        )
    lines = [
        '"""The ontology\'s terms as a closed namespace. Generated by `tpgraph ontology build`."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final, NamedTuple",
        "",
        f'NAMESPACE: Final = "{TPG}"',
        'DATA: Final = "https://w3id.org/tpgraph/data/"',
        'RULE: Final = "https://w3id.org/tpgraph/rule/"',
        f'OWL_NOTHING: Final = "{OWL}Nothing"',
        "",
        "",
        "class Column(NamedTuple):",
        '    """A column of an inventory: what it holds, its property, the scheme of values."""',
        "",
        "    name: str",
        "    holds: str",
        "    property_iri: str",
        "    scheme: str | None",
        "    iri: str",
        "",
        "",
        "COLUMNS: Final[dict[str, Column]] = {",
    ]
    for _, name, holds, prop, scheme_iri, term in sorted(columns):
        lines += [
            f'    "{name}": Column(',
            f'        "{name}",',
            f'        "{holds}",',
            f'        "{prop}",',
            f"        {json.dumps(scheme_iri) if scheme_iri else None},",
            f'        "{term}",',
            "    ),",
        ]
    lines += [
        "}",
        "",
        "TERMS: Final = frozenset(",
        "    (",
        *(f'        "{t}",' for t in terms),
        "    )",
        ")",
        "",
        "",
        "def tpg(name: str) -> str:",
        '    """The IRI of a term of the ontology. Raises AttributeError where there is none."""',
        "    if name not in TERMS:",
        '        raise AttributeError(f"The ontology has no term {name!r}.")',
        "    return NAMESPACE + name",
        "",
    ]
    return "\n".join(lines)


def _json(data: Any) -> str:
    # A line a top-level entry: small and fast to load, and a change can still be read.
    parts = (
        f"{json.dumps(key, ensure_ascii=False)}:"
        f"{json.dumps(data[key], ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
        for key in sorted(data)
    )
    return "{" + ",\n".join(parts) + "}\n"
