"""What rules get of the ontology: whose word a usual value is, and what is not recommended."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.ontology.sources import copy_with
from tpgraph.reason.build import build
from tpgraph.reason.owl import java_executable
from tpgraph.reason.source import TPG
from tpgraph.resources import ontology_dir

OLD = """
tpg:OldFlyer a owl:Class ; rdfs:subClassOf tpg:Leaflet ; skos:prefLabel "Old flyer"@en ;
    owl:deprecated true ; dcterms:isReplacedBy tpg:Leaflet .
tpg:NewFlyer a owl:Class ; rdfs:subClassOf tpg:Leaflet ; skos:prefLabel "New flyer"@en .
tpg:OldBrooch a owl:Class ; rdfs:subClassOf tpg:Brochure ; skos:prefLabel "Old brooch"@en ;
    owl:deprecated true ; dcterms:isReplacedBy tpg:Brochure .
statement:s000-new-flyer-retains a tpg:Statement ;
    tpg:about tpg:NewFlyer ; tpg:relation tpg:typicalStage ; tpg:object tpg:needRecognition .
"""


def pairs(ntriples: bytes | str, name: str) -> set[tuple[str, str]]:
    data = ntriples.encode() if isinstance(ntriples, str) else ntriples
    return {
        (str(t.subject.value).removeprefix(TPG), str(t.object.value).removeprefix(TPG))
        for t in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
        if t.predicate.value == TPG + name
    }


def test_a_usual_value_is_the_documents_only_where_a_statement_says_it() -> None:
    said = pairs((ontology_dir() / "generated" / "runtime.nt").read_bytes(), "saidByDocuments")
    assert ("Receipt", "physical") in said  # document 004, line 12
    assert ("Receipt", "purchase") not in said  # our judgement
    assert ("Coupon", "salesPromotion") in said  # document 000, line 11
    # What is said of the more general kind is said of the special one that takes it over.
    assert ("PromotionalReceiptCoupon", "salesPromotion") in said


@pytest.mark.skipif(java_executable() is None, reason="needs Java for HermiT")
def test_the_deprecated_is_no_leaf_and_a_statement_counts_at_once(tmp_path: Path) -> None:
    runtime = build(copy_with(OLD, tmp_path)).ontology["generated/runtime.nt"]
    leaves = {kind for kind, _ in pairs(runtime, "isLeaf")}
    assert {"NewFlyer", "Brochure"} <= leaves
    assert not leaves & {"OldFlyer", "OldBrooch", "Leaflet"}
    said = pairs(runtime, "saidByDocuments")
    # A statement makes no value: the kind has to have it.
    has = ("NewFlyer", "needRecognition") in pairs(runtime, "defaultStage")
    assert (("NewFlyer", "needRecognition") in said) == has
