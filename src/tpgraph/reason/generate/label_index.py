"""Labels as they are looked up: the index for recognising cells, and the labels of a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from tpgraph.inventory.company import TERM_KEYS
from tpgraph.inventory.recognise import PLATFORMS, label_key
from tpgraph.reason.source import SKOS, TPG, Source
from tpgraph.text import normalise


def label_index(source: Source, kinds: list[str]) -> dict[str, Any]:
    """Normalised labels to the local names of terms, for recognising headers and values."""

    def names(term: str) -> Iterable[str]:
        for p in ("prefLabel", "altLabel", "hiddenLabel"):
            for _, text in source.labels(term, SKOS + p):
                yield text
        yield from (text for _, text in source.labels(term, SKOS + "notation"))

    replacements = source.replacements()

    def table(terms: Iterable[str], scheme: str | None = None) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for term in terms:
            # The words of a deprecated term are understood as what replaces it.
            meant = replacements.get(term, term)
            local = () if term.endswith("Column") else (term.removeprefix(TPG),)
            for text in (*names(term), *local):
                if key := label_key(scheme, text):
                    found[key].add(meant)
        return {k: sorted(i.removeprefix(TPG) for i in t) for k, t in sorted(found.items())}

    columns = {
        term: source.labels(term, SKOS + "notation")[0][1]
        for term in source.subjects(SKOS + "inScheme", TPG + "columns")
    }
    header: dict[str, str] = {}
    for notation in columns.values():
        header[normalise(notation)] = notation
    for key, terms in table(columns).items():
        if len(terms) == 1:
            header.setdefault(key, columns[TPG + terms[0]])
    # What an inventory can name: terms of its columns, of the company's own keys, platforms.
    schemes = {
        *(s for column in columns for s in source.objects(column, TPG + "columnScheme")),
        *TERM_KEYS.values(),
        PLATFORMS,
    }
    hosts = {
        host: platform.removeprefix(TPG)
        for platform in source.subjects(SKOS + "inScheme", TPG + "platforms")
        for _, host in source.labels(platform, TPG + "platformHost")
    }
    english = {
        term.removeprefix(TPG): text
        for term in [*kinds, *(m for s in schemes for m in source.subjects(SKOS + "inScheme", s))]
        for language, text in source.labels(term, SKOS + "prefLabel")
        if language == "en"
    }
    return {
        "columns": dict(sorted(header.items())),
        "kinds": table(kinds),
        "schemes": {
            s.removeprefix(TPG): table(source.subjects(SKOS + "inScheme", s), s)
            for s in sorted(schemes)
        },
        "platform_hosts": dict(sorted(hosts.items())),
        "labels": dict(sorted(english.items())),
    }


def labels_in(source: Source, language: str) -> dict[str, str]:
    """Every term's preferred label in a language; English where there is none."""
    found: dict[str, str] = {}
    for quad in source.store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None):
        term = quad.subject.value
        if quad.object.language == language or (quad.object.language == "en" and term not in found):
            found[term] = quad.object.value
    return dict(sorted(found.items()))
