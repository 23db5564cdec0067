"""One TriG export says where every finding comes from, down to the cell, in PROV-O."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tpgraph.model import Finding
from tpgraph.pipeline import Analysis, analyse
from tpgraph.store.rdflib_engine import dataset_from_trig
from tpgraph.views.export import write_graph

SHOP = ROOT / "data" / "bottega_jeans"
AS_OF = date(2026, 11, 22)
CELLS = """
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?file ?row ?column ?sum ?plan WHERE {
  <FINDING> prov:wasDerivedFrom+ ?fact ;
    prov:wasGeneratedBy / prov:qualifiedAssociation / prov:hadPlan ?plan .
  ?fact tpg:row ?row ; tpg:column ?column ; prov:wasDerivedFrom ?source .
  ?source tpg:file ?file ; dcterms:identifier ?sum .
}
"""


@cache
def shop() -> Analysis:
    return analyse(SHOP, as_of=AS_OF)


@cache
def dataset() -> Any:
    data = dataset_from_trig(shop().trig(provenance=True))
    data.default_union = True
    return data


def cells(finding: Finding) -> set[tuple[str, int, str]]:
    rows = dataset().query(CELLS.replace("FINDING", finding.id))
    return {(str(r.file), int(r.row), str(r.column)) for r in rows}


def test_there_is_a_graph_for_each_part() -> None:
    company = shop().inventory.company.iri
    names = {str(g.identifier).removeprefix(company) for g in dataset().graphs() if len(g)}
    parts = ("asserted", "findings", "recommendations", "provenance")
    assert names == {f"/graph/{part}" for part in parts}


def test_which_cells_led_to_a_gap() -> None:
    for finding in shop().gaps:
        found = cells(finding)
        stated = {(f.source.file, f.source.row, f.source.column) for f in finding.facts if f.source}
        assert stated
        assert stated <= found, finding.rule


def test_files_are_named_with_their_digest_and_no_folder() -> None:
    finding = shop().gaps[0]
    (row, *_) = dataset().query(CELLS.replace("FINDING", finding.id))
    content = (SHOP / str(row.file)).read_bytes()
    assert str(row.sum) == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert str(row.plan).endswith(f"/rule/{finding.rule}")
    assert str(ROOT).encode() not in shop().trig(provenance=True)


def test_every_finding_and_recommendation_was_generated_by_its_rule_in_a_run() -> None:
    query = """
    PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
    PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
    SELECT ?entity ?day ?version WHERE {
      ?entity prov:wasGeneratedBy ?activity . ?activity dcterms:isPartOf ?run .
      ?run tpg:asOf ?day ; prov:wasAssociatedWith ?software ; prov:used ?ontology .
      ?ontology owl:versionInfo ?version . ?any owl:imports ?ontology
    }
    """
    rows = list(dataset().query(query))
    assert {str(r.entity) for r in rows} == {
        *(f.id for f in shop().findings),
        *(r.id for r in shop().recommendations),
    }
    assert {str(r.day) for r in rows} == {AS_OF.isoformat()}


def test_the_same_inventory_gives_the_same_bytes() -> None:
    again = analyse(SHOP, as_of=AS_OF)
    assert again.trig(provenance=True) == shop().trig(provenance=True)


def test_an_inferred_fact_comes_from_the_kind_s_cell_and_the_ontology(tmp_path: Path) -> None:
    (tmp_path / "touchpoints.csv").write_text("name,type\nOur pages,Website\n")
    analysis = analyse(tmp_path, as_of=AS_OF, complete=["metrics"])
    (finding,) = [f for f in analysis.gaps if f.rule == "unmeasured-digital"]
    data = dataset_from_trig(analysis.trig(provenance=True))
    data.default_union = True
    found = {(str(r.row), str(r.column)) for r in data.query(CELLS.replace("FINDING", finding.id))}
    assert ("2", "type") in found
    query = (
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        f"ASK {{ <{finding.id}> prov:wasDerivedFrom+ ?o . ?o owl:versionInfo ?v }}"
    )
    assert data.query(query).askAnswer


@pytest.mark.parametrize("suffix", [".trig"])
def test_the_export_has_it_all(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    write_graph(shop(), path)
    assert path.read_bytes() == shop().trig(provenance=True)
