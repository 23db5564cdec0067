"""The checker's own search agrees with the engine, pattern by pattern, solution by solution."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import ROOT
from tpgraph.pipeline import analyse
from tpgraph.reason.proof.pattern import PREFIXES, PatternError, parse
from tpgraph.reason.proof.search import solutions
from tpgraph.reason.proof.triples import Index, text_of
from tpgraph.reason.prove import EngineGraph

_HEAD = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
PATTERNS = (
    "?t tpg:inCategory ?c ; tpg:atStage ?s",
    "?t tpg:inCategory ?c , tpg:advertising",
    "?t ?p ?o . VALUES ?p { tpg:cost tpg:currency }",
    "{ ?t tpg:cost ?x } UNION { ?t tpg:cost ?x ; tpg:currency ?y }",
    "?t tpg:cost ?a . ?u tpg:cost ?b . FILTER (?a < ?b) FILTER (?t != ?u)",
    "?t tpg:lifecycle tpg:active . FILTER NOT EXISTS { ?t tpg:cost ?c }",
    "{ SELECT DISTINCT ?s WHERE { ?t tpg:atStage ?s } }",
    "{ SELECT ?s WHERE { ?t tpg:atStage ?s } } ?s tpg:nextStage ?n",
    "tpg:needRecognition (^tpg:atStage|tpg:linksTo)+ ?t . ?t tpg:atStage tpg:purchase",
    "?t tpg:satisfaction ?x . FILTER (?x >= 4.1)",
    '?t tpg:currency "EUR" . FILTER (?t = ?t)',
    "?t tpg:lookOk false",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_solutions_are_those_of_the_engine(pattern: str) -> None:
    analysis = analyse(ROOT / "data" / "bottega_jeans", as_of=date(2026, 11, 22))
    engine = analysis.inference.engine
    table = engine.select(f"{_HEAD}SELECT * WHERE {{ {pattern} }}")
    wanted = sorted(
        sorted((n, text_of(o)) for n, o in zip(table.columns, row, strict=True) if o is not None)
        for row in table.rows
    )
    found = solutions(pattern, EngineGraph(analysis.inference))
    assert sorted(sorted((n, text_of(o)) for n, o in s.bindings.items()) for s in found) == wanted
    assert wanted
    for solution in found:
        known = EngineGraph(analysis.inference)
        assert all(triple in set(known.match(*triple)) for triple in solution.triples)


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p",
        "?s tpg:cost ?c . BIND (1 AS ?x)",
        "OPTIONAL { ?s tpg:cost ?c }",
        "?s foo:bar ?c",
        "?s tpg:cost ?c . FILTER (?c + 1 > 2)",
        "{ ?s tpg:cost ?c",
        "?s tpg:cost ?c }",
        "VALUES ?x { ?y }",
    ],
)
def test_what_is_not_understood_is_said(pattern: str) -> None:
    with pytest.raises(PatternError):
        parse(pattern)


def test_a_predicate_that_nothing_binds_is_not_guessed() -> None:
    with pytest.raises(PatternError):
        solutions("?s ?p ?o", Index())
