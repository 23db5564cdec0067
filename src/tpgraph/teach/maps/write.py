"""Writes a concept map as the file that a name asks for, the exercise with its key beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.teach.concept_map import ConceptMap
from tpgraph.views.export import require_free
from tpgraph.views.whole import write_files

_MAKERS: dict[str, Callable[[ConceptMap], bytes]] = {
    ".svg": lambda drawn: drawn.svg().encode(),
    ".png": lambda drawn: drawn.png(),
    ".graphml": lambda drawn: drawn.graphml(),
}


def write_map(drawn: ConceptMap, path: Path, *, force: bool = False) -> list[Path]:
    """Writes the map, and the key to its blanks as ``NAME-key``; returns the paths.

    Raises CallError for an ending that is not known and, unless ``force``, for a file that is
    there; InputError where it cannot be written.
    """
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise CallError(phrase("call.bad-ending", file=path.name, known=tuple(_MAKERS)))
    maps = {path.name: drawn}
    if drawn.blanks():
        maps[f"{path.stem}-key{path.suffix}"] = drawn.key()
    for name in maps:
        require_free(path.with_name(name), force=force)
    return write_files(path.parent, {name: make(one) for name, one in maps.items()})
