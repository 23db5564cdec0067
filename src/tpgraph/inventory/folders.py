"""Writes what an import found as company folders; none is replaced unasked."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.toml import toml_value
from tpgraph.phrases import Slot, phrase, reported
from tpgraph.text import slug

TOUCHPOINTS = "touchpoints.csv"


class CompanyFolder(NamedTuple):
    """A company as an import leaves it: comments and keys of company.toml, and the touchpoints.

    ``rows`` hold a cell for each of ``columns``.
    """

    name: str
    comments: Sequence[str]
    keys: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_folders(
    companies: Mapping[str, CompanyFolder], out: Path, *, default: str, overwrite: bool
) -> dict[str, Path]:
    """Write each company into a folder of ``out`` named by its name, and give the folders.

    ``default`` names the folder of a name without letters. With ``overwrite`` a folder that is
    there is kept beside the new one as ``.bak``. The folders are written to a temporary place and
    moved when all are done.

    Raises CallError where a folder is there and ``overwrite`` is false, InputError where ``out``
    cannot be written.
    """
    folders = _places({key: company.name for key, company in companies.items()}, out, default)
    there = [folder for folder in folders.values() if folder.exists()]
    if there and not overwrite:
        named: Slot = str(there[0])
        if len(there) > 1:
            named = phrase("list.more", named=named, count=len(there) - 1)
        raise CallError(phrase("call.folder-there", folders=named))
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tpgraph-", dir=out) as temporary:
            for key, folder in folders.items():
                _write(Path(temporary) / folder.name, companies[key])
            for folder in folders.values():
                if folder.exists():
                    folder.rename(_backup(folder))
                (Path(temporary) / folder.name).rename(folder)
    except OSError as error:
        why = reported(error)
        raise InputError(phrase("call.folder-not-written", path=str(out), why=why)) from error
    return folders


def unique(name: str, taken: set[str]) -> str:
    """``name``, with a number where it is ``taken`` already; it is taken then."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} {number}"
    taken.add(found)
    return found


def company_of(path: Path) -> str:
    """The company's name that a file's name gives: ``postal-service.csv`` is Postal service."""
    words = one_line(clean(path.stem).text.replace("_", " ").replace("-", " "))
    return words[:1].upper() + words[1:] if words else "Company"


def _places(names: Mapping[str, str], out: Path, default: str) -> dict[str, Path]:
    """A folder for each name; two names of one slug are told apart by a number."""
    folders: dict[str, Path] = {}
    taken: set[str] = set()
    for key, written in names.items():
        first = name = slug(written, default=default)
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name)
        folders[key] = out / name
    return folders


def _backup(folder: Path) -> Path:
    """A name beside ``folder`` that is free: ``.bak``, ``.bak-2`` and so on."""
    number, backup = 1, folder.with_name(f"{folder.name}.bak")
    while backup.exists():
        number += 1
        backup = folder.with_name(f"{folder.name}.bak-{number}")
    return backup


def _write(folder: Path, company: CompanyFolder) -> None:
    folder.mkdir()
    lines = [f"# {one_line(clean(comment).text)}" for comment in company.comments]
    lines += [
        f"{key} = {toml_value(text)}"
        for key, text in {"name": company.name, **company.keys}.items()
    ]
    (folder / FILE_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / TOUCHPOINTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(company.columns)
        writer.writerows(company.rows)
