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
# The first denies what its kind is by nature; the second cannot be both, for a shop is never
# virtual and a website always is; the third is sound and inherits.
KINDS = """
tpg:GhostShop a owl:Class ; rdfs:subClassOf tpg:Shop ; owl:disjointWith tpg:PhysicalTouchpoint ;
    skos:prefLabel "Ghost shop"@en .
tpg:ShopOnTheWeb a owl:Class ; rdfs:subClassOf tpg:Shop , tpg:Website ;
    skos:prefLabel "Shop on the web"@en .
tpg:BirthdayCoupon a owl:Class ; rdfs:subClassOf tpg:Coupon ;
    skos:prefLabel "Birthday coupon"@en .
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


def test_kinds_that_contradict_their_nature_are_caught(tmp_path: Path) -> None:
    found = build(copy_with(KINDS, tmp_path)).classification
    assert found.consistent
    assert found.unsatisfiable == {NAMESPACE + "GhostShop", NAMESPACE + "ShopOnTheWeb"}
    coupon = NAMESPACE + "BirthdayCoupon"
    above = {o.removeprefix(NAMESPACE) for s, o in found.subclasses if s == coupon}
    assert {"Coupon", "SalesPromotionTouchpoint", "Touchpoint"} <= above


def test_a_member_of_such_a_kind_makes_everything_inconsistent(tmp_path: Path) -> None:
    assert not build(copy_with(KINDS + A_MEMBER, tmp_path)).classification.consistent
