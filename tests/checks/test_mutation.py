"""A changed comparison, a pattern left out, a term swapped: for every check some case notices."""

from __future__ import annotations

import pytest

from tests.checks.mutation import equivalents, is_noticed, key, mutants
from tpgraph.reason.checks import Check, load_checks


@pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.name)
def test_a_wrong_check_is_noticed(check: Check) -> None:
    made = mutants(check)
    assert made
    # They are few and quick: all of them are tried.
    surviving = {key(check, mutant) for mutant in made if not is_noticed(check, mutant)}
    assert surviving == {each for each in equivalents() if each[0] == check.name}


def test_every_equivalent_has_its_reason() -> None:
    names = {check.name for check in load_checks()}
    for (check, line, what), why in equivalents().items():
        assert check in names
        assert line
        assert what
        assert len(why) > 20
