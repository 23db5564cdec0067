"""What a changed inventory is saved from: the cells as they are, and the company's file."""

from __future__ import annotations

from typing import Any

from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.toml import toml_value
from tpgraph.model import Inventory
from tpgraph.text import normalise
from tpgraph.views.cells_back import CellTeller, rows_of
from tpgraph.views.choices import choices_in
from tpgraph.views.company_back import company_keys, company_toml


def saved_parts(inventory: Inventory) -> dict[str, Any]:
    """Headings, cells by touchpoint and the company file, all in English words.

    ``keys`` and ``bounds`` are the company file's, each with its value as TOML; what is complete
    is told by the facts, and ``accepts`` is the end of the file. ``names`` are those that a new
    touchpoint must not have, as they are compared: a second one of a name makes links to it
    ambiguous. ``reopened`` are columns that stay in doubt whatever is edited.
    """
    choices = choices_in("en")
    rows = rows_of(inventory, choices)
    keys = company_keys(inventory.company, CellTeller(inventory, choices))
    bounds, accepts = keys.pop("bounds", {}), keys.pop("accept", [])
    keys.pop("complete", None)
    left_out = [p for p in inventory.problems if p.code == "no-name"]
    unresolved = [
        part.strip()
        for row in inventory.touchpoints
        if "leads_to" in row.unclear
        for part in row.raw.get("leads_to", "").replace(";", "|").split("|")
    ]
    return {
        "columns": [
            {
                "name": c.name,
                "heading": choices.heading(c.name),
                "iri": c.iri,
                "property": c.property_iri,
            }
            for c in COLUMNS.values()
        ],
        "extra_headers": list(rows.extra_headers),
        "rows": [
            {"id": row.iri, "cells": cells, "extra": extra}
            for row, cells, extra in zip(inventory.touchpoints, rows.cells, rows.extra, strict=True)
        ],
        "keys": [[key, toml_value(value)] for key, value in keys.items()],
        "bounds": [[key, toml_value(value)] for key, value in bounds.items()],
        "accepts": company_toml({"accept": accepts}) if accepts else "",
        "names": sorted({normalise(name) for name in unresolved if name}),
        "reopened": sorted(
            {p.value for p in inventory.problems if p.code == "not-closed" and p.value}
            if left_out
            else ()
        ),
    }
