"""Runs the queries of ``ontology/pitfalls``: one pitfall a file, described in its own head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tpgraph.errors import OntologyError
from tpgraph.reason.gate.report import ERROR, WARNING, Fault
from tpgraph.reason.gate.source import ONTOLOGY, Source, short

_HEAD = re.compile(r"^#\s*(id|level|message|mend):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A query that finds a pitfall, the catalogues' names for it, and how to speak of it.

    ``message`` and ``mend`` may hold ``{term}`` and ``{detail}``.
    """

    name: str
    ids: str
    level: str
    message: str
    mend: str
    query: str


def load_pitfalls(folder: Path) -> list[Pitfall]:
    """The pitfalls of ``ontology/pitfalls``, by name.

    Raises OntologyError where a head lacks one of ``id``, ``level``, ``message``, ``mend``.
    """
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def find(pitfall: Pitfall, source: Source) -> Iterator[Fault]:
    """The faults that a pitfall's query finds; the whole ontology is the term where it names none.

    Raises OntologyError where the query is not SPARQL.
    """
    try:
        rows = list(source.rows(pitfall.query, catalogues=True))
    except SyntaxError as error:
        raise OntologyError(f"{pitfall.name}.rq: not SPARQL: {error}") from error
    for row in rows:
        term = row["term"].value if row["term"] is not None else ONTOLOGY
        words = {"term": short(term), "detail": _text(row.get("detail"))}
        yield source.fault(
            pitfall.level,
            pitfall.name,
            term,
            pitfall.message.format(**words),
            pitfall.mend.format(**words),
            words["detail"],
        )


def _read(path: Path) -> Pitfall:
    text = path.read_text(encoding="utf-8")
    head = dict(_HEAD.findall(text))
    missing = {"id", "level", "message", "mend"} - head.keys()
    if missing:
        raise OntologyError(f"{path.name}: its head lacks {', '.join(sorted(missing))}.")
    if head["level"] not in (ERROR, WARNING):
        raise OntologyError(f"{path.name}: level is error or warning, not {head['level']!r}.")
    return Pitfall(path.stem, head["id"], head["level"], head["message"], head["mend"], text)


def _text(value: Any) -> str:
    import pyoxigraph as ox

    if value is None:
        return ""
    return short(value.value) if isinstance(value, ox.NamedNode) else str(value.value)
