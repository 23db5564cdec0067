"""The public catalogues of pitfalls are answered one by one: by a check, or with a reason."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tpgraph.reason.gate import files, shapes
from tpgraph.reason.gate.pitfalls import load_pitfalls
from tpgraph.reason.gate.run import finders
from tpgraph.reason.gate.source import Source

PITFALLS = ROOT / "ontology" / "pitfalls"
# The catalogues as published: OOPS! (oops.linkeddata.es/catalogue.jsp), the queries of ROBOT's
# report (ontodev/robot, report_queries), the tests of FOOPS! (oeg-upm/fair_ontologies, doc/test).
OOPS = [f"P{number:02}" for number in range(1, 42)]
# fmt: off
ROBOT = [
    "annotation_whitespace", "deprecated_boolean_datatype", "deprecated_class_reference",
    "deprecated_property_reference", "duplicate_definition", "duplicate_exact_synonym",
    "duplicate_label", "duplicate_label_synonym", "duplicate_scoped_synonym",
    "equivalent_class_axiom_no_genus", "equivalent_pair", "illegal_use_of_built_in_vocabulary",
    "invalid_entity_uri", "invalid_xref", "label_formatting", "label_whitespace",
    "lowercase_definition", "missing_definition", "missing_label", "missing_obsolete_label",
    "missing_ontology_description", "missing_ontology_license", "missing_ontology_title",
    "missing_subset_declaration", "missing_superclass", "missing_synonymtype_declaration",
    "misused_obsolete_label", "misused_replaced_by", "multiple_asserted_superclasses",
    "multiple_definitions", "multiple_equivalent_class_definitions",
    "multiple_equivalent_classes", "multiple_labels",
]
# fmt: on
# fmt: off
FOOPS = [
    "CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3",
    "OM4.1", "OM4.2", "OM5.1", "OM5.2", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2", "VOC1",
    "VOC2", "VOC3", "VOC4",
]
# fmt: on


@pytest.fixture(scope="module")
def rows() -> dict[str, str]:
    """The answer to each entry of a catalogue, as ``README.md`` gives it."""
    text = (PITFALLS / "README.md").read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    found = {row[0]: row[-1] for row in cells if len(row) > 1 and "---" not in row[0]}
    return {
        name: answer for name, answer in found.items() if name not in ("pitfall", "query", "test")
    }


def test_every_entry_of_the_catalogues_is_answered(rows: dict[str, str]) -> None:
    assert set(rows) == {*OOPS, *ROBOT, *FOOPS}


def test_an_answer_is_a_check_that_there_is_or_a_reason(
    rows: dict[str, str], source: Source
) -> None:
    checks = {*finders(source), *shapes.names(source), files.RULES, files.CATALOGUE}
    for name, answer in rows.items():
        named = re.findall(r"`([a-z0-9-]+)`", answer)
        assert set(named) <= checks, name
        assert named or re.match(r"not checked: \w+", answer), name


def test_queries_name_entries_that_name_them(rows: dict[str, str]) -> None:
    pitfalls = load_pitfalls(PITFALLS)
    answered = 0
    for pitfall in pitfalls:
        for entry in re.findall(
            r"\b(P\d\d|[A-Z_]{2,8}\d(?:\.\d)?|[a-z]+(?:_[a-z]+)+)\b", pitfall.ids
        ):
            assert f"`{pitfall.name}`" in rows[entry], (pitfall.name, entry)
            answered += 1
    assert len(pitfalls) > 60
    assert answered > 60


def test_allowed_terms_of_other_vocabularies_are_terms_of_them() -> None:
    from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD

    spaces = {"dcterms": DCTERMS, "owl": OWL, "rdf": RDF, "rdfs": RDFS, "skos": SKOS}
    spaces |= {"vann": VANN, "xsd": XSD}
    text = (PITFALLS / "namespace-hijacking.rq").read_text(encoding="utf-8")
    listed = text[text.index("NOT IN (") :]
    names = re.findall(r"(\w+):(\w+)", listed)
    assert len(names) > 100
    assert [f"{p}:{n}" for p, n in names if spaces[p][n] not in spaces[p]] == []
