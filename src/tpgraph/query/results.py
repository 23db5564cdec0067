"""The answer to a query: rows for people, JSON for programs, Turtle for a CONSTRUCT."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from tpgraph.store import Literal, Object
from tpgraph.text import inert

PREFIXES = {
    "https://w3id.org/tpgraph/ontology#": "tpg:",
    "https://w3id.org/tpgraph/rule/": "rule:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://purl.org/dc/terms/": "dcterms:",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: columns and rows of terms, or, for a CONSTRUCT, Turtle as well."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Object | None, ...], ...]
    turtle: str | None = None

    def texts(self) -> list[list[str]]:
        """The rows as a person reads them: literals bare, known namespaces shortened."""
        return [[short(term) for term in row] for row in self.rows]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries of numbers, booleans and texts; unbound is ``None``."""
        return [
            {
                name: term.to_python() if isinstance(term, Literal) else term
                for name, term in zip(self.columns, row, strict=True)
            }
            for row in self.rows
        ]

    def to_csv(self) -> str:
        """The rows as CSV with a header; cells that a spreadsheet would run are made inert."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow(
                inert("" if t is None else t.value if isinstance(t, Literal) else t) for t in row
            )
        return out.getvalue()

    def to_frame(self) -> Any:
        """The rows as a ``pandas.DataFrame``. Raises CallError where pandas is not installed."""
        from tpgraph.query.frames import frame

        return frame(self.records(), self.columns)

    def __len__(self) -> int:
        return len(self.rows)


def short(term: Object | None) -> str:
    """A term as a person reads it."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    for namespace, prefix in PREFIXES.items():
        if term.startswith(namespace):
            return prefix + term.removeprefix(namespace)
    return term
