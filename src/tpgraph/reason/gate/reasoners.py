"""What the reasoners find: contradictions, classes that can have no member, different answers."""

from __future__ import annotations

from collections.abc import Iterator

from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import ONTOLOGY, Source, short
from tpgraph.reason.owl import Classification, classify, classify_with_pellet

HERMIT, PELLET = "hermit", "pellet"


def find_with_hermit(source: Source) -> Iterator[Fault]:
    """What HermiT objects to. Raises EngineError where it cannot run."""
    yield from objections(source, HERMIT, classify(source.ntriples()))


def find_with_pellet(source: Source) -> Iterator[Fault]:
    """What Pellet objects to. Raises EngineError where it cannot run."""
    yield from objections(source, PELLET, classify_with_pellet(source.ntriples()))


def objections(source: Source, check: str, found: Classification) -> Iterator[Fault]:
    """The faults in a reasoner's answer."""
    if not found.consistent:
        message = "The ontology contradicts itself: no state of things could make it true"
        mend = "Take the latest axioms or individuals out one by one until it does not"
        yield source.fault(ERROR, check, ONTOLOGY, message, mend)
    for cls in sorted(found.unsatisfiable):
        yield source.fault(
            ERROR,
            check,
            cls,
            f"{short(cls)} can have no member: what it is said to be excludes itself",
            "Look at its restrictions, the kinds above it and owl:disjointWith",
        )


def differences(source: Source, one: Classification, other: Classification) -> Iterator[Fault]:
    """Subclass pairs that HermiT finds and Pellet does not, or the other way round."""
    for sub, sup in sorted(one.subclasses ^ other.subclasses):
        yield source.fault(
            ERROR,
            PELLET,
            sub,
            f"HermiT and Pellet disagree on whether {short(sub)} lies under {short(sup)}",
            "Look for a construct that one of the two does not read",
        )
