"""Which triples a cell, or a touchpoint of a kind, comes to: asked of the reader itself.

Every cell and every kind is put into a row, the row is read as an inventory's is, and the triples
that it gives are what the page writes. So the page need not know how cells are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tpgraph.inventory import edit_inventory
from tpgraph.inventory.cells import keeps_semicolons
from tpgraph.inventory.columns import COLUMNS, has_one_value, range_of
from tpgraph.inventory.currency_codes import CODES
from tpgraph.inventory.edit import SEPARATORS
from tpgraph.inventory.graph import row_ntriples
from tpgraph.inventory.kind_tree import lives_on_platform
from tpgraph.model import Edit, Inventory, TouchpointRow
from tpgraph.query.terms import book
from tpgraph.views.cells_back import CellTeller
from tpgraph.views.choices import SCALES, choices_in
from tpgraph.views.snapshot.terms import TPG, Terms

_PROBE = "probe"  # a name that says nothing of any kind
_LIMITED = {"currency": "currency", "satisfaction_scale": "scale", "importance_scale": "scale"}
_WRITTEN = {"number": "3", "date": "2020-01-02"}


def cell_table(inventory: Inventory, terms: Terms) -> dict[str, Any]:
    """For each column but the name what its cells are as triples.

    ``choices`` are the cell's text, its term and that term as N-Triples; ``form`` is what stands
    before and after a number or day. ``holds`` says how any other text is read: ``text``,
    ``currency``, ``scale``, ``kind`` or ``links``; ``parts`` where a cell holds several values and
    at which marks; ``none`` whether "none" can be stated; ``rates`` is the column of the rating
    that a scale is for.
    """
    teller = CellTeller(inventory, choices_in("en"))
    return {name: _column(name, inventory, teller, terms) for name in COLUMNS if name != "name"}


def _column(name: str, inventory: Inventory, teller: CellTeller, terms: Terms) -> dict[str, Any]:
    column = COLUMNS[name]
    entry: dict[str, Any] = {
        "iri": terms.use(column.iri)[0],
        "property": column.property_iri,
        "holds": _LIMITED.get(name, column.holds),
        "parts": _marks(name),
        "none": column.holds != "yesno" and name != "status",
    }
    if column.holds == "concept":
        iris = book().schemes[column.scheme or ""]
        said = [(iri, text) for iri in iris if (text := teller.term(column.scheme, iri))]
        found = _terms(inventory, name, [text for _, text in said])
        entry["choices"] = [
            {"text": text, "iri": terms.use(iri)[0], "term": term}
            for (iri, text), term in zip(said, found, strict=True)
        ]
    elif column.holds == "yesno":
        found = _terms(inventory, name, ("yes", "no"))
        entry["choices"] = [
            {"text": text, "iri": None, "term": term}
            for text, term in zip(("yes", "no"), found, strict=True)
        ]
    elif column.holds in _WRITTEN:
        text = _WRITTEN[column.holds]
        (term,) = _terms(inventory, name, (text,))
        entry["form"] = term.split(text, 1)
        limits = range_of(name)
        entry["low"] = None if limits.low is None else float(limits.low)
        entry["high"] = None if limits.high is None else float(limits.high)
    elif name == "currency":
        entry["offered"] = sorted(CODES)
    elif entry["holds"] == "scale":
        entry |= {"offered": list(SCALES), "rates": name.removesuffix("_scale")}
    return entry


def _marks(name: str) -> str | None:
    """What stands between several values of a cell; None where it holds one."""
    if has_one_value(name) or COLUMNS[name].holds in ("yesno", "number", "date"):
        return None
    return SEPARATORS[0] if keeps_semicolons(name) else SEPARATORS


def kind_table(inventory: Inventory, terms: Terms) -> list[dict[str, Any]]:
    """The kinds in the order of their IRIs: each with its word and the name that it gives.

    ``on_platform`` says whether it lives on a platform: a name that mentions one then names it.
    """
    teller = CellTeller(inventory, choices_in("en"))
    kinds = sorted(book().kinds - {TPG + "Touchpoint"})
    said = [(iri, text) for iri in kinds if (text := teller.term(COLUMNS["type"].scheme, iri))]
    rows = _rows(inventory, ({"type": text} for _, text in said))
    return [
        {
            "iri": terms.use(iri)[0],
            "text": text,
            "name": row.name,
            "on_platform": lives_on_platform(iri),
        }
        for (iri, text), row in zip(said, rows, strict=True)
    ]


def _rows(inventory: Inventory, cells: Iterable[dict[str, str]]) -> Sequence[TouchpointRow]:
    """The rows that these cells make in the company, each as if it were its only one."""
    company = replace(inventory.company, complete={}, doubtful=frozenset())
    bare = replace(inventory, company=company, touchpoints=(), problems=())
    return edit_inventory(bare, [Edit("add", None, each) for each in cells]).touchpoints


def _terms(inventory: Inventory, column: str, texts: Iterable[str]) -> list[str]:
    rows = _rows(inventory, ({"name": _PROBE, column: text} for text in texts))
    property_ = COLUMNS[column].property_iri
    return [next(o for p, o in _pairs(row, inventory) if p == property_) for row in rows]


def _pairs(row: TouchpointRow, inventory: Inventory) -> Iterator[tuple[str, str]]:
    """Predicate and object (as N-Triples) of a row's triples."""
    for line in row_ntriples(row, inventory.company.iri).decode().splitlines():
        _, predicate, rest = line.split(" ", 2)
        yield predicate[1:-1], rest.removesuffix(" .")
