"""Says what is known of a company as the keys of company.toml, so that it is read back the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.company import ONE_VALUE_KEYS, TERM_KEYS, YES_NO_KEYS
from tpgraph.inventory.toml import toml_value
from tpgraph.model import Company, Value
from tpgraph.views.cells_back import CellTeller


def company_keys(company: Company, teller: CellTeller) -> dict[str, Any]:
    """The keys of ``company.toml``: texts, numbers, dates, true or false, and lists of them.

    ``[]`` states that there is none; a key that is left out is not known. ``bounds`` is a table,
    ``accept`` a list of tables.
    """
    keys: dict[str, Any] = {"name": company.name}
    for key, scheme in TERM_KEYS.items():
        if key in company.none:
            keys[key] = []
        elif key in company.values:
            said = [_said(v, scheme, teller) for v in company.values[key]]
            keys[key] = said[0] if key in ONE_VALUE_KEYS else said
    for key in YES_NO_KEYS:
        if key in company.values:
            keys[key] = company.values[key][0].literal == "true"
    if company.complete:
        is_all = len(company.complete) == len(COLUMNS)
        keys["complete"] = True if is_all else list(company.complete)
    if company.bounds:
        keys["bounds"] = {name: _bound(values) for name, values in company.bounds.items()}
    if company.accepts:
        keys["accept"] = [
            {"rule": a.rule, "concerns": list(a.concerns), "reason": a.reason}
            | ({"until": a.until} if a.until else {})
            for a in company.accepts
        ]
    return keys


def company_toml(keys: dict[str, Any]) -> str:
    """The content of a ``company.toml`` that says ``keys``."""
    lines = [f"{k} = {toml_value(v)}" for k, v in keys.items() if k not in ("bounds", "accept")]
    if "bounds" in keys:
        lines += ["", "[bounds]", *(f"{k} = {toml_value(v)}" for k, v in keys["bounds"].items())]
    for accept in keys.get("accept", ()):
        lines += ["", "[[accept]]", *(f"{k} = {toml_value(v)}" for k, v in accept.items())]
    return "\n".join(lines) + "\n"


def _said(value: Value, scheme: str, teller: CellTeller) -> str:
    return (teller.term(scheme, value.iri) if value.iri else value.literal) or value.text


def _bound(values: tuple[Value, ...]) -> Any:
    said = [_typed(value) for value in values]
    return said[0] if len(said) == 1 else said


def _typed(value: Value) -> str | bool | int | float | date:
    text = value.literal or ""
    if value.datatype == "boolean":
        return text == "true"
    if value.datatype == "date":
        return date.fromisoformat(text)
    if value.datatype == "decimal":
        return float(text) if "." in text else int(text)
    return text
