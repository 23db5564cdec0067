"""Writes one company in every format, for the suite that holds the readers against each other."""

from __future__ import annotations

import csv
import json
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from openpyxl import Workbook

from tests.conftest import ROOT
from tpgraph.vocabulary import COLUMNS, DATA, NAMESPACE

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


def write_json(path: Path, company: Mapping[str, Any], rows: Rows) -> None:
    def value(key: str, text: str) -> Any:
        if key in NUMBERS:
            return plain_number(text)
        is_list = "|" in text and COLUMNS[key].holds in ("concept", "kind", "links")
        return text.split("|") if is_list else text

    touchpoints = [{k: value(k, v) for k, v in row.items() if v} for row in rows]
    data = {"company": company, "touchpoints": touchpoints}
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    path.write_text(text, encoding="utf-8")


_ODS = (
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
)


def ods_document(sheets: Mapping[str, str], styles: str = "") -> str:
    """The content of an .ods: the rows of each sheet as XML."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{_ODS[0]}" xmlns:table="{_ODS[1]}" xmlns:text="{_ODS[2]}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def save_ods(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def ods_cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods_row(cells: Sequence[Any]) -> str:
    """A row; cells that are equal and stand side by side are written once, as LibreOffice does."""
    found = []
    for text, group in groupby(map(ods_cell, cells)):
        count = len(list(group))
        repeat = f'<table:table-cell table:number-columns-repeated="{count}"' if count > 1 else ""
        found.append(text.replace("<table:table-cell", repeat, 1) if repeat else text)
    return f"<table:table-row>{''.join(found)}</table:table-row>"


def write_ods(path: Path, company: Mapping[str, Any], rows: Rows) -> None:
    lines: list[list[Any]] = [list(rows[0])]
    lines += [[plain_number(v) if v and k in NUMBERS else v for k, v in r.items()] for r in rows]
    sheets = {"Touchpoints": lines, "Company": company_lines(company)}
    save_ods(path, ods_document({n: "".join(map(ods_row, ls)) for n, ls in sheets.items()}))


def write_rdf(path: Path, ntriples: bytes, form: ox.RdfFormat) -> None:
    """Facts in a syntax of RDF, without what is derived from them."""
    derived = {f"{NAMESPACE}{name}" for name in ("stated", "urlKey", "asOf", "doubtful")}
    triples = ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)
    kept = [t for t in triples if t.predicate.value not in derived]
    prefixes = {"tpg": NAMESPACE, "d": DATA}
    path.write_bytes(ox.serialize(kept, format=form, prefixes=prefixes) or b"")
