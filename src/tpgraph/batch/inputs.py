"""Finds what is to be analysed: companies in folders and files, and tables of many companies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tpgraph.batch.settings import WORK
from tpgraph.batch.table import PARQUET, Head, read_head
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.mapping import FILE_NAME as MAPPING
from tpgraph.inventory.mapping import find_mapping
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.sources import READERS, touchpoint_file
from tpgraph.model import Place
from tpgraph.phrases import phrase, reported
from tpgraph.store.company_store import is_store

_CHUNK = 1 << 20
_TABLES = (".csv", ".tsv", PARQUET)


class Input(NamedTuple):
    """A company's folder or file, or, with ``head``, a table of many companies."""

    path: Path
    head: Head | None = None


def find_inputs(paths: Sequence[Path], by: str | None) -> list[Input]:
    """What lies under the paths, in order: a folder's companies by name, as deep as they lie.

    Raises InputError where a path does not exist or cannot be read, CallError where there is no
    company at all, or where ``by`` names no column of a table.
    """
    try:
        found = [i for path in paths for i in _under(path, by, set())]
    except OSError as error:
        where = Place(str(error.filename or paths[0]))
        why, mend = reported(error), phrase("mend.check-path")
        raise input_error("cannot-open", where, why=why, mend=mend) from error
    if not found:
        raise CallError(phrase("call.batch-nothing", paths=tuple(map(str, paths))))
    return found


def _under(path: Path, by: str | None, seen: set[Path], *, named: bool = True) -> Iterator[Input]:
    if path.is_dir():
        real = path.resolve()
        if real in seen or (path / WORK).exists() or is_store(path):
            return  # a link in a circle, or what a batch has written
        seen.add(real)
        if (path / FILE_NAME).is_file() or touchpoint_file(path) is not None:
            yield Input(path)
            return
        for inner in sorted(path.iterdir()):
            if not inner.name.startswith("."):
                yield from _under(inner, by, seen, named=False)
        return
    suffix = path.suffix.lower()
    if suffix in _TABLES and path.is_file():
        yield from _table(path, by, named)
    elif named or (suffix in READERS and path.is_file()):
        yield Input(path)  # what is wrong with it is said when it is read


def _table(path: Path, by: str | None, named: bool) -> Iterator[Input]:
    """A table of many companies where it has a column for them, else a company's own file."""
    try:
        head = read_head(path, by)
    except InputError:
        if named:
            raise
        head = None  # one bad file among many is a bad company
    if head is not None or path.suffix.lower() != PARQUET:
        yield Input(path, head)
    elif named:
        raise CallError(phrase("call.batch-no-company", path=str(path)))


def fingerprint(found: Input) -> str:
    """The SHA-256 of what an input holds: names and contents, with the mapping beside a file."""
    total = hashlib.sha256()
    if found.path.is_dir():
        files = sorted(p for p in found.path.rglob("*") if p.is_file())
    else:
        files = [found.path, find_mapping(found.path)]
    for file in files:
        if file.is_file() and (file == found.path or file.name == MAPPING or found.path.is_dir()):
            total.update(f"{file.relative_to(found.path.parent).as_posix()}\0".encode())
            with file.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    total.update(chunk)
    return total.hexdigest()
