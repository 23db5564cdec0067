"""A changed comparison, a pattern left out, a term swapped: for every rule some case notices.

All mutants are tried by ``python -m tests.rules.mutation``; here a few of every sort for each rule.
"""

from __future__ import annotations

import hashlib

import pytest

from tests.rules.mutants import SORTS, Mutant, mutants_of
from tests.rules.mutation import equivalents, is_noticed, key, mutants
from tpgraph.reason.rules import Rule, load_rules

OF_EACH_SORT = 1
RULES = (*load_rules().classify, *load_rules().gaps)
RULE = """
PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
CONSTRUCT { ?a tpg:b ?c }
WHERE {
  ?a tpg:b ?c ; tpg:d 2 .
  OPTIONAL { ?a tpg:e ?e }
  FILTER (?c > 3 && ?e = 4)
  FILTER NOT EXISTS { ?a tpg:f+ ?f }
  { ?a tpg:g 5 } UNION { ?a tpg:h 6 }
}
"""


def drawn(rule: Rule) -> list[Mutant]:
    """A few mutants of each sort, the same ones every time."""
    candidates = [m for m in mutants(rule) if key(rule, m) not in equivalents()]
    candidates.sort(key=lambda m: hashlib.sha256(m.text.encode()).digest())
    return [
        mutant
        for sort in SORTS
        for mutant in [m for m in candidates if m.sort == sort][:OF_EACH_SORT]
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_wrong_rule_is_noticed(rule: Rule) -> None:
    chosen = drawn(rule)
    assert chosen
    assert [str(mutant) for mutant in chosen if not is_noticed(rule, mutant)] == []


def test_every_sort_is_drawn() -> None:
    made = [mutant.sort for rule in RULES[-10:] for mutant in drawn(rule)]
    assert set(made) == set(SORTS)


def test_what_is_made_of_a_rule() -> None:
    made = [mutant.what for mutant in mutants_of(RULE, lambda name: ("tpg:other",))]
    for what in (
        "> becomes <",
        "= becomes !=",
        "&& becomes ||",
        "3 becomes 4",
        "NOT EXISTS becomes EXISTS",
        "tpg:b becomes tpg:other",
        "tpg:f once only",
        "?a tpg:b ?c goes",
        "?a tpg:d 2 goes",
        "OPTIONAL {…} goes",
        "OPTIONAL is asked for",
        "the branch after UNION goes",
        "the branch before UNION goes",
    ):
        assert what in made
    assert any(what.startswith("FILTER ( ?c > 3") for what in made)


def test_every_equivalent_has_its_reason() -> None:
    names = {rule.name for rule in RULES}
    for (rule, line, what), why in equivalents().items():
        assert rule in names
        assert line
        assert what
        assert len(why) > 20
