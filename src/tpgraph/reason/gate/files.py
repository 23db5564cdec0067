"""Files beside the source: rules by their own linter, catalogues, what is generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.errors import OntologyError
from tpgraph.reason.catalogue import read_catalogue
from tpgraph.reason.checks import read_check, read_entries
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.lint import lint_rule
from tpgraph.reason.lint_check import lint_check, unknown_slots

if TYPE_CHECKING:
    from tpgraph.reason.build import Built

RULES, CATALOGUE, GENERATED = "rules", "catalogue", "generated"
STRATA = {"classify": "classify", "gaps": "gap", "recommendations": "recommendation"}
_ENTRY = re.compile(r"^query:([\w-]+) a tpg:NamedQuery\b", re.MULTILINE)


def find_in_rules(root: Path) -> Iterator[Fault]:
    """Rules that break the rules for rules; rules and entries of the catalogue without the other.

    Raises OntologyError where the catalogue is broken.
    """
    catalogue = root / "rules" / "catalogue.ttl"
    entries = read_catalogue(catalogue.read_bytes(), str(catalogue))
    names = set()
    for folder, stratum in STRATA.items():
        for path in sorted((root / "rules" / folder).glob("*.rq")):
            text = path.read_text(encoding="utf-8")
            file = f"{root.name}/{path.relative_to(root).as_posix()}"
            for fault in lint_rule(text, path.stem, stratum):
                mend = "Say it in the SPARQL that all engines share: ontology/README.md, “A rule”"
                yield Fault(
                    ERROR, RULES, "", file, fault.line, fault.column, str(fault.message), mend
                )
            names.add(path.stem)
            if stratum != "classify" and path.stem not in entries:
                message = f"The catalogue has no entry for the rule {path.stem}"
                mend = f"Describe rule:{path.stem} in rules/catalogue.ttl"
                yield Fault(ERROR, CATALOGUE, "", file, 1, 1, message, mend)
    for name in sorted(entries.keys() - names):
        message = f"The catalogue describes the rule {name}, and there is no such file"
        yield _of_catalogue(root, "rules", f"rule:{name} ", message)


def find_in_queries(root: Path) -> Iterator[Fault]:
    """Named queries and entries of their catalogue without the other."""
    catalogue = root / "queries" / "catalogue.ttl"
    entries = set(_ENTRY.findall(catalogue.read_text(encoding="utf-8")))
    names = {path.stem for path in (root / "queries").glob("*.rq")}
    for name in sorted(names - entries):
        file = f"{root.name}/queries/{name}.rq"
        message = f"The catalogue has no entry for the query {name}"
        mend = f"Describe query:{name} in queries/catalogue.ttl"
        yield Fault(ERROR, CATALOGUE, "", file, 1, 1, message, mend)
    for name in sorted(entries - names):
        message = f"The catalogue describes the query {name}, and there is no such file"
        yield _of_catalogue(root, "queries", f"query:{name} ", message)


def find_in_checks(root: Path) -> Iterator[Fault]:
    """Checks that SHACL could not run; checks and entries of their catalogue without the other.

    Raises OntologyError where the catalogue is no Turtle.
    """
    folder = root / "checks"
    entries = read_entries(root)
    names = {path.stem for path in folder.glob("*.rq")}
    for name in sorted(names):
        text = (folder / f"{name}.rq").read_text(encoding="utf-8")
        file = f"{root.name}/checks/{name}.rq"
        for fault in lint_check(text):
            mend = "Keep to what is a query and a constraint of SHACL alike"
            said = str(fault.message)
            yield Fault(ERROR, RULES, "", file, fault.line, fault.column, said, mend)
        if name not in entries:
            message = f"The catalogue has no entry for the check {name}"
            mend = f"Describe check:{name} in checks/catalogue.ttl"
            yield Fault(ERROR, CATALOGUE, "", file, 1, 1, message, mend)
            continue
        try:
            check = read_check(folder / f"{name}.rq", entries[name])
        except OntologyError as error:
            yield _of_catalogue(root, "checks", f"check:{name} ", str(error))
            continue
        for words in (*check.messages.values(), *check.mends.values()):
            for slot in sorted(unknown_slots(text, words)):
                message = f"The query of {name} selects nothing that is called {{{slot}}}: {words}"
                yield _of_catalogue(root, "checks", f"check:{name} ", message)
    for name in sorted(entries.keys() - names):
        message = f"The catalogue describes the check {name}, and there is no such file"
        yield _of_catalogue(root, "checks", f"check:{name} ", message)


def find_stale(built: Built, root: Path) -> Iterator[Fault]:
    """Generated files that are not what their source gives."""
    from tpgraph.reason.build import stale

    for name in stale(built, root):
        file = "src/tpgraph/vocabulary.py" if name == "vocabulary.py" else f"{root.name}/{name}"
        message = f"{name} is stale: not what its source gives"
        yield Fault(ERROR, GENERATED, "", file, 1, 1, message, "Run `tpgraph ontology build`")


def _of_catalogue(root: Path, folder: str, start: str, message: str) -> Fault:
    path = root / folder / "catalogue.ttl"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((n for n, text in enumerate(lines, 1) if text.startswith(start)), 1)
    file = f"{root.name}/{folder}/catalogue.ttl"
    mend = "Mend the entry, add the file, or take the entry out"
    return Fault(ERROR, CATALOGUE, "", file, line, 1, message, mend)
