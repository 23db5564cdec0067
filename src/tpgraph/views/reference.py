"""The reference: every term of the ontology on one page a language, browsable from disk."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from tpgraph.errors import TpgraphError
from tpgraph.model import LANGUAGES
from tpgraph.phrases import phrase, reported
from tpgraph.query.names import DCTERMS, OWL, TOUCHPOINT
from tpgraph.query.terms import Book
from tpgraph.reason.catalogue import Entry
from tpgraph.resources import web_dir
from tpgraph.views.reference_cards import Cards, Statuses
from tpgraph.views.wording import direction, wording_in

GENERATOR = "tpgraph ontology export"
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
        pages[f"{language}.html"] = _render(
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
    pages["index.html"] = _render("index.html.j2", **shared, titles=titles)
    return pages


def _shared(b: Book, downloads: Sequence[str]) -> dict[str, Any]:
    css, script = _source("reference.css"), _source("reference.js")
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
        "policy": _policy(css, script),
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


def _render(template: str, **values: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(web_dir() / "reference"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = environment.get_template(template).render(**values)
    # A lone surrogate cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode()


def _source(name: str) -> str:
    path = web_dir() / "reference" / name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        broken = phrase("call.broken-install", path=str(path), why=reported(error))
        raise TpgraphError(broken) from error
    if "</s" in text.lower() or "<!--" in text:
        # Inside an inline element these would end or hide it.
        raise TpgraphError(f"{path}: must not hold '</s' or '<!--', since it is inlined.")
    return text


def _policy(css: str, script: str) -> str:
    """Nothing may be loaded; only this very script may run and this very style count."""
    style_hash, script_hash = (
        f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (css, script)
    )
    return (
        f"default-src 'none'; script-src {script_hash}; style-src {style_hash}; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
