"""How far each text of the ontology can be trusted as a translation: one status a string.

``ontology/translations/LANGUAGE.tsv`` has a line a string: term, property, digest, status. The
digest is of the text, so that a status lapses when the text is changed: ``tpgraph ontology build``
drops it and enters the new text as drafted. People raise a status by editing its line.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from tpgraph.errors import OntologyError
from tpgraph.model import LANGUAGES
from tpgraph.reason.source import TPG, Source
from tpgraph.resources import ontology_dir

FOLDER = "translations"
DRAFTED = "drafted"
# From the weakest to the strongest; what each means stands in ontology/README.md.
STATUSES = (DRAFTED, "second-read", "document", "native")
_HEADER = ("term", "property", "digest", "status")
_DIGEST_DIGITS = 10


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text in a language: the term and the property that carry it, shortened with ``tpg:``."""

    term: str
    prop: str
    language: str
    text: str

    @property
    def digest(self) -> str:
        """What stands for the text in the files."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:_DIGEST_DIGITS]

    @property
    def key(self) -> tuple[str, str, str]:
        """What a line of the language's file is found by."""
        return (self.term, self.prop, self.digest)


def texts(source: Source) -> Iterator[Text]:
    """Every text with a language that a named term of the ontology carries, in no order."""
    for quad in source.store:
        if not isinstance(quad.object, ox.Literal) or not isinstance(quad.subject, ox.NamedNode):
            continue
        if quad.object.language in LANGUAGES:
            yield Text(
                _short(quad.subject.value),
                _short(quad.predicate.value),
                quad.object.language,
                quad.object.value,
            )


def refreshed(source: Source, folder: Path) -> dict[str, str]:
    """The files as they ought to be: every string once, known statuses kept, new ones drafted.

    Keys are paths relative to ``folder``. Raises OntologyError on a line that is not understood.
    """
    known = {language: _read(folder, language) for language in LANGUAGES}
    lines: dict[str, set[tuple[str, str, str, str]]] = {language: set() for language in LANGUAGES}
    for text in texts(source):
        status = known[text.language].get(text.key, DRAFTED)
        lines[text.language].add((*text.key, status))
    files = {}
    for language, rows in lines.items():
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(sorted(rows))
        files[f"{FOLDER}/{language}.tsv"] = out.getvalue()
    return files


@cache
def statuses() -> dict[tuple[str, str, str, str], str]:
    """Status by (term, property, language, text), the first two as whole IRIs."""
    source = Source()
    known = {language: _read(ontology_dir(), language) for language in LANGUAGES}
    return {
        (_whole(t.term), _whole(t.prop), t.language, t.text): known[t.language].get(t.key, DRAFTED)
        for t in texts(source)
    }


def _read(folder: Path, language: str) -> dict[tuple[str, str, str], str]:
    path = folder / FOLDER / f"{language}.tsv"
    if not path.exists():
        return {}
    found = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(_HEADER) or cells[3] not in STATUSES:
            raise OntologyError(
                f"{path}:{number}: not a line of {', '.join(_HEADER)} with a status of "
                f"{', '.join(STATUSES)}."
            )
        found[cells[0], cells[1], cells[2]] = cells[3]
    return found


_PREFIXES = {
    "tpg": TPG,
    "statement": "https://w3id.org/tpgraph/statement/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}


def _short(iri: str) -> str:
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _whole(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return _PREFIXES[prefix] + local if colon and prefix in _PREFIXES else name
