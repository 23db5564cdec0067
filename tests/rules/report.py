"""Prints which mutants of a rule or a check survive, and whether all of them are accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.rules.equivalents import Key
from tests.rules.mutants import Mutant


def report(name: str, made: int, surviving: Sequence[Mutant], same: Mapping[Key, str]) -> int:
    """How many survive without a reason, or have one and do not survive."""
    keys = {(name, mutant.source, mutant.what) for mutant in surviving}
    unexplained = [m for m in surviving if (name, m.source, m.what) not in same]
    stale = {key for key in same if key[0] == name} - keys
    explained = len(surviving) - len(unexplained)
    print(
        f"{name}: {made - len(surviving)} of {made} noticed, {explained} mean the same", flush=True
    )
    for mutant in unexplained:
        print(f"  {mutant.sort}: {mutant}\n      {mutant.source}", flush=True)
    for _, source, what in sorted(stale):
        print(f"  equivalent.toml names what is noticed or is no mutant: {what}: {source}")
    return len(unexplained) + len(stale)
