"""Each server gives what the engine in the process gives; it keeps what is published, no more."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

import tpgraph
from tests.store.remote.servers import Quads, everything, server_at
from tests.store.test_agreement import made, on
from tests.support.agreement import outcome
from tpgraph.errors import EngineError
from tpgraph.reason.advice.candidates import Candidate, advising, candidates_of
from tpgraph.reason.rules import load_rules
from tpgraph.samples import sample, sample_names
from tpgraph.store import Literal, open_engine
from tpgraph.store.remote.engine import COMMON_GRAPHS, HttpEngine
from tpgraph.views.files import analysis_graphs

AS_OF = date(2026, 11, 22)
MADE_UP = 12
LARGE = "department-of-the-interior-doi"
FOREIGN = "https://example.org/other"


def without_common(quads: Quads) -> Quads:
    """What is on a server besides the ontology's facts."""
    return frozenset(q for q in quads if not str(q[0]).startswith(COMMON_GRAPHS))


@cache
def _here(name: str) -> tpgraph.Analysis:
    return tpgraph.analyze(sample(name), as_of=AS_OF)


def _candidates(analysis: tpgraph.Analysis) -> dict[str, Candidate]:
    with closing(advising(analysis.inference)) as engine:
        return {c.id: c for c in candidates_of(engine, analysis.rules)}


# The other server takes a second for every twenty accounts: the largest sample is for one of them.
ALL_BUT_LARGE = [n for n in sample_names() if not n.endswith(LARGE)]


@pytest.mark.parametrize(
    ("each_server", "name"),
    [("oxigraph", name) for name in sample_names()] + [("jena", name) for name in ALL_BUT_LARGE],
    indirect=["each_server"],
)
def test_all_samples_are_found_alike(each_server: str, name: str) -> None:
    here = _here(name)
    there = tpgraph.analyze(sample(name), as_of=AS_OF, engine=each_server)
    assert there.counts == here.counts
    assert sum(here.counts.values()) > 20
    assert {f.id: f for f in there.all_findings} == {f.id: f for f in here.all_findings}
    assert {t for raw in there.inference.findings.values() for t in raw.triples} == {
        t for raw in here.inference.findings.values() for t in raw.triples
    }
    assert _candidates(there) == _candidates(here)
    assert there.check() == here.check()
    if len(here.inventory.touchpoints) < 40:
        # Those are tried out in the process, one by one: that takes its time.
        advice = {r.id: r for r in here.recommendations}
        assert {r.id: r for r in there.recommendations} == advice
    # Everything was asked in graphs of the run's own, and they are gone.
    assert without_common(everything(each_server)) == frozenset()


def test_companies_made_up_are_found_alike(each_server: str) -> None:
    for seed in range(MADE_UP):
        inventory = made(Random(seed))
        with closing(HttpEngine(each_server)) as engine:
            there = outcome(engine, inventory, load_rules())
        assert list(there.differences(on("oxigraph", inventory))) == [], seed
    assert without_common(everything(each_server)) == frozenset()


def test_what_is_published_is_what_was_found_and_other_graphs_stay(each_server: str) -> None:
    server_at(each_server).add(FOREIGN, b'<https://example.org/a> <https://example.org/b> "c" .')
    before = everything(each_server)
    analysis = tpgraph.analyze(sample("casa_morgana"), as_of=AS_OF, engine=each_server)
    names = analysis.publish()
    for graph, ntriples in analysis_graphs(analysis).items():
        expected = open_engine()
        expected.load(ntriples)
        found = server_at(each_server).select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", (graph,)).rows
        assert set(found) == set(expected.triples())
        assert found
    left = without_common(everything(each_server))
    assert {q for q in left if q[0] == FOREIGN} == before
    assert {str(q[0]) for q in left} == {*names, FOREIGN}


def test_publishing_again_takes_the_place_of_the_earlier_graphs(
    each_server: str, tmp_path: Path
) -> None:
    (tmp_path / "touchpoints.csv").write_text("name,stages\nShop,purchase\nSign,purchase\n")
    first = tpgraph.analyze(tmp_path, as_of=AS_OF, engine=each_server)
    first.publish()
    (tmp_path / "touchpoints.csv").write_text("name,stages\nShop,purchase\n")
    tpgraph.analyze(tmp_path, as_of=AS_OF).publish(each_server)
    names = {str(q[1]) for q in everything(each_server)}
    assert any(name.endswith("/shop") for name in names)
    assert not any(name.endswith("/sign") for name in names)


def test_two_runs_for_one_company_do_not_see_each_other(each_server: str) -> None:
    one, two = (HttpEngine(each_server, "https://example.org/company") for _ in range(2))
    triple = ("https://example.org/a", "https://example.org/b", Literal("c"))
    one.add([triple])
    two.add([(*triple[:2], Literal("d"))])
    everything_in = "SELECT ?o WHERE { ?s ?p ?o }"
    assert one.select(everything_in).rows == ((Literal("c"),),)
    assert two.select(everything_in).rows == ((Literal("d"),),)
    one.close()
    assert two.select(everything_in).rows == ((Literal("d"),),)
    two.close()
    assert everything(each_server) == frozenset()


def test_a_closed_engine_still_tells_what_it_was_told(each_server: str) -> None:
    engine = HttpEngine(each_server)
    engine.load_common(b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .")
    engine.materialise(
        "CONSTRUCT { ?c <https://example.org/of> ?a } WHERE { ?a <https://example.org/b> ?c }"
    )
    other = engine.copy()
    engine.close()
    for one in (engine, other):
        assert len(one.triples()) == 2
        assert one.ask("ASK { ?s <https://example.org/of> ?o }")
    other.close()
    with pytest.raises(EngineError, match="closed"):
        engine.load(b"")


def test_facts_of_the_ontology_that_were_cut_off_are_made_whole(each_server: str) -> None:
    lines = [f"<https://example.org/{n}> <https://example.org/b> <urn:x> .\n" for n in range(9)]
    ntriples = "".join(lines).encode()
    first = HttpEngine(each_server)
    first.load_common(ntriples)
    graph = next(str(q[0]) for q in everything(each_server) if str(q[0]).startswith(COMMON_GRAPHS))
    first.close()
    server_at(each_server).update(f"DELETE DATA {{ GRAPH <{graph}> {{ {lines[3]} }} }}")
    from tpgraph.store.remote import engine as module

    module._whole.clear()
    second = HttpEngine(each_server)
    second.load_common(ntriples)
    assert second.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows[0][0] == Literal(
        "9", "http://www.w3.org/2001/XMLSchema#integer"
    )
    second.close()
