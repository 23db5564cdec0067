"""What rules and checks need of the ontology, as N-Triples: ``generated/runtime.nt``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from tpgraph.reason.owl import Classification
from tpgraph.reason.source import OWL, RDF_TYPE, RDFS, REPLACED_BY, SKOS, TPG, Source

_COMPANY_SCHEMES = ("industries", "companySizes", "offers", "understandingMethods")

# Facts for the rules alone, which no ontology needs to define.
WORK = "https://w3id.org/tpgraph/working#"


def runtime_facts(
    source: Source,
    kinds: list[str],
    found: Classification,
    disjoint: frozenset[tuple[str, str]],
) -> str:
    """What rules need, in N-Triples: closure, values of kinds, order of stages, platforms."""
    above: dict[str, set[str]] = defaultdict(set)
    for s, o in found.subclasses:
        above[s].add(o)
    defined = source.defined()
    said = _said(source)
    wanted = set(kinds) - source.deprecated()
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
            (typical,) = source.objects(column, TPG + "columnTypical")
            add(column, TPG + "columnEffective", effective)
            add(column, TPG + "columnDefault", default)
            members = source.members(column)
            for kind in kinds:
                necessary = {defined[c] for c in above[kind] if c in defined} & members
                impossible = {
                    defined[c] for a, c in disjoint if a == kind and c in defined
                } & members
                usual = _nearest(source, kind, typical, above)
                for value in (necessary | usual) - impossible:
                    lines.add(f"<{kind}> <{default}> {_object(value)} .")
                    if any(value in said[k] for k in {kind, *above[kind]} if k in said):
                        add(kind, TPG + "saidByDocuments", value)
                    if value in said.get(kind, ()):
                        add(kind, WORK + "saidOfItself", value)
                for value in necessary:
                    add(kind, TPG + "mustHave", value)
                for value in impossible:
                    add(kind, TPG + "cannotHave", value)
        of_columns = ("absenceMatters", "columnHolds", "columnProperty", "columnScheme")
        keep([column], SKOS + "notation", *(TPG + p for p in of_columns))
    for kind in kinds:
        for cls in above[kind]:
            add(kind, RDFS + "subClassOf", cls)
        # What is deprecated is not recommended any more.
        below = {s for s, o in found.subclasses if o == kind} & wanted
        if kind in wanted and not below:
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
    keep(source.subjects(SKOS + "inScheme", TPG + "namedEvents"), TPG + "ofIndustry")
    # What checks ask: which scheme the other terms of a cell or of the company are in, and what
    # stands in the place of a term that was given up.
    for scheme in ("mediaTypes", "lifecycles", *_COMPANY_SCHEMES):
        keep(source.subjects(SKOS + "inScheme", TPG + scheme), SKOS + "inScheme")
    keep(source.deprecated(), OWL + "deprecated", REPLACED_BY)
    return "\n".join(sorted(lines)) + "\n"


def _said(source: Source) -> dict[str, set[str]]:
    """Per kind the values that a statement of a document gives it."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in source.subjects(RDF_TYPE, TPG + "Statement"):
        for kind in source.objects(statement, TPG + "about"):
            found[kind].update(source.objects(statement, TPG + "object"))
    return found


def _object(value: str) -> str:
    if value in ("true", "false"):
        return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    return f"<{value}>"


def _nearest(source: Source, kind: str, typical: str, above: Mapping[str, set[str]]) -> set[str]:
    """What is usual for a kind: its own statement, else that of the nearest kinds above it."""
    own = set(source.objects(kind, typical))
    if own:
        return own
    stating = {k: set(source.objects(k, typical)) for k in above[kind]}
    stating = {k: values for k, values in stating.items() if values}
    nearest = [k for k in stating if not any(k in above[other] for other in stating)]
    return set().union(*(stating[k] for k in nearest))
