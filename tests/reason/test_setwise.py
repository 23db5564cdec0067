"""Rules said again, set at a time: the same answers, over one company and over hundreds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from tests.bench.companies import companies
from tests.reason.companies import Shop, shops
from tests.rules.cases import all_cases
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason import infer as inferring
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.infer import STATUSES, infer, reported_ntriples, runtime_facts
from tpgraph.reason.rules import Rule, load_rules
from tpgraph.reason.setwise.choice import rules_for_many
from tpgraph.reason.setwise.writing import set_at_a_time
from tpgraph.samples import sample, sample_names
from tpgraph.store.oxigraph_engine import OxigraphEngine

RULES = load_rules()
AS_OF = date(2026, 11, 22)


def case_companies() -> Iterator[bytes]:
    """Every company of the rules' cases, each under an IRI of its own."""
    for number, case in enumerate(all_cases()):
        iri = case.inventory.company.iri.encode()
        yield inventory_graph(case.inventory).ntriples.replace(iri, iri + b"-%d" % number)


def differing(ntriples: bytes) -> list[str]:
    """The rules whose texts give different triples over a store."""
    engine = OxigraphEngine()
    for facts in (runtime_facts(), reported_ntriples(STATUSES), ntriples):
        engine.load(facts)
    found = []
    for rule in (*RULES.classify, *RULES.gaps):
        before = engine.construct(rule.text)
        if set(before) != set(engine.construct(set_at_a_time(rule.text))):
            found.append(rule.name)
        if rule in RULES.classify:
            engine.add(before)
    return found


def test_all_cases_of_all_rules_in_one_store() -> None:
    together = list(case_companies())
    assert len(together) > 100
    assert differing(b"".join(together)) == []


def test_many_companies_in_one_store() -> None:
    assert differing(b"".join(companies(1000))) == []


@pytest.mark.parametrize("name", sample_names())
def test_samples(name: str) -> None:
    inventory = read_inventory(sample(name), as_of=AS_OF)
    assert differing(inventory_graph(inventory).ntriples) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shops())
def test_random_companies(shop: Shop) -> None:
    assert differing(inventory_graph(shop.inventory()).ntriples) == []


def test_patterns_become_sets() -> None:
    """Each of the forms that are said otherwise, in a rule that has them all."""
    said = set_at_a_time(
        """PREFIX : <https://example.org/>
        CONSTRUCT { ?x :is ?kind }
        WHERE {
          ?x :of ?y ; ?p ?z . ?y :has ?p . # a comment
          FILTER NOT EXISTS { ?x :without ?any }
          OPTIONAL { ?x :kind ?kind . FILTER (?kind != ?y) }
          BIND (EXISTS { ?x :good true } && NOT EXISTS { ?y :bad ?z } AS ?good)
        }"""
    )
    assert "{ SELECT DISTINCT ?p WHERE { ?y :has ?p } }" in said
    assert "MINUS {\n{ SELECT ?x ?any WHERE { ?x :without ?any } }\n}" in said
    assert "FILTER (?kind != ?y)" in said
    assert "BOUND(?_exists1) && !BOUND(?_exists2)" in said
    assert "EXISTS {" not in said


def test_what_values_multiply_is_said_once() -> None:
    said = set_at_a_time(
        """PREFIX : <https://example.org/>
        CONSTRUCT { ?x a :Found ; :is ?part }
        WHERE { ?x :of ?y VALUES ?which { 1 2 } BIND (IF(?which = 1, ?y, ?no) AS ?part) }"""
    )
    assert "?_once1 a :Found" in said
    assert "?x :is ?part" in said
    assert "BIND (IF(?which = 1, ?x, ?_never) AS ?_once1)" in said


def test_an_exists_that_hangs_by_a_doubtful_variable_stays() -> None:
    said = set_at_a_time(
        """PREFIX : <https://example.org/>
        CONSTRUCT { ?x :is ?seen }
        WHERE { ?x :of ?y OPTIONAL { ?x :at ?z } BIND (EXISTS { ?z :seen true } AS ?seen) }"""
    )
    assert "EXISTS { ?z :seen true . }" in said


@pytest.mark.parametrize(
    "pattern",
    [
        "SELECT * WHERE { ?s ?p ?o }",
        "$s ?p ?o",
        "?s ?p ?o . ?o ?p ?_exists1",
        "?s ?p ?o . [] ?p ?s",
        "GRAPH ?g { ?s ?p ?o }",
        "?s ?p ?o } LIMIT 1 #",
    ],
)
def test_a_text_of_another_form_is_asked_as_it_is(pattern: str) -> None:
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern}\n}}"
    with pytest.raises(UnreadableError):
        set_at_a_time(text)
    rule = Rule("own", text, "own.rq")
    assert rules_for_many([rule]) == (rule,)


@pytest.mark.parametrize(
    ("predicate", "said"),
    [
        ("<http://example.org/a/b>", "?x <http://example.org/a/b> ?y"),
        ("a", "?x a ?y"),
        (":of/:in", "?x :of ?_step1"),
        (":of/:in*", "?x :of/:in* ?y ."),
        ("(^:of|:in)+", "?x (^:of|:in)+ ?y ."),
    ],
)
def test_predicates_and_paths(predicate: str, said: str) -> None:
    prefix = "PREFIX : <https://example.org/>"
    text = f"{prefix} CONSTRUCT {{ ?x :is ?y }} WHERE {{ ?x {predicate} ?y }}"
    assert said in set_at_a_time(text)


def test_inference_is_the_same_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = inventory_graph(read_inventory(sample("casa_morgana"), as_of=AS_OF))
    one_by_one = infer(graph, RULES, statuses=STATUSES)
    monkeypatch.setattr(inferring, "MANY", 0)
    sets = infer(graph, RULES, statuses=STATUSES)
    assert {id: set(f.triples) for id, f in sets.findings.items()} == {
        id: set(f.triples) for id, f in one_by_one.findings.items()
    }
    assert set(sets.engine.dump().splitlines()) == set(one_by_one.engine.dump().splitlines())
