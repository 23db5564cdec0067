"""The linter lets the built-in rules pass and says of a bad rule where it is bad."""

from __future__ import annotations

import re

import pytest

from tpgraph.reason.lint import lint_rule
from tpgraph.reason.rules import load_rules
from tpgraph.resources import ontology_dir

GOOD = """# Every touchpoint, as a rule that says ok of each.
PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX rule: <https://w3id.org/tpgraph/rule/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
CONSTRUCT {
  ?finding a tpg:Finding ; tpg:rule rule:mine ; tpg:ofCompany ?company ; tpg:status ?status ;
    tpg:concerns ?touchpoint ; tpg:severity 0.5 .
}
WHERE {
  ?touchpoint tpg:lifecycle tpg:active ; tpg:ofCompany ?company .
  # here
  BIND (tpg:ok AS ?status)
  ?status tpg:isReported true .
  BIND (IRI(CONCAT(STR(?company), "/finding/", SHA256(STR(?touchpoint)))) AS ?finding)
}
"""
HERE = 11  # the line that a bad line takes the place of
ADVICE = """PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX rule: <https://w3id.org/tpgraph/rule/>
CONSTRUCT {
  ?c a tpg:Candidate ; tpg:rule rule:mine ; tpg:addresses ?finding ; tpg:action "record" .
}
WHERE {
  ?finding tpg:rule rule:other ; tpg:ofCompany ?company .
  BIND (IRI(CONCAT(STR(?company), "/recommendation/", SHA256(STR(?finding)))) AS ?c)
}
"""

BUILT_IN = [
    (stratum, rule)
    for stratum, rules in (
        ("classify", load_rules().classify),
        ("gap", load_rules().gaps),
        ("recommendation", load_rules().recommendations),
    )
    for rule in rules
]


@pytest.mark.parametrize(("stratum", "rule"), BUILT_IN, ids=lambda x: getattr(x, "name", x))
def test_a_built_in_rule_passes(stratum: str, rule: object) -> None:
    name, text = getattr(rule, "name"), getattr(rule, "text")  # noqa: B009
    assert lint_rule(text, name, stratum) == []


def test_all_rule_files_are_linted() -> None:
    files = sorted(path.stem for path in (ontology_dir() / "rules").glob("*/*.rq"))
    assert sorted(rule.name for _, rule in BUILT_IN) == files
    assert len(load_rules().gaps) == 27


def test_good_rules_pass() -> None:
    assert lint_rule(GOOD, "mine", "gap") == []
    assert lint_rule(ADVICE, "mine", "recommendation") == []


# A line in the middle of a rule, and the column and words of what the linter says of it.
BAD_LINES = [
    ("  GRAPH ?g { ?touchpoint tpg:owner ?owner }", 3, "GRAPH"),
    ("  graph ?g { ?touchpoint tpg:owner ?owner }", 3, "GRAPH"),
    ("  SERVICE <https://example.com/sparql> { ?touchpoint tpg:owner ?owner }", 3, "SERVICE"),
    ("  BIND (NOW() AS ?now)", 9, "NOW"),
    ("  BIND (now() AS ?now)", 9, "NOW"),
    ("  FILTER (RAND() < 2)", 11, "RAND"),
    ("  BIND (UUID() AS ?new)", 9, "UUID"),
    ("  BIND (STRUUID() AS ?new)", 9, "STRUUID"),
    ("  BIND (BNODE() AS ?new)", 9, "no blank nodes"),
    ("  ?touchpoint tpg:about [] .", 25, "no blank nodes"),
    ("  ?touchpoint tpg:about [ tpg:owner ?owner ] .", 25, "no blank nodes"),
    ("  ?touchpoint tpg:about _:thing .", 25, "no blank nodes"),
    ("  { SELECT (GROUP_CONCAT(?o) AS ?all) WHERE { ?t tpg:owner ?o } }", 13, "GROUP_CONCAT"),
    ("  { SELECT (SAMPLE(?o) AS ?one) WHERE { ?t tpg:owner ?o } }", 13, "SAMPLE"),
    ("  { SELECT REDUCED ?o WHERE { ?t tpg:owner ?o } }", 12, "REDUCED"),
    ("  { SELECT ?o WHERE { ?t tpg:owner ?o } LIMIT 1 }", 41, "LIMIT"),
    ("  { SELECT ?o WHERE { ?t tpg:owner ?o } OFFSET 1 }", 41, "OFFSET"),
    ('  BIND (xsd:date("2026-01-01") AS ?day)', 9, "no cast to xsd:date"),
    ('  BIND (xsd:dateTime("2026-01-01T00:00:00") AS ?day)', 9, "no cast to xsd:dateTime"),
    ("  BIND (xsd:float(1) AS ?x)", 9, "no cast to xsd:float"),
]


@pytest.mark.parametrize(
    ("line", "column", "words"), BAD_LINES, ids=[x[0].strip() for x in BAD_LINES]
)
def test_a_bad_line_is_pointed_at(line: str, column: int, words: str) -> None:
    faults = lint_rule(GOOD.replace("  # here", line), "mine", "gap")
    assert [(f.line, f.column) for f in faults] == [(HERE, column)]
    assert words in str(faults[0].message)


@pytest.mark.parametrize(
    "line",
    [
        "  # GRAPH, SERVICE, NOW() and [] in a comment do no harm",
        '  FILTER (STR(?touchpoint) != "GRAPH [] NOW() _:x")',
        "  FILTER (STR(?touchpoint) != 'SERVICE')",
        "  ?touchpoint tpg:limit ?limit ; tpg:sample ?graph .",
        "  FILTER (?touchpoint != <https://example.com/GRAPH/NOW>)",
        '  BIND ("2026-01-01"^^xsd:date AS ?day)',
        "  { SELECT ?c (COUNT(?t) AS ?n) WHERE { ?t tpg:ofCompany ?c } GROUP BY ?c }",
    ],
)
def test_what_only_looks_bad_passes(line: str) -> None:
    assert lint_rule(GOOD.replace("  # here", line), "mine", "gap") == []


def test_what_is_not_sparql_is_refused_where_it_stops() -> None:
    (fault,) = lint_rule(GOOD.replace("  # here", "  BIND (1 AS )"), "mine", "gap")
    assert fault.line == HERE
    assert "SPARQL" in str(fault.message)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("tpg:Finding", "tpg:Thing", "tpg:Finding"),
        ("tpg:severity 0.5", "tpg:weight 0.5", "tpg:severity"),
        ("tpg:concerns ?touchpoint", "tpg:about ?touchpoint", "tpg:concerns"),
        ("tpg:status ?status ;", "tpg:state ?status ;", "tpg:status"),
        ("tpg:ofCompany ?company ; tpg:status", "tpg:in ?company ; tpg:status", "tpg:ofCompany"),
        ("rule:mine", "rule:yours", "rule:mine"),
        ("SHA256(STR(?touchpoint))", "ENCODE_FOR_URI(STR(?touchpoint))", "SHA256"),
        ("  ?status tpg:isReported true .\n", "", "tpg:isReported"),
    ],
)
def test_a_gap_rule_gives_what_a_finding_needs(before: str, after: str, words: str) -> None:
    assert before in GOOD
    faults = lint_rule(GOOD.replace(before, after, 1), "mine", "gap")
    assert any(words in str(f.message) for f in faults)


def test_a_recommendation_rule_gives_what_a_recommendation_needs() -> None:
    for term in ("tpg:Candidate", "tpg:addresses", "tpg:action"):
        faults = lint_rule(ADVICE.replace(term, "tpg:other", 1), "mine", "recommendation")
        assert any(term in str(f.message) for f in faults)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?s ?p ?o }",
        "ASK { ?s ?p ?o }",
        "DESCRIBE <https://example.com/x>",
        "INSERT DATA { <https://example.com/a> <https://example.com/b> 1 }",
        "",
    ],
)
def test_only_a_construct_is_a_rule(text: str) -> None:
    assert lint_rule(text, "mine", "gap")


def test_every_fault_is_told_in_order() -> None:
    text = GOOD.replace("  # here", "  BIND (RAND() AS ?x)\n  BIND (NOW() AS ?y)")
    faults = lint_rule(text, "mine", "gap")
    assert [(f.line, re.split(r"\W", str(f.message))[0]) for f in faults] == [
        (11, "RAND"),
        (12, "NOW"),
    ]
