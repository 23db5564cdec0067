"""Asks the store of many companies: SPARQL of all at once, a named query of each in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from tpgraph.errors import CallError
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.query.named import named_query
from tpgraph.query.results import Result
from tpgraph.query.run import answer, is_sparql, query_store, query_text
from tpgraph.store import Literal, Object
from tpgraph.store.company_store import companies
from tpgraph.store.graphs import graphs_of
from tpgraph.text import normalise

Progress = Callable[[int, int], None]
_SHOWN = 8  # names in a message


def ask_store(
    store: ox.Store,
    query: str,
    language: str,
    parameters: Mapping[str, str] | None = None,
    *,
    company: str | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """What a store of many companies answers; the default graph is the union of all its graphs.

    A named query about a company is asked of each company by itself, since it counts what one
    company has and lacks: its rows then begin with a column ``company``. ``company`` (a name or an
    IRI) restricts everything to one. Raises CallError for a company, query or parameter that does
    not exist, QueryError where Oxigraph refuses the text.
    """
    known = companies(store)
    if company is not None:
        known = [one_of(company, known)]
    if is_sparql(query):
        if parameters:
            raise CallError(phrase("call.own-query-parameters"))
        if company is None:
            return answer(store, query)
        return next(_answers(store, [known[0][0]], query))
    named = named_query(query.strip())
    text = query_text(query.strip(), language, parameters or {})
    if named.scope != "company":
        return answer(query_store(), text)
    answers = _answers(store, [iri for iri, _ in known], text)
    return in_turn([title for _, title in known], answers, on_progress)


def in_turn(
    titles: Sequence[str], answers: Iterable[Result], on_progress: Progress | None = None
) -> Result:
    """What companies answered in turn, as one table; each row begins with its company."""
    columns: tuple[str, ...] = ()
    rows: list[tuple[Object | None, ...]] = []
    for done, (title, result) in enumerate(zip(titles, answers, strict=True), start=1):
        columns = result.columns
        rows += [(Literal(title), *row) for row in result.rows]
        if on_progress:
            on_progress(done, len(titles))
    own = "company" if "company" not in columns else "ofCompany"
    return Result((own, *columns), tuple(rows))


def _answers(store: ox.Store, iris: Sequence[str], text: str) -> Iterator[Result]:
    """What each company by itself answers, beside the ontology."""
    scratch = query_store()
    for iri in iris:
        graphs = [ox.NamedNode(name) for name in graphs_of(iri)]
        for graph in graphs:
            scratch.extend(store.quads_for_pattern(None, None, None, graph))
        yield answer(scratch, text)
        for graph in graphs:
            scratch.remove_graph(graph)


def one_of(name: str, known: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The company of that name or IRI; by its name without regard to case and accents, too.

    Raises CallError, with the nearest names, where there is none, or more than one.
    """
    exact = [c for c in known if name in c]
    alike = exact or [c for c in known if normalise(c[1]) == normalise(name)]
    if len(alike) == 1:
        return alike[0]
    import difflib

    names = [title for _, title in known]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    some = (*names[:_SHOWN], "…") if len(names) > _SHOWN else tuple(names)
    mend = did_you_mean(near) if near else phrase("mend.store-companies", names=some)
    raise CallError(phrase("call.store-company", name=shown(name), mend=mend))
