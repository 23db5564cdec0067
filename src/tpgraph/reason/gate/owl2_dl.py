"""OWL 2 DL: the restrictions of the profile that this ontology's constructs can break.

Checked, after sections 3 and 5.8 to 5.9 and 11 of the Structural Specification and the RDF
mapping: every class, property and datatype is declared; no IRI is two sorts of property, nor class
and datatype; no term of OWL's own vocabularies is described or declared; every anonymous node is
one well-formed class expression or list; object properties lead to individuals and data properties
to literals; datatypes are of the OWL 2 datatype map. What is not judged here (property chains,
property axioms beyond domain, range, subproperty and characteristics, facets, anonymous
individuals, keys, negative assertions) is refused, so that nothing passes unjudged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tpgraph.reason.gate.expressions import (
    CLASS_AXIOMS,
    CONNECTIVES,
    RESTRICTIONS,
    TYPE,
    Graph,
    is_blank,
    is_iri,
    owner,
)
from tpgraph.reason.gate.report import ERROR, WARNING, Fault
from tpgraph.reason.gate.source import OWL, RDF, RDFS, XSD, Source, short

CHECK = "owl2-dl"
_BUILT_IN = (OWL, RDF, RDFS, XSD)
_PROPERTY_SORTS = {
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    OWL + "AnnotationProperty": "annotation property",
}
_CHARACTERISTICS = {
    OWL + f"{name}Property"
    for name in (
        "Functional",
        "InverseFunctional",
        "Transitive",
        "Symmetric",
        "Asymmetric",
        "Reflexive",
        "Irreflexive",
    )
}
_DECLARED_TYPES = {
    *_PROPERTY_SORTS,
    *_CHARACTERISTICS,
    OWL + "Class",
    OWL + "Restriction",
    OWL + "Ontology",
    OWL + "NamedIndividual",
    OWL + "AllDisjointClasses",
    RDFS + "Datatype",
}
# OWL's own annotation properties (section 5.5).
_ANNOTATIONS = {
    *(RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(OWL + name for name in ("versionInfo", "deprecated", "priorVersion")),
    *(OWL + name for name in ("backwardCompatibleWith", "incompatibleWith")),
}
# Built-in predicates that are judged here or need no judging (annotations).
_PREDICATES = {
    TYPE,
    RDF + "first",
    RDF + "rest",
    *CLASS_AXIOMS,
    *CONNECTIVES,
    *RESTRICTIONS,
    OWL + "onProperty",
    OWL + "onClass",
    OWL + "members",
    OWL + "sameAs",
    OWL + "differentFrom",
    RDFS + "subPropertyOf",
    RDFS + "domain",
    RDFS + "range",
    *_ANNOTATIONS,
    OWL + "versionIRI",
    OWL + "imports",
}
_XSD = (
    *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
    *("negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
    *("unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString"),
    *("token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary"),
    *("base64Binary", "anyURI", "dateTime", "dateTimeStamp"),
)
# The OWL 2 datatype map (section 4 of the Structural Specification), with rdfs:Literal.
DATATYPES = frozenset(
    {
        OWL + "real",
        OWL + "rational",
        RDF + "PlainLiteral",
        RDF + "XMLLiteral",
        RDF + "langString",
        RDFS + "Literal",
        *(XSD + name for name in _XSD),
    }
)


def find(source: Source) -> Iterator[Fault]:
    """What breaks OWL 2 DL."""
    graph = Graph.of_source(source)
    sorts = _sorts(graph)
    classes = graph.typed(OWL + "Class")
    datatypes = graph.typed(RDFS + "Datatype")

    def fault(term: str, message: str, mend: str, level: str = ERROR) -> Fault:
        return source.fault(level, CHECK, term, message, mend)

    for node, names in sorts.items():
        if len(names) > 1:
            yield fault(
                node.value,
                f"{short(node.value)} is {' and '.join(sorted(names))}",
                "Declare it as one of them",
            )
    for node in classes & datatypes:
        yield fault(
            node.value,
            f"{short(node.value)} is a class and a datatype",
            "Declare it as one of them",
        )
    properties = {node.value for node in sorts}
    undeclared: set[str] = set()
    for s, p, o in graph.triples:
        term = s.value if is_iri(s) else owner(graph, s)
        if is_iri(s) and s.value.startswith(_BUILT_IN) and not _may_be_described(s, p, o):
            yield fault(
                term,
                f"{short(s.value)} is OWL's own vocabulary and is described here",
                "Take the statement out",
            )
        if p not in _PREDICATES and p.startswith(_BUILT_IN):
            yield fault(
                term,
                f"{short(p)} is not judged by this check",
                "Say it otherwise, or teach the check",
            )
        elif p == TYPE:
            yield from _typing(fault, term, s, o, classes)
        elif p in CLASS_AXIOMS:
            for node in (s, o):
                yield from _expression(fault, graph, term, node, classes, sorts)
        elif p in (RDFS + "domain", RDFS + "range"):
            yield from _domain_or_range(fault, graph, term, s, p, o, classes, datatypes, sorts)
        elif p not in _PREDICATES:
            if p not in properties:
                undeclared.add(p)
            yield from _assertion(fault, term, p, o, sorts)
    for p in sorted(undeclared):
        users = sorted(s.value for s, q, _ in graph.triples if q == p and is_iri(s))
        term = p if users == [] else users[0]
        yield fault(
            term,
            f"{short(p)} is used and not declared",
            "Declare it as annotation, object or data property",
        )
    yield from _annotation_datatypes(fault, graph, sorts)
    yield from _loose_nodes(fault, graph)


def _may_be_described(s: Any, p: str, o: Any) -> bool:
    """Axioms may speak of owl:Thing, and OWL's own annotation properties may be declared."""
    if s.value in (OWL + "Thing", OWL + "Nothing", RDF + "nil"):
        return p in CLASS_AXIOMS or s.value == RDF + "nil"
    return s.value in _ANNOTATIONS and p == TYPE and o.value == OWL + "AnnotationProperty"


def _sorts(graph: Graph) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = defaultdict(set)
    for s, p, o in graph.triples:
        if p == TYPE and o.value in _PROPERTY_SORTS:
            found[s].add(_PROPERTY_SORTS[o.value])
    return found


def _typing(fault: Any, term: str, s: Any, o: Any, classes: set[Any]) -> Iterator[Fault]:
    if is_blank(o):
        yield fault(term, "An individual is typed with an anonymous class", "Name the class")
    elif o not in classes and o.value not in _DECLARED_TYPES:
        yield fault(
            term,
            f"{short(term)} is typed with {short(o.value)}, which is no class",
            f"Declare {short(o.value)} as owl:Class, or take another class",
        )
    elif is_blank(s) and o.value not in (
        OWL + "Class",
        OWL + "Restriction",
        OWL + "AllDisjointClasses",
    ):
        yield fault(term, "An anonymous individual is not judged by this check", "Give it an IRI")


def _expression(
    fault: Any,
    graph: Graph,
    term: str,
    node: Any,
    classes: set[Any],
    sorts: dict[Any, set[str]],
) -> Iterator[Fault]:
    if is_iri(node):
        if node not in classes and node.value not in (OWL + "Thing", OWL + "Nothing"):
            yield fault(
                term,
                f"{short(node.value)} is used as a class and not declared",
                "Declare it as owl:Class, or mend its name",
            )
        return
    found = graph.construct(node) if is_blank(node) else None
    if found is None:
        yield fault(
            term,
            f"A class expression of {short(term)} is not one whole construct",
            "Write one restriction, intersection, union, enumeration or complement",
        )
        return
    construct, parts = found
    if construct not in RESTRICTIONS:
        if construct != OWL + "oneOf":
            for part in parts:
                yield from _expression(fault, graph, term, part, classes, sorts)
        elif not all(is_iri(part) for part in parts):
            yield fault(term, "An enumeration lists something without an IRI", "List individuals")
        return
    prop = graph.values(node, OWL + "onProperty")[0]
    names = sorts.get(prop, set())
    if names - {"annotation property"} == set():
        yield fault(
            term,
            f"{short(prop.value)} is restricted and is no object or data property",
            "Declare it as owl:ObjectProperty or owl:DatatypeProperty, or mend its name",
        )
    elif construct == OWL + "hasValue":
        if is_iri(parts[0]) == (names == {"data property"}):
            yield fault(
                term,
                f"{short(prop.value)} is given a value of the other sort",
                "An object property has an individual, a data property a literal",
            )
    elif construct in (OWL + "someValuesFrom", OWL + "allValuesFrom"):
        if names == {"object property"}:
            yield from _expression(fault, graph, term, parts[0], classes, sorts)
        elif parts[0].value not in DATATYPES:
            yield fault(
                term,
                f"{short(parts[0].value)} is no datatype of the OWL 2 datatype map",
                "Take a datatype of the map",
            )


def _domain_or_range(
    fault: Any,
    graph: Graph,
    term: str,
    s: Any,
    p: str,
    o: Any,
    classes: set[Any],
    datatypes: set[Any],
    sorts: dict[Any, set[str]],
) -> Iterator[Fault]:
    names = sorts.get(s, set())
    what = short(p).removeprefix("rdfs:")
    if not names:
        yield fault(
            term,
            f"{short(term)} has a {what} and is not declared as a property",
            "Declare it",
        )
    elif names == {"data property"} and p == RDFS + "range":
        if o not in datatypes and o.value not in DATATYPES:
            yield fault(
                term,
                f"{short(term)} has the range {short(o.value)}, "
                "which is not in the OWL 2 datatype map",
                "Take a datatype of the map, such as xsd:dateTime, or no range",
            )
    elif names == {"annotation property"}:
        if is_blank(o):
            yield fault(
                term, f"{short(term)} is an annotation property: its {what} is an IRI", "Name it"
            )
    else:
        yield from _expression(fault, graph, term, o, classes, sorts)


def _assertion(
    fault: Any, term: str, p: str, o: Any, sorts: dict[Any, set[str]]
) -> Iterator[Fault]:
    import pyoxigraph as ox

    names = sorts.get(ox.NamedNode(p), set())
    literal = isinstance(o, ox.Literal)
    if names == {"object property"} and literal:
        yield fault(
            term,
            f"{short(p)} is an object property and leads to a text or number",
            "Lead it to an individual, or declare it as a data property",
        )
    elif names == {"data property"}:
        if not literal:
            yield fault(
                term,
                f"{short(p)} is a data property and leads to an individual",
                "Give a literal, or declare it as an object property",
            )
        elif o.datatype.value not in DATATYPES:
            yield fault(
                term,
                f"{short(o.datatype.value)} is not in the OWL 2 datatype map",
                "Take a datatype of the map",
            )


def _annotation_datatypes(fault: Any, graph: Graph, sorts: dict[Any, set[str]]) -> Iterator[Fault]:
    import pyoxigraph as ox

    found = {
        (p, o.datatype.value)
        for _, p, o in graph.triples
        if isinstance(o, ox.Literal)
        and sorts.get(ox.NamedNode(p), set()) == {"annotation property"}
        and o.datatype.value not in DATATYPES
    }
    for p, datatype in sorted(found):
        yield fault(
            p,
            f"Values of {short(p)} are {short(datatype)}, which is not in the OWL 2 datatype map",
            "Take a datatype of the map; reasoners do not read annotations, but some tools refuse",
            WARNING,
        )


def _loose_nodes(fault: Any, graph: Graph) -> Iterator[Fault]:
    """Anonymous nodes that nothing refers to, or that several do."""
    references: dict[Any, int] = defaultdict(int)
    for _, _, o in graph.triples:
        if is_blank(o):
            references[o] += 1
    for node in {s for s, _, _ in graph.triples if is_blank(s)}:
        axiom = OWL + "AllDisjointClasses" in {o.value for o in graph.values(node, TYPE)}
        axiom = axiom or any(graph.values(node, predicate) for predicate in CLASS_AXIOMS)
        if references[node] != (0 if axiom else 1):
            yield fault(
                owner(graph, node),
                f"An anonymous node is referred to {references[node]} times",
                "Write each class expression where it is used, once",
            )
