"""Writes an inventory as files that the reader takes for the same: a folder, or a workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.graph import inventory_graph
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.sources import TOUCHPOINTS
from tpgraph.model import Inventory
from tpgraph.views.cells_back import CellTeller, rows_of
from tpgraph.views.choices import choices_in
from tpgraph.views.company_back import company_keys, company_toml
from tpgraph.views.own_workbook import own_workbook
from tpgraph.vocabulary import COLUMNS

_DELIMITERS = (",", ";")  # what is no border between cells parts the values of one


def write_inventory(inventory: Inventory, path: str | Path, language: str = "en") -> Path:
    """Write ``inventory`` to ``path``: a workbook where it ends with ``.xlsx``, else a folder.

    Terms are in the words of ``language``. Whatever was stated is kept: values, none, what was not
    understood, columns that were not recognised, notes; of the company also what is complete, its
    bounds and what it accepts. What was found by itself (a kind from its name) is left to be found
    again. The files are read back before they are put in place.

    The cells of ``touchpoints.csv`` stand as they are, also one that begins with ``=`` and that a
    spreadsheet program would compute; in a workbook such a cell is text.

    Raises CallError where ``path`` exists, InputError where it cannot be written, or where the
    format cannot hold the inventory (a bar within one of several values): the message names the
    touchpoint.
    """
    target = Path(path)
    if target.exists():
        raise CallError(choices_in(language).texts("template.exists", file=target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tpgraph-", dir=target.parent) as temporary:
            made = _made(inventory, Path(temporary) / target.name, language)
            made.rename(target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror or error}.") from error
    return target


def _made(inventory: Inventory, place: Path, language: str) -> Path:
    """The files at a place of passage, which are read back the same."""
    wanted, differs = set(_facts(inventory)), ""
    for _ in _tries(inventory, place, language):
        found = set(_facts(read_inventory(place, as_of=inventory.as_of)))
        if found == wanted:
            return place
        differs = min(wanted ^ found)[0]
    texts = choices_in(language).texts
    raise InputError(texts("template.lost", file=place.name, name=differs))


def _tries(inventory: Inventory, place: Path, language: str) -> Iterator[None]:
    if place.suffix.lower() == ".xlsx":
        place.write_bytes(own_workbook(inventory, language))
        yield
        return
    place.mkdir()
    choices = choices_in(language)
    keys = company_keys(inventory.company, CellTeller(inventory, choices))
    (place / FILE_NAME).write_text(company_toml(keys), encoding="utf-8")
    for delimiter in _DELIMITERS:
        content = touchpoints_csv(inventory, language, delimiter)
        # The mark in front makes spreadsheet programs read it as UTF-8.
        (place / f"{TOUCHPOINTS}.csv").write_bytes(content.encode("utf-8-sig"))
        yield


def touchpoints_csv(inventory: Inventory, language: str, delimiter: str = ",") -> str:
    """The touchpoints of ``inventory`` as CSV with the headings and terms of a language."""
    choices = choices_in(language)
    rows = rows_of(inventory, choices)
    used = {column for cells in rows.cells for column in cells}
    # Beside a column that is not recognised stand all others: it must not be taken for one.
    columns = [c for c in COLUMNS if c in used or rows.extra_headers]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*map(choices.heading, columns), *rows.extra_headers])
    for cells, extra in zip(rows.cells, rows.extra, strict=True):
        line = [cells.get(column, "") for column in columns]
        writer.writerow([*line, *(extra.get(header, "") for header in rows.extra_headers)])
    return out.getvalue()


def _facts(inventory: Inventory) -> Iterator[tuple[str, Any]]:
    """Whatever must come back, each with the name of what it is said of; places aside."""
    graph = inventory_graph(inventory)
    names = {row.iri: row.name for row in inventory.touchpoints}
    for line in graph.ntriples.decode().splitlines():
        yield names.get(line[1 : line.index(">")], inventory.company.name), line
    for row in inventory.touchpoints:
        yield from ((row.name, (row.iri, *pair)) for pair in row.extra.items())
    for accept in inventory.company.accepts:
        said = (accept.rule, accept.concerns, accept.reason, str(accept.until))
        yield inventory.company.name, said
