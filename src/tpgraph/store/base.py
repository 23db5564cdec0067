"""What every engine can do. Terms cross this border as plain strings (IRIs) and ``Literal``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

XSD = "http://www.w3.org/2001/XMLSchema#"


class Literal(NamedTuple):
    """An RDF literal: its text, its datatype IRI and, for a text in a language, the language."""

    value: str
    datatype: str = XSD + "string"
    language: str | None = None

    def to_python(self) -> str | int | float | bool:
        """The value as a number or boolean where the datatype says so, else as text."""
        if self.datatype in _INTEGERS:
            return int(self.value)
        if self.datatype in _REALS:
            return float(self.value)
        if self.datatype == XSD + "boolean":
            return self.value in ("true", "1")
        return self.value


_INTEGERS = frozenset(XSD + n for n in ("integer", "int", "long", "nonNegativeInteger"))
_REALS = frozenset(XSD + n for n in ("decimal", "double", "float"))

Object: TypeAlias = "str | Literal"
Triple: TypeAlias = "tuple[str, str, Object]"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: column names and rows; an unbound variable is ``None``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Object | None, ...], ...]


class Engine(Protocol):
    """A SPARQL 1.1 engine over one default graph.

    ``construct``, ``select`` and ``ask`` raise QueryError where the engine refuses the text, and
    every method EngineError where a server fails.
    """

    name: str

    def load(self, ntriples: bytes) -> None:
        """Adds N-Triples (UTF-8) to the default graph."""

    def load_common(self, ntriples: bytes) -> None:
        """The same for facts that every company shares: a server may keep them for the next."""

    def add(self, triples: Sequence[Triple]) -> None:
        """Adds triples to the default graph."""

    def materialise(self, construct: str) -> None:
        """Adds what a CONSTRUCT query gives to the default graph."""

    def construct(self, query: str) -> list[Triple]:
        """The triples a CONSTRUCT query gives, each once."""

    def select(self, query: str) -> Table:
        """The rows a SELECT query gives."""

    def ask(self, query: str) -> bool:
        """The answer to an ASK query."""

    def triples(
        self, s: str | None = None, p: str | None = None, o: str | None = None
    ) -> list[Triple]:
        """The triples that match; ``None`` matches anything."""

    def dump(self) -> bytes:
        """Everything in the default graph, as N-Triples."""

    def copy(self) -> Engine:
        """A new engine of the same sort that holds the same."""

    def close(self) -> None:
        """Gives up what it holds elsewhere; what it holds can still be asked."""
