"""Findings of compiled rules as N-Triples: each triple once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from tpgraph.reason.compiled.programs import Finder, Found
from tpgraph.reason.compiled.runtime import Row

_Form: TypeAlias = "tuple[str, Callable[[Row], Row]]"


def blocks_of(finder: Finder, found: Found) -> Iterator[str]:
    """What a rule says of its findings, some lines at a time."""
    yield from _said(finder, found.said)
    for predicate, pairs in found.listed.items():
        middle = f" {predicate} "
        for finding, several in groupby(pairs, itemgetter(0)):
            start = finding + middle
            yield "".join([f"{start}{o} .\n" for _, o in several])


def _said(finder: Finder, rows: list[Row]) -> Iterator[str]:
    """All that is said once of each finding, whatever it lists."""
    forms: dict[tuple[bool, ...], _Form] = {}
    found = []
    for row in rows:
        there = tuple([term is not None for term in row])
        if (form := forms.get(there)) is None:
            form = forms[there] = _form(finder, there)
        found.append(form[0] % form[1](row))
    if len({row[0] for row in rows}) == len(rows):
        yield from found
    else:
        # A finding that concerns several: what is the same of it is said once.
        yield from dict.fromkeys("".join(found).splitlines(keepends=True))


def _form(finder: Finder, there: Sequence[bool]) -> _Form:
    """What is said where only those columns have a value, and what picks them."""
    text, places = "", list[int]()
    for predicate, o in finder.said:
        if isinstance(o, str):
            text += f"%s {predicate} {o.replace('%', '%%')} .\n"
            places.append(0)
        elif there[o]:
            text += f"%s {predicate} %s .\n"
            places += [0, o]
    return text, itemgetter(*places)  # always several: a finding says its rule and its status
