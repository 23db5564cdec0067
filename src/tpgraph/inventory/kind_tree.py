"""Which kinds of touchpoints are more general than which, from the generated closure."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from tpgraph.resources import read_text
from tpgraph.vocabulary import NAMESPACE

_LIVES = f"> <{NAMESPACE}livesOnPlatform> "
_CANNOT = f"> <{NAMESPACE}cannotHave> <"


def more_general_kinds(kind: str) -> frozenset[str]:
    """The local names of all kinds more general than ``kind``, a local name."""
    return more_general().get(kind, frozenset())


@cache
def more_general() -> dict[str, frozenset[str]]:
    """All more general kinds of each kind, by local names."""
    parents: dict[str, set[str]] = defaultdict(set)
    for line in read_text("generated/closure.nt").splitlines():
        terms = line.split(" ")
        if len(terms) > 2 and terms[1].endswith("#subClassOf>"):
            parents[_local(terms[0])].add(_local(terms[2]))
    return {kind: frozenset(more) for kind, more in parents.items()}


@cache
def never() -> frozenset[tuple[str, str]]:
    """Kinds with the values that nothing of the kind can have, as IRIs, from their axioms."""
    found = set()
    for line in read_text("generated/runtime.nt").splitlines():
        if _CANNOT in line:
            kind, _, value = line.split(" ")[:3]
            found.add((kind[1:-1], value[1:-1]))
    return frozenset(found)


def lives_on_platform(kind: str) -> bool:
    """Whether touchpoints of ``kind``, an IRI, live on a platform: a page in a social network."""
    local = _local(kind)
    return bool(({local} | more_general_kinds(local)) & _platform_kinds())


@cache
def _platform_kinds() -> frozenset[str]:
    lines = read_text("generated/runtime.nt").splitlines()
    return frozenset(_local(line.split(" ")[0]) for line in lines if _LIVES in line)


def _local(term: str) -> str:
    return term.rpartition("#")[2].rstrip(">")
