"""What the imports share: how a file is opened, rows left out, what is doubtful, small samples."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tpgraph.inventory.csvfile import read_csv
from tpgraph.inventory.header_row import Finder, fullest_row
from tpgraph.inventory.recognise import load_index
from tpgraph.inventory.table import Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Phrase, phrase

# Below this, a mean or a share is reported and not judged. It is the textbook size from which the
# mean of a sample may be taken as normally distributed (central limit theorem): a convention, so
# every import takes another.
MIN_SAMPLE = 30

TOO_LONG = phrase("skipped.too-long")
WORKBOOKS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods"}


class Skipped(NamedTuple):
    """A row of an export that went into no folder, and why."""

    place: Place
    reason: Phrase


class Doubt(NamedTuple):
    """Something that was read and is worth knowing: where, and what."""

    place: Place
    text: Phrase


def read_table(path: Path, find: Finder = fullest_row) -> Table:
    """The table of a file that is no inventory: CSV in any encoding, or a sheet of a workbook.

    ``find`` finds the header. Raises InputError where the file cannot be read, is empty, or is
    over a limit.
    """
    workbook = WORKBOOKS.get(path.suffix.lower())
    if workbook is None:
        return read_csv(path, load_index(), find=find)
    found: Table = import_module(f"tpgraph.inventory.formats.{workbook}").read_plain(path, find)
    return found


def encoding_doubts(problems: Sequence[Problem]) -> list[Doubt]:
    """What was noticed while bytes became text: an encoding that was detected."""
    return [
        Doubt(p.place, Phrase(p.code, {**p.slots, "value": p.value or ""}))
        for p in problems
        if p.code.startswith("encoding")
    ]
