"""Named queries: what the documents say, and what an inventory's findings say."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from tests.conftest import ROOT
from tpgraph.errors import CallError, QueryError
from tpgraph.model import LANGUAGES
from tpgraph.pipeline import Analysis, analyse
from tpgraph.query.named import NamedQuery, named_queries, named_query
from tpgraph.query.results import Result
from tpgraph.query.run import run_query

AS_OF = date(2026, 11, 22)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
OF_ONTOLOGY = {"E1", "E3", "E4"}
RULES = {
    "Q1": "category-uncovered",
    "Q2": "stage-uncovered",
    "Q4": "inconsistent-touchpoint",
    "Q5": "goal-unserved",
    "Q6": "unmeasured-digital",
    "Q12": "isolated-touchpoint",
}

# Read out of the first document's list of the seven, in its order. More kinds may stand beside
# them where the document names them elsewhere.
SEVEN = {
    "Advertising": {"Television advertisement", "Print advertisement", "Banner advertisement"},
    "Sales promotion": {"Coupon", "Discount", "Contest"},
    "Events and experiences": {"Product launch", "Trade show", "Experiential campaign"},
    "Public relations": {"Press release", "Press interview", "Social media engagement"},
    "Direct marketing": {"Mailing", "E-mail campaign", "Telemarketing call"},
    "Personal selling": {"In-store demonstration", "Door-to-door sale", "B2B sales meeting"},
    "Word of mouth": {
        "Word-of-mouth recommendation",
        "Customer review",
        "Influencer marketing",
        "Social media engagement",
    },
}
# Read out of the third document's section on the purchase decision; it names none for comparing.
STAGES = {
    "Need recognition": {"Advertisement", "Promotion", "Brand story"},
    "Information search": {
        "Website",
        "Word-of-mouth recommendation",
        "Familiarisation",
        "Information portal",
    },
    "Evaluation of alternatives": set(),
    "Purchase": {"Dangler", "Leaflet", "Familiarisation"},
    "Post-purchase": {"After-sales support", "Word-of-mouth recommendation"},
}
# Read out of the fifth document's sections on touchpoints in the shop and digital ones.
PHYSICAL = {"Sales assistant", "Cashier", "Receipt"}
VIRTUAL = {"E-mail contact", "Banner advertisement", "Social media page", "Landing page"}


@cache
def sample(name: str, lang: str = "en") -> Analysis:
    return analyse(ROOT / "data" / name, as_of=AS_OF, lang=lang)


@cache
def of_ontology(code: str, lang: str = "en") -> Result:
    return run_query(b"", code, lang)


def grouped(result: Result, key: str, value: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in result.records():
        found[row[key]] |= {row[value]} - {None, ""}
    return dict(found)


def test_the_queries_that_there_are() -> None:
    assert {q.code for q in named_queries().values()} >= OF_ONTOLOGY | RULES.keys()
    for query in named_queries().values():
        assert query.titles.keys() == query.questions.keys() == set(LANGUAGES), query.name
        assert len(set(query.questions.values())) == len(LANGUAGES)
        assert named_query(query.code.lower()) is query
        assert query.scope == ("ontology" if query.code.startswith("E") else "company")


def test_e1_the_seven_in_their_order_with_the_document_s_examples() -> None:
    found = grouped(of_ontology("E1"), "category", "example")
    assert list(found) == list(SEVEN)
    missing = {category: SEVEN[category] - found[category] for category in SEVEN}
    assert missing == {category: set() for category in SEVEN}


def test_e1_answers_from_that_document_alone() -> None:
    documents = {str(row["document"]) for row in of_ontology("E1").records()}
    assert len(documents) == 1
    assert documents.pop().endswith("000")


def test_e3_the_stages_in_their_order_with_the_document_s_touchpoints() -> None:
    found = grouped(of_ontology("E3"), "stage", "touchpoint")
    assert list(found) == list(STAGES)
    for stage, touchpoints in STAGES.items():
        assert touchpoints <= found[stage], stage
    assert found["Evaluation of alternatives"] == set()
    for row in of_ontology("E3").records():
        assert row["definition"]
        assert bool(row["touchpoint"]) == bool(row["documents"])


def test_e4_physical_and_virtual_differ_and_have_examples() -> None:
    found = grouped(of_ontology("E4"), "modality", "example")
    assert list(found) == ["Physical", "Virtual"]
    assert found["Physical"] >= PHYSICAL
    assert found["Virtual"] >= VIRTUAL
    assert not found["Physical"] & found["Virtual"]
    definitions = {row["definition"] for row in of_ontology("E4").records()}
    assert len(definitions) == 2
    assert all(row["documents"] for row in of_ontology("E4").records())


@pytest.mark.parametrize("code", sorted(OF_ONTOLOGY))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_concepts_are_answered_in_every_language(code: str, lang: str) -> None:
    english, other = of_ontology(code), of_ontology(code, lang)
    assert len(other) == len(english) > 10
    for column in other.columns:
        empty = [row[column] in (None, "") for row in other.records()]
        assert sum(empty) == sum(row[column] in (None, "") for row in english.records())
    if lang != "en":
        assert other.rows != english.rows


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(RULES))
def test_companies_are_answered_in_every_language(code: str, lang: str) -> None:
    # The teaching case has something to say to every question.
    result = sample("casa_morgana", lang).query(code)
    assert len(result) > 0
    for row in result.records():
        assert all(row[c] for c in result.columns if c != "couldFill"), row


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("code", "rule"), RULES.items())
def test_a_company_s_answer_is_what_its_rule_found(name: str, code: str, rule: str) -> None:
    analysis = sample(name)
    result = analysis.query(code)
    subject = result.columns[1]
    found = {(r["status"], r[subject], r["finding"], r["level"]) for r in result.records()}
    assert found == {
        (f.status, *f.labels.values(), f.id, f.level) for f in analysis.findings if f.rule == rule
    }


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("code", ["Q1", "Q2"])
def test_what_could_fill_a_gap_is_what_was_simulated(name: str, code: str) -> None:
    analysis = sample(name)
    offered = grouped(analysis.query(code), "finding", "couldFill")
    for finding in analysis.findings:
        if finding.rule == RULES[code]:
            expected = {
                s.label
                for r in analysis.recommendations
                if finding.id in r.outcome.closes and finding.id in r.addresses
                for s in r.suggestions
            }
            assert offered[finding.id] == expected
            assert bool(expected) == (finding.status == "gap" and not finding.accepted)


def test_free_sparql_sees_ontology_facts_and_findings() -> None:
    analysis = sample("casa_morgana")
    gaps = analysis.query("SELECT ?f WHERE { ?f a tpg:Finding ; tpg:status tpg:gap }")
    assert len(gaps) == len(analysis.gaps)
    asked = analysis.query("ASK { ?t a tpg:AdvertisingTouchpoint ; rdfs:label 'Spring leaflet' }")
    assert asked.records() == [{"answer": True}]
    inferred = analysis.query("SELECT ?t WHERE { ?t a tpg:VirtualTouchpoint ; tpg:ofCompany ?c }")
    assert len(inferred) == 7
    graph = analysis.query("CONSTRUCT { ?s tpg:leadsTo ?o } WHERE { ?s tpg:leadsTo ?o }")
    assert graph.turtle
    assert "tpg:leadsTo" in graph.turtle
    ordered = analysis.query("SELECT ?o WHERE { ?f tpg:usesFact ?x . ?x tpg:row ?o } ORDER BY ?o")
    assert all(isinstance(row["o"], int) for row in ordered.records())


def test_an_answer_as_csv_runs_nothing() -> None:
    result = sample("casa_morgana").query("SELECT ?x WHERE { VALUES ?x { '=1+1' 'plain' } }")
    rows = list(csv.reader(io.StringIO(result.to_csv())))
    assert rows[0] == ["x"]
    cells = {row[0] for row in rows[1:]}
    assert "plain" in cells
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize(
    ("query", "parameters", "error", "words"),
    [
        ("uncovered-stage", {}, CallError, "uncovered-stages"),
        ("Q99", {}, CallError, "Q99"),
        ("uncovered-stages", {"colour": "red"}, CallError, "colour"),
        ("SELECT * WHERE { ?s ?p ?o }", {"lang": "en"}, CallError, "Parameters"),
        ("SELECT * WHERE {", {}, QueryError, "not understood"),
        ("DROP ALL; ASK { ?s ?p ?o }", {}, QueryError, "not understood"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(
    query: str, parameters: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        sample("casa_morgana").query(query, **parameters)


def test_a_company_s_query_needs_a_company() -> None:
    with pytest.raises(CallError, match="folder"):
        run_query(b"", "Q1", "en")


def test_the_language_is_a_parameter() -> None:
    result = sample("casa_morgana").query("uncovered-stages", lang="it")
    assert grouped(result, "stage", "stage").keys() != {"Evaluation of alternatives"}
    query: NamedQuery = named_query("uncovered-stages")
    assert query.parameters == {"lang": "en"}
