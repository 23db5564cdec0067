"""The store on disk: what a batch puts there, and what queries read from it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.batch.tables import many, rows_of, write_csv, write_folders
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.cli import run
from tpgraph.errors import CallError
from tpgraph.pipeline import Analysis, analyse
from tpgraph.query.across import ask_store
from tpgraph.query.named import named_queries
from tpgraph.query.run import ONTOLOGY_GRAPH
from tpgraph.store.company_store import (
    LOCK,
    companies,
    is_store,
    open_for_reading,
    open_for_writing,
)
from tpgraph.store.graphs import asserted_graph, findings_graph
from tpgraph.views.triples import found_quads

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Four companies as folders, and their store."""
    base = tmp_path_factory.mktemp("made")
    folder = write_folders(base / "in", many(4, 3))
    settings = Settings(as_of=DAY, store=str(base / "store"))
    run_batch([folder], base / "out", settings, workers=1)
    return folder, base / "store"


@pytest.fixture(scope="module")
def singly(made: tuple[Path, Path]) -> list[Analysis]:
    """The same companies, each analysed by itself."""
    return [analyse(inner, as_of=DAY) for inner in sorted(made[0].iterdir())]


def test_each_company_has_the_graphs_it_has_singly(made: tuple[Path, Path]) -> None:
    folder, path = made
    assert is_store(path)
    with open_for_reading(path) as store:
        assert len(companies(store)) == 4
        for inner in folder.iterdir():
            analysis = analyse(inner, as_of=DAY)
            iri = analysis.inventory.company.iri
            placed = {fact.id for gap in analysis.gaps for fact in gap.facts}
            expected = set(found_quads(analysis, analysis.findings, placed))
            graphs = (asserted_graph(iri), findings_graph(iri))
            found = {
                quad
                for graph in graphs
                for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            }
            assert found == expected


def test_sparql_of_all_companies(made: tuple[Path, Path]) -> None:
    folder, path = made
    counted = "SELECT (COUNT(?f) AS ?gaps) WHERE { ?f a tpg:Finding ; tpg:status tpg:gap }"
    expected = sum(len(analyse(inner, as_of=DAY).gaps) for inner in folder.iterdir())
    with open_for_reading(path) as store:
        assert ask_store(store, counted, "en").records() == [{"gaps": expected}]
        one = ask_store(store, counted, "en", company="firm 3 & co").records()[0]["gaps"]
        assert one == len(analyse(folder / "0003", as_of=DAY).gaps)
        assert ask_store(
            store, "ASK { tpg:Coupon skos:prefLabel 'Coupon'@en }", "en"
        ).records() == [{"answer": True}]
        assert len(ask_store(store, "seven-touchpoints", "it").rows) >= 7


# Columns that come from recommendations, which a batch does not make.
ADVICE = {
    "uncovered-categories": {"couldFill"},
    "uncovered-stages": {"couldFill", "documentsOffer", "document", "line"},
}


@pytest.mark.parametrize("name", [n for n, q in named_queries().items() if q.scope == "company"])
def test_a_named_query_answers_for_each_company_as_for_one(
    made: tuple[Path, Path], singly: list[Analysis], name: str
) -> None:
    _, path = made
    advice = ADVICE.get(name, set())
    expected: list[tuple[object, ...]] = []
    columns: tuple[str, ...] = ()
    for analysis in singly:
        answer = analysis.query(name)
        columns = answer.columns
        kept = [c for c in columns if c not in advice]
        rows = [tuple(record[c] for c in kept) for record in answer.records()]
        expected += [
            (analysis.inventory.company.name, *row)
            for row in (dict.fromkeys(rows) if advice else rows)
        ]
    with open_for_reading(path) as store:
        found = ask_store(store, name, "en")
    own = found.columns[0]
    assert found.columns[1:] == columns
    kept = [own, *(c for c in columns if c not in advice)]
    told = [tuple(record[c] for c in kept) for record in found.records()]
    assert (list(dict.fromkeys(told)) if advice else told) == expected


def test_another_run_replaces_its_companies_alone(tmp_path: Path) -> None:
    store = tmp_path / "store"
    settings = Settings(as_of=DAY, store=str(store))
    run_batch([write_csv(tmp_path / "a.csv", many(3, 3))], tmp_path / "a", settings, workers=1)
    with open_for_reading(store) as before:
        names = [iri for iri, _ in companies(before)]
        kept = set(
            before.quads_for_pattern(None, None, None, ox.NamedNode(asserted_graph(names[0])))
        )
        ontology = len(
            list(before.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
        )
    changed = [{**row, "owner": "Zoe"} for row in rows_of(1, 2)]
    path = write_csv(tmp_path / "b.csv", [*changed, *rows_of(7, 2)])
    run_batch([path], tmp_path / "b", settings, workers=1)
    with open_for_reading(store) as after:
        assert [name for _, name in companies(after)] == [f"Firm {n} & Co" for n in (0, 1, 2, 7)]
        graphs = {iri: asserted_graph(iri) for iri, _ in companies(after)}
        assert kept == set(
            after.quads_for_pattern(None, None, None, ox.NamedNode(graphs[names[0]]))
        )
        owners = ask_store(
            after, "SELECT DISTINCT ?o WHERE { ?t tpg:owner ?o }", "en", company="Firm 1 & Co"
        ).records()
        assert owners == [{"o": "Zoe"}]
        now = len(list(after.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH))))
        assert now == ontology > 1_000


def test_the_command_reads_a_store(
    made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, path = made
    assert run(["query", str(path), "stage-uncovered"]) == 2  # no such query
    capsys.readouterr()
    assert run(["query", str(path), "uncovered-stages", "--format", "csv", "--lang", "it"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("company,status,stage")
    assert {line.split(",")[0] for line in lines[1:]} <= {f"Firm {n} & Co" for n in range(4)}
    assert len(lines) > 3
    assert run(["query", str(path), "Q1", "--company", "Firm 99"]) == 2
    assert "Firm 9" in capsys.readouterr().err
    assert run(["query", str(path), "Q1", "--audience", "students"]) == 2
    assert run(["query", str(path), "--text", "DELETE WHERE { ?s ?p ?o }"]) == 2
    assert run(["query", "--company", "x", "--text", "ASK { ?s ?p ?o }"]) == 2


def test_a_store_that_is_written_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "store"
    read = [sys.executable, "-m", "tpgraph", "query", str(path), "--text", "ASK { ?s ?p ?o }"]
    with open_for_writing(path):
        told = subprocess.run(read, capture_output=True, text=True, check=False)
        assert told.returncode == 2
        assert "another process" in told.stderr
    subprocess.run(read, check=True, capture_output=True)
    with open_for_reading(path):
        subprocess.run(read, check=True, capture_output=True)  # readers do not mind each other
        table = write_csv(tmp_path / "a.csv", many(1, 1))
        words = ["batch", str(table), "--out", str(tmp_path / "out"), "--store", str(path)]
        told = subprocess.run(
            [sys.executable, "-m", "tpgraph", *words], capture_output=True, text=True, check=False
        )
        assert told.returncode == 2
        assert "another process" in told.stderr


def test_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CallError, match="something else"), open_for_writing(tmp_path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["precious.txt"]


@pytest.mark.parametrize("left", [(), ("LOG", "000001.dbtmp"), ("IDENTITY", "MANIFEST-000001")])
def test_a_store_that_a_kill_cut_short_while_it_was_made(
    tmp_path: Path, left: tuple[str, ...]
) -> None:
    for name in (LOCK, "LOCK", *left):
        (tmp_path / name).touch()
    with open_for_writing(tmp_path):
        pass
    assert is_store(tmp_path)
