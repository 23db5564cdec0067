"""Zip files that no program would write: parts that lie, overlap, or unpack to more than a disk."""

from __future__ import annotations

import struct
import zlib
from typing import Any, NamedTuple

STORED, DEFLATED = 0, 8
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class Part(NamedTuple):
    """A part as it is written; ``at`` is where it claims to begin, by default where it does."""

    name: str
    data: bytes
    method: int = DEFLATED
    crc: int = 0
    size: int = 0
    flags: int = 0
    at: int | None = None


def packed(name: str, text: bytes, **changes: Any) -> Part:
    """A part that holds ``text``, whatever else is changed about it."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = maker.compress(text) + maker.flush()
    return Part(name, data, crc=zlib.crc32(text), size=len(text))._replace(**changes)


def repeated(name: str, start: bytes, piece: bytes, times: int, **changes: Any) -> Part:
    """A part that unpacks to ``start`` and ``times`` times ``piece``: small here, huge there."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = maker.compress(start) + maker.flush(zlib.Z_FULL_FLUSH)
    block = maker.compress(piece) + maker.flush(zlib.Z_FULL_FLUSH)
    data = head + block * times + maker.flush()
    return Part(name, data, size=len(start) + len(piece) * times)._replace(**changes)


def zip_of(*parts: Part) -> bytes:
    """A zip file of the parts, as they are."""
    body, directory = b"", b""
    for part in parts:
        name = part.name.encode()
        head = struct.pack(
            "<HHHHHIIIHH", 20, part.flags, part.method, 0, 33, part.crc, len(part.data),
            part.size & 0xFFFFFFFF, len(name), 0,
        )  # fmt: skip
        at = len(body) if part.at is None else part.at
        body += _LOCAL + head + name + part.data if part.at is None else b""
        directory += _CENTRAL + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, at)
        directory += name
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + _END + end


_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def row(number: int | str, *cells: str) -> str:
    """A row of texts in the columns from A on."""
    found = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in cells)
    return f'<row r="{number}">{found}</row>'


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """The XML of a sheet."""
    return f"<worksheet {_NS}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def relations(*targets: tuple[str, str, str]) -> bytes:
    """The XML of relations: identifier, kind, target (and what else stands in its attribute)."""
    found = "".join(
        f'<Relationship Id="{i}" Type="{_REL}/{kind}" Target="{to}"/>' for i, kind, to in targets
    )
    return f'<Relationships xmlns="{_PACKAGE}">{found}</Relationships>'.encode()


def xlsx(
    first: bytes | Part, *more: Part, strings: bytes = b"", target: str = "worksheets/sheet1.xml"
) -> bytes:
    """A workbook whose only sheet is ``first``."""
    book = (
        f'<workbook {_NS} xmlns:r="{_REL}"><sheets>'
        '<sheet name="Touchpoints" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = [
        packed("_rels/.rels", relations(("r", "officeDocument", "xl/workbook.xml"))),
        packed("xl/workbook.xml", book.encode()),
        packed(
            "xl/_rels/workbook.xml.rels",
            relations(("rId1", "worksheet", target), ("rId2", "sharedStrings", "strings.xml")),
        ),
    ]
    if strings:
        parts.append(packed("xl/strings.xml", strings))
    part = packed("xl/worksheets/sheet1.xml", first) if isinstance(first, bytes) else first
    return zip_of(*parts, part, *more)


def ods(content: bytes | Part) -> bytes:
    """A workbook of LibreOffice with that content."""
    part = packed("content.xml", content) if isinstance(content, bytes) else content
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_of(packed("mimetype", kind), part)
