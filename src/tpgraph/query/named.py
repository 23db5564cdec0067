"""The named queries: one SPARQL file each in ``ontology/queries``, described in a catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tpgraph.errors import CallError
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.resources import ontology_dir

_TPG = "https://w3id.org/tpgraph/ontology#"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with its title and question in five languages.

    ``code`` is the competency question it answers (``Q1``, ``E3``). ``scope`` is ``company`` where
    it asks about an inventory, ``ontology`` where the concepts alone answer it. ``parameters``
    maps each parameter to its default.
    """

    name: str
    code: str
    scope: str
    titles: Mapping[str, str]
    questions: Mapping[str, str]
    parameters: Mapping[str, str]
    text: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """All named queries by name, in the order of their codes."""
    import pyoxigraph as ox

    folder = ontology_dir() / "queries"
    store = ox.Store()
    store.load(path=str(folder / "catalogue.ttl"), format=ox.RdfFormat.TURTLE)

    def values(s: Any, p: str) -> list[Any]:
        return [q.object for q in store.quads_for_pattern(s, ox.NamedNode(_TPG + p), None)]

    found = []
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for quad in store.quads_for_pattern(None, rdf_type, ox.NamedNode(_TPG + "NamedQuery")):
        assert isinstance(quad.subject, ox.NamedNode)
        name = quad.subject.value.rsplit("/", 1)[-1]
        parameters = dict(p.value.partition("=")[::2] for p in values(quad.subject, "parameter"))
        found.append(
            NamedQuery(
                name=name,
                code=values(quad.subject, "code")[0].value,
                scope=values(quad.subject, "scope")[0].value,
                titles={o.language: o.value for o in values(quad.subject, "title")},
                questions={o.language: o.value for o in values(quad.subject, "question")},
                parameters=parameters,
                text=(folder / f"{name}.rq").read_text(encoding="utf-8"),
            )
        )
    found.sort(key=lambda q: (q.code[0], int(q.code[1:])))
    return {q.name: q for q in found}


def named_query(name: str) -> NamedQuery:
    """The query of that name or code. Raises CallError, with the nearest names, for none."""
    queries = named_queries()
    if name in queries:
        return queries[name]
    for query in queries.values():
        if query.code.lower() == name.lower():
            return query
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.4)
    mend = did_you_mean(near) if near else phrase("mend.list-queries")
    raise CallError(phrase("call.no-query", name=shown(name), mend=mend))
