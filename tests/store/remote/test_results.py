"""A server gives what the engine in the process gives, keeps what is published and nothing else."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

import tpgraph
from tests.store.remote.servers import Quads, everything, server_at
from tpgraph.errors import EngineError
from tpgraph.reason.advice.candidates import Candidate, advising, candidates_of
from tpgraph.samples import sample, sample_names
from tpgraph.store import Literal, open_engine
from tpgraph.store.remote.engine import COMMON_GRAPHS, HttpEngine
from tpgraph.views.files import analysis_graphs

AS_OF = date(2026, 11, 22)
FOREIGN = "https://example.org/other"


def without_common(quads: Quads) -> Quads:
    """What is on a server besides the ontology's facts."""
    return frozenset(q for q in quads if not str(q[0]).startswith(COMMON_GRAPHS))


def _candidates(analysis: tpgraph.Analysis) -> dict[str, Candidate]:
    with closing(advising(analysis.inference)) as engine:
        return {c.id: c for c in candidates_of(engine, analysis.rules)}


@pytest.mark.parametrize("name", sample_names())
def test_all_samples_are_found_alike(server: str, name: str) -> None:
    here = tpgraph.analyze(sample(name), as_of=AS_OF)
    there = tpgraph.analyze(sample(name), as_of=AS_OF, engine=server)
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
    assert without_common(everything(server)) == frozenset()


def test_what_is_published_is_what_was_found_and_other_graphs_stay(server: str) -> None:
    server_at(server).add(FOREIGN, b'<https://example.org/a> <https://example.org/b> "c" .')
    before = everything(server)
    analysis = tpgraph.analyze(sample("casa_morgana"), as_of=AS_OF, engine=server)
    names = analysis.publish()
    for graph, ntriples in analysis_graphs(analysis).items():
        expected = open_engine()
        expected.load(ntriples)
        found = server_at(server).select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", (graph,)).rows
        assert set(found) == set(expected.triples())
        assert found
    left = without_common(everything(server))
    assert {q for q in left if q[0] == FOREIGN} == before
    assert {str(q[0]) for q in left} == {*names, FOREIGN}


def test_publishing_again_takes_the_place_of_the_earlier_graphs(
    server: str, tmp_path: Path
) -> None:
    (tmp_path / "touchpoints.csv").write_text("name,stages\nShop,purchase\nSign,purchase\n")
    first = tpgraph.analyze(tmp_path, as_of=AS_OF, engine=server)
    first.publish()
    (tmp_path / "touchpoints.csv").write_text("name,stages\nShop,purchase\n")
    tpgraph.analyze(tmp_path, as_of=AS_OF).publish(server)
    names = {str(q[1]) for q in everything(server)}
    assert any(name.endswith("/shop") for name in names)
    assert not any(name.endswith("/sign") for name in names)


def test_two_runs_for_one_company_do_not_see_each_other(server: str) -> None:
    one, two = (HttpEngine(server, "https://example.org/company") for _ in range(2))
    triple = ("https://example.org/a", "https://example.org/b", Literal("c"))
    one.add([triple])
    two.add([(*triple[:2], Literal("d"))])
    everything_in = "SELECT ?o WHERE { ?s ?p ?o }"
    assert one.select(everything_in).rows == ((Literal("c"),),)
    assert two.select(everything_in).rows == ((Literal("d"),),)
    one.close()
    assert two.select(everything_in).rows == ((Literal("d"),),)
    two.close()
    assert everything(server) == frozenset()


def test_a_closed_engine_still_tells_what_it_was_told(server: str) -> None:
    engine = HttpEngine(server)
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


def test_facts_of_the_ontology_that_were_cut_off_are_made_whole(server: str) -> None:
    lines = [f"<https://example.org/{n}> <https://example.org/b> <urn:x> .\n" for n in range(9)]
    ntriples = "".join(lines).encode()
    first = HttpEngine(server)
    first.load_common(ntriples)
    graph = next(str(q[0]) for q in everything(server) if str(q[0]).startswith(COMMON_GRAPHS))
    first.close()
    server_at(server).update(f"DELETE DATA {{ GRAPH <{graph}> {{ {lines[3]} }} }}")
    from tpgraph.store.remote import engine as module

    module._whole.clear()
    second = HttpEngine(server)
    second.load_common(ntriples)
    assert second.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows[0][0] == Literal(
        "9", "http://www.w3.org/2001/XMLSchema#integer"
    )
    second.close()
