"""Reads a workbook of Excel (.xlsx, .xlsm): walks through its XML, so that it is never a tree.

openpyxl would need some fifty times the file's size to say which rows are hidden, which cells are
merged and which formulas have no value; here a row is kept as its filled cells and no more.
Macros, links, drawings and everything else are not looked at.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tpgraph.inventory.formats.grid import Cell, Grid, Merge, Sheet, column_number
from tpgraph.inventory.formats.plain import plain_table
from tpgraph.inventory.formats.typed import (
    PLAIN,
    Format,
    Typed,
    built_in_format,
    date_text,
    number_text,
    percent_text,
    read_format,
)
from tpgraph.inventory.formats.workbook import table_of
from tpgraph.inventory.formats.xmlwalk import Enough
from tpgraph.inventory.formats.zipped import Parts, open_parts
from tpgraph.inventory.header_row import Finder
from tpgraph.inventory.limits import MB, Counter
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import Table
from tpgraph.model import Place
from tpgraph.phrases import phrase

_FORM = phrase("what.xlsx")
_MOST_SHEETS = 1000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def read(path: Path, index: Index) -> Table:
    """The touchpoints (and company) of a workbook.

    Raises InputError where it is damaged, over a limit, or has no touchpoints.
    """
    with open_parts(path, _FORM) as parts:
        book = _Book(parts)
        return table_of(path, book.sheets(), index)


def read_plain(path: Path, find: Finder) -> Table:
    """The fullest table of a workbook that is no inventory; raises InputError as :func:`read`."""
    with open_parts(path, _FORM) as parts:
        return plain_table(path, _Book(parts).sheets(), find)


@contextmanager
def sheets_in(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook that need not be an inventory; raises InputError as :func:`read`."""
    with open_parts(path, _FORM) as parts:
        yield _Book(parts).sheets()


class _Book:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        root = _Relations.of(parts, "", "_rels/.rels").first("officeDocument", "xl/workbook.xml")
        if not parts.holds(root):
            why = phrase("why.no-workbook")
            raise input_error("damaged-file", parts.place, form=_FORM, why=why)
        folder, name = posixpath.split(root)
        self._relations = _Relations.of(parts, folder, f"{folder}/_rels/{name}.rels")
        self._head = _Head()
        parts.walk(root, self._head)
        self._strings: list[str] | None = None
        self._formats: list[Format] | None = None
        self.texts = Counter("TEXT_MB", parts.place, MB)

    def sheets(self) -> list[Sheet]:
        """The sheets of the workbook that hold cells, in their order."""
        found = []
        for name, is_hidden, relation in self._head.sheets[:_MOST_SHEETS]:
            kind, part = self._relations.targets.get(relation, ("", ""))
            if kind == "worksheet" and self._parts.holds(part):
                found.append(Sheet(name, is_hidden, _SheetReader(self, part)))
        return found

    def grid(self, part: str, most: int | None) -> Grid:
        """The filled cells of a sheet."""
        strings, formats = self._load()
        cells = Counter("CELLS", self._parts.place)
        walker = _SheetWalker(
            strings, formats, self._head.is_1904, most, cells, self.texts, self._parts.place
        )
        self._parts.walk(part, walker)
        return walker.grid

    def _load(self) -> tuple[list[str], list[Format]]:
        if self._strings is None or self._formats is None:
            texts = _Strings(Counter("CELLS", self._parts.place), self.texts)
            part = self._relations.first("sharedStrings", "")
            if part and self._parts.holds(part):
                self._parts.walk(part, texts)
            styles = _Styles()
            part = self._relations.first("styles", "")
            if part and self._parts.holds(part):
                self._parts.walk(part, styles)
            self._strings, self._formats = texts.found, styles.formats
        return self._strings, self._formats


class _SheetReader:
    """Reads one sheet when it is asked to."""

    def __init__(self, book: _Book, part: str) -> None:
        self._book, self._part = book, part

    def __call__(self, most: int | None) -> Grid:
        return self._book.grid(self._part, most)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Walker:
    """Does nothing with what its children do not look at."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        pass

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Relations(_Walker):
    """The parts that a part refers to: identifier to kind and path; nothing outside the file."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.targets: dict[str, tuple[str, str]] = {}

    @classmethod
    def of(cls, parts: Parts, folder: str, part: str) -> _Relations:
        relations = cls(folder)
        if parts.holds(part):
            parts.walk(part, relations)
        return relations

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"{self._folder}/{target}"
            kind = attributes.get("Type", "").rpartition("/")[2]
            clean_path = posixpath.normpath(path).lstrip("/")
            self.targets[attributes.get("Id", "")] = (kind, clean_path)

    def first(self, kind: str, default: str) -> str:
        """The path of the first part of a kind."""
        return next((path for k, path in self.targets.values() if k == kind), default)


class _Head(_Walker):
    """The workbook's list of sheets: name, whether hidden, identifier; and its first day."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, bool, str]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "sheet":
            relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), is_hidden, relation))
        elif local == "workbookPr":
            self.is_1904 = attributes.get("date1904", "") in ("1", "true", "on")


class _Strings(_Walker):
    """The shared strings, without phonetic hints."""

    def __init__(self, cells: Counter, texts: Counter) -> None:
        self.found: list[str] = []
        self._cells, self._texts = cells, texts
        self._pieces: list[str] = []
        self._is_text = self._is_hint = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "t":
            self._is_text = not self._is_hint
        elif local == "rPh":
            self._is_hint = True

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "t":
            self._is_text = False
        elif local == "rPh":
            self._is_hint = False
        elif local == "si":
            self._cells.take()
            self.found.append(_unescaped("".join(self._pieces)))
            self._pieces.clear()

    def text(self, text: str) -> None:
        if self._is_text:
            self._texts.take(len(text))
            self._pieces.append(text)


class _Styles(_Walker):
    """The number format of each cell style."""

    def __init__(self) -> None:
        self.formats: list[Format] = []
        self._codes: dict[str, Format] = {}
        self._in_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            code = attributes.get("formatCode", "")
            self._codes[attributes.get("numFmtId", "")] = read_format(code)
        elif local == "cellXfs":
            self._in_cells = True
        elif local == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            own = self._codes.get(number)
            built_in = (
                built_in_format(int(number)) if number.isascii() and number.isdigit() else PLAIN
            )
            self.formats.append(own or built_in)

    def end(self, name: str) -> None:
        if _local(name) == "cellXfs":
            self._in_cells = False


class _SheetWalker(_Walker):
    """Collects the filled cells of a sheet."""

    def __init__(
        self,
        strings: list[str],
        formats: list[Format],
        is_1904: bool,
        most: int | None,
        cells: Counter,
        texts: Counter,
        place: Place,
    ) -> None:
        self.grid = Grid()
        self._strings, self._formats, self._is_1904 = strings, formats, is_1904
        self._most = most
        self._counter, self._texts = cells, texts
        self._rows = Counter("ROWS", place)
        self._row = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._type = self._style = ""
        self._value: list[str] = []
        self._takes = self._has_value = self._has_formula = self._is_hint = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._start_cell(attributes)
        elif local == "v":
            self._takes = self._has_value = True
        elif local == "t":
            self._takes = not self._is_hint
        elif local == "rPh":
            self._is_hint = True
        elif local == "f":
            self._has_formula = True
        elif local == "row":
            self._row = _number(attributes.get("r"), self._row + 1, _LAST_ROW)
            self._column = 0
            if _yes(attributes.get("hidden")) or attributes.get("ht") == "0":
                self.grid.hidden_rows.append(self._row)
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif local == "col" and (_yes(attributes.get("hidden")) or attributes.get("width") == "0"):
            first = _number(attributes.get("min"), 1, _LAST_COLUMN)
            last = _number(attributes.get("max"), first, _LAST_COLUMN)
            self.grid.hidden_columns.append((first, last))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        beyond = _LAST_COLUMN + 1 if letters else self._column + 1
        self._column = column_number(letters) or beyond
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = []
        self._has_formula = self._has_value = False

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "c":
            cell = self._cell()
            if cell is not None and self._column <= _LAST_COLUMN:
                self._counter.take()
                self._cells[self._column] = cell
        elif local in ("v", "t"):
            self._takes = False
        elif local == "rPh":
            self._is_hint = False
        elif local == "row" and self._cells:
            self._rows.take()
            self.grid.rows.append((self._row, self._cells))
            self._cells = {}
            if self._most is not None and len(self.grid.rows) >= self._most:
                raise Enough

    def text(self, text: str) -> None:
        if self._takes:
            self._texts.take(len(text))
            self._value.append(text)

    def _cell(self) -> Cell | None:
        text = "".join(self._value)
        kind = self._type
        if self._has_formula and not text and kind not in ("str", "inlineStr"):
            return Typed("", "uncomputed")
        if kind == "s":
            number = _number(text, -1, len(self._strings))
            text = self._strings[number] if 0 <= number < len(self._strings) else ""
        elif kind in ("str", "inlineStr"):
            # A formula that gives an empty text has an empty <v>; without one it has no value.
            if self._has_formula and not text and not self._has_value:
                return Typed("", "uncomputed")
            text = _unescaped(text)
        elif kind == "b":
            return Typed("true" if text.strip() == "1" else "false", "boolean") if text else None
        elif kind == "e":
            return Typed(text, "error")
        elif kind == "d":
            return Typed(text.strip().removesuffix("T00:00:00"), "date")
        elif text:
            return self._numeric(text)
        return text if text.strip() else None

    def _numeric(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return text
        style = _number(self._style, 0, len(self._formats))
        form = self._formats[style] if style < len(self._formats) else PLAIN
        if form.kind == "date":
            day = date_text(number, from_1904=self._is_1904)
            if day is not None:
                return Typed(day, "date")
        if form.kind == "percent":
            return Typed(percent_text(number), "percent")
        return Typed(number_text(number), "number", form.currency)

    def _merge(self, ref: str) -> None:
        found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", ref)
        if found and len(self.grid.merges) < 200_000:
            first, top, last, bottom = found.groups()
            self.grid.merges.append(
                Merge(int(top), column_number(first), int(bottom), column_number(last))
            )


def _number(text: str | None, default: int, highest: int) -> int:
    if text and len(text) <= 9 and text.strip().isascii() and text.strip().isdigit():
        return min(int(text), highest)
    return default


def _yes(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _unescaped(text: str) -> str:
    """``_x000D_`` and the like, which stand for characters that XML cannot hold."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
