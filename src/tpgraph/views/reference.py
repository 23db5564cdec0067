"""The reference: every term of the ontology on one page a language, browsable from disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tpgraph.model import LANGUAGES
from tpgraph.query.names import DCTERMS, OWL, TOUCHPOINT
from tpgraph.query.terms import Book
from tpgraph.reason.catalogue import Entry
from tpgraph.views.inlined import inlined, policy, rendered
from tpgraph.views.reference_cards import Cards, Statuses
from tpgraph.views.wording import direction, wording_in

GENERATOR = "tpgraph ontology export"
_FOLDER = "reference"  # of the page's own assets
_ONTOLOGY = "https://w3id.org/tpgraph/ontology"
# Schemes whose terms have a part of the page to themselves.
_DOCUMENTS, _DISAGREEMENTS = _ONTOLOGY + "#documents", _ONTOLOGY + "#disagreements"


def reference_pages(
    b: Book,
    rules: Mapping[str, Entry],
    statuses: Statuses,
    downloads: Sequence[str] = (),
) -> dict[str, str]:
    """The pages by file name: ``index.html`` and one a language, with everything inlined.

    ``downloads`` are files beside the reference's folder. Raises TpgraphError where one of the
    reference's own files is missing.
    """
    pages = {}
    shared = _shared(b, downloads)
    for language in LANGUAGES:
        cards = Cards(b, rules, statuses, language)
        pages[f"{language}.html"] = rendered(
            _FOLDER,
            "page.html.j2",
            **shared,
            lang=language,
            direction=direction(language),
            title=b.texts(_ONTOLOGY, DCTERMS + "title").get(language, "tpgraph"),
            description=b.texts(_ONTOLOGY, DCTERMS + "description").get(language, ""),
            t=wording_in(language),
            words=wording_in(language),
            cards=cards,
            **_parts(b, rules, cards),
        )
    titles = b.texts(_ONTOLOGY, DCTERMS + "title")
    pages["index.html"] = rendered(_FOLDER, "index.html.j2", **shared, titles=titles)
    return pages


def _shared(b: Book, downloads: Sequence[str]) -> dict[str, Any]:
    css, script = inlined(_FOLDER, "reference.css"), inlined(_FOLDER, "reference.js")
    from markupsafe import Markup

    return {
        "generator": GENERATOR,
        "names_of": {language: wording_in(language)("name") for language in LANGUAGES},
        "directions": {language: direction(language) for language in LANGUAGES},
        "version": b.text(_ONTOLOGY, OWL + "versionInfo") or "",
        "version_iri": next(iter(b.iris(_ONTOLOGY, OWL + "versionIRI")), _ONTOLOGY),
        "licence": next(iter(b.iris(_ONTOLOGY, DCTERMS + "license")), ""),
        "downloads": downloads,
        "css": Markup(css),
        "script": Markup(script),
        "policy": policy(css, script),
    }


def _parts(b: Book, rules: Mapping[str, Entry], cards: Cards) -> dict[str, Any]:
    """What the page shows, in its order: trees of IRIs, each term once."""
    by_sort: dict[str, list[str]] = {}
    for iri, sort in b.sorts.items():
        by_sort.setdefault(sort, []).append(iri)
    apart = (_DOCUMENTS, _DISAGREEMENTS)
    schemes = [s for s in cards.ordered(by_sort.get("scheme", ())) if s not in apart]
    members = {i for of in b.schemes.values() for i in of}
    homeless = [i for i in by_sort.get("concept", ()) if i not in members]
    return {
        "kinds": list(_flat(cards.tree(TOUCHPOINT))),
        "kind_tree": cards.tree(TOUCHPOINT),
        "schemes": [
            (scheme, trees, list(_flat(("", trees)))[1:])
            for scheme, trees in ((s, cards.members(s)) for s in schemes)
        ],
        "homeless": cards.ordered(homeless),
        "document_scheme": _DOCUMENTS if _DOCUMENTS in b.sorts else None,
        "disagreement_scheme": _DISAGREEMENTS if _DISAGREEMENTS in b.sorts else None,
        "documents": sorted(by_sort.get("document", ())),
        "classes": cards.ordered(by_sort.get("class", ())),
        "properties": cards.ordered(by_sort.get("property", ())),
        "disagreements": cards.ordered(by_sort.get("disagreement", ())),
        "rules": {
            stratum: [entry for entry in rules.values() if entry.stratum == stratum]
            for stratum in ("gap", "recommendation")
        },
    }


def _flat(tree: tuple[str, Iterable[Any]]) -> dict[str, None]:
    found = {tree[0]: None}
    for branch in tree[1]:
        found |= _flat(branch)
    return found
