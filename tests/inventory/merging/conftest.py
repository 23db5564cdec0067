"""Folders with several sources, written and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.inventory.conftest import AS_OF
from tpgraph.inventory.graph import inventory_graph
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.toml import toml_value
from tpgraph.model import Inventory, Problem, TouchpointRow

COMPANY = 'name = "Shop"\n'


def write(
    folder: Path,
    files: Mapping[str, str],
    sources: Sequence[str] | None = None,
    *,
    company: str = COMPANY,
    mapping: str | None = None,
) -> Path:
    """A company's folder with these files as its sources, in their order."""
    named = list(files) if sources is None else list(sources)
    texts = {**files, "company.toml": f"sources = {toml_value(named)}\n{company}"}
    if mapping is not None:
        texts["mapping.toml"] = mapping
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(
    folder: Path,
    files: Mapping[str, str],
    *,
    sources: Sequence[str] | None = None,
    company: str = COMPANY,
    mapping: str | None = None,
) -> Inventory:
    """The inventory of such a folder."""
    write(folder, files, sources, company=company, mapping=mapping)
    return read_inventory(folder, as_of=AS_OF)


def facts(inventory: Inventory) -> list[str]:
    """The graph: all IRIs are made from names, so isomorphic graphs have equal lines."""
    return sorted(set(inventory_graph(inventory).ntriples.decode().splitlines()))


def the(inventory: Inventory, name: str) -> TouchpointRow:
    """The one touchpoint of that name."""
    (found,) = [t for t in inventory.touchpoints if t.name == name]
    return found


def said(touchpoint: TouchpointRow, column: str) -> dict[str, list[str]]:
    """Each value of a column with the places that state it."""
    return {
        v.iri.rpartition("#")[2] if v.iri else v.literal or "": [str(v.place), *map(str, v.also)]
        for v in touchpoint.values.get(column, ())
    }


def told(inventory: Inventory, code: str) -> list[Problem]:
    """The problems of a code."""
    return [p for p in inventory.problems if p.code == code]
