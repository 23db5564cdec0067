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
# What a row has only where there is something to say.
OPTIONAL = {"couldFill", "documentsOffer", "document", "line"}
RULES = {
    "Q1": "category-uncovered",
    "Q2": "stage-uncovered",
    "Q4": "inconsistent-touchpoint",
    "Q5": "goal-unserved",
    "Q6": "unmeasured-digital",
    "Q12": "isolated-touchpoint",
}


@cache
def sample(name: str, lang: str = "en") -> Analysis:
    return analyse(ROOT / "data" / name, as_of=AS_OF, lang=lang)


def grouped(result: Result, key: str, value: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in result.records():
        found[row[key]] |= {row[value]} - {None, ""}
    return dict(found)


def test_the_queries_that_there_are() -> None:
    assert {q.code for q in named_queries().values()} >= {
        f"E{n}" for n in range(1, 11)
    } | RULES.keys()
    for query in named_queries().values():
        assert query.titles.keys() == query.questions.keys() == set(LANGUAGES), query.name
        assert len(set(query.questions.values())) == len(LANGUAGES)
        assert named_query(query.code.lower()) is query
        assert query.scope == ("ontology" if query.code.startswith("E") else "company")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(RULES))
def test_companies_are_answered_in_every_language(code: str, lang: str) -> None:
    # The teaching case has something to say to every question.
    result = sample("casa_morgana", lang).query(code)
    assert len(result) > 0
    for row in result.records():
        assert all(row[c] for c in result.columns if c not in OPTIONAL), row


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
