"""What a rule concludes: the answer that the checker works out for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from tpgraph.reason.proof.world import World

Number: TypeAlias = "Decimal | int | None"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule is asked about."""

    world: World
    company: str
    concern: str
    area: str | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The answer: as a finding has it, without texts.

    ``id_area`` is the area as the finding's name has it, where that is not the area it shows.
    ``figures`` are numbers reckoned on the way.
    """

    status: str
    severity: Number
    area: str | None = None
    measured: Number = None
    threshold: Number = None
    source: str | None = None
    margin: Number = None
    borderline: bool = False
    settled_by: Sequence[str] = ()
    id_area: str | None = None
    figures: Mapping[str, Number] | None = None


# Nothing where the subject is outside the rule's range.
Definition = Callable[[Subject], Conclusion | None]


def status_of(*, ok: bool, proved: bool) -> str:
    """In order, else a gap where it is proved that nothing is there, else unknown."""
    return "ok" if ok else "gap" if proved else "unknown"
