"""The ontology is consistent, its generated files are fresh, and a contradiction is caught."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tpgraph.reason.build import build
from tpgraph.reason.ontology import check_ontology
from tpgraph.reason.owl import java_executable
from tpgraph.vocabulary import NAMESPACE

pytestmark = pytest.mark.skipif(java_executable() is None, reason="needs Java for HermiT")

BROKEN = """@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
IMPOSSIBLE = """
tpg:GhostShop a owl:Class ; rdfs:subClassOf tpg:Shop ; owl:disjointWith tpg:PhysicalTouchpoint ;
    skos:prefLabel "Ghost shop"@en .
"""
BELOW_TWO = """
tpg:GhostShop a owl:Class ; rdfs:subClassOf tpg:Shop , tpg:Website ; skos:prefLabel "Ghost shop"@en .
"""
A_MEMBER = "<https://example.com/ghost> a tpg:GhostShop .\n"


def copy_with(text: str, folder: Path) -> Path:
    """A copy of the ontology's source with one more file of kinds."""
    copy = folder / "ontology"
    shutil.copytree(ROOT / "ontology", copy, ignore=shutil.ignore_patterns("generated"))
    (copy / "kinds" / "zz_broken.ttl").write_text(BROKEN + text, encoding="utf-8")
    return copy


def test_the_ontology_is_sound_and_its_generated_files_fresh() -> None:
    report = check_ontology()
    assert report.sound, "\n".join(report.lines)
    assert "HermiT: consistent" in report.lines
    assert any(line.startswith("closure:") and "NOT" not in line for line in report.lines)


def test_a_kind_that_contradicts_its_nature_is_caught(tmp_path: Path) -> None:
    found = build(copy_with(IMPOSSIBLE, tmp_path)).classification
    assert found.consistent
    assert found.unsatisfiable == {NAMESPACE + "GhostShop"}


def test_a_kind_below_a_shop_and_a_website_is_caught(tmp_path: Path) -> None:
    # A shop is never virtual by its axioms, a website always is.
    found = build(copy_with(BELOW_TWO, tmp_path)).classification
    assert found.unsatisfiable == {NAMESPACE + "GhostShop"}


def test_a_member_of_it_makes_everything_inconsistent(tmp_path: Path) -> None:
    assert not build(copy_with(IMPOSSIBLE + A_MEMBER, tmp_path)).classification.consistent


def test_a_rule_of_nature_reaches_every_kind_below(tmp_path: Path) -> None:
    kind = "tpg:GhostCoupon a owl:Class ; rdfs:subClassOf tpg:Coupon ; skos:prefLabel 'x'@en .\n"
    found = build(copy_with(kind, tmp_path)).classification
    above = {o.removeprefix(NAMESPACE) for s, o in found.subclasses if s == NAMESPACE + "GhostCoupon"}
    assert {"Coupon", "SalesPromotionTouchpoint", "Touchpoint"} <= above
