"""An inventory as RDF: asserted facts in N-Triples, each with a statement IRI and its place.

Literals are canonical, so that a statement's hash is the same wherever it is computed. The rules
compute the same IRIs: ``{company}/statement/`` and the first 20 hexadecimal digits of the SHA-256
of subject, predicate and object, separated by one space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from tpgraph import vocabulary as v
from tpgraph.model import Company, Fact, Inventory, Place, TouchpointRow, Value

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
HYPOTHETICAL = "hypothetical"

_TPG = v.NAMESPACE
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": ""}
)
COMPANY_PROPERTIES = {
    "industry": _TPG + "industry",
    "size": _TPG + "size",
    "sells": _TPG + "sells",
    "goals": _TPG + "companyGoal",
    "understanding_methods": _TPG + "understandingMethod",
    "sells_online": _TPG + "sellsOnline",
    "has_store": _TPG + "hasStore",
}


@dataclass(frozen=True, slots=True)
class InventoryGraph:
    """The asserted graph as N-Triples, and for each statement IRI the fact with its place."""

    ntriples: bytes
    facts: dict[str, Fact]


def statement_iri(company: str, s: str, p: str, o: str) -> str:
    """The statement IRI of a triple: the same that the rules compute."""
    digest = hashlib.sha256(f"{s} {p} {o}".encode()).hexdigest()[:20]
    return f"{company}/statement/{digest}"


def inventory_graph(inventory: Inventory) -> InventoryGraph:
    """The company and its touchpoints as triples. Nothing is inferred here."""
    company = inventory.company
    lines: list[str] = []
    facts: dict[str, Fact] = {}
    here = company.iri
    sha256 = hashlib.sha256

    def add(s: str, p: str, o: str, term: str, place: Place | None) -> None:
        lines.append(f"<{s}> <{p}> {term} .")
        if place is not None:
            key = f"{here}/statement/{sha256(f'{s} {p} {o}'.encode()).hexdigest()[:20]}"
            if key not in facts:
                facts[key] = Fact(key, s, p, o, place)

    for s, p, o, term, place in _company_triples(company, inventory):
        add(s, p, o, term, place)
    for row in inventory.touchpoints:
        for s, p, o, term, place in _row_triples(row, here):
            add(s, p, o, term, place)
    lines.append("")
    return InventoryGraph("\n".join(lines).encode(), facts)


def row_ntriples(row: TouchpointRow, company: str) -> bytes:
    """A touchpoint's own triples: those of ``inventory_graph`` that have it as subject."""
    return _ntriples(_row_triples(row, company))


def company_ntriples(inventory: Inventory) -> bytes:
    """The company's own triples: those of ``inventory_graph`` that have it as subject."""
    return _ntriples(_company_triples(inventory.company, inventory))


_Item = tuple[str, str, str, str, Place | None]


def _ntriples(items: Iterator[_Item]) -> bytes:
    return "".join(f"<{s}> <{p}> {term} .\n" for s, p, _, term, _ in items).encode()


def _company_triples(company: Company, inventory: Inventory) -> Iterator[_Item]:
    s = company.iri
    yield s, RDF_TYPE, _TPG + "Company", f"<{_TPG}Company>", None
    yield s, RDFS_LABEL, company.name, f'"{_escape(company.name)}"', company.place
    day = inventory.as_of.isoformat()
    yield s, _TPG + "asOf", day, f'"{day}"^^<{XSD}date>', None
    for key, values in company.values.items():
        p = COMPANY_PROPERTIES[key]
        for value in values:
            yield s, p, _lexical(value), _term(value), value.place
    for key, place in company.none.items():
        if key == "goals":
            iri = _TPG + "goalsColumn"
            yield s, _TPG + "statedNone", iri, f"<{iri}>", place
        elif key == "understanding_methods":
            iri = _TPG + "understandingMethods"
            yield s, _TPG + "statedNone", iri, f"<{iri}>", place
    for column, place in company.complete.items():
        iri = v.COLUMNS[column].iri
        yield s, _TPG + "complete", iri, f"<{iri}>", place
    for column in sorted(company.doubtful):
        iri = v.COLUMNS[column].iri
        yield s, _TPG + "doubtful", iri, f"<{iri}>", None
    for key, values in company.bounds.items():
        p = bound_property(key)
        for value in values:
            yield s, p, _lexical(value), _term(value), value.place


def _row_triples(row: TouchpointRow, company: str) -> Iterator[_Item]:
    s = row.iri
    yield s, RDF_TYPE, _TPG + "Touchpoint", f"<{_TPG}Touchpoint>", row.place
    yield s, _TPG + "ofCompany", company, f"<{company}>", None
    if row.place.note == HYPOTHETICAL:
        yield s, _TPG + HYPOTHETICAL, "true", f'"true"^^<{XSD}boolean>', None
    for name, values in row.values.items():
        column = v.COLUMNS[name]
        if values:
            yield s, _TPG + "stated", column.iri, f"<{column.iri}>", None
        for value in values:
            p = column.property_iri
            if name == "channel" and value.iri:
                p = _TPG + "platform"
            yield s, p, _lexical(value), _term(value), value.place
            if name == "url" and value.literal:
                key = url_key(value.literal)
                yield s, _TPG + "urlKey", key, f'"{_escape(key)}"', value.place
    for name in sorted(row.none):
        iri = v.COLUMNS[name].iri
        place = _cell_place(row, name)
        yield s, _TPG + "statedNone", iri, f"<{iri}>", place
        yield s, _TPG + "stated", iri, f"<{iri}>", None
    for name in sorted(row.unclear):
        iri = v.COLUMNS[name].iri
        yield s, _TPG + "stated", iri, f"<{iri}>", None
        yield s, _TPG + "unclear", iri, f"<{iri}>", None


def url_key(url: str) -> str:
    """An address with case, scheme, ``www.`` and the trailing slash set aside."""
    key = url.strip().lower()
    for prefix in ("https://", "http://", "//"):
        if key.startswith(prefix):
            key = key[len(prefix) :]
            break
    return key.removeprefix("www.").rstrip("/")


def _cell_place(row: TouchpointRow, column: str) -> Place:
    return Place(row.place.file, row.place.sheet, row.place.row, column, row.place.note)


def _lexical(value: Value) -> str:
    return value.iri or value.literal or ""


def _term(value: Value) -> str:
    if value.iri:
        return f"<{value.iri}>"
    text = _escape(value.literal or "")
    if value.datatype == "string":
        return f'"{text}"'
    return f'"{text}"^^<{XSD}{value.datatype}>'


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def bound_property(key: str) -> str:
    """The property of a key of ``[bounds]``: ``review_days`` is ``tpg:reviewDays``."""
    first, *rest = key.split("_")
    return _TPG + first + "".join(part.title() for part in rest)
