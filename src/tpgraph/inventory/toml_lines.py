"""Reads TOML: the values, and the line on which each key stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from tpgraph.inventory.limits import Counter
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Reported, phrase

# So many tables in one another take more memory than there is.
_DEEP = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){100}""")
_AT = r"(.*) \(at (?:line (\d+), column (\d+)|(end of document))\)"


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """The values of a TOML text. Raises InputError, with the line, where it is none."""
    Counter("KEYS", Place(str(path))).take(text.count("="))
    deep = _DEEP.search(text)
    if deep is not None:
        place = Place(str(path), row=text.count("\n", 0, deep.start()) + 1)
        raise input_error("bad-toml", place, why=phrase("why.nested"))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise input_error("bad-toml", Place(str(path)), why=phrase("why.nested")) from error
    except ValueError as error:  # TOMLDecodeError, and numbers of thousands of digits
        said = re.fullmatch(_AT, str(error))
        if said is None:
            raise input_error("bad-toml", Place(str(path)), why=Reported(str(error))) from error
        row = int(said[2]) if said[2] else text.count("\n") + 1
        place = Place(str(path), row=row, column=said[3] or "end")
        raise input_error("bad-toml", place, why=Reported(said[1])) from error


class KeyLines:
    """The line on which a key of a TOML file stands: a plain scan, for messages and provenance."""

    _HEADER = r"""\s*\[\[?\s*([\w.\-"']+)\s*\]"""
    _KEY = r"""\s*(?:"([^"]*)"|'([^']*)'|([\w\-]+))\s*(?:=|\.)"""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        self._headers: dict[tuple[str, int], int] = {}
        self._first: dict[str, int] = {}
        counts: dict[str, int] = {}
        table, number = "", 0
        for line_number, line in enumerate(text.split("\n"), start=1):
            header = re.match(self._HEADER, line)
            if header:
                table = re.sub("[\"']", "", header[1])
                number = counts.get(table, -1) + 1
                counts[table] = number
                self._headers[table, number] = line_number
            elif key := re.match(self._KEY, line):
                name = key[1] or key[2] or key[3] or ""
                self._lines.setdefault((table, number, name), line_number)
                self._first.setdefault(name, line_number)

    def find(self, key: str, table: str, number: int = 0) -> int | None:
        """The line of ``key`` in the ``number``-th table of that name, else of its header."""
        line = self._lines.get((table, number, key))
        return line or self._headers.get((table or key, number))

    def anywhere(self, key: str) -> int | None:
        """The first line of ``key`` in any table, or of the table of that name."""
        found = (n for (table, _), n in self._headers.items() if table.split(".")[-1] == key)
        return self._first.get(key) or next(found, None)
