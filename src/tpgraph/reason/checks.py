"""The checks of an inventory: a SPARQL query each, with what it says in five languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tpgraph.errors import OntologyError
from tpgraph.model import LANGUAGES
from tpgraph.resources import ontology_dir

Severity = Literal["error", "warning", "note"]
Texts = dict[str, str]

CHECK = "https://w3id.org/tpgraph/check/"
SH = "http://www.w3.org/ns/shacl#"
_MEND = "https://w3id.org/tpgraph/shape/mend"
_TITLE = "https://w3id.org/tpgraph/ontology#title"
# SHACL's severities and ours.
SEVERITIES: dict[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "note"}
_TARGETS = ("targetSubjectsOf", "targetClass")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its query selects ``$this`` and often ``?path`` and ``?value``.

    ``targets`` say where SHACL tools look: pairs of a SHACL property's name and an IRI.
    ``titles``, ``messages`` and ``mends`` are by language; ``{name}`` in them is a variable of the
    query, ``{column}`` is ``?path``.
    """

    name: str
    query: str
    severity: Severity
    targets: tuple[tuple[str, str], ...]
    titles: Texts
    messages: Texts
    mends: Texts


def load_checks(root: Path | None = None) -> tuple[Check, ...]:
    """The checks of an ontology folder, by default of the one in use, by name.

    Raises OntologyError where the catalogue is broken or lacks an entry or a language.
    """
    return _load(root or ontology_dir())


@cache
def _load(root: Path) -> tuple[Check, ...]:
    entries = read_entries(root)
    found = []
    for path in sorted((root / "checks").glob("*.rq")):
        if path.stem not in entries:
            raise OntologyError(f"{path}: the catalogue has no entry for the check {path.stem}.")
        found.append(read_check(path, entries[path.stem]))
    return tuple(found)


Entry = dict[str, list[Any]]


def read_entries(root: Path) -> dict[str, Entry]:
    """The catalogue: what is said of each check, objects by property.

    Raises OntologyError where it is not Turtle.
    """
    import pyoxigraph as ox

    path = root / "checks" / "catalogue.ttl"
    entries: dict[str, Entry] = {}
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            name = str(getattr(quad.subject, "value", "")).removeprefix(CHECK)
            said = entries.setdefault(name, {})
            said.setdefault(quad.predicate.value, []).append(quad.object)
    except SyntaxError as error:
        raise OntologyError(f"{path}: not Turtle: {error}") from error
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    return entries


def read_check(path: Path, entry: Entry) -> Check:
    """The check of a query's file and its entry in the catalogue.

    Raises OntologyError where the entry lacks a text in a language, its severity or its targets.
    """
    texts = []
    for predicate in (_TITLE, SH + "message", _MEND):
        said = {o.language: o.value for o in entry.get(predicate, [])}
        if missing := [tag for tag in LANGUAGES if not said.get(tag)]:
            what = predicate.replace("#", "/").rpartition("/")[2]
            raise OntologyError(
                f"{path.name}: the catalogue's {what} is missing in {', '.join(missing)}."
            )
        texts.append({tag: said[tag] for tag in LANGUAGES})
    severities = [o.value.removeprefix(SH) for o in entry.get(SH + "severity", [])]
    if len(severities) != 1 or severities[0] not in SEVERITIES:
        raise OntologyError(
            f"{path.name}: the catalogue gives no one sh:severity of {[*SEVERITIES]}."
        )
    targets = tuple((t, o.value) for t in _TARGETS for o in entry.get(SH + t, []))
    if not targets:
        raise OntologyError(
            f"{path.name}: the catalogue gives no sh:targetSubjectsOf or sh:targetClass."
        )
    query = path.read_text(encoding="utf-8")
    return Check(path.stem, query, SEVERITIES[severities[0]], targets, *texts)
