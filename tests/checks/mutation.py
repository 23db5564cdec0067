"""Runs mutants of the checks against their cases: what no case notices is a hole in the tests.

``python -m tests.checks.mutation [CHECK ...]`` lists the mutants that survive. One that means the
same as its check stands in ``equivalent.toml`` with the reason. Ends with 1 where others survive,
or where a line of that file names no mutant that does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tests.checks.cases import HERE, Found, all_cases, as_found, ntriples
from tests.rules.equivalents import Key, of_file
from tests.rules.mutants import Mutant, mutants_of
from tests.rules.report import report
from tests.rules.siblings import others
from tpgraph.errors import TpgraphError
from tpgraph.reason.ask_checks import check_engine, run_checks
from tpgraph.reason.checks import Check, load_checks
from tpgraph.store import Engine

EQUIVALENT = HERE / "equivalent.toml"


@cache
def _engines(name: str) -> tuple[Engine, ...]:
    """The cases of a check, each in an engine."""
    cases = (case for case in all_cases() if case.check == name)
    return tuple(check_engine(ntriples(case.triples()), "oxigraph") for case in cases)


def _found(engine: Engine, check: Check) -> set[Found]:
    return {as_found(result) for result in run_checks(engine, (check,))}


def mutants(check: Check) -> list[Mutant]:
    """Every mutant of a check."""
    return mutants_of(check.query, others)


def is_noticed(check: Check, mutant: Mutant) -> bool:
    """Whether the answer of some case changes. An engine that refuses the mutant is a notice."""
    changed = replace(check, query=mutant.text)
    answers = zip(_engines(check.name), _answers_of(check.name), strict=True)
    try:
        return any(_found(engine, changed) != answer for engine, answer in answers)
    except TpgraphError:
        return True


@cache
def _answers_of(name: str) -> tuple[set[Found], ...]:
    (check,) = (check for check in load_checks() if check.name == name)
    return tuple(_found(engine, check) for engine in _engines(name))


def key(check: Check, mutant: Mutant) -> Key:
    """How ``equivalent.toml`` names a mutant."""
    return check.name, mutant.source, mutant.what


def equivalents() -> dict[Key, str]:
    """The mutants that mean the same as their check, each with the reason."""
    return of_file(EQUIVALENT)


def main(names: Sequence[str]) -> int:
    """Lists what survives, check by check."""
    left = 0
    for check in load_checks():
        if not names or check.name in names:
            made = mutants(check)
            surviving = [mutant for mutant in made if not is_noticed(check, mutant)]
            left += report(check.name, len(made), surviving, equivalents())
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
