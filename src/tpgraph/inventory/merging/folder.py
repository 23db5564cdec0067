"""Makes a company's folder of several sources: copies of them, and a company.toml that names them.

``read_inventory`` merges what stands in such a folder; nothing of a source is changed or lost.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.folders import unique
from tpgraph.inventory.mapping import FILE_NAME as MAPPING
from tpgraph.inventory.mapping import load_tables
from tpgraph.inventory.merging.mappings import join_mappings
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.recognise import load_index
from tpgraph.inventory.sources import KEY, Sources, find_sources
from tpgraph.inventory.toml import toml_value
from tpgraph.model import Inventory
from tpgraph.phrases import not_written, phrase


class Merge(NamedTuple):
    """The folder that was made, and what it says.

    ``sources`` maps the name of each source in the folder to the file that it is a copy of.
    ``undecided`` are words that the mapping files decide differently: none of it was taken over.
    """

    folder: Path
    sources: Mapping[str, Path]
    undecided: tuple[str, ...]
    inventory: Inventory


class _Given(NamedTuple):
    """One of the paths: its files, and the folder inside the new one that takes them."""

    sources: Sources
    home: Path | None  # the company's folder; None for a file that stands alone
    prefix: str

    def copies(self) -> Iterator[tuple[str, Path]]:
        """What is copied: its path in the new folder, and the file."""
        for source in self.sources.files:
            yield self.prefix + source.label, source.path
            if self.home is not None:
                inside = (self.prefix + source.label).rpartition("/")[0]
                for name in (FILE_NAME, MAPPING):
                    if (source.path.parent / name).is_file():
                        yield f"{inside}/{name}", source.path.parent / name
        if self.home is not None:
            for name in (FILE_NAME, MAPPING):
                if (self.home / name).is_file():
                    yield self.prefix + name, self.home / name

    def labels(self) -> dict[str, str]:
        """What each source was called, and what it is called in the new folder."""
        return {s.label: self.prefix + s.label for s in self.sources.files}


def merge(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    company: str | None = None,
    as_of: date | None = None,
    lang: str = "en",
) -> Merge:
    """Make the folder ``out`` of several inventories of one company, and read it.

    Parameters
    ----------
    paths
        Two or more companies' folders or files. A folder goes into a folder of its own, with its
        company.toml and mapping.toml.
    out
        A folder that is not there yet.
    company
        The company's name; by default the one that the sources agree on, else that of ``out``.
    as_of
        The day that counts as today.
    lang
        The language of the comment that is written.

    Raises
    ------
    CallError
        Where ``out`` is there, fewer than two inventories are named, or they name different
        companies.
    InputError
        Where one of them cannot be read, or ``out`` cannot be written.
    """
    folder, day = Path(out), as_of or date.today()
    if len(paths) < 2:
        raise CallError(phrase("call.merge-few"))
    if folder.exists():
        raise CallError(phrase("call.merge-there", path=str(folder)))
    given = list(_given([Path(path) for path in paths]))
    name = company or _agreed_name(given) or folder.absolute().name
    mappings = join_mappings(_mappings(given))
    copies = {label: path for each in given for label, path in each.copies()}
    sources = {label: copies[label] for each in given for label in each.labels().values()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tpgraph-", dir=folder.parent) as temporary:
            made = Path(temporary) / folder.name
            for label, path in copies.items():
                (made / label).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, made / label)
            toml = _company_toml(name, list(sources), lang)
            (made / FILE_NAME).write_text(toml, encoding="utf-8")
            if mappings.text is not None:
                (made / MAPPING).write_text(mappings.text, encoding="utf-8")
            inventory = read_inventory(made, as_of=day)
            made.rename(folder)
    except OSError as error:
        raise InputError(not_written(folder, error)) from error
    return Merge(folder, sources, mappings.differing, replace(inventory, path=str(folder)))


def _given(paths: Sequence[Path]) -> Iterator[_Given]:
    taken: set[str] = set()
    for path in paths:
        sources = find_sources(path, [])
        if sources.company_file is not None or path.is_dir():
            home = path if path.is_dir() else path.parent
            yield _Given(sources, home, f"{unique(home.resolve().name or 'source', taken)}/")
        else:
            name = unique(path.stem, taken) + path.suffix
            source = sources.files[0]._replace(label=name)
            yield _Given(sources._replace(files=(source,)), None, "")


def _agreed_name(given: Sequence[_Given]) -> str | None:
    """The company's name where the sources say one. Raises CallError where they say several."""
    index = load_index()
    names: dict[str, None] = {}
    for each in given:
        said = [each.sources.company_file]
        if each.sources.company_file is None:
            said = [source.read(index).company for source in each.sources.files]
        for data in said:
            if data is not None and isinstance(data.values.get("name"), str):
                names[data.values["name"].strip()] = None
    if len(names) > 1:
        raise CallError(phrase("call.merge-names", names=tuple(names)))
    return next(iter(names), None)


def _mappings(given: Sequence[_Given]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    seen: set[Path] = set()
    for each in given:
        path = each.sources.mapping_path.resolve()
        if path.is_file() and path not in seen:
            yield load_tables(path)[0], each.labels()
        seen.add(path)


def _company_toml(name: str, sources: Sequence[str], lang: str) -> str:
    listed = "".join(f"  {toml_value(source)},\n" for source in sources)
    return (
        f"# {phrase('written.merge.made').text(lang)}\n"
        f"name = {toml_value(name)}\n"
        f"{KEY} = [\n{listed}]\n"
    )
