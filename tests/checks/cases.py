"""Cases of the checks: a small graph each, what its check finds there, and what decides it.

A case is ``<check>/fires….trig`` or ``<check>/silent….trig``. Its default graph is the inventory;
``test:expected`` holds what is found as triples of focus, path and value (``test:nothing`` where
something is missing); taking any one triple of ``test:decisive`` out changes the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tpgraph.reason.ask_checks import Result, check_engine, run_checks
from tpgraph.reason.checks import Check, load_checks
from tpgraph.reason.infer import lexical

HERE = Path(__file__).parent
NOTHING = "urn:test:nothing"
_GRAPHS = {"decisive": "urn:test:decisive", "expected": "urn:test:expected"}

Found = tuple[str, str, str, str]  # check, focus, path, value


@dataclass(frozen=True)
class Case:
    """One case, by its file."""

    path: Path

    def __str__(self) -> str:
        return f"{self.check}/{self.path.stem}"

    @property
    def check(self) -> str:
        """The name of the check it is about."""
        return self.path.parent.name

    def triples(self, graph: str = "") -> list[Any]:
        """The triples of the inventory, or of one of the other graphs."""
        wanted = ox.NamedNode(_GRAPHS[graph]) if graph else ox.DefaultGraph()
        quads = ox.parse(path=str(self.path), format=ox.RdfFormat.TRIG)
        return [q.triple for q in quads if q.graph_name == wanted]

    @property
    def expected(self) -> set[Found]:
        """What its check is to find."""
        return {
            (self.check, t.subject.value, t.predicate.value, t.object.value.replace(NOTHING, ""))
            for t in self.triples("expected")
        }


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case there is, in a fixed order."""
    return tuple(Case(path) for path in sorted(HERE.glob("*/*.trig")))


def check_named(name: str) -> Check:
    """The check of that name."""
    return next(c for c in load_checks() if c.name == name)


def ntriples(triples: Iterable[Any]) -> bytes:
    """Triples as N-Triples."""
    return "".join(f"{t} .\n" for t in triples).encode()


def found_in(data: bytes, checks: Iterable[Check], engine: str = "oxigraph") -> set[Found]:
    """What checks find in an inventory's graph."""
    results = run_checks(check_engine(data, engine), tuple(checks))
    return {as_found(r) for r in results}


def as_found(result: Result) -> Found:
    """A result as what can be compared."""
    path, value = (lexical(result.values.get(n, "")) for n in ("path", "value"))
    return result.check.name, result.this, path, value
