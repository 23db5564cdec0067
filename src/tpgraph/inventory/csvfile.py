"""Reads touchpoints.csv: bytes to headers and rows, with the row numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from tpgraph.errors import InputError
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import Table
from tpgraph.model import Place

CELL_LIMIT = 64 * 1024 * 1024  # characters
_DELIMITERS = ",;\t"
_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
_TOLD_DELIMITER = r"(?i)sep=([,;\t])\r?\n"  # what Excel writes and reads
_UTF_16_32 = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read_csv(path: Path, index: Index) -> Table:
    """The table of a CSV file: UTF-8 with or without BOM; comma, semicolon or tab.

    Raises InputError where it cannot be read whole: not UTF-8, a NUL byte, an open quote, a cell
    over the limit, no header.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        mend = "Check that the file may be read."
        raise input_error("cannot-open", Place(str(path)), why=why, mend=mend) from error
    text = _decode(data, str(path))
    first_row = 1
    told = re.match(_TOLD_DELIMITER, text)
    if told:
        text, first_row = text[told.end() :], 2
    delimiter = told[1] if told else _delimiter(text, index)
    records = _records(text, delimiter, str(path), first_row)
    header_row, headers = next(filter(_is_record_filled, records), (0, []))
    if not headers:
        raise input_error("empty-file", Place(str(path)))
    rows = tuple(filter(_is_record_filled, records))
    return Table(
        file=path.name,
        header_row=header_row,
        headers=tuple(headers),
        rows=rows,
        separators="|" if delimiter == ";" else "|;",
        delimiter=_NAMES[delimiter],
    )


def _is_record_filled(record: tuple[int, list[str]]) -> bool:
    return any(cell and not cell.isspace() for cell in record[1])


def _decode(data: bytes, file: str) -> str:
    for mark, encoding in _UTF_16_32:
        if data.startswith(mark):
            raise input_error("utf-16", Place(file), encoding=encoding)
    if b"\x00" in data:
        start = data[:400]
        if start.count(0) * 3 > len(start):  # every other byte of Latin text in UTF-16
            raise input_error("utf-16", Place(file), encoding="UTF-16 or UTF-32, or no text")
        row = _row_at(data, data.index(b"\x00"))
        raise input_error("nul-byte", Place(file, row=row))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from after the byte-order mark.
        offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        place = Place(file, row=_row_at(data, offset))
        byte = f"{data[offset]:02x}"
        raise input_error("not-utf-8", place, offset=offset, byte=byte) from error


def _row_at(data: bytes, offset: int) -> int:
    """The row of a byte: line breaks before it, those inside quotes aside."""
    row, is_quoted = 1, False
    for chunk in re.finditer(rb'"|\r\n|\n|\r', data[:offset]):
        if chunk[0] == b'"':
            is_quoted = not is_quoted
        elif not is_quoted:
            row += 1
    return row


def _delimiter(text: str, index: Index) -> str:
    """The delimiter under which most headers are known columns, and then that with most cells."""
    start = re.match(r"\s*", text)
    line = _first_record(text[start.end() if start else 0 :])

    def fitness(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return (0, 0)
        return (sum(index.column(cell) is not None for cell in cells), len(cells))

    return max(_DELIMITERS, key=fitness)  # the first of equals: a comma


def _first_record(text: str) -> str:
    """The text up to the first line break outside quotes, at most a million characters."""
    is_quoted = False
    for chunk in re.finditer(r'"|[\r\n]', text[:1_000_000]):
        if chunk[0] == '"':
            is_quoted = not is_quoted
        elif not is_quoted:
            return text[: chunk.start()]
    return text[:1_000_000]


def _records(
    text: str, delimiter: str, file: str, first_row: int
) -> Iterator[tuple[int, list[str]]]:
    """The records with their numbers: a record whose cells hold line breaks is one row."""
    csv.field_size_limit(max(csv.field_size_limit(), CELL_LIMIT))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = first_row
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _csv_error(str(error), Place(file, row=row)) from error
        yield row, cells
        row += 1


def _csv_error(why: str, place: Place) -> InputError:
    if "unexpected end of data" in why:
        return input_error("open-quote", place)
    if "field larger" in why:
        return input_error("cell-too-large", place, limit=f"{CELL_LIMIT:,}")
    return input_error("bad-csv", place, why=why)
