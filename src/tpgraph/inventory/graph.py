"""An inventory as RDF: asserted facts in N-Triples, each with a statement IRI and its place.

Literals are canonical, so that a statement's hash is the same wherever it is computed. The rules
compute the same IRIs: ``{company}/statement/`` and the first 20 hexadecimal digits of the SHA-256
of subject, predicate and object, separated by one space.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property

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

Places = tuple[Place, ...]
# Subject, predicate, the object as a statement's hash has it and as N-Triples has it, the place,
# and further places that state it.
_Item = tuple[str, str, str, str, Place | None, Places]


class InventoryGraph:
    """The asserted graph of an inventory; nothing is inferred here.

    Each of its forms is made when it is first asked for: proofs need the facts, most else does not.
    """

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory

    @property
    def company(self) -> str:
        """The IRI of the company."""
        return self._inventory.company.iri

    @cached_property
    def ntriples(self) -> bytes:
        """The company and its touchpoints as N-Triples."""
        return _lines(self._triples()).encode()

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """For each statement IRI the fact with every place that states it."""
        here = self._inventory.company.iri
        facts: dict[str, Fact] = {}
        for s, p, o, _, place, also in self._triples():
            if place is not None:
                key = statement_iri(here, s, p, o)
                if key not in facts:
                    facts[key] = Fact(key, s, p, o, place, also)
        return facts

    def parts(self, size: int) -> Iterator[tuple[frozenset[str], frozenset[str], bytes]]:
        """The graph in parts of ``size`` touchpoints: their IRIs, those of others, N-Triples.

        Each part holds the company, and besides its own touchpoints the others they lead to.
        """
        company = self._inventory.company
        head = _lines(_company_triples(company, self._inventory))
        rows = self._inventory.touchpoints
        known = {row.iri: row for row in rows}
        for start in range(0, max(1, len(rows)), size):
            part = rows[start : start + size]
            own = frozenset(row.iri for row in part)
            linked = {v.iri for row in part for v in row.values.get("leads_to", ()) if v.iri}
            others = frozenset(iri for iri in linked - own if iri in known)
            told = (*part, *(known[iri] for iri in sorted(others)))
            body = (_lines(_row_triples(row, company.iri)) for row in told)
            yield own, others, "".join((head, *body)).encode()

    def place_of(self, row: TouchpointRow | None, p: str, o: str) -> Place | None:
        """Where a fact of a touchpoint, or (``None``) of the company, stands; None without one."""
        company = self._inventory.company
        if row is None:
            triples = _company_triples(company, self._inventory)
        else:
            triples = _row_triples(row, company.iri)
        return next((place for _, q, r, _, place, _ in triples if (q, r) == (p, o)), None)

    def _triples(self) -> Iterator[_Item]:
        company = self._inventory.company
        yield from _company_triples(company, self._inventory)
        for row in self._inventory.touchpoints:
            yield from _row_triples(row, company.iri)


def _lines(triples: Iterable[_Item]) -> str:
    return "".join([f"<{s}> <{p}> {term} .\n" for s, p, _, term, _, _ in triples])


def statement_iri(company: str, s: str, p: str, o: str) -> str:
    """The statement IRI of a triple: the same that the rules compute."""
    digest = hashlib.sha256(f"{s} {p} {o}".encode()).hexdigest()[:20]
    return f"{company}/statement/{digest}"


def inventory_graph(inventory: Inventory) -> InventoryGraph:
    """The company and its touchpoints as triples."""
    return InventoryGraph(inventory)


def row_ntriples(row: TouchpointRow, company: str) -> bytes:
    """A touchpoint's own triples: those of ``inventory_graph`` that have it as subject."""
    return _lines(_row_triples(row, company)).encode()


def company_ntriples(inventory: Inventory) -> bytes:
    """The company's own triples: those of ``inventory_graph`` that have it as subject."""
    return _lines(_company_triples(inventory.company, inventory)).encode()


def _company_triples(company: Company, inventory: Inventory) -> Iterator[_Item]:
    s = company.iri
    yield s, RDF_TYPE, _TPG + "Company", f"<{_TPG}Company>", None, ()
    yield s, RDFS_LABEL, company.name, f'"{_escape(company.name)}"', company.place, ()
    day = inventory.as_of.isoformat()
    yield s, _TPG + "asOf", day, f'"{day}"^^<{XSD}date>', None, ()
    for key, values in company.values.items():
        p = COMPANY_PROPERTIES[key]
        for value in values:
            yield s, p, _lexical(value), _term(value), value.place, value.also
    for key, place in company.none.items():
        if key == "goals":
            iri = _TPG + "goalsColumn"
            yield s, _TPG + "statedNone", iri, f"<{iri}>", place, ()
        elif key == "understanding_methods":
            iri = _TPG + "understandingMethods"
            yield s, _TPG + "statedNone", iri, f"<{iri}>", place, ()
    for column, place in company.complete.items():
        iri = v.COLUMNS[column].iri
        yield s, _TPG + "complete", iri, f"<{iri}>", place, ()
    for column in sorted(company.doubtful):
        iri = v.COLUMNS[column].iri
        yield s, _TPG + "doubtful", iri, f"<{iri}>", None, ()
    for key, values in company.bounds.items():
        p = bound_property(key)
        for value in values:
            yield s, p, _lexical(value), _term(value), value.place, value.also


def _row_triples(row: TouchpointRow, company: str) -> Iterator[_Item]:
    s = row.iri
    yield (
        s,
        RDF_TYPE,
        _TPG + "Touchpoint",
        f"<{_TPG}Touchpoint>",
        row.place,
        tuple(part.place for part in row.parts[1:]),
    )
    yield s, _TPG + "ofCompany", company, f"<{company}>", None, ()
    if row.place.note == HYPOTHETICAL:
        yield s, _TPG + HYPOTHETICAL, "true", f'"true"^^<{XSD}boolean>', None, ()
    for name, values in row.values.items():
        column = v.COLUMNS[name]
        if values:
            yield s, _TPG + "stated", column.iri, f"<{column.iri}>", None, ()
        for value in values:
            p, o = column.property_iri, value.iri
            if o is None:
                yield s, p, value.literal or "", _literal(value), value.place, value.also
            else:
                p = _TPG + "platform" if name == "channel" else p
                yield s, p, o, f"<{o}>", value.place, value.also
            if name == "url" and value.literal:
                key = url_key(value.literal)
                yield s, _TPG + "urlKey", key, f'"{_escape(key)}"', value.place, value.also
    for name in sorted(row.none):
        iri = v.COLUMNS[name].iri
        place, *others = cell_places(row, name)
        yield s, _TPG + "statedNone", iri, f"<{iri}>", place, tuple(others)
        yield s, _TPG + "stated", iri, f"<{iri}>", None, ()
    for name in sorted(row.unclear):
        iri = v.COLUMNS[name].iri
        yield s, _TPG + "stated", iri, f"<{iri}>", None, ()
        yield s, _TPG + "unclear", iri, f"<{iri}>", None, ()


def url_key(url: str) -> str:
    """An address with case, scheme, ``www.`` and the trailing slash set aside."""
    key = url.strip().lower()
    for prefix in ("https://", "http://", "//"):
        if key.startswith(prefix):
            key = key[len(prefix) :]
            break
    return key.removeprefix("www.").rstrip("/")


def cell_places(row: TouchpointRow, column: str) -> Places:
    """Where a touchpoint's cell of ``column`` stands: in each source that says it, else in none."""
    values = row.values.get(column)
    if values:
        return (values[0].place, *values[0].also)
    parts = [p for p in row.parts if column in p.none] or [
        p for p in row.parts if column in p.unclear or column in p.values
    ]
    places = [part.place for part in parts] or [row.place]
    return tuple(Place(p.file, p.sheet, p.row, column, p.note) for p in places)


def _lexical(value: Value) -> str:
    return value.iri or value.literal or ""


def _term(value: Value) -> str:
    return f"<{value.iri}>" if value.iri else _literal(value)


def _literal(value: Value) -> str:
    text = _escape(value.literal or "")
    return f'"{text}"' if value.datatype == "string" else f'"{text}"^^<{XSD}{value.datatype}>'


def _escape(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text  # as most are: to look is quicker than to translate
    return text.translate(_ESCAPES)


def bound_property(key: str) -> str:
    """The property of a key of ``[bounds]``: ``review_days`` is ``tpg:reviewDays``."""
    first, *rest = key.split("_")
    return _TPG + first + "".join(part.title() for part in rest)
