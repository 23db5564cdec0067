"""Turns a rule, a CONSTRUCT query, into a Python function over tables.

Where many companies are asked, Oxigraph spends most of its time on making, storing and looking up
each intermediate term. The same joins as loops over Python's dictionaries take a quarter of that.
The text of the rule stays the only source: what is not understood, or not certain to come out as
Oxigraph has it, is left to Oxigraph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from tpgraph.reason.compiled.facts import Facts
from tpgraph.reason.compiled.ready import Program, program_of
from tpgraph.reason.compiled.runtime import Ask, Row

_ALL = frozenset[str]()


@cache
def shared_facts(text: str) -> Callable[[Facts], None]:
    """A function that adds what a rule gives to the facts.

    Raises UnreadableError for a text of a form that is not known.
    """
    ask, predicates = program_of(text, _shared_program)
    if predicates is None:

        def add_all(facts: Facts) -> None:
            for rows in ask(facts, _ALL):
                facts.add_all(rows)  # type: ignore[arg-type]

        return add_all

    def add(facts: Facts) -> None:
        for p, rows in zip(predicates, ask(facts, _ALL), strict=True):
            facts.add(p, rows)  # type: ignore[arg-type]

    return add


def _shared_program(text: str) -> Program:
    from tpgraph.reason.compiled.forms import shared_program  # seldom needed

    return shared_program(text)


class Found(NamedTuple):
    """What a rule finds, each row once.

    ``statuses`` pairs each finding with its status; ``said`` are rows of a finding and what is said
    of it once; ``listed`` are pairs of a finding and what it has several of, by predicate.
    """

    statuses: list[Row]
    said: list[Row]
    listed: dict[str, list[Row]]


class Finder:
    """Asks for a rule's findings."""

    def __init__(
        self, ask: Ask, said: Sequence[tuple[str, str | int]], listed: Sequence[str]
    ) -> None:
        """``ask`` gives the rows of ``Found``: of each of ``listed``, which are predicates, apart.

        ``said`` are predicate and object of what is said once: a term, or its place in such a row.
        """
        self._ask = ask
        self.said = tuple(said)
        self._listed = listed

    def found(self, facts: Facts, wanted: frozenset[str]) -> Found:
        """The findings; of those whose status is not among the ``wanted`` the status alone."""
        statuses, said, *listed = self._ask(facts, wanted)
        pairs: dict[str, list[Row]] = {}
        for predicate, given in zip(self._listed, listed, strict=True):
            pairs.setdefault(predicate, []).extend(given)
        return Found(
            list(dict.fromkeys(statuses)),
            list(dict.fromkeys(said)),
            {p: list(dict.fromkeys(rows)) for p, rows in pairs.items()},
        )


@cache
def finder(text: str) -> Finder:
    """How to ask for a rule's findings.

    Raises UnreadableError where its text, or its template, is of a form that is not known.
    """
    ask, (said, listed) = program_of(text, _finding_program)
    return Finder(ask, said, listed)


def _finding_program(text: str) -> Program:
    from tpgraph.reason.compiled.forms import finding_program  # seldom needed

    return finding_program(text)
