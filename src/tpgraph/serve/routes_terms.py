"""Concept pages: every IRI of ours answers as page or as RDF, whichever the client takes.

Sources: Cool URIs for the Semantic Web (W3C, 2008); proactive negotiation of RFC 9110, section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown
from tpgraph.query.names import RDF, RDFS, STATEMENT, TOUCHPOINT, TPG, local_name
from tpgraph.query.results import short
from tpgraph.query.terms import book
from tpgraph.serve.accept import best
from tpgraph.serve.assets import ASK_FIRST, Body
from tpgraph.serve.cards import ServedCards, cards_for, rule_entries
from tpgraph.serve.firm import Firm, firm
from tpgraph.serve.html import escaped, page
from tpgraph.serve.kept import ANALYSIS_BYTES
from tpgraph.serve.languages import language_of
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.terms import (
    BASE,
    FORMATS,
    address_of,
    body,
    described,
    rules_store,
    whole_ontology,
)
from tpgraph.views.reference_cards import RULE, Cards

if TYPE_CHECKING:
    import pyoxigraph as ox

HTML = "text/html"
_OFFERED = (HTML, *FORMATS)
# Asked for by name where somebody cannot set a header; ``ttl``, ``turtle`` and the type itself.
_ENDINGS = {"html": HTML, **{ending: media for media, (_, ending) in FORMATS.items()}}
_DEMO_QUERY = "SELECT ?property ?value\nWHERE {{ <{iri}> ?property ?value }}\nORDER BY ?property"


def ontology(request: Request) -> Response:
    """The whole ontology: a page to find terms on, or all of its triples."""
    ending = request.url.path.rpartition("ontology")[2].removeprefix(".")
    media = _media(request, ending)
    if media != HTML:
        return _rdf(request, whole_ontology(media), "/ontology")
    cards = cards_for(request)
    sought = request.query_params.get("q", "").strip()[:200]
    return page(
        request,
        "ontology.html.j2",
        cards=cards,
        sought=sought,
        found=_found(sought),
        kinds=cards.tree(TOUCHPOINT),
        schemes=[(s, cards.members(s)) for s in cards.ordered(cards.b.schemes)],
        others={
            sort: cards.ordered(i for i, s in cards.b.sorts.items() if s == sort)
            for sort in ("class", "property")
        },
        rules=list(rule_entries().values()),
        downloads=_links("/ontology"),
    )


def _found(sought: str) -> list[str]:
    from tpgraph.query.concepts import find_terms

    if not sought:
        return []
    try:
        return find_terms(sought, limit=20)
    except CallError:
        return []


def term(request: Request) -> Response:
    """A class, property, concept or scheme of the ontology."""
    name, media = _named(request, "name", lambda n: TPG + n in book().sorts)
    iri = TPG + name
    if iri not in book().sorts:
        raise _unknown(iri)
    if media != HTML:
        return _rdf(request, _described(request, iri, media), _path(iri))
    cards = cards_for(request)
    return _card_page(request, cards, iri, about=cards.term(iri))


def statement(request: Request) -> Response:
    """What a document says: its triples, or the place on the page of the term it is about."""
    name, media = _named(request, "name", lambda n: STATEMENT + n in book().statements)
    iri = STATEMENT + name
    if iri not in book().statements:
        raise _unknown(iri)
    if media != HTML:
        return _rdf(request, _described(request, iri, media), _path(iri))
    href = cards_for(request).href(iri)
    return RedirectResponse(href, 303, {"Vary": "Accept, Accept-Language"})


def rule(request: Request) -> Response:
    """A rule: what it looks for, why, and what it rests on; with its SPARQL on the page."""
    name, media = _named(request, "name", lambda n: n in rule_entries())
    entry = rule_entries().get(name)
    iri = RULE + name
    if entry is None:
        raise _unknown(iri)
    if media != HTML:
        return _rdf(request, _described(request, iri, media), _path(iri))
    cards = cards_for(request)
    return _card_page(request, cards, iri, entry=entry, sparql=_sparql(name))


def _sparql(name: str) -> str:
    from tpgraph.reason.rules import load_rules

    rules = load_rules("en")
    return next((r.text for r in (*rules.gaps, *rules.recommendations) if r.name == name), "")


def thing(request: Request) -> Response:
    """What a company states, or what was found of it: touchpoints, findings, recommendations."""
    slug = str(request.path_params["company"])
    ending = ""
    if "rest" not in request.path_params and slug.rpartition(".")[2] in _ENDINGS:
        slug, _, ending = slug.rpartition(".")
    of = firm(request, slug)
    store = of.kept("triples", lambda: _triples(of), ANALYSIS_BYTES)
    rest = str(request.path_params.get("rest", ""))
    if rest and not _is_subject(store, f"{of.iri}/{rest}") and rest.rpartition(".")[2] in _ENDINGS:
        rest, _, ending = rest.rpartition(".")
    iri = f"{of.iri}/{rest}" if rest else of.iri
    if not _is_subject(store, iri):
        raise _unknown(iri)
    media = _media(request, ending)
    if media != HTML:
        made = of.kept(f"{media} {iri}", lambda: body(described([store], iri), media))
        return _rdf(request, made, _path(iri))
    cards = cards_for(request)
    rows, telling = _rows(store, iri, cards)
    return page(
        request,
        "thing.html.j2",
        cards=cards,
        iri=iri,
        firm=of,
        company=of.analysis(language_of(request)).narrator.names.get(of.iri, of.slug),
        title=_label(store, iri, cards),
        rows=rows,
        telling=telling,
        downloads=_links(_path(iri)),
        query_text=_DEMO_QUERY.format(iri=iri),
    )


def _card_page(request: Request, cards: ServedCards, iri: str, **values: Any) -> Response:
    """The card of a term or rule, with its address, its downloads and a query about it."""
    return page(
        request,
        "term.html.j2",
        cards=cards,
        iri=iri,
        title=cards.label(iri)
        if "about" in values
        else values["entry"].text("title", cards.language),
        used_by=[cards.rules[r.removeprefix(RULE)] for r in cards.used_by(iri)],
        downloads=_links(_path(iri)),
        query_text=_DEMO_QUERY.format(iri=iri),
        **{"about": None, "entry": None, "sparql": "", **values},
    )


def _triples(of: Firm) -> ox.Store:
    """What is stated and found of a company, in one store."""
    import pyoxigraph as ox

    from tpgraph.views.triples import quads

    store = ox.Store()
    store.extend(quads(of.base, of.base.findings))
    return store


def _is_subject(store: ox.Store, iri: str) -> bool:
    import pyoxigraph as ox

    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None), None) is not None


def _label(store: ox.Store, iri: str, cards: Cards) -> str:
    """What a thing is called: by its label, or by its message in the reader's language."""
    import pyoxigraph as ox

    for p in (RDFS + "label", TPG + "message", TPG + "action"):
        found = [
            q.object
            for q in store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(p), None)
            if isinstance(q.object, ox.Literal)
        ]
        if found:
            best = [o for o in found if o.language == cards.language] or found
            return best[0].value
    return local_name(iri)


def _rows(store: ox.Store, iri: str, cards: Cards) -> tuple[list[tuple[str, list[Any]]], list[Any]]:
    """What is said of a thing, by property, and links to what tells of it."""
    import pyoxigraph as ox

    groups: dict[str, list[Any]] = {}
    seen = set()
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None):
        if quad.triple in seen:
            continue
        seen.add(quad.triple)
        groups.setdefault(quad.predicate.value, []).append(_value(store, quad.object, cards))
    rows = [(_property(p, cards), sorted(set(values))) for p, values in groups.items()]
    told = [
        _value(store, subject, cards)
        for p in ("concerns", "addresses")
        for subject in sorted(
            {
                q.subject
                for q in store.quads_for_pattern(None, ox.NamedNode(TPG + p), ox.NamedNode(iri))
            },
            key=str,
        )
    ]
    first = {RDF + "type": "", RDFS + "label": " "}
    names = {str(_property(p, cards)): first.get(p, cards.label(p).casefold()) for p in groups}
    return sorted(rows, key=lambda row: names[str(row[0])]), told


def _property(iri: str, cards: Cards) -> Any:
    """A property as a link to its card; one of somebody else's by its short name."""
    return cards.link(iri) if iri in cards.b.sorts else cards.outside(iri, short(iri))


def _value(store: ox.Store, node: Any, cards: Cards) -> Any:
    """A value as text or as a link to its own page."""
    from markupsafe import Markup

    if not hasattr(node, "value"):
        return Markup("<bdi>{}</bdi>").format(str(node))
    text = str(node.value)
    if hasattr(node, "datatype"):
        language = f' lang="{node.language}"' if node.language else ""
        return Markup(f"<bdi{language}>{{}}</bdi>").format(text)
    if text in cards.b.sorts or text.removeprefix(RULE) in cards.rules:
        label = cards.label(text)
        if text.startswith(RULE):
            label = cards.rules[text.removeprefix(RULE)].text("title", cards.language)
        return Markup('<a href="{}">{}</a>').format(cards.href(text), label)
    if text.startswith(BASE + "data/") and _is_subject(store, text):
        return Markup('<a href="{}"><bdi>{}</bdi></a>').format(
            cards.href(text), _label(store, text, cards)
        )
    return cards.outside(text) if not text.startswith(BASE) else Markup("{}").format(text)


def _described(request: Request, iri: str, media: str) -> Body:
    from tpgraph.serve.state import state_of

    stores: Sequence[ox.Store] = (rules_store(),) if iri.startswith(RULE) else (book().store,)
    return state_of(request).kept.get((media, iri), lambda: body(described(stores, iri), media))


def _named(request: Request, key: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """The name in the address, and the media type: an ending counts where the name has none."""
    name = str(request.path_params[key])
    stem, _, ending = name.rpartition(".")
    if stem and ending in _ENDINGS and not known(name):
        return stem, _media(request, ending)
    return name, _media(request, "")


def _media(request: Request, ending: str) -> str:
    """The media type of the answer. Raises RefusedError (406) where the client takes none."""
    asked = ending or request.query_params.get("format", "")
    if asked:
        by_name = {**_ENDINGS, **{media: media for media in _OFFERED}, "turtle": "text/turtle"}
        if asked.lower() not in by_name:
            raise _none_acceptable()
        return by_name[asked.lower()]
    media = best(request.headers.get("accept"), _OFFERED)
    if media is None:
        raise _none_acceptable()
    return media


def _none_acceptable() -> RefusedError:
    return RefusedError(
        406, phrase("endpoint.not-acceptable", offers=_OFFERED), headers={"Vary": "Accept"}
    )


def _unknown(iri: str) -> RefusedError:
    return RefusedError(404, phrase("serve.no-thing", iri=shown(iri)), headers={"Vary": "Accept"})


def _rdf(request: Request, made: Body, path: str) -> Response:
    response = made.response(request, ASK_FIRST)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Location"] = _links(path)[FORMATS[made.media.partition(";")[0]][1]]
    return response


def _path(iri: str) -> str:
    """The path of an IRI of ours, as a URL has it."""
    return escaped(address_of(iri) or "/")


def _links(path: str) -> Mapping[str, str]:
    """The same as data: the addresses by their endings."""
    return {ending: f"{path}.{ending}" for _, ending in FORMATS.values()}


routes = [
    Route("/ontology", ontology, methods=["GET"]),
    *(Route(f"/ontology.{ending}", ontology, methods=["GET"]) for ending in _ENDINGS),
    Route("/ontology/{name}", term, methods=["GET"]),
    Route("/statement/{name}", statement, methods=["GET"]),
    Route("/rule/{name}", rule, methods=["GET"]),
    Route("/data/{company}", thing, methods=["GET"]),
    Route("/data/{company}/{rest:path}", thing, methods=["GET"]),
]
