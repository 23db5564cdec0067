"""The mappings to other vocabularies: SSSOM tables in ``ontology/mappings``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from tpgraph.errors import OntologyError
from tpgraph.resources import ontology_dir

SKOS = "http://www.w3.org/2004/02/skos/core#"
# From the nearest to the farthest.
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_PREFIXES = {
    "tpg": "https://w3id.org/tpgraph/ontology#",
    "skos": SKOS,
    "schema": "https://schema.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
# A line of the table's YAML head: `#  schema: https://schema.org/`.
_PREFIX = re.compile(r"#\s+(?P<prefix>[\w.-]+):\s*[\"']?(?P<iri>[a-z]+://[^\s\"']+)[\"']?\s*$")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


@dataclass(frozen=True, slots=True)
class Mapping:
    """A term of ours, one of :data:`MATCHES`, and a term of another vocabulary."""

    subject: str
    match: str
    object: str
    object_label: str
    comment: str


def read_mappings(folder: Path | None = None) -> tuple[Mapping, ...]:
    """The rows of every ``mappings/*.sssom.tsv``, in the order of files and rows.

    Rows that say there is no match (``sssom:NoTermFound``, ``predicate_modifier`` ``Not``) are
    left out. Raises OntologyError with file and line where a row cannot be understood.
    """
    found: dict[Mapping, None] = {}
    for path in sorted(((folder or ontology_dir()) / "mappings").glob("*.sssom.tsv")):
        found |= dict.fromkeys(_read(path))
    return tuple(found)


def _read(path: Path) -> list[Mapping]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path.name}: cannot be read as UTF-8 text: {error}") from error
    prefixes = dict(_PREFIXES)
    for line in lines:
        if line.startswith("#") and (match := _PREFIX.match(line)):
            prefixes[match["prefix"]] = match["iri"]
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    rows = csv.DictReader((line for _, line in numbered), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = []
    for (number, _), row in zip(numbered[1:], rows, strict=False):
        if row.get("predicate_modifier") == "Not" or row.get("object_id") == "sssom:NoTermFound":
            continue
        place = f"{path.name}:{number}"
        subject, predicate, object_ = (
            _iri(row.get(column), prefixes, f"{place}: {column}")
            for column in ("subject_id", "predicate_id", "object_id")
        )
        match_ = predicate.removeprefix(SKOS)
        if match_ not in MATCHES:
            raise OntologyError(
                f"{place}: predicate_id {predicate!r} is none of skos:{', skos:'.join(MATCHES)}."
            )
        label, comment = row.get("object_label") or "", row.get("comment") or ""
        found.append(Mapping(subject, match_, object_, label, comment))
    return found


def _iri(text: str | None, prefixes: dict[str, str], place: str) -> str:
    text = (text or "").strip()
    prefix, colon, local = text.partition(":")
    iri = text if local.startswith("//") else prefixes.get(prefix, "") + local
    if not colon or "://" not in iri or _FORBIDDEN.search(iri):
        raise OntologyError(f"{place}: {text!r} is no IRI; is its prefix in the curie_map?")
    return iri
