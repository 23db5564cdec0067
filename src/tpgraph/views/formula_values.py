"""Saves a workbook with the values of its formulas, which openpyxl leaves out.

Without them a formula has no value until a spreadsheet program has opened and saved the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

Values = Mapping[str, Mapping[str, Any]]  # sheet's title -> coordinate -> value

_CELL = re.compile(
    rb"<c r=\"([A-Z]+[0-9]+)\"([^>]*)>(<f\b[^>]*(?:/>|>.*?</f>))<v\s*(?:/>|></v>)</c>", re.DOTALL
)
_TYPE = re.compile(rb"\st=\"[^\"]*\"")


def with_values(book: Any, values: Values) -> bytes:
    """The workbook as a file's content; each formula with the value that ``values`` gives it."""
    out = io.BytesIO()
    book.save(out)
    wanted = {
        f"xl/worksheets/sheet{number}.xml": values[sheet.title]
        for number, sheet in enumerate(book.worksheets, start=1)
        if values.get(sheet.title)
    }
    if not wanted:
        return out.getvalue()
    filled = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename in wanted:
                data = _filled(data, wanted[part.filename], book.epoch)
            new.writestr(part, data)
    return filled.getvalue()


def _filled(xml: bytes, values: Mapping[str, Any], epoch: datetime) -> bytes:
    def fill(match: re.Match[bytes]) -> bytes:
        where, attributes, formula = match.groups()
        value = values.get(where.decode())
        if value is None:
            return match[0]
        kind, text = _stored(value, epoch)
        kept = _TYPE.sub(b"", attributes)
        stored = escape(text).encode()
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (where, kept, kind, formula, stored)

    return _CELL.sub(fill, xml)


def _stored(value: Any, epoch: datetime) -> tuple[bytes, str]:
    """The type of a cell and its text, as a workbook stores them."""
    from openpyxl.utils.datetime import to_excel

    if isinstance(value, bool):
        return b' t="b"', str(int(value))
    if isinstance(value, datetime | date | time | timedelta):
        return b"", repr(to_excel(value, epoch))
    if isinstance(value, int | float):
        return b"", repr(value)
    text = str(value)
    is_error = text.startswith("#") and text.endswith(("!", "?", "/0!", "N/A"))
    return (b' t="e"' if is_error else b' t="str"'), text
