"""Reads the file company.toml: what it holds, and the line on which each key stands."""

from __future__ import annotations

from pathlib import Path

from tpgraph.inventory.encoding import decode
from tpgraph.inventory.files import load
from tpgraph.inventory.table import CompanyData
from tpgraph.inventory.toml_lines import KeyLines, parse_toml
from tpgraph.model import Place, Problem

FILE_NAME = "company.toml"


def load_company_file(path: Path, problems: list[Problem], label: str = FILE_NAME) -> CompanyData:
    """What a ``company.toml`` holds; what is noticed goes to ``problems``.

    ``label`` is what the file is called in places. Raises InputError where it is no TOML.
    """
    text = _load_text(path, problems)
    data = parse_toml(text, path)
    lines = KeyLines(text)

    def place_of(key: str, table: str, number: int) -> Place:
        column = f"{table}.{key}" if table else key
        return Place(label, row=lines.find(key, table, number), column=column)

    return CompanyData(data, place_of)


def _load_text(path: Path, problems: list[Problem]) -> str:
    text, found = decode(load(path), path.name, str(path))
    problems += found
    return text.replace("\r\n", "\n")
