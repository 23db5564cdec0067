"""Parquet, where pyarrow is installed: tables in, tables out. The only module that imports it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tpgraph.batch.rows import NUMBERS as OF_FINDINGS
from tpgraph.batch.summary import NUMBERS as OF_SUMMARY
from tpgraph.errors import CallError
from tpgraph.inventory.limits import LONGEST_CELL
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.numbers import canonical
from tpgraph.model import Place
from tpgraph.phrases import Reported, phrase

_NUMBERS = OF_FINDINGS | OF_SUMMARY
_ROWS_READ = 5_000


def require() -> Any:
    """The library. Raises CallError, saying how to get it, where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise CallError(phrase("call.no-parquet")) from error
    return pyarrow


def column_names(path: Path) -> list[str]:
    """The names of a table's columns. Raises InputError where it is no Parquet."""
    return list(_open(path).schema_arrow.names)


def rows_as_text(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows as a spreadsheet would show them, numbered from 2: row 1 is the header."""
    number = 1
    for batch in _open(path).iter_batches(batch_size=_ROWS_READ):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            number += 1
            cells = [as_text(value) for value in row]
            if any(c and not c.isspace() for c in cells):
                yield number, cells


def as_text(value: Any) -> str:
    """A value as the cell of a CSV would have it; several values with bars between them."""
    if value is None or value != value:  # a number that is none
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return canonical(Decimal(repr(value)))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "|".join(map(as_text, value))
    return str(value)


def _open(path: Path) -> Any:
    library = require()
    try:
        return library.parquet.ParquetFile(path)
    except (OSError, library.ArrowException) as error:
        why = Reported(str(error).partition("\n")[0].rstrip("."))
        raise input_error("damaged-file", Place(str(path)), form="Parquet", why=why) from error


class ParquetTable:
    """A Parquet file that takes CSV lines: numbers become numbers, blanks become null."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        pa = require()
        self._pa, self._columns = pa, columns
        types = [pa.float64() if name in _NUMBERS else pa.string() for name in columns]
        self._schema = pa.schema(list(zip(columns, types, strict=True)))
        self._writer = pa.parquet.ParquetWriter(path, self._schema)
        self._rows: list[list[str]] = []

    def write(self, lines: bytes) -> None:
        """Adds whole lines."""
        csv.field_size_limit(LONGEST_CELL)
        self._rows += csv.reader(io.StringIO(lines.decode(), newline=""))
        if len(self._rows) > _ROWS_READ:
            self._flush()

    def close(self) -> None:
        """Ends the table."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        values: list[list[Any]] = []
        for at, name in enumerate(self._columns):
            texts = [row[at] or None for row in self._rows]
            values.append([float(t) if t else None for t in texts] if name in _NUMBERS else texts)
        self._writer.write_table(self._pa.table(values, schema=self._schema))
        self._rows.clear()
