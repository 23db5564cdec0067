"""Reads touchpoints.csv: bytes to headers and rows, with the row numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from tpgraph.errors import InputError
from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.header_row import LOOKED_AT, Finder, find_header, fitness
from tpgraph.inventory.limits import LONGEST_CELL, Counter
from tpgraph.inventory.messages import input_error, problem
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Many, Phrase, Reported, Slot, phrase

# The first of those that fit equally well is taken.
_DELIMITERS = ",;\t|:~^¦،؛\x1f"
_NAMES: Mapping[str, Phrase] = {
    ",": phrase("what.comma"),
    ";": phrase("what.semicolon"),
    "\t": phrase("what.tab"),
    "|": phrase("what.bar"),
    ":": phrase("what.colon"),
}
_TOLD_DELIMITER = r"(?i)\"?sep=([^\w\s\"]|\t)\"?\r?\n"  # what Excel writes and reads

_Record = tuple[int, list[str]]


def read_csv(path: Path, index: Index, *, find: Finder | None = None) -> Table:
    """The table of a CSV file: any delimiter, UTF-8 with or without BOM or a Windows code page.

    Titles may stand above the header, which ``find`` finds among the first rows; by default it is
    the row of known columns. Raises InputError where it cannot be read whole: another
    encoding, a NUL byte, an open quote, no header, something over a limit.
    """
    text, problems = decode(load(path), path.name, str(path))
    delimiter, told_length = delimiter_of(text, index)
    text, first_row = text[told_length:], 2 if told_length else 1
    records = filter(_is_record_filled, _records(text, delimiter, str(path), first_row))
    head = list(islice(records, LOOKED_AT))
    if not head:
        raise input_error("empty-file", Place(str(path)))
    rows_of_cells = [cells for _, cells in head]
    position = find(rows_of_cells) if find else find_header(rows_of_cells, index)
    header_row, headers = head[position]
    noted: list[Problem] = list(problems)
    if position:
        said = " ".join(c for _, cells in head[:position] for c in cells if c.strip())
        place = Place(path.name, row=head[0][0])
        noted.append(problem("title-rows", place, value=said, row=header_row))
    rows = [*head[position + 1 :], *records]
    return Table(
        file=path.name,
        header_row=header_row,
        headers=tuple(headers),
        rows=tuple(rows),
        separators=separators(delimiter),
        delimiter=delimiter_name(delimiter),
        problems=tuple(noted),
    )


def delimiter_of(text: str, index: Index) -> tuple[str, int]:
    """What stands between the cells of a CSV text, and the length of a first line that tells it."""
    told = re.match(_TOLD_DELIMITER, text)
    return (told[1], told.end()) if told else (_delimiter(text, index), 0)


def delimiter_name(delimiter: str) -> Slot:
    """What a delimiter is called in messages."""
    return _NAMES.get(delimiter, delimiter)


def separators(delimiter: str) -> str:
    """What may stand between several values of one cell."""
    return "|;".replace(delimiter, "")


def _is_record_filled(record: _Record) -> bool:
    return any(cell and not cell.isspace() for cell in record[1])


def _delimiter(text: str, index: Index) -> str:
    """The delimiter under which most headers are known columns, and then that with most cells."""
    best, best_fit = _DELIMITERS[0], (False, 0, 0)
    for line in _first_records(text, LOOKED_AT):
        for delimiter in _DELIMITERS:
            fit = _fit(line, delimiter, index)
            if fit > best_fit:  # the first of equals stays: a comma
                best, best_fit = delimiter, fit
        is_named, known, _ = best_fit
        if is_named and known > 1:
            break  # a header without doubt
    return best


def _fit(line: str, delimiter: str, index: Index) -> tuple[bool, int, int]:
    """How well ``line`` is a header under ``delimiter``: the name, known columns, cells."""
    is_common = delimiter in _DELIMITERS[:3]
    if not is_common and delimiter not in line:
        return (False, 0, 0)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return (False, 0, 0)
    is_named, known, _ = fitness(cells, index)
    # A delimiter other than the common ones must prove itself by two known columns.
    return (is_named, known if known > 1 or is_common else 0, len(cells) * is_common)


def _first_records(text: str, count: int) -> list[str]:
    """The first records that are not blank, together at most a million characters.

    A record ends at a line break outside quotes.
    """
    found: list[str] = []
    is_quoted, start = False, 0
    for chunk in re.finditer(r'"|[\r\n]', text[:1_000_000]):
        if chunk[0] == '"':
            is_quoted = not is_quoted
        elif not is_quoted:
            record = text[start : chunk.start()].strip("\r\n")
            start = chunk.end()
            if record.strip():
                found.append(record)
                if len(found) >= count:
                    return found
    last = text[start:1_000_000].strip("\r\n")
    return [*found, last] if last.strip() else found


def _records(text: str, delimiter: str, file: str, first_row: int) -> Iterator[_Record]:
    """The records with their numbers: a record whose cells hold line breaks is one row."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = Counter("ROWS", Place(file))
    filled = Counter("CELLS", Place(file))
    known: dict[str, str] = {}  # a text that comes again is kept once
    row = first_row
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise csv_error(str(error), Place(file, row=row)) from error
        rows.take()
        # A blank cell is hardly less: so many of them count as well.
        filled.take(len(cells) - cells.count("") + len(cells) // 20)
        yield row, [known.setdefault(cell, cell) for cell in cells]
        row += 1


def csv_error(why: str, place: Place) -> InputError:
    """The error for what the CSV reader refuses."""
    if "unexpected end of data" in why:
        return input_error("open-quote", place)
    if "field larger" in why:
        return input_error("cell-too-large", place, limit=Many(LONGEST_CELL))
    return input_error("bad-csv", place, why=Reported(why))
