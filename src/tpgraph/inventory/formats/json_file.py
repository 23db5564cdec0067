"""Reads JSON: an object with ``company`` and ``touchpoints``, or a list of touchpoints.

Each touchpoint is an object of columns; a value is a text, a number, true or false, null, or a
list of them. The place of a touchpoint is the line on which its object begins.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from tpgraph.errors import InputError
from tpgraph.inventory.company import KEYS
from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.formats.records import table_of_records
from tpgraph.inventory.formats.sheet_words import company_key, sheet_role
from tpgraph.inventory.formats.typed import UNKNOWN_TEXT, unmistakable
from tpgraph.inventory.limits import Counter, limit, over
from tpgraph.inventory.messages import input_error, problem, shown
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Phrase, Reported, phrase
from tpgraph.vocabulary import COLUMNS, DATA

_LONGEST_NUMBER = 40  # characters; what is longer stays text
_BLANKS = re.compile(r"[ \t\r\n]*")
# An escape: two halves of a surrogate pair, half of one, or another.
_ESCAPE = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


class Number(str):
    """A number as written, so that none is too long and no decimal is lost."""

    __slots__ = ()


class Object(dict[str, Any]):
    """An object; ``twice`` holds the keys that it has more than once."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> Object:
    found = Object(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice: dict[str, None] = {}
        for key, _ in pairs:
            if key in seen and len(twice) < 20:
                twice[key] = None
            seen.add(key)
        found.twice = tuple(twice)
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=Number
)


def read(path: Path, index: Index) -> Table:
    """The touchpoints (and company) of a JSON file; JSON-LD is read as RDF.

    Raises InputError where it is no JSON, holds no touchpoints, or is over a limit.
    """
    text, problems = decode(load(path), path.name, str(path))
    if is_json_ld(text):
        from tpgraph.inventory.formats import rdf

        return rdf.read_json_ld(path, index)
    return _Reader(path, _without_halves(text), index, list(problems)).read()


def _without_halves(text: str) -> str:
    """``text`` whose halves of surrogate pairs are characters that are taken out of cells.

    It is as long as before, so that places stay.
    """
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _ESCAPE.sub(lambda m: r"\ufffe" if m[2] else m[0], text)


def is_json_ld(text: str) -> bool:
    """Whether the first keys of a JSON text are those of JSON-LD."""
    return re.match(r'\s*\[?\s*\{\s*"@(?:context|graph|id|type)"\s*:', text) is not None


_Record = tuple[int, Mapping[str, str]]


class _Reader:
    def __init__(self, path: Path, text: str, index: Index, problems: list[Problem]) -> None:
        self._path, self._text, self._index = path, text, index
        self._problems = problems
        self._at = 0
        self._known: dict[str, str] = {}
        self._lines = [match.end() for match in re.finditer("\n", text)]

    def read(self) -> Table:
        self._check_size()
        try:
            start = self._skip(0)
            if start >= len(self._text):
                raise input_error("empty-file", Place(str(self._path)))
            records, company = self._parts(start)
        except JSONDecodeError as error:
            place = Place(str(self._path), row=error.lineno, column=str(error.colno))
            raise input_error("bad-json", place, why=Reported(error.msg)) from error
        except RecursionError as error:
            why = phrase("why.nested")
            raise input_error("bad-json", Place(str(self._path)), why=why) from error
        return table_of_records(
            self._path,
            records,
            self._index,
            separators="|;",
            problems=self._problems,
            company=company,
        )

    def _check_size(self) -> None:
        """So many values fit into memory: counted by what parts them, before any is made."""
        if sum(map(self._text.count, ",[{")) > 4 * limit("CELLS"):
            raise over("CELLS", Place(str(self._path)))

    # ------------------------------------------------------------------------- walking along

    def _line(self, offset: int) -> int:
        return bisect_right(self._lines, offset) + 1

    def _skip(self, at: int) -> int:
        match = _BLANKS.match(self._text, at)
        return match.end() if match else at

    def _value(self, at: int) -> tuple[Any, int]:
        value, end = _DECODER.raw_decode(self._text, at)
        return value, self._skip(end)

    def _expect(self, signs: str, at: int) -> None:
        if self._text[at : at + 1] not in tuple(signs):
            raise JSONDecodeError(f"Expecting {' or '.join(signs)}", self._text, at)

    def _keys(self, at: int) -> Iterator[tuple[str, int]]:
        """The keys of the object at ``at``, each with where its value begins.

        Whoever is given a key sets ``self._at`` behind its value.
        """
        self._at = self._skip(at + 1)
        while self._text[self._at : self._at + 1] != "}":
            self._expect('"', self._at)
            key, at = self._value(self._at)
            self._expect(":", at)
            yield key, self._skip(at + 1)
            self._next("}")
        self._at = self._skip(self._at + 1)

    def _members(self, at: int) -> Iterator[tuple[str, int, Any]]:
        """The members of the object at ``at``: key, where the value begins, value."""
        for key, start in self._keys(at):
            value, self._at = self._value(start)
            yield key, start, value

    def _items(self, at: int) -> Iterator[tuple[int, Any]]:
        """The items of the list at ``at``, each with where it begins."""
        self._at = self._skip(at + 1)
        while self._text[self._at : self._at + 1] != "]":
            start = self._at
            value, self._at = self._value(start)
            yield start, value
            self._next("]")
        self._at = self._skip(self._at + 1)

    def _next(self, end: str) -> None:
        """Go on to the next item or member, or stay at the ``end``."""
        self._expect(f",{end}", self._at)
        if self._text[self._at] == ",":
            self._at = self._skip(self._at + 1)
            if self._text[self._at : self._at + 1] == end:
                raise JSONDecodeError("Expecting a value", self._text, self._at)

    # ------------------------------------------------------------------------------ the parts

    def _parts(self, start: int) -> tuple[list[_Record], CompanyData | None]:
        """The touchpoints, as texts with their lines, and the company."""
        if self._text[start] == "[":
            records: list[_Record] | None = self._records(start)
            company = None
        elif self._text[start] == "{":
            records, company = self._object(start)
        else:
            _, self._at = self._value(start)
            raise self._shape(phrase("what.neither-object-nor-list"))
        if self._at < len(self._text):
            raise JSONDecodeError("Extra data", self._text, self._at)
        if records is None:
            raise self._shape(phrase("what.no-list"))
        return records, company

    def _object(self, start: int) -> tuple[list[_Record] | None, CompanyData | None]:
        records: list[_Record] | None = None
        company: CompanyData | None = None
        others: list[str] = []
        for key, at in self._keys(start):
            role = "touchpoints" if key == "rows" else sheet_role(key)
            sign = self._text[at : at + 1]
            if role == "touchpoints" and sign == "[":
                records = self._records(at)
            elif role == "company" and sign in ('"', "{"):
                company = self._company(at)
            else:
                _, self._at = self._value(at)
                if key not in ("schema", "lang", "as_of", "columns", "company"):
                    others.append(key)
        if others and records is not None:
            said = ", ".join(key[:40] for key in others[:8])
            self._problems.append(problem("other-keys", Place(self._path.name), value=said))
        return records, company

    def _shape(self, what: Phrase) -> InputError:
        return input_error("json-shape", Place(str(self._path)), what=what)

    def _records(self, start: int) -> list[_Record]:
        place = Place(str(self._path))
        rows, cells = Counter("ROWS", place), Counter("CELLS", place)
        records: list[_Record] = []
        for at, value in self._items(start):
            line = self._line(at)
            if not isinstance(value, dict):
                what = phrase("what.no-touchpoint", value=shown(_brief(value)))
                raise input_error("json-shape", Place(str(self._path), row=line), what=what)
            self._report_twice(value, line)
            texts = ((self._same(key), self._text_of(key, v, line)) for key, v in value.items())
            record = {key: text for key, text in texts if text}
            rows.take()
            cells.take(len(record))
            records.append((line, record))
        return records

    def _same(self, key: str) -> str:
        """One string for each key, however many objects have it."""
        return self._known.setdefault(key, key)

    def _report_twice(self, value: dict[str, Any], line: int) -> None:
        for key in getattr(value, "twice", ()):
            place = Place(self._path.name, row=line, column=key[:80])
            self._problems.append(problem("duplicate-key", place, value=key))

    def _text_of(self, key: str, value: Any, line: int) -> str:
        column = self._index.column(key)
        place = Place(self._path.name, row=line, column=column or key[:80])
        if isinstance(value, dict) or (
            isinstance(value, list) and any(isinstance(v, dict | list) for v in value)
        ):
            self._problems.append(problem("nested-value", place))
            return "" if column == "name" else UNKNOWN_TEXT
        if isinstance(value, list):
            texts = [_plain(v, column) for v in value]
            for text in texts:
                if "|" in text and column != "name":
                    self._problems.append(problem("bar-in-value", place, value=text))
            return "|".join(text for text in texts if text)
        return _plain(value, column)

    # ----------------------------------------------------------------------------- the company

    def _company(self, start: int) -> CompanyData:
        lines = {"": self._line(start)}
        values: dict[str, Any] = {}
        if self._text[start] == '"':  # a name, or the IRI that tpgraph's own answers hold
            name, self._at = self._value(start)
            values["name"] = name.removeprefix(DATA)
        else:
            for said, at, value in self._members(start):
                key = said if said in KEYS else company_key(said) or said
                if key in values:
                    place = Place(self._path.name, row=self._line(at), column=key[:80])
                    self._problems.append(problem("duplicate-key", place, value=said))
                if value is not None:
                    values[key] = _as_toml(value)
                    lines[key] = self._line(at)

        def place_of(key: str, table: str, _: int) -> Place:
            line = lines.get(table or key, lines[""])
            return Place(self._path.name, row=line, column=f"{table}.{key}" if table else key)

        return CompanyData(values, place_of)


def _plain(value: Any, column: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number) and column and COLUMNS[column].holds == "number":
        return unmistakable(value)
    return str(value)


def _as_toml(value: Any) -> Any:
    """A value as the reader of company.toml knows it."""
    if isinstance(value, Number):
        if len(value) > _LONGEST_NUMBER:
            return str(value)
        return int(value) if re.fullmatch(r"-?\d+", value) else float(value)
    if isinstance(value, list):
        return [_as_toml(item) for item in value if item is not None]
    if isinstance(value, dict):
        return {key: _as_toml(v) for key, v in value.items() if v is not None}
    return value


def _brief(value: Any) -> str:
    return json.dumps(value)[:100] if not isinstance(value, list) else "a list"
