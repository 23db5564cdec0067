"""The sample companies that travel with tpgraph, and copying one to where somebody stands."""

from __future__ import annotations

import shutil
from pathlib import Path

from tpgraph.errors import CallError, InputError
from tpgraph.phrases import not_written, phrase, shown
from tpgraph.resources import samples_dir


def sample_names() -> list[str]:
    """The names of the sample companies; those of the registry as ``us_registry/...``."""
    root = samples_dir()
    return sorted(p.parent.relative_to(root).as_posix() for p in root.rglob("company.toml"))


def sample(name: str) -> Path:
    """The folder of a sample company, to be read where it is. CallError where there is none."""
    _require(name)
    return samples_dir() / name


def copy_sample(name: str, target: Path) -> tuple[Path, bool]:
    """Copies a sample company into ``target`` and says whether it was copied now.

    A folder of that name that is already there is left as it is. Raises CallError where there is
    no such sample, InputError where the folder cannot be written.
    """
    _require(name)
    folder = target / Path(name).name
    if folder.exists():
        return folder, False
    try:
        shutil.copytree(samples_dir() / name, folder)
    except OSError as error:
        raise InputError(not_written(folder, error)) from error
    return folder, True


def _require(name: str) -> None:
    names = sample_names()
    if name not in names:
        raise CallError(phrase("call.no-sample", name=shown(name), known=tuple(names)))
