"""Reading rules for what they depend on: local rules, slices, and texts that are not understood."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tpgraph.reason.delta.dependence import Known, dependence
from tpgraph.reason.delta.reading import read_structure
from tpgraph.reason.delta.slicing import select_query
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.infer import runtime_facts
from tpgraph.reason.rules import load_rules

E = "https://example.org/"
HEAD = f"PREFIX e: <{E}>\n"
RULES = load_rules()


def known(*properties: str) -> Known:
    """Touchpoints have these properties, and ``leadsTo`` leads to one."""
    named = {E + p for p in (*properties, "leadsTo", "of", "cost", "stage")}
    return Known(named, {E + "leadsTo"}, lambda p: ())


def local(where: str, template: str = "?t e:found true") -> str | None:
    text = f"{HEAD}CONSTRUCT {{ {template} }}\nWHERE {{ {where} }}"
    return dependence(read_structure(text), known()).local


@pytest.mark.parametrize(
    "where",
    [
        "?t e:cost ?c ; e:of ?company . ?company e:limit ?l FILTER (?c > ?l)",
        "?t e:stage ?s OPTIONAL { ?t e:cost ?c } FILTER NOT EXISTS { ?t e:leadsTo ?o }",
        "{ ?t e:cost ?c } UNION { ?t e:stage ?s }",
        "?t e:of ?c { SELECT ?t (COUNT(?s) AS ?n) WHERE { ?t e:stage ?s } GROUP BY ?t }",
        "?t e:of ?c . OPTIONAL { SELECT ?c (MIN(?x) AS ?y) WHERE { ?c e:limit ?x } GROUP BY ?c }",
    ],
)
def test_what_is_asked_of_one_touchpoint_is_local(where: str) -> None:
    assert local(where) == "?t"


@pytest.mark.parametrize(
    "where",
    [
        # Another touchpoint, however it comes in.
        "?t e:leadsTo ?o . ?o e:stage ?s",
        "?t e:stage ?s . ?o e:stage ?s FILTER (?o != ?t)",
        "?t e:leadsTo+ ?o",
        "?t e:cost ?c FILTER NOT EXISTS { ?o e:cost ?d FILTER (?d < ?c) }",
        # Counted over all.
        "?t e:of ?c { SELECT ?c (COUNT(?t) AS ?n) WHERE { ?t e:of ?c } GROUP BY ?c }",
        "?t e:of ?c { SELECT (MAX(?x) AS ?most) WHERE { ?t e:cost ?x } }",
        # A name that is another variable inside.
        "?t e:of ?c { SELECT ?c WHERE { ?t e:stage ?s ; e:of ?c } }",
        # None that the answer could name.
        "?c e:limit ?x FILTER EXISTS { ?t e:of ?c }",
        "?t e:of ?c MINUS { ?t e:stage ?s }",
        "?x e:limit ?y BIND (IRI(?y) AS ?t) ?t e:cost ?c",
        # Any predicate at all.
        "?t ?p ?v",
    ],
)
def test_what_is_not_local(where: str) -> None:
    assert local(where) is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [ ?q ?o ] }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3",
        "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s !(<a:b>) ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p (1 2) }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s unknown:p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o",
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_structure(text)
    # And then everything counts.
    assert dependence(None, known()).touched_by({}, {}, {})
    assert dependence(None, known()).touched_elsewhere({})


def test_a_touchpoint_without_what_a_rule_asks_for_does_not_touch_it() -> None:
    text = f"{HEAD}CONSTRUCT {{ ?t e:dear true }} WHERE {{ ?t e:cost ?c ; e:stage e:purchase }}"
    rule = dependence(read_structure(text), known())
    cost, stage = {E + "cost": {"3"}}, {E + "stage": {E + "purchase"}}
    assert rule.touched_by({**cost}, {**stage}, {**cost, **stage})
    assert rule.touched_by({**cost, **stage}, {**stage}, {**cost})
    assert not rule.touched_by({}, {**cost}, {**cost})
    assert not rule.touched_by(
        {**cost}, {E + "stage": {E + "use"}}, {**cost, E + "stage": {E + "use"}}
    )
    assert not rule.touched_by({**cost, **stage}, {E + "owner": {"Ana"}}, {**cost, **stage})


@pytest.mark.parametrize(
    ("where", "speaks"),
    [
        ("?t e:of ?c ; e:stage e:use", False),
        ("?t e:of ?c ; e:stage e:purchase ; e:cost ?x", True),
        ("?t e:of ?c ; e:owner ?o", False),
        ("?t e:of ?c . { ?t e:owner ?o }", False),
        ("?t e:of ?c . { SELECT ?t WHERE { ?t e:owner ?o } }", False),
        ("{ ?t e:owner ?o } UNION { ?t e:stage e:use }", False),
        ("{ ?t e:owner ?o } UNION { ?t e:cost ?x }", True),
        ("{ SELECT ?t WHERE { ?t e:cost ?x } } UNION { ?t e:owner ?o }", True),
        # What is optional, or asked in a condition, need not be there.
        ("?t e:of ?c OPTIONAL { ?t e:owner ?o }", True),
        (
            "?t e:of ?c OPTIONAL { SELECT ?t (MIN(?o) AS ?m) WHERE { ?t e:owner ?o } GROUP BY ?t }",
            True,
        ),
        ("?t e:of ?c FILTER NOT EXISTS { ?t e:owner ?o }", True),
        ("?t e:of ?c BIND (EXISTS { ?t e:owner ?o } AS ?owned)", True),
    ],
)
def test_a_local_rule_says_nothing_of_a_touchpoint_without_what_it_needs(
    where: str, speaks: bool
) -> None:
    text = f"{HEAD}CONSTRUCT {{ ?t e:found true }}\nWHERE {{ {where} }}"
    rule = dependence(read_structure(text), known("owner"))
    assert rule.local == "?t"
    facts = {E + "of": {E + "c"}, E + "cost": {"3"}, E + "stage": {E + "purchase"}}
    assert rule.can_speak_of(facts) is speaks


def test_what_a_subselect_gives_already_an_option_need_not_bring_back() -> None:
    text = f"""{HEAD}CONSTRUCT {{ ?stage e:status ?n ; e:fact ?fact }}
WHERE {{
  {{ SELECT ?stage (COUNT(?t) AS ?n) WHERE {{ ?t e:stage ?stage }} GROUP BY ?stage }}
  OPTIONAL {{ ?member e:stage ?stage BIND (STR(?member) AS ?fact) }}
}}"""
    query = select_query(text, read_structure(text), ("?stage", "?n"))
    assert "?member" not in query
    # What may be without a value before the option may get one there.
    unsure = text.replace("{ SELECT", "OPTIONAL { SELECT", 1)
    assert "?member" in select_query(unsure, read_structure(unsure), ("?stage", "?n"))


def test_every_shipped_rule_can_be_read() -> None:
    for rule in (*RULES.classify, *RULES.gaps):
        assert read_structure(rule.text).template


def test_a_slice_keeps_what_its_answer_needs_and_leaves_out_the_rest() -> None:
    text = f"""{HEAD}CONSTRUCT {{ ?finding e:status ?status ; e:fact ?fact ; e:cell ?cell }}
WHERE {{
  ?t e:of ?company .
  OPTIONAL {{ ?t e:cost ?cost }}
  OPTIONAL {{ ?t e:owner ?owner . FILTER (?owner != "x") BIND (STR(?owner) AS ?cell) }}
  BIND (IF(BOUND(?cost), "ok", "gap") AS ?status)
  BIND (CONCAT("f", STR(?t)) AS ?finding)
  VALUES ?which {{ 1 2 }}
  BIND (CONCAT(STR(?which), STR(?company)) AS ?fact)
}}"""
    query = select_query(text, read_structure(text), ("?finding", "?status"))
    assert "?cost" in query
    assert not any(name in query for name in ("?owner", "?cell", "?which", "?fact"))
    store = ox.Store()
    store.load(
        f"<{E}a> <{E}of> <{E}c> . <{E}a> <{E}cost> 3 . <{E}b> <{E}of> <{E}c> .".encode(),
        format=ox.RdfFormat.TURTLE,
    )
    whole = {
        (str(t.subject), str(t.object))
        for t in store.query(text)  # type: ignore[union-attr]
        if t.predicate.value == E + "status"
    }
    assert whole == set()  # a finding that is no IRI makes no triple, but has a row
    rows = {(row["finding"].value, row["status"].value) for row in store.query(query)}  # type: ignore[union-attr]
    assert rows == {(f"f{E}a", "ok"), (f"f{E}b", "gap")}


def test_slices_of_the_gap_rules_are_smaller() -> None:
    whole = sum(len(rule.text) for rule in RULES.gaps)
    wanted = ("?finding", "?status")
    sliced = [select_query(r.text, read_structure(r.text), wanted) for r in RULES.gaps]
    assert sum(map(len, sliced)) < whole / 2
    store = ox.Store()
    store.load(runtime_facts(), format=ox.RdfFormat.N_TRIPLES)
    for query in sliced:
        assert list(store.query(query)) == []  # type: ignore[arg-type]
