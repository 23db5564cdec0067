"""Reads the file company.toml: what it holds, and the line on which each key stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.table import CompanyData
from tpgraph.model import Place, Problem

FILE_NAME = "company.toml"


def load_company_file(path: Path, problems: list[Problem], label: str = FILE_NAME) -> CompanyData:
    """What a ``company.toml`` holds; what is noticed goes to ``problems``.

    ``label`` is what the file is called in places. Raises InputError where it is no TOML.
    """
    text = _load_text(path, problems)
    data = _parse_toml(text, path)
    lines = _KeyLines(text)

    def place_of(key: str, table: str, number: int) -> Place:
        column = f"{table}.{key}" if table else key
        return Place(label, row=lines.find(key, table, number), column=column)

    return CompanyData(data, place_of)


class _KeyLines:
    """The line on which a key of a TOML file stands: a plain scan, for messages and provenance."""

    _HEADER = r"\s*(\[\[?)\s*([\w.\-]+)\s*\]"
    _KEY = r"""\s*["']?([\w\-]+)["']?\s*(?:=|\.)"""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        self._headers: dict[tuple[str, int], int] = {}
        counts: dict[str, int] = {}
        table, number = "", 0
        for line_number, line in enumerate(text.split("\n"), start=1):
            header = re.match(self._HEADER, line)
            if header:
                table = header[2]
                number = counts.get(table, -1) + 1
                counts[table] = number
                self._headers[table, number] = line_number
            elif key := re.match(self._KEY, line):
                self._lines.setdefault((table, number, key[1]), line_number)

    def find(self, key: str, table: str, number: int) -> int | None:
        """The line of ``key`` in the ``number``-th table of that name, else of its header."""
        line = self._lines.get((table, number, key))
        return line or self._headers.get((table or key, number))


def _load_text(path: Path, problems: list[Problem]) -> str:
    text, found = decode(load(path), path.name, str(path))
    problems += found
    return text.replace("\r\n", "\n")


def _parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        why = "lists are nested too deeply"
        raise input_error("bad-toml", Place(str(path)), why=why) from error
    except ValueError as error:  # TOMLDecodeError, and numbers of thousands of digits
        said = re.fullmatch(
            r"(.*) \(at (?:line (\d+), column (\d+)|(end of document))\)", str(error)
        )
        if said is None:
            raise input_error("bad-toml", Place(str(path)), why=str(error)) from error
        row = int(said[2]) if said[2] else text.count("\n") + 1
        place = Place(str(path), row=row, column=said[3] or "end")
        raise input_error("bad-toml", place, why=said[1]) from error
