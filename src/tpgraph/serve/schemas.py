"""The JSON Schemas of the answers, as tpgraph ships them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tpgraph

_FOLDER = Path(tpgraph.__file__).resolve().parent / "schemas"


@cache
def schema_names() -> tuple[str, ...]:
    """What each is called: ``findings``, ``rows``..."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def served_schema(name: str) -> bytes:
    """The text of one of them."""
    return (_FOLDER / f"{name}.json").read_bytes()
