"""Templates filled in outside Oxigraph say what Oxigraph would say, each triple once."""

from __future__ import annotations

import pytest

from tpgraph.errors import QueryError
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.setwise.filling import filling_of, findings_ntriples, literal
from tpgraph.store.oxigraph_engine import OxigraphEngine

PREFIXES = """PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX : <https://example.org/>
"""
FACTS = b"""<https://example.org/a> <https://example.org/of> <https://example.org/x> .
<https://example.org/a> <https://example.org/of> <https://example.org/y> .
<https://example.org/a> <https://example.org/name> "tab\\t, \\"quote\\", 50% and %b" .
<https://example.org/b> <https://example.org/of> <https://example.org/y> .
<https://example.org/b> <https://example.org/name> "b"@en .
"""


@pytest.fixture(scope="module")
def engine() -> OxigraphEngine:
    engine = OxigraphEngine()
    engine.load(FACTS)
    return engine


def both(engine: OxigraphEngine, text: str) -> tuple[list[bytes], list[bytes]]:
    """The lines of a rule, filled in here and by Oxigraph."""
    rule = PREFIXES + text
    here = findings_ntriples(engine, rule).splitlines()
    return sorted(here), sorted(set(engine.construct_ntriples(rule).splitlines()))


SAID = "CONSTRUCT { ?f a tpg:Finding ; tpg:status ?status ; :is ?is ; %s } WHERE { %s }"


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        # Facts and cells beside each other; blanks of every column.
        (
            "tpg:usesFact ?x ; tpg:settledBy ?n",
            "?f :of ?x OPTIONAL { ?f :name ?n } BIND (IF(?x = :x, 1, ?no) AS ?is)",
        ),
        # Numbers and truth values of every form, and texts that look like them.
        (
            ":also ?x",
            "VALUES (?f ?x) { (:a 1) (:b 1.50) (:c 1.0e0) (:d true) } BIND (0 - ?x AS ?is)",
        ),
        (":also ?x", 'VALUES (?f ?x) { (:a "1") (:b "") (:c "true") (:d 0.1) (:e UNDEF) }'),
        # A finding that concerns several says all else of itself once.
        ("tpg:concerns ?x ; tpg:usesFact ?x2", "?f :of ?x . BIND (?x AS ?x2) BIND (3 AS ?is)"),
        # Constants with what means something to Python, and a value without a finding.
        (':is "100 %% of it" , 7 , true', "?f :of ?x"),
        (":also ?x", "VALUES (?f ?x) { (UNDEF 1) (:a 2) }"),
        # Nothing at all.
        (":also ?x", "?f :nowhere ?x"),
    ],
)
def test_the_same_as_oxigraph(engine: OxigraphEngine, said: str, pattern: str) -> None:
    text = SAID % (said, pattern)
    filling_of(PREFIXES + text)  # is not merely asked as it stands
    here, there = both(engine, text)
    assert here == there
    assert bool(here) == ("nowhere" not in pattern)


@pytest.mark.parametrize(
    "template",
    [
        "?f :is ?x . ?x :in ?f",
        ":it :is ?x",
        "?f ?x :it",
        "?f tpg:usesFact ?x ; tpg:settledBy ?x ; :is ?x",
        '?f :is "a\\"b"',
    ],
)
def test_a_template_of_another_form_is_left_to_oxigraph(
    engine: OxigraphEngine, template: str
) -> None:
    text = f"CONSTRUCT {{ {template} }} WHERE {{ ?f :of ?x }}"
    with pytest.raises(UnreadableError):
        filling_of(PREFIXES + text)
    here, there = both(engine, text)
    assert here == there != []


def test_what_is_no_number_is_refused() -> None:
    assert literal(b"-12") == b'"-12"^^<http://www.w3.org/2001/XMLSchema#integer>'
    with pytest.raises(UnreadableError):
        literal(b"twelve")


def test_a_rule_that_is_refused_says_so(engine: OxigraphEngine) -> None:
    with pytest.raises(QueryError):
        findings_ntriples(engine, PREFIXES + "CONSTRUCT { ?f :is ?g } WHERE { ?f :is unknown:g }")
