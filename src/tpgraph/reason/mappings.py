"""The mappings to other vocabularies: reads ``ontology/mappings/*.sssom.tsv`` and checks them.

The files are SSSOM/TSV (https://mapping-commons.github.io/sssom/): a head of YAML in comment lines,
then a table. Of YAML only what such a head needs is read: scalars, one level of names with values
(``curie_map``), one level of lists.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tpgraph import vocabulary as v
from tpgraph.errors import OntologyError
from tpgraph.reason.gate.report import ERROR, WARNING, Fault
from tpgraph.resources import ontology_dir

FOLDER = "mappings"
CHECK = "mapping"
# From the nearest to the farthest. With broadMatch the object is the broader of the two.
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "confidence",
    "comment",
)
HEAD = (
    "curie_map",
    "mapping_set_id",
    "mapping_set_version",
    "mapping_set_title",
    "license",
    "creator_label",
    "subject_source",
    "object_source",
    "object_source_version",
    "mapping_date",
)

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SUFFIX = ".sssom.tsv"
_ENTRY = re.compile(r"(?P<indent> *)(?P<key>[\w.-]+):(?: +(?P<value>.+?))?\s*")
_ITEM = re.compile(r" +- +(?P<value>.+?)\s*")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^'\\]*)'")
_CURIE = re.compile(r"(?P<prefix>[A-Za-z][\w.-]*):(?P<local>[^\s:<>\"{}|\\^`]+)")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row: a term of ours, one of :data:`MATCHES`, and a term of another vocabulary.

    ``subject``, ``object`` and ``justification`` are IRIs, ``confidence`` lies above 0 and up to 1,
    ``file`` is relative to the ontology's folder, ``line`` counts from 1.
    """

    subject: str
    subject_label: str
    match: str
    object: str
    object_label: str
    justification: str
    author: str
    confidence: float
    comment: str
    file: str
    line: int

    @property
    def predicate(self) -> str:
        """The match as the IRI of SKOS's mapping property."""
        return _SKOS + self.match


@dataclass(frozen=True, slots=True)
class MappingSet:
    """One file: its name without ``.sssom.tsv``, its head, its prefixes, its rows."""

    name: str
    head: AbstractMapping[str, str | tuple[str, ...]]
    prefixes: AbstractMapping[str, str]
    mappings: tuple[Mapping, ...]

    @property
    def file(self) -> str:
        """Where it lies, relative to the ontology's folder."""
        return f"{FOLDER}/{self.name}{_SUFFIX}"

    @property
    def version(self) -> str:
        """The version of the other vocabulary that was looked at."""
        return str(self.head["object_source_version"])


@dataclass(frozen=True, slots=True)
class Seen:
    """An identifier of another vocabulary as it was seen there, and in which version."""

    label: str
    version: str


def mappings(folder: Path | None = None) -> tuple[Mapping, ...]:
    """All rows, file by file; ``folder`` is the ontology's, by default the one in use.

    Raises OntologyError with file and line where a file is not what the README of the folder asks.
    """
    return tuple(row for each in mapping_sets(folder) for row in each.mappings)


def mapping_sets(folder: Path | None = None) -> tuple[MappingSet, ...]:
    """All files with their heads, in the order of their names. Raises as :func:`mappings`."""
    root = (folder or ontology_dir()) / FOLDER
    return tuple(_read(path) for path in sorted(root.glob("*" + _SUFFIX)))


def seen(name: str, folder: Path | None = None) -> dict[str, Seen]:
    """The identifiers that were seen in the vocabulary of one mapping set, by IRI.

    Raises OntologyError with file and line where the list is missing or a line is broken.
    """
    path = (folder or ontology_dir()) / FOLDER / "seen" / f"{name}.txt"
    place = f"{FOLDER}/seen/{path.name}"
    found: dict[str, Seen] = {}
    for number, line in enumerate(_lines(path, place), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not all(cells) or "://" not in cells[0]:
            raise OntologyError(f"{place}:{number}: not IRI, label and version, tabs between them.")
        if cells[0] in found:
            raise OntologyError(f"{place}:{number}: <{cells[0]}> stands there a second time.")
        found[cells[0]] = Seen(cells[1], cells[2])
    return found


def faults(labels: AbstractMapping[str, str], folder: Path | None = None) -> Iterator[Fault]:
    """What is wrong with rows that can be read, one by one or with one another.

    ``labels`` has every term of the ontology by IRI, with its English label (empty where it has
    none). Raises as :func:`mappings` and :func:`seen`.
    """
    pairs: dict[tuple[str, str], Mapping] = {}
    for each in mapping_sets(folder):
        known = seen(each.name, folder)
        for row in each.mappings:
            yield from _of_subject(row, labels)
            yield from _of_object(row, known.get(row.object), each)
            if row.match != "exactMatch" and not row.comment:
                yield _fault(row, f"{row.match} without a comment", "Say what the difference is")
            earlier = pairs.setdefault((row.subject, row.object), row)
            if earlier is not row:
                yield _fault(
                    row,
                    f"the same two terms are mapped in {earlier.file}:{earlier.line} already, "
                    f"by {earlier.match}",
                    "Keep the row that is true",
                )
        yield from _of_exact(each)


def _of_subject(row: Mapping, labels: AbstractMapping[str, str]) -> Iterator[Fault]:
    if row.subject not in labels:
        yield _fault(row, f"<{row.subject}> is no term", "Mend the name, or take the row out")
    elif labels[row.subject] and row.subject_label != labels[row.subject]:
        yield _fault(
            row,
            f"the label “{row.subject_label}” is not the term's",
            f"Write “{labels[row.subject]}”, and see whether the mapping still holds",
            WARNING,
        )


def _of_object(row: Mapping, known: Seen | None, each: MappingSet) -> Iterator[Fault]:
    listed = f"{FOLDER}/seen/{each.name}.txt"
    if known is None:
        yield _fault(
            row,
            f"<{row.object}> is not among the identifiers that were seen",
            f"Open the vocabulary, and enter what you saw in {listed}",
        )
    elif known.label != row.object_label:
        yield _fault(
            row,
            f"the label “{row.object_label}” is not the one that was seen",
            f"Write “{known.label}”, or correct {listed}",
        )
    elif known.version != each.version:
        yield _fault(
            row,
            f"seen in version {known.version}, but the head says {each.version}",
            f"Look again in {each.version}, and correct {listed}",
        )


def _of_exact(each: MappingSet) -> Iterator[Fault]:
    """A term is exactly one other: two of a vocabulary, or two of ours, would be the same too."""
    objects: dict[str, list[Mapping]] = defaultdict(list)
    subjects: dict[str, list[Mapping]] = defaultdict(list)
    for row in each.mappings:
        if row.match == "exactMatch":
            objects[row.subject].append(row)
            subjects[row.object].append(row)
    for group, what in ((objects, "the subject"), (subjects, "the object")):
        for rows in group.values():
            for row in rows[1:]:
                if (row.subject, row.object) != (rows[0].subject, rows[0].object):
                    yield _fault(
                        row,
                        f"exactMatch, but line {rows[0].line} says so of {what} too",
                        "At most one of them is exact: make the other close, broad or narrow",
                    )


def _fault(row: Mapping, message: str, mend: str, level: str = ERROR) -> Fault:
    return Fault(level, CHECK, row.subject, row.file, row.line, 1, message, mend)


# ------------------------------------------------------------------------------ reading a file


def _lines(path: Path, place: str) -> list[str]:
    try:
        # Split at line ends alone: a table may hold other separators that Python knows.
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{place}: cannot be read as UTF-8 text: {error}") from error


def _read(path: Path) -> MappingSet:
    place = f"{FOLDER}/{path.name}"
    lines = _lines(path, place)
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head, prefixes = _head(lines[:length], place)
    columns = lines[length].split("\t") if length < len(lines) else []
    if sorted(columns) != sorted(COLUMNS):
        raise OntologyError(
            f"{place}:{length + 1}: the columns are {', '.join(columns) or 'missing'}; "
            f"they have to be {', '.join(COLUMNS)}."
        )
    rows = []
    for number, line in enumerate(lines[length + 1 :], length + 2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise OntologyError(
                f"{place}:{number}: {len(cells)} cells for {len(columns)} columns; "
                "one tab between two cells, none at the end."
            )
        rows.append(_row(dict(zip(columns, cells, strict=True)), prefixes, place, number))
    return MappingSet(path.name.removesuffix(_SUFFIX), head, prefixes, tuple(rows))


def _head(
    lines: list[str], place: str
) -> tuple[dict[str, str | tuple[str, ...]], AbstractMapping[str, str]]:
    """The head's entries and its ``curie_map``."""
    single: dict[str, str] = {}
    nested: dict[str, dict[str, str]] = {}
    lists: dict[str, list[str]] = {}
    block = ""
    for number, line in enumerate(lines, 1):
        text = line[1:]
        if item := _ITEM.fullmatch(text):
            if not block or block in nested:
                raise OntologyError(f"{place}:{number}: a list entry without a name above it.")
            lists.setdefault(block, []).append(_scalar(item["value"], place, number))
            continue
        entry = _ENTRY.fullmatch(text)
        if entry is None or (entry["indent"] and not block):
            raise OntologyError(f"{place}:{number}: {line!r} is not `#name: value`.")
        key, value = entry["key"], entry["value"]
        if entry["indent"]:
            inner = nested.setdefault(block, {})
            if value is None or key in inner or block in lists:
                raise OntologyError(f"{place}:{number}: {key} has no value, or stands there twice.")
            inner[key] = _scalar(value, place, number)
            continue
        if key in single or key in nested or key in lists:
            raise OntologyError(f"{place}:{number}: {key} stands in the head twice.")
        block = "" if value is not None else key
        if value is not None:
            single[key] = _scalar(value, place, number)
    missing = [key for key in HEAD if key not in single | nested | lists]
    if missing:
        raise OntologyError(f"{place}:1: the head says nothing of {', '.join(missing)}.")
    if "curie_map" not in nested:
        raise OntologyError(f"{place}:1: curie_map has to hold a prefix and its IRI a line.")
    for key in ("subject_source", "object_source"):
        _iri(single.get(key, ""), nested["curie_map"], f"{place}:1: {key}")
    try:
        date.fromisoformat(single.get("mapping_date", ""))
    except ValueError as error:
        raise OntologyError(f"{place}:1: mapping_date is no day: {error}.") from error
    head: dict[str, str | tuple[str, ...]] = dict(single)
    head |= {key: tuple(items) for key, items in lists.items()}
    return head, nested["curie_map"]


def _scalar(text: str, place: str, number: int) -> str:
    """A quoted or bare value. What YAML would read as something else than this text is refused."""
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1] if quoted[1] is not None else quoted[2]
    if text[0] in "\"'[]{}>|*&!%#`@,?-" or ": " in text or " #" in text or text.endswith(":"):
        raise OntologyError(f"{place}:{number}: {text!r} needs double quotes round it.")
    return text


def _row(
    cells: AbstractMapping[str, str], prefixes: AbstractMapping[str, str], place: str, number: int
) -> Mapping:
    where = f"{place}:{number}"
    empty = [name for name in COLUMNS if name != "comment" and not cells[name].strip()]
    if empty:
        raise OntologyError(f"{where}: {', '.join(empty)} is empty.")
    subject, predicate, object_, justification = (
        _iri(cells[name], prefixes, f"{where}: {name}")
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification")
    )
    if not subject.startswith(v.NAMESPACE):
        raise OntologyError(f"{where}: subject_id {cells['subject_id']} is no term of tpgraph.")
    match = predicate.removeprefix(_SKOS)
    if match not in MATCHES:
        raise OntologyError(
            f"{where}: predicate_id {cells['predicate_id']} is none of "
            f"skos:{', skos:'.join(MATCHES)}."
        )
    try:
        confidence = float(cells["confidence"])
    except ValueError:
        confidence = -1.0
    if not 0 < confidence <= 1:
        raise OntologyError(
            f"{where}: confidence {cells['confidence']!r} is no number above 0 and up to 1."
        )
    return Mapping(
        subject,
        cells["subject_label"],
        match,
        object_,
        cells["object_label"],
        justification,
        cells["author_label"],
        confidence,
        cells["comment"].strip(),
        place,
        number,
    )


def _iri(text: str, prefixes: AbstractMapping[str, str], where: str) -> str:
    curie = _CURIE.fullmatch(text)
    if curie is None:
        raise OntologyError(f"{where} {text!r} is no CURIE, such as schema:Store.")
    if curie["prefix"] not in prefixes:
        raise OntologyError(f"{where} {text}: the curie_map has no prefix {curie['prefix']}.")
    return prefixes[curie["prefix"]] + curie["local"]
