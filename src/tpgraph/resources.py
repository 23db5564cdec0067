"""Finds the files that travel with tpgraph: ontology, sample companies, the page's assets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tpgraph.errors import OntologyError

_PACKAGE = Path(__file__).resolve().parent


@cache
def ontology_dir() -> Path:
    """The folder ``ontology/``: the checkout's own where there is one, else the wheel's copy."""
    return _first_dir(_PACKAGE.parents[1] / "ontology", _PACKAGE / "ontology", marker="tpgraph.ttl")


@cache
def samples_dir() -> Path:
    """The folder of sample companies: ``data/`` of the checkout, else the wheel's copy."""
    return _first_dir(_PACKAGE.parents[1] / "data", _PACKAGE / "data", marker="README.md")


def web_dir() -> Path:
    """The folder of the page's own assets and of the third-party scripts fetched at build time."""
    return _PACKAGE / "views" / "web"


@cache
def read_json(relative: str) -> Any:
    """The content of a JSON file of the ontology folder, such as ``generated/index.json``.

    Read once and shared: nobody may change it.

    Raises OntologyError where it is missing or broken.
    """
    path = ontology_dir() / relative
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise OntologyError(
            f"{path}: cannot be read ({error}). Run `tpgraph ontology build`, or install again."
        ) from error


def read_text(relative: str) -> str:
    """The text of a file of the ontology folder, such as ``recognition/words.tsv``.

    Raises OntologyError where it is missing or broken.
    """
    path = ontology_dir() / relative
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise OntologyError(f"{path}: cannot be read ({error}). Install it again.") from error


def _first_dir(*candidates: Path, marker: str) -> Path:
    for candidate in candidates:
        if (candidate / marker).is_file():
            return candidate
    looked = ", ".join(str(c) for c in candidates)
    raise OntologyError(f"tpgraph's own files are missing (looked in {looked}). Install it again.")
