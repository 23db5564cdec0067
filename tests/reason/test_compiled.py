"""Compiled rules: the same answers as Oxigraph's, triple by triple, or none at all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from tests.bench.companies import companies
from tests.reason.companies import Shop, shops
from tests.rules.cases import all_cases
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason import shards
from tpgraph.reason.compiled import numbers, one, ready, values, writing
from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.compiled.many import facts_of, findings, findings_ntriples
from tpgraph.reason.compiled.numbers import UnsureError
from tpgraph.reason.compiled.programs import finder, shared_facts
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.infer import REPORTED, STATUSES, fill_scratch, run_findings
from tpgraph.reason.rules import load_rules
from tpgraph.reason.shards import Told, findings_of_many, made_of_many
from tpgraph.samples import sample, sample_names
from tpgraph.store.oxigraph_engine import OxigraphEngine

RULES = load_rules()
AS_OF = date(2026, 11, 22)
PREFIXES = """PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://example.org/>
"""


def differing(ntriples: bytes) -> list[str]:
    """What compiled rules give otherwise than Oxigraph; all of it is compiled."""
    engine = OxigraphEngine()
    fill_scratch(engine, ntriples, RULES, STATUSES)
    facts = facts_of(ntriples, RULES)
    found = []
    if set(engine.dump().splitlines()) != set(facts.dump().splitlines()):
        found.append("shared facts")
    for rule in RULES.gaps:
        lines = findings_ntriples(facts, [rule], STATUSES)[0].splitlines()
        if sorted(lines) != sorted(set(engine.construct_ntriples(rule.text).splitlines())):
            found.append(rule.name)
    return found


def case_companies() -> Iterator[bytes]:
    """Every company of the rules' cases, each under an IRI of its own."""
    for number, case in enumerate(all_cases()):
        iri = case.inventory.company.iri.encode()
        yield inventory_graph(case.inventory).ntriples.replace(iri, iri + b"-%d" % number)


def test_all_cases_of_all_rules_together() -> None:
    assert differing(b"".join(case_companies())) == []


def test_many_companies_together() -> None:
    assert differing(b"".join(companies(500))) == []


@pytest.mark.parametrize("name", sample_names())
def test_samples(name: str) -> None:
    inventory = read_inventory(sample(name), as_of=AS_OF)
    assert differing(inventory_graph(inventory).ntriples) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shops())
def test_random_companies(shop: Shop) -> None:
    assert differing(inventory_graph(shop.inventory()).ntriples) == []


def test_findings_are_those_of_a_store() -> None:
    ntriples = b"".join(companies(250))
    engine = OxigraphEngine()
    fill_scratch(engine, ntriples, RULES, REPORTED)
    told, in_order = findings(facts_of(ntriples, RULES), RULES.gaps, REPORTED)
    asked = run_findings(engine, RULES.gaps)
    for raw in (*told, *asked.values()):
        raw.triples = sorted(raw.triples, key=str)
    assert {raw.id: raw for raw in told} == asked
    assert len(in_order) == len(set(in_order)) > 100


@pytest.mark.parametrize("most", [10_000, 10])
def test_oxigraph_is_asked_where_tables_would_be_too_large(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    finder.cache_clear()
    monkeypatch.setattr(one, "MOST", most)
    assert next(findings_of_many(companies(25), RULES)).in_order > 10
    assert bool(finder.cache_info().currsize) == (most == 10_000)


# --------------------------------------------------------------------------------- made ready


def test_the_rules_that_are_ready_are_these() -> None:
    fresh = writing.module_text()
    made = Path(writing.__file__).with_name(f"{ready.MODULE}.py")
    assert made.read_text(encoding="utf-8") == fresh, "python -m tpgraph.reason.compiled.writing"
    names: dict[str, object] = {}
    exec(fresh, names)
    programs = names["PROGRAMS"]
    assert isinstance(programs, dict)
    assert programs.keys() == {ready.digest(r.text) for r in (*RULES.classify, *RULES.gaps)}


def test_what_is_not_ready_is_compiled() -> None:
    facts = facts_of(b"".join(companies(50)), RULES)
    for rule in RULES.gaps:
        other = replace(rule, text=rule.text + "# another text\n")
        wanted = findings_ntriples(facts, [rule], STATUSES)
        assert findings_ntriples(facts, [other], STATUSES) == wanted


def test_without_what_the_build_makes_all_rules_are_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ready._ready.cache_clear()
    monkeypatch.setattr(ready, "MODULE", "nothing_such")
    try:
        assert ready._ready() == {}
    finally:
        ready._ready.cache_clear()


@pytest.mark.parametrize("at_once", [1, 3])
def test_shards_change_nothing(at_once: int) -> None:
    several = list(companies(250))
    together = next(findings_of_many(several, RULES))
    apart = list(findings_of_many(iter(several), RULES, companies_at_once=at_once))
    assert len(apart) == -(-len(several) // at_once)
    lines = [line for part in apart for line in part.ntriples.splitlines()]
    assert set(lines) == set(together.ntriples.splitlines())
    assert len(lines) == len(set(lines))
    assert sum(part.in_order for part in apart) == together.in_order


def test_oxigraph_is_asked_where_it_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    several = list(companies(200))
    compiled = next(findings_of_many(several, RULES))

    def unsure(*_: object) -> Facts:
        raise UnsureError("a test")

    monkeypatch.setattr(shards, "facts_of", unsure)
    asked = next(findings_of_many(several, RULES))
    assert sorted(asked.ntriples.splitlines()) == sorted(compiled.ntriples.splitlines())
    assert asked.in_order == compiled.in_order


# ------------------------------------------------------------------------------- single rules

XSD = "http://www.w3.org/2001/XMLSchema#"
FACTS = f"""<https://example.org/a> <https://example.org/of> <https://example.org/x> .
<https://example.org/a> <https://example.org/of> <https://example.org/y> .
<https://example.org/a> <https://example.org/name> "tab\\t, \\"quote\\", 50% and %b" .
<https://example.org/b> <https://example.org/of> <https://example.org/y> .
<https://example.org/b> <https://example.org/name> "plain" .
<https://example.org/b> <https://example.org/cost> "2.5"^^<{XSD}decimal> .
<https://example.org/x> <https://example.org/next> <https://example.org/y> .
<https://example.org/y> <https://example.org/next> <https://example.org/x> .
<https://example.org/x> <https://example.org/day> "2026-03-01"^^<{XSD}date> .
""".encode()


@pytest.mark.parametrize(
    "pattern",
    [
        "?s :of ?o",
        "?s :of/:next ?o",
        "?s :of ?m . ?m :next+ ?o",
        "?s :of ?m . ?m (^:of|:next)* ?o",
        "?s :of ?m OPTIONAL { ?m :day ?o }",
        "?s :of ?m OPTIONAL { ?s :cost ?c . ?m :next ?n . FILTER (?c > 2) } BIND (?n AS ?o)",
        "{ ?s :of :x . BIND (1 AS ?o) } UNION { ?s :name ?o }",
        "?s :of ?m { ?m :day ?o } UNION { ?m :next ?o }",
        "?s :name ?o FILTER NOT EXISTS { ?s :of ?m . ?m :day ?d }",
        "?s :name ?o FILTER EXISTS { ?s :of ?m . FILTER (?m = :x) }",
        "VALUES (?p ?k) { (:name 1) (:cost 2) } ?s ?p ?v . BIND (IF(?k = 1, ?v, ?none) AS ?o)",
        "{ SELECT ?s (COUNT(DISTINCT ?m) AS ?o) WHERE { ?s :of ?m } GROUP BY ?s }",
        "{ SELECT ?s (MIN(STR(?m)) AS ?o) WHERE { ?s :of ?m } GROUP BY ?s HAVING (COUNT(?m) > 1) }",
        '?s :name ?n BIND (CONCAT(UCASE("x"), ?n) AS ?o)',
        '?s :name ?n BIND (STRBEFORE(?n, ",") AS ?o)',
        '?s :name ?n BIND (STRAFTER(?n, ",") AS ?o)',
        '?s :name ?n BIND (REPLACE(?n, "^([a-z]+)", "<$1>") AS ?o)',
        '?s :name ?n BIND (REGEX(?n, "^pl.*n$") AS ?o)',
        "?s :cost ?c BIND (ROUND(?c * 3) / 7 AS ?o)",
        "?s :cost ?c BIND (-1 - ?c AS ?o)",
        "?s :name ?n BIND (COALESCE(?n * 2, ?none, STRLEN(?n)) AS ?o)",
        "?s :day ?d BIND (?d < ?d || ?d = ?d AS ?o)",
        "?s :of ?m BIND (BOUND(?x) || ?m IN (:x, :z) AS ?o)",
        '?s :name ?n BIND (?n = "plain" && isIRI(?s) && !isNumeric(?n) AS ?o)',
        '?s :of ?m BIND (IRI(CONCAT(STR(?m), "#", SUBSTR(SHA256(STR(?s)), 1, 20))) AS ?o)',
    ],
)
def test_forms_of_patterns(pattern: str) -> None:
    text = f"{PREFIXES}CONSTRUCT {{ ?s :is ?o }} WHERE {{ {pattern} }}"
    engine, facts = OxigraphEngine(), Facts()
    engine.load(FACTS)
    facts.load(FACTS)
    if "UCASE" in text:  # a function that no rule asks for
        with pytest.raises(UnreadableError):
            shared_facts(text)
        return
    shared_facts(text)(facts)
    expected = set(engine.construct_ntriples(text).splitlines())
    assert set(facts.dump().splitlines()) == expected | set(FACTS.splitlines())
    assert expected


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?o",
        "?s :of ?s . ?s :is ?o",
        "?s :of ?o MINUS { ?s :name ?n }",
        "?s :of ?m { ?s :name ?n . BIND (?m AS ?o) }",
        "?s :name ?o FILTER (RAND() > 0)",
        "{ SELECT (COUNT(?m) AS ?o) WHERE { ?s :of ?m } }",
        "?o :next* ?s",
    ],
)
def test_what_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(UnreadableError):
        shared_facts(f"{PREFIXES}CONSTRUCT {{ ?s :is ?o }} WHERE {{ {pattern} }}")
    with pytest.raises(UnreadableError):
        finder(f"{PREFIXES}CONSTRUCT {{ ?s tpg:status ?o . ?o :of ?s }} WHERE {{ ?s :of ?o }}")


@pytest.mark.parametrize(
    "o",
    [
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"1.0E0"^^<http://www.w3.org/2001/XMLSchema#double>',
        '"2026-03-01Z"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"ciao"@it',
        '"x"  ',
    ],
)
def test_values_that_may_come_back_otherwise_are_not_taken(o: str) -> None:
    with pytest.raises(UnsureError):
        Facts().load(f"<https://example.org/a> <https://example.org/is> {o} .\n".encode())


def test_literals_where_iris_are_taken_for_granted() -> None:
    facts = Facts()
    facts.load(b'<https://example.org/a> <https://w3id.org/tpgraph/ontology#ofCompany> "b" .\n')
    text = f"{PREFIXES}CONSTRUCT {{ ?s :is ?o }} WHERE {{ ?s tpg:ofCompany ?o }}"
    with pytest.raises(UnsureError):
        shared_facts(text)(facts)


def test_arithmetic_is_oxigraphs() -> None:
    chance, store = random.Random(1), ox.Store()
    forms = {
        "{} + {}": numbers.plus,
        "{} - {}": numbers.minus,
        "{} * {}": numbers.times,
        "{} / {}": numbers.divided,
    }
    compared = 0
    for _ in range(400):
        texts = [chance.choice([f"{chance.randint(0, 99)}", "0.0", "2.5", "0", "1000.0",
                 f"{chance.uniform(0, 9):.{chance.randint(1, 6)}f}"]) for _ in "ab"]  # fmt: skip
        one, other = (numbers.decimal(t) if "." in t else numbers.integer(t) for t in texts)
        assert one is not None
        assert other is not None
        for form, function in forms.items():
            for words, last in (("{}", lambda x: x), ("ROUND({})", numbers.rounded)):
                query = f"SELECT ({words.format(form.format(*texts))} AS ?x) {{}}"
                (row,) = store.query(query)  # type: ignore[misc]
                try:
                    mine = function(one, other)
                except UnsureError:
                    continue
                compared += 1
                found = None if mine is None else values.term_of(last(mine))
                assert found == (str(row["x"]) if row["x"] else None), query
    assert compared > 2000


def in_order(told: Told) -> int:
    return told.in_order


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_made_of_findings_where_they_were_found(workers: int) -> None:
    several = list(companies(250))
    found = [t.in_order for t in findings_of_many(several, RULES, companies_at_once=4)]
    made = made_of_many(several, RULES, in_order, companies_at_once=4, workers=workers)
    assert list(made) == found
    assert len(set(found)) > 1
