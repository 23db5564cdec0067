"""A company as a request names it: from the files that are served, or from the store of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from tpgraph.errors import CallError
from tpgraph.inventory.audience import company_title
from tpgraph.phrases import phrase, shown
from tpgraph.pipeline import Analysis, analyse
from tpgraph.serve.companies import slug_of
from tpgraph.serve.kept import ANALYSIS_BYTES
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.state import State, state_of

if TYPE_CHECKING:
    import pyoxigraph as ox
    from starlette.requests import Request

T = TypeVar("T")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FACT = "<https://w3id.org/tpgraph/ontology#Fact>"
_AS_OF = "https://w3id.org/tpgraph/ontology#asOf"


@dataclass(frozen=True, slots=True)
class Named:
    """A company by its slug, IRI and name; ``stored`` where it is in the store of many."""

    slug: str
    iri: str
    name: str
    stored: bool


@dataclass(frozen=True, slots=True)
class Firm:
    """A company with its analysis; ``mark`` differs as soon as anything of it is read anew."""

    slug: str
    mark: tuple[str, int]
    base: Analysis
    state: State

    def analysis(self, lang: str) -> Analysis:
        """The analysis in a language; what the rules found is the same for all."""
        if lang == self.base.lang:
            return self.base
        return self.kept(f"analysis {lang}", lambda: _in_language(self.base, lang), ANALYSIS_BYTES)

    def kept(self, what: str, make: Callable[[], T], size_bytes: int | None = None) -> T:
        """Something that follows from the analysis, made once."""
        return self.state.kept.get((what, self.mark), make, size_bytes)

    @property
    def name(self) -> str:
        """What the company is called."""
        return company_title(self.base.inventory)

    @property
    def iri(self) -> str:
        """The company's IRI."""
        return self.base.inventory.company.iri


def firm(request: Request, slug: str) -> Firm:
    """The company of a slug. Raises RefusedError (404) where none is served under it."""
    return firm_of(state_of(request), slug)


def firm_of(state: State, slug: str) -> Firm:
    """The same, of a server's state."""
    served = state.companies.get(slug)
    if served is not None:
        return Firm(slug, (slug, served.generation), served.analysis, state)
    one = next((n for n in named(state) if n.stored and n.slug == slug), None)
    if one is None:
        raise RefusedError(404, phrase("serve.no-company", name=shown(slug)))
    mark = (slug, store_version(state))

    def made() -> Firm:
        return Firm(slug, mark, _of_store(state, one), state)

    return state.kept.get(("firm", mark), made, ANALYSIS_BYTES)


def named(state: State) -> list[Named]:
    """All companies that are served, by name."""
    found = [
        Named(s.slug, s.analysis.inventory.company.iri, company_title(s.analysis.inventory), False)
        for s in state.companies
    ]
    if state.companies.store_path is not None:
        found += state.kept.get(("stored", store_version(state)), lambda: _stored(state))
    return sorted(found, key=lambda n: (n.name.casefold(), n.slug))


def _stored(state: State) -> list[Named]:
    from tpgraph.store.company_store import companies

    with opened_store(state) as store:
        return [Named(slug_of(iri), iri, name, True) for iri, name in companies(store)]


def store_version(state: State) -> int:
    """A number that grows with each store that is put in the place of the one before."""
    return state.companies.generation


@contextmanager
def opened_store(state: State) -> Iterator[ox.Store]:
    """The store of many. Raises RefusedError (503) where it cannot be read now."""
    from tpgraph.store.company_store import open_for_reading

    assert state.companies.store_path is not None
    with ExitStack() as stack:
        try:
            store = stack.enter_context(open_for_reading(state.companies.store_path))
        except CallError as error:
            headers = {"Retry-After": "10"}
            raise RefusedError(503, phrase("serve.no-store"), headers=headers) from error
        yield store


def _of_store(state: State, one: Named) -> Analysis:
    """What follows from the facts that the store holds of a company, on the day of its findings."""
    import pyoxigraph as ox

    from tpgraph.store.graphs import asserted_graph

    with opened_store(state) as store:
        graph = ox.NamedNode(asserted_graph(one.iri))
        stored = [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
    if not stored:
        # Another store has just come, in which it is not.
        raise RefusedError(503, phrase("serve.no-store"), headers={"Retry-After": "10"})
    # The store keeps the places of some facts only, and a reader would take those for all facts.
    placed = {t.subject for t in stored if t.predicate.value == _TYPE and str(t.object) == _FACT}
    # In the order of their IRIs, touchpoints of one name keep the numbers that tell them apart.
    facts = sorted(
        (t for t in stored if t.subject not in placed),
        key=lambda t: (getattr(t.subject, "value", ""), str(t)),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.slug[:60]}.nt"
        path.write_bytes(ox.serialize(facts, format=ox.RdfFormat.N_TRIPLES) or b"")
        return analyse(path, lang=state.settings.lang, as_of=_day(facts, one.iri))


def _day(facts: list[ox.Triple], iri: str) -> date:
    for triple in facts:
        if triple.predicate.value == _AS_OF and str(triple.subject) == f"<{iri}>":
            return date.fromisoformat(triple.object.value)  # type: ignore[union-attr]
    return date.today()


def _in_language(base: Analysis, lang: str) -> Analysis:
    other = Analysis(base.inventory, replace(base.options, lang=lang))
    other.take_inference(base.inference)
    return other
