"""Writes one company in every format, for the suite that holds the readers against each other."""

from __future__ import annotations

import csv
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.conftest import ROOT
from tpgraph.vocabulary import COLUMNS

SAMPLE = ROOT / "data" / "bottega_jeans"
NUMBERS = frozenset(name for name, column in COLUMNS.items() if column.holds == "number")
Rows = Sequence[Mapping[str, str]]


def sample_rows() -> list[dict[str, str]]:
    """The sample's touchpoints as written."""
    with (SAMPLE / "touchpoints.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def sample_company() -> dict[str, Any]:
    """The sample's company file."""
    return tomllib.loads((SAMPLE / "company.toml").read_text(encoding="utf-8"))


def plain_number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def company_lines(company: Mapping[str, Any]) -> list[list[Any]]:
    """The company as key and values, as a sheet holds it."""
    lines: list[list[Any]] = []
    for key, value in company.items():
        if key == "accept":
            keys = ("rule", "concerns", "reason", "until")
            lines += [[key, *(accept.get(k) for k in keys)] for accept in value]
        elif key == "bounds":
            lines += [[f"bounds.{name}", bound] for name, bound in value.items()]
        else:
            lines.append([key, "|".join(value) if isinstance(value, list) else value])
    return lines


def write_xlsx(path: Path, company: Mapping[str, Any], rows: Rows) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Touchpoints"
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(
            [plain_number(v) if v and k in NUMBERS else (v or None) for k, v in row.items()]
        )
    about = book.create_sheet("Company")
    for line in company_lines(company):
        about.append(line)
    book.save(path)


def rezip(path: Path, changes: Mapping[str, Callable[[str], str]]) -> None:
    """Change parts of a workbook in place: path of the part to what makes the new text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
