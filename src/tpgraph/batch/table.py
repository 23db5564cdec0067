"""Reads a table of many companies row by row: CSV of any size, its header understood once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.company import KEYS
from tpgraph.inventory.csvfile import csv_error, delimiter_of, separators
from tpgraph.inventory.encoding import encoding_of
from tpgraph.inventory.header_row import LOOKED_AT, find_header
from tpgraph.inventory.limits import LONGEST_CELL
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.recognise import load_index
from tpgraph.model import LANGUAGES, Place
from tpgraph.phrases import phrase, reported, shown
from tpgraph.resources import read_json
from tpgraph.text import normalise
from tpgraph.vocabulary import NAMESPACE

PARQUET = ".parquet"
_SAMPLE_BYTES = 1 << 20
_FACT = re.compile(r"company[_ ](bounds[_ .])?(\w+)", re.IGNORECASE)
_NO_FACTS = ("name", "accept", "bounds")

Row = tuple[int, list[str]]


class Head(NamedTuple):
    """The header of a table of many companies, and how its rows are read.

    ``company`` is the position of the column that names the company; ``facts`` maps positions to
    a key of ``company.toml`` and the table it is in (blank, or ``bounds``).
    """

    path: Path
    row: int
    headers: tuple[str, ...]
    company: int
    facts: Mapping[int, tuple[str, str]]
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    skipped: int = 0

    @property
    def separators(self) -> str:
        """What stands between several values of a cell."""
        return separators(self.delimiter)


def read_head(path: Path, by: str | None) -> Head | None:
    """The header of a table of many companies; None where no column names a company.

    That column is called as the ontology calls a company in one of the five languages, or ``by``.
    Raises InputError where the beginning of the file cannot be read, CallError where it has no
    column ``by``.
    """
    if path.suffix.lower() == PARQUET:
        from tpgraph.batch.parquet import column_names

        return head_of(path, column_names(path), by)
    text, encoding = _beginning(path)
    index = load_index()
    delimiter, skipped = delimiter_of(text, index)
    reader = csv.reader(io.StringIO(text[skipped:], newline=""), delimiter=delimiter)
    try:
        first = list(islice(enumerate(reader, start=2 if skipped else 1), LOOKED_AT * 2))
    except csv.Error as error:
        raise csv_error(str(error), Place(str(path))) from error
    filled = [(n, cells) for n, cells in first if any(map(str.strip, cells))][:LOOKED_AT]
    if not filled:
        return None
    row, headers = filled[find_header([cells for _, cells in filled], index)]
    plain = Head(path, row, (), 0, {}, delimiter, encoding, skipped)
    return _head(path, headers, by, plain)


def head_of(path: Path, columns: list[str], by: str | None) -> Head | None:
    """The header that a table's columns are, as if it stood in row 1; otherwise as `read_head`."""
    return _head(path, columns, by, Head(path, 1, (), 0, {}))


def _head(path: Path, headers: list[str], by: str | None, plain: Head) -> Head | None:
    names = {normalise(by)} if by else _company_words()
    company = next((i for i, h in enumerate(headers) if normalise(h) in names), None)
    if company is None:
        if by:
            columns = tuple(map(shown, headers[:20]))
            said = phrase("call.batch-no-column", path=str(path), by=shown(by), columns=columns)
            raise CallError(said)
        return None
    facts: dict[int, tuple[str, str]] = {}
    for position, header in enumerate(headers):
        found = _FACT.fullmatch(header.strip())
        if found and position != company:
            key = found[2].lower()
            if found[1]:
                facts[position] = (key, "bounds")
            elif key in KEYS and key not in _NO_FACTS:
                facts[position] = (key, "")
    return plain._replace(headers=tuple(headers), company=company, facts=facts)


@cache
def _company_words() -> frozenset[str]:
    labels = (read_json(f"generated/text.{lang}.json")["labels"] for lang in LANGUAGES)
    return frozenset(normalise(of[NAMESPACE + "Company"]) for of in labels)


def _beginning(path: Path) -> tuple[str, str]:
    """The text of the beginning of a file, up to a line's end, and its encoding."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_SAMPLE_BYTES)
    except OSError as error:
        why, mend = reported(error), phrase("mend.check-file")
        raise input_error("cannot-open", Place(str(path)), why=why, mend=mend) from error
    if len(data) == _SAMPLE_BYTES:
        data = data[: data.rfind(b"\n") + 1] or data
    encoding = encoding_of(data, str(path))
    return data.decode(encoding, "surrogateescape"), encoding


def rows(head: Head) -> Iterator[Row]:
    """The rows under the header with their numbers; blank ones are left out.

    Bytes that are not of the encoding come as lone surrogates. Raises InputError where the table
    breaks off: an open quote, a cell without end.
    """
    if head.path.suffix.lower() == PARQUET:
        from tpgraph.batch.parquet import rows_as_text

        yield from rows_as_text(head.path)
        return
    csv.field_size_limit(LONGEST_CELL)
    number = 1 if head.skipped else 0
    with head.path.open(encoding=head.encoding, errors="surrogateescape", newline="") as stream:
        if head.skipped:
            stream.readline()
        reader = csv.reader(stream, delimiter=head.delimiter, strict=True)
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise csv_error(str(error), Place(str(head.path), row=number)) from error
            if number > head.row and any(c and not c.isspace() for c in cells):
                yield number, cells


def is_damaged(cells: list[str]) -> bool:
    """Whether a row holds bytes that are no text in the file's encoding."""
    return any(not c.isascii() and any("\ud800" <= x <= "\udfff" for x in c) for c in cells)
