"""Every engine keeps the protocol: the same questions get the same answers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing

import pytest

from tests.store.conftest import Opened
from tpgraph.errors import CallError, QueryError
from tpgraph.reason.infer import runtime_facts
from tpgraph.store import ENGINES, Engine, Literal, open_engine
from tpgraph.store.base import XSD

# The last is not for the command line: it is the page's, run under Node.
ALL = (*ENGINES, "server", "jena", "wasm")
EX = "https://example.com/"
WITH_AGE = f"?s <{EX}name> ?name OPTIONAL {{ ?s <{EX}age> ?age }}"
DATA = f"""<{EX}a> <{EX}knows> <{EX}b> .
<{EX}a> <{EX}age> "41"^^<{XSD}integer> .
<{EX}a> <{EX}name> "Ana \\"A\\"" .
<{EX}b> <{EX}name> "Бруно"@ru .
<{EX}b> <{EX}born> "2001-02-03"^^<{XSD}date> .
""".encode()


@pytest.fixture(params=ALL)
def engine(request: pytest.FixtureRequest, opened: Opened) -> Generator[Engine, None, None]:
    """An engine with a few triples."""
    with closing(opened(request.param)) as engine:
        engine.load(DATA)
        yield engine


def test_the_default_is_oxigraph() -> None:
    assert open_engine().name == "oxigraph"
    assert {open_engine(name).name for name in ENGINES} == set(ENGINES) == {"oxigraph", "rdflib"}


def test_another_name_is_refused() -> None:
    with pytest.raises(CallError, match="oxigraph, rdflib"):
        open_engine("virtuoso")


def test_a_select_gives_terms_and_gaps(engine: Engine) -> None:
    table = engine.select(f"SELECT ?s ?name ?age WHERE {{ {WITH_AGE} }} ORDER BY ?s")
    assert table.columns == ("s", "name", "age")
    assert table.rows == (
        (EX + "a", Literal('Ana "A"'), Literal("41", XSD + "integer")),
        (
            EX + "b",
            Literal("Бруно", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "ru"),
            None,
        ),
    )


def test_dates_compare_as_dates(engine: Engine) -> None:
    for day, answer in (("2001-02-03", True), ("2001-02-02", False)):
        assert (
            engine.ask(f'ASK {{ ?s <{EX}born> ?d FILTER (?d <= "{day}"^^<{XSD}date>) }}') is answer
        )


def test_a_construct_gives_each_triple_once(engine: Engine) -> None:
    query = f"CONSTRUCT {{ <{EX}x> <{EX}has> ?p }} WHERE {{ ?s ?p ?o }}"
    found = engine.construct(query)
    assert len(found) == len(set(found)) == 4
    assert (EX + "x", EX + "has", EX + "name") in found
    assert engine.triples(s=EX + "x") == []


def test_an_unbound_variable_leaves_its_triple_out(engine: Engine) -> None:
    query = f"CONSTRUCT {{ ?s <{EX}a> ?age ; <{EX}n> ?name }} WHERE {{ {WITH_AGE} }}"
    assert len(engine.construct(query)) == 3


def test_what_is_materialised_is_there(engine: Engine) -> None:
    engine.materialise(f"CONSTRUCT {{ ?b <{EX}knows> ?a }} WHERE {{ ?a <{EX}knows> ?b }}")
    assert engine.triples(p=EX + "knows", o=EX + "a") == [(EX + "b", EX + "knows", EX + "a")]


def test_triples_match_a_pattern(engine: Engine) -> None:
    assert len(engine.triples()) == 5
    assert len(engine.triples(s=EX + "a")) == 3
    assert engine.triples(s=EX + "a", p=EX + "knows", o=EX + "b") == [
        (EX + "a", EX + "knows", EX + "b")
    ]
    assert engine.triples(p=EX + "nothing") == []


def test_what_is_added_is_there_and_literals_keep_their_type(engine: Engine) -> None:
    added: list[tuple[str, str, str | Literal]] = [
        (EX + "c", EX + "ok", Literal("true", XSD + "boolean")),
        (EX + "c", EX + "cost", Literal("1.5", XSD + "decimal")),
        (EX + "c", EX + "text", Literal("سلام")),
        (EX + "c", EX + "knows", EX + "a"),
    ]
    engine.add(added)
    assert set(engine.triples(s=EX + "c")) == set(added)


def test_a_dump_loads_again(engine: Engine, opened: Opened) -> None:
    for name in ALL:
        other = opened(name)
        other.load(engine.dump())
        assert set(other.triples()) == set(engine.triples())


def test_a_copy_holds_the_same_and_goes_its_own_way(engine: Engine) -> None:
    engine.load_common(f"<{EX}z> <{EX}is> <{EX}common> .".encode())
    with closing(engine.copy()) as other:
        assert set(other.triples()) == set(engine.triples())
        other.add([(EX + "new", EX + "is", EX + "here")])
        assert other.ask(f"ASK {{ <{EX}new> ?p ?o . <{EX}z> ?q <{EX}common> }}")
        assert not engine.ask(f"ASK {{ <{EX}new> ?p ?o }}")


def test_a_closed_engine_still_answers(engine: Engine) -> None:
    engine.close()
    assert len(engine.triples()) == 5
    assert engine.ask(f"ASK {{ <{EX}a> <{EX}knows> <{EX}b> }}")


@pytest.mark.parametrize(
    "ask",
    [
        lambda e: e.select("SELECT WHERE"),
        lambda e: e.ask("ASK {"),
        lambda e: e.construct("CONSTRUCT { ?s }"),
        lambda e: e.materialise("nonsense"),
        lambda e: e.select("ASK { ?s ?p ?o }"),
        lambda e: e.ask("SELECT * WHERE { ?s ?p ?o }"),
        lambda e: e.construct("SELECT * WHERE { ?s ?p ?o }"),
    ],
)
def test_a_query_that_does_not_fit_is_refused(
    engine: Engine, ask: Callable[[Engine], object]
) -> None:
    with pytest.raises(QueryError):
        ask(engine)


def test_an_empty_answer_is_still_of_its_kind(engine: Engine) -> None:
    nothing = f"?s <{EX}nothing> ?o"
    assert engine.construct(f"CONSTRUCT {{ {nothing} }} WHERE {{ {nothing} }}") == []
    assert engine.select(f"SELECT ?s WHERE {{ {nothing} }}").rows == ()
    assert engine.ask(f"ASK {{ {nothing} }}") is False
    with pytest.raises(QueryError):
        engine.construct(f"SELECT ?s WHERE {{ {nothing} }}")


def test_all_engines_hash_alike(opened: Opened) -> None:
    query = 'SELECT ?h WHERE { BIND (SUBSTR(SHA256(CONCAT("ă|", "خرید", "|ы𝔸")), 1, 20) AS ?h) }'
    assert len({opened(name).select(query).rows for name in ALL}) == 1


# What the linter lets pass, with zeros and thirds in it.
SUMS = [
    ("(8 / 4) / 2", 1),
    ("(10 - 4) - 3", 3),
    ("ROUND((?zero / 7) * 1000) / 1000", 0),
    ("ROUND((1 / 3) * 1000000000) / 1000000000", 0.333333333),
    ("((4 + ?zero) * 125) / 1000", 0.5),
    ("ROUND(?most * 1000) / 1000", 999999999999999),
    ("1 - ?small / (2 * 3)", 0.9998),
]


@pytest.mark.parametrize(("expression", "value"), SUMS, ids=[x for x, _ in SUMS])
@pytest.mark.parametrize("name", ALL)
def test_all_engines_compute_alike(
    name: str, expression: str, value: float, opened: Opened
) -> None:
    given = "VALUES (?zero ?most ?small) { (0 999999999999999 0.0012) }"
    ((found,),) = opened(name).select(f"SELECT ({expression} AS ?x) WHERE {{ {given} }}").rows
    assert isinstance(found, Literal)
    assert found.to_python() == value


def test_all_engines_read_the_same_ontology(opened: Opened) -> None:
    first, *others = (opened(name) for name in ALL)
    for engine in (first, *others):
        engine.load(runtime_facts())
        assert set(engine.triples()) == set(first.triples())


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (Literal("3", XSD + "integer"), 3),
        (Literal("1.5", XSD + "decimal"), 1.5),
        (Literal("2E1", XSD + "double"), 20.0),
        (Literal("true", XSD + "boolean"), True),
        (Literal("false", XSD + "boolean"), False),
        (Literal("x"), "x"),
        (Literal("2026-01-01", XSD + "date"), "2026-01-01"),
    ],
)
def test_literals_as_python_has_them(literal: Literal, value: object) -> None:
    assert literal.to_python() == value
    assert type(literal.to_python()) is type(value)
