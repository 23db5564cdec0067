"""What the queries of a live page are asked of besides its company: the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tpgraph.query.run import ONTOLOGY_GRAPH, ontology_closure
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import DERIVED
from tpgraph.store.graphs import graphs_of
from tpgraph.store.ontology_files import source_files
from tpgraph.views.taxonomy import taxonomy
from tpgraph.views.triples import ALSO_DERIVED


def asked_data(analysis: Conclusions) -> dict[str, Any]:
    """What the editor's engine needs besides the inventory and the rules, as one JSON object.

    ``ontology`` is :func:`packed_ontology`, ``graphs`` are the names of the graphs, ``derived`` the
    properties whose inferred triples can be asked for.
    """
    company = analysis.inventory.company.iri
    return {
        "ontology": packed_ontology(),
        "graphs": [ONTOLOGY_GRAPH, *graphs_of(company)],
        "derived": [*DERIVED, *ALSO_DERIVED],
    }


@cache
def packed_ontology() -> dict[str, Any]:
    """The ontology as queries see it, small once compressed.

    ``terms`` are IRIs and blank nodes. ``groups`` stand by predicate and by what the objects are
    (``""`` terms, ``@en`` texts of a language, else a datatype): their subjects as steps from one
    place of ``terms`` to the next, and their objects as places of ``terms``; of literals, as texts,
    or, where the page's vocabulary holds the same text, as steps through its texts.
    """
    triples = sorted(set(_triples()))
    terms = sorted(
        {t for s, p, _, _ in triples for t in (s, p)} | {o for *_, kind, o in triples if not kind}
    )
    place = {term: n for n, term in enumerate(terms)}
    known = {text: n for n, text in enumerate(dict.fromkeys(_texts(taxonomy())))}
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for s, p, kind, o in triples:
        groups.setdefault((p, kind), []).append((place[s], o))
    packed = []
    for (p, kind), pairs in sorted(groups.items()):
        subjects = [s for s, _ in pairs]
        objects: list[int | str] = []
        last = 0
        for _, o in pairs:
            if not kind:
                objects.append(place[o])
            elif o in known:
                objects.append(known[o] - last)
                last = known[o]
            else:
                objects.append(o)
        steps = [b - a for a, b in zip([0, *subjects], subjects, strict=False)]
        packed.append([place[p], kind, steps, objects])
    return {"terms": terms, "groups": packed}


def _texts(data: Any) -> Iterator[str]:
    """Every text of a JSON value, in the order in which it is written."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _triples() -> Iterator[tuple[str, str, str, str]]:
    """Subject, predicate, what the object is, and the object, of all that queries see."""
    import pyoxigraph as ox

    blanks: dict[str, str] = {}

    def named(term: Any) -> str:
        if isinstance(term, ox.BlankNode):
            # Oxigraph calls them anew at each reading.
            return blanks.setdefault(term.value, f"_:b{len(blanks)}")
        return str(term.value)

    for triple in _parsed():
        o = triple.object
        kind = ""
        if isinstance(o, ox.Literal):
            kind = f"@{o.language}" if o.language else o.datatype.value
        text = o.value if isinstance(o, ox.Literal) else named(o)
        yield named(triple.subject), triple.predicate.value, kind, text


def _parsed() -> Iterable[Any]:
    import pyoxigraph as ox

    for path in source_files():
        yield from ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    yield from ox.parse(ontology_closure(), format=ox.RdfFormat.N_TRIPLES)
