"""Finds the files of an inventory: a folder's, those that its company.toml names, or one file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tpgraph.inventory.company_file import FILE_NAME, load_company_file
from tpgraph.inventory.csvfile import read_csv
from tpgraph.inventory.mapping import find_mapping
from tpgraph.inventory.messages import did_you_mean, input_error, problem, shown
from tpgraph.inventory.recognise import Index, closest
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.model import Place, Problem
from tpgraph.phrases import Phrase, Slot, phrase, reported

TOUCHPOINTS = "touchpoints"  # the stem of a folder's file of touchpoints
KEY = "sources"  # of company.toml: the files, where it is not touchpoints.* alone
MOST_SOURCES = 50

Reader = Callable[[Path, Index], Table]


def _late(module: str) -> Reader:
    """``read`` of a module of :mod:`tpgraph.inventory.formats`, loaded when it is needed."""

    def read(path: Path, index: Index) -> Table:
        reader: Reader = import_module(f"tpgraph.inventory.formats.{module}").read
        return reader(path, index)

    return read


# One reader a format, picked by the suffix.
READERS: Mapping[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": _late("xlsx"),
    ".xlsm": _late("xlsx"),
    ".ods": _late("ods"),
    ".json": _late("json_file"),
    ".jsonld": _late("rdf"),
    ".ttl": _late("rdf"),
    ".trig": _late("rdf"),
    ".nt": _late("rdf"),
    ".nq": _late("rdf"),
    ".rdf": _late("rdf"),
    ".owl": _late("rdf"),
}


class Source(NamedTuple):
    """A file of touchpoints, and what it is called: its path inside the company's folder."""

    path: Path
    label: str

    def read(self, index: Index) -> Table:
        """The table of the file; every place in it is of :attr:`label`."""
        table = READERS[self.path.suffix.lower()](self.path, index)
        if table.file == self.label:
            return table
        company = table.company
        if company is not None:
            company = company._replace(place_of=self._labelled(company.place_of))
        problems = tuple(_at(p, self.label) for p in table.problems)
        return table._replace(file=self.label, problems=problems, company=company)

    def _labelled(
        self, place_of: Callable[[str, str, int], Place]
    ) -> Callable[[str, str, int], Place]:
        def labelled(key: str, table: str, number: int) -> Place:
            place = place_of(key, table, number)
            return Place(self.label, place.sheet, place.row, place.column, place.note)

        return labelled


class Sources(NamedTuple):
    """The files of an inventory.

    ``company_file`` is what ``company.toml`` says beside ``sources``, ``default_name`` what the
    company is called where nothing says its name, ``not_read`` files of touchpoints that lie in
    the folder and are not among ``files``.
    """

    files: tuple[Source, ...]
    company_file: CompanyData | None
    default_name: str
    mapping_path: Path
    not_read: tuple[str, ...] = ()

    def report_not_read(self, problems: list[Problem]) -> None:
        """Say which files are not read, and how they would be."""
        if self.not_read:
            from tpgraph.inventory.toml import toml_value

            names = toml_value([*(s.label for s in self.files), *self.not_read])
            said = tuple(map(shown, self.not_read))
            problems.append(problem("not-a-source", Place(FILE_NAME), files=said, names=names))


def find_sources(path: Path, problems: list[Problem]) -> Sources:
    """The files behind the path that somebody gave; what is doubtful goes to ``problems``.

    Raises InputError where there are none, or where ``sources`` names what it must not.
    """
    try:
        return _find(path, problems)
    except OSError as error:
        place, mend = Place(str(path)), phrase("mend.check-path")
        raise input_error("cannot-open", place, why=reported(error), mend=mend) from error
    except ValueError as error:  # a NUL in the path
        place, mend = Place(repr(str(path))), phrase("mend.check-path")
        raise input_error("no-such-path", place, mend=mend) from error


def touchpoint_file(folder: Path) -> Path | None:
    """The file of touchpoints that the folder has, if any."""
    return next((p for s in READERS if (p := folder / f"{TOUCHPOINTS}{s}").is_file()), None)


def _find(path: Path, problems: list[Problem]) -> Sources:
    if path.name == FILE_NAME and path.is_file():
        path = path.parent
    if path.is_dir():
        return _in_folder(path, problems)
    if not path.exists():
        raise input_error("no-such-path", Place(str(path)), mend=_near_path(path))
    if not path.is_file():
        raise input_error("not-a-file", Place(str(path)))
    _require_format(path, Place(str(path)))
    # The file of a company's folder, named instead of the folder.
    if path.stem == TOUCHPOINTS and (path.parent / FILE_NAME).is_file():
        whole = _in_folder(path.parent, problems, or_else=path)
        if any(source.label == path.name for source in whole.files):
            return whole
        return whole._replace(files=(Source(path, path.name),))
    return Sources((Source(path, path.name),), None, path.stem, find_mapping(path))


def _in_folder(folder: Path, problems: list[Problem], or_else: Path | None = None) -> Sources:
    """The files of a folder; ``or_else`` is the one to take where company.toml names none."""
    company_path = folder / FILE_NAME
    data = load_company_file(company_path, problems) if company_path.is_file() else None
    if data is not None and KEY in data.values:
        files = tuple(_named(folder, data))
        rest = {key: value for key, value in data.values.items() if key != KEY}
        data = data._replace(values=rest)
    else:
        path = or_else or touchpoint_file(folder)
        if path is None:
            held = sorted(p.name for p in folder.iterdir())
            found: Slot = tuple(map(shown, held[:8])) or phrase("what.nothing")
            raise input_error("no-touchpoint-file", Place(str(folder)), found=found)
        files = (Source(path, path.name),)
    name = folder.absolute().resolve().name or "company"
    not_read = tuple(_not_read(folder, {source.label for source in files}))
    return Sources(files, data, name, folder / "mapping.toml", not_read)


def _named(folder: Path, data: CompanyData) -> list[Source]:
    """The files that ``sources`` names; a folder in it stands for its own files."""
    place = replace(data.place_of(KEY, "", 0), file=str(folder / FILE_NAME))
    names = data.values[KEY]
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not names or not all(isinstance(n, str) for n in names):
        raise input_error("sources-shape", place)
    if len(names) > MOST_SOURCES:
        raise input_error("too-many-sources", place, count=len(names), limit=MOST_SOURCES)
    found: list[Source] = []
    for name in names:
        path, inside = _inside(folder, name, place)
        if path.is_dir():
            # What is doubtful in that folder is said when it is read by itself.
            own = _in_folder(path, [])
            found += [Source(s.path, f"{inside}/{s.label}") for s in own.files]
        elif path.is_file():
            _require_format(path, replace(place, file=str(path)))
            found.append(Source(path, inside))
        else:
            raise input_error("no-such-source", place, value=name, mend=_near_path(path))
    labels = [source.label for source in found]
    for label in labels:
        if labels.count(label) > 1:
            raise input_error("source-twice", place, value=label)
    return found


def _inside(folder: Path, name: str, place: Place) -> tuple[Path, str]:
    """A path below ``folder`` and how it is called; InputError where it leads out of it."""
    pure = PurePosixPath(name)
    inside = os.path.normpath(pure)
    if pure.is_absolute() or Path(name).is_absolute() or inside.split("/")[0] in ("..", "."):
        raise input_error("source-outside", place, value=name)
    path = folder / inside
    if not path.resolve().is_relative_to(folder.resolve()):  # a link that leads out
        raise input_error("source-outside", place, value=name)
    return path, inside


def _not_read(folder: Path, labels: set[str]) -> list[str]:
    """Files of touchpoints in the folder, and folders with such a file, that nobody named."""
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = folder / entry.name
            if entry.name.startswith(".") or ".bak" in entry.name:  # what an import put aside
                continue
            if entry.is_dir():
                held = touchpoint_file(path)
                found += [f"{entry.name}/{held.name}"] if held else []
            elif entry.name.startswith(TOUCHPOINTS) and path.suffix.lower() in READERS:
                found.append(entry.name)
    return [name for name in found if name not in labels]


def _at(found: Problem, label: str) -> Problem:
    return replace(found, place=replace(found.place, file=label))


def _require_format(path: Path, place: Place) -> None:
    if path.suffix.lower() not in READERS:
        suffix: Slot = path.suffix or phrase("what.no-suffix")
        raise input_error("unknown-format", place, suffix=suffix, known=tuple(READERS))


def _near_path(path: Path) -> Phrase:
    parent = path.parent
    names = [p.name for p in parent.iterdir()] if parent.is_dir() else []
    near = closest(path.name, names, 3)
    if near:
        return did_you_mean([str(parent / name) for name in near])
    return phrase("mend.check-path-or-demo")
