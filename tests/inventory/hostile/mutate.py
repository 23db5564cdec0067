"""Damages good files: bytes, and the parts, tags, cells and members that a format is made of."""

from __future__ import annotations

import json
import random
import re
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

_BITS = (b"<", b">", b'"', b"'", b"{", b"[", b"]", b"}", b"\\", b"\0", b"\xff", b"&", b";", b",")
_WORDS = (
    b"-1", b"99999999999999999999", b"1e999", b"NaN", b"\xd8\x00", b"\xe2\x80\xae", b"|" * 50,
    b"_xD800_", b"\\ud800", b"&#xD800;", b"\xed\xa0\x80", b"\xc2\xa0", b"\xef\xbb\xbf", b"9" * 5000,
    b"1899-12-30", b"9999-12-31", b"0000-00-00", b"2026-02-30", "٣٫٥".encode(), "½".encode(),
    b"=1+1", b"\r", b"\n\n", b"\x1b[31m", b"@context", b"none", b"unknown", b"$" , b"%",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, -0.0, 1e308, 10**30, "", "\ud800", "\u202e", [], {}, [[]], {"@id": "x"}, "none",
)  # fmt: skip
ZIPPED = (".xlsx", ".ods")


def damage_bytes(data: bytes, choose: random.Random) -> bytes:
    """``data`` with a few bytes changed, taken out, doubled, or cut off."""
    found = bytearray(data)
    for _ in range(choose.randint(1, 4)):
        at = choose.randrange(len(found) + 1)
        match choose.randrange(5):
            case 0:
                found[at : at + choose.randint(1, 30)] = b""
            case 1:
                found[at:at] = choose.choice(_BITS + _WORDS)
            case 2:
                found[at : at + 1] = bytes([choose.randrange(256)])
            case 3:
                end = at + choose.randint(1, 300)
                found[at:at] = found[at:end]
            case _:
                found[at + choose.randint(0, 3000) :] = b""
    return bytes(found)


def _swap(pieces: list[bytes], choose: random.Random) -> None:
    """Takes out, doubles, moves or replaces one of the pieces."""
    if not pieces:
        return
    at, other = choose.randrange(len(pieces)), choose.randrange(len(pieces))
    match choose.randrange(4):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(other, pieces[at])
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case _:
            pieces[at] = choose.choice(_WORDS)


def damage_pieces(data: bytes, choose: random.Random, border: bytes) -> bytes:
    """``data`` with a few of the pieces that ``border`` (a pattern) parts moved about."""
    pieces = re.split(b"(" + border + b")", data)
    for _ in range(choose.randint(1, 3)):
        _swap(pieces, choose)
    return b"".join(pieces)


_CONTENT = re.compile(rb'(?<=[= ])"[^"<>\n]*"|>[^<>]+<|<[^<>\s"]+/?>')


def damage_content(data: bytes, choose: random.Random) -> bytes:
    """``data`` with texts, values and empty elements replaced: most often it stays well-formed."""
    spans = [match.span() for match in _CONTENT.finditer(data)]
    for start, end in sorted(choose.sample(spans, min(len(spans), choose.randint(1, 3))))[::-1]:
        word = choose.choice((*_WORDS, b"0", b"-5", b"16385", b"2000000", b"ZZZZ9", b"true", b""))
        data = data[: start + 1] + word + data[end - 1 :]
    return data


def damage_json(data: bytes, choose: random.Random) -> bytes:
    """A JSON text with values replaced, taken out or put into one another."""
    value = json.loads(data)
    for _ in range(choose.randint(1, 3)):
        at: Any = value
        while isinstance(at, dict | list) and at:
            key = choose.choice(list(at) if isinstance(at, dict) else list(range(len(at))))
            if choose.random() < 0.3 or not isinstance(at[key], dict | list):
                at[key] = deepcopy(choose.choice([*_VALUES, [at[key]], {"x": at[key]}]))
                break
            at = at[key]
    return json.dumps(value).encode()


def damaged(suffix: str, data: bytes, choose: random.Random) -> bytes:
    """The content of a file of that ending, damaged in one of the ways that fit it."""
    way = choose.randrange(4)
    if suffix in (".json", ".jsonld") and way == 0:
        return damage_json(data, choose)
    if way == 1:
        borders = {".xml": rb"<[^>]*>", ".rels": rb"<[^>]*>", ".rdf": rb"<[^>]*>"}
        return damage_pieces(data, choose, borders.get(suffix, rb"[\n\r]+|[,;\t=\"]"))
    if way > 1:
        return damage_content(data, choose)
    return damage_bytes(data, choose)


def damage_file(path: Path, good: bytes, choose: random.Random) -> None:
    """Write ``good``, damaged, to ``path``: of a workbook mostly one of its parts."""
    if path.suffix not in ZIPPED or choose.random() < 0.2:
        path.write_bytes(damaged(path.suffix, good, choose))
        return
    path.write_bytes(good)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = choose.choice(sorted(n for n in parts if n.endswith((".xml", ".rels"))))
    parts[name] = damaged(Path(name).suffix, parts[name], choose)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
