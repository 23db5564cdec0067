"""Checks and builds the ontology: the whole quality gate, and the generated files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.reason.build import build, write

if TYPE_CHECKING:
    from tpgraph.reason.gate.report import GateReport


def build_ontology() -> list[Path]:
    """Writes the generated files and returns those that changed."""
    return write(build())


def check_ontology(
    folder: Path | None = None,
    with_reasoners: bool = True,
    progress: Callable[[str], None] | None = None,
) -> GateReport:
    """Runs the quality gate over an ontology folder, by default the one in use.

    The report's ``lines`` are what is printed: a fault each as a compiler does, then a summary.
    Shapes, pitfalls, letters, use of terms, OWL 2 profiles, rules; with reasoners also HermiT,
    Pellet and the generated files. ``progress`` is told the name of each step.

    Raises OntologyError where a file cannot be read, EngineError where pySHACL, owlready2 or Java
    is missing.
    """
    from tpgraph.reason.gate.run import check

    return check(folder, with_reasoners=with_reasoners, progress=progress)
