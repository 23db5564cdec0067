"""What becomes of a proof's steps: verified, refused with a reason, or left to its own rule."""

from __future__ import annotations

from dataclasses import dataclass

from tpgraph.reason.proof.conclusion import Number

_NEAR = 1e-9


class RefusedError(Exception):
    """A step that does not hold: a reason (see ``texts/proof``) and what it is about."""

    def __init__(self, reason: str, about: object = "", field: str = "") -> None:
        super().__init__(f"{reason} {field}: {about}")
        self.reason, self.about, self.field = reason, str(about), field


class NotCheckedError(Exception):
    """A step that only its own rule can vouch for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a step: ``verified``, ``refused`` or ``not-checked``, and why.

    ``field`` is the part of the step that differs, and ``about`` what it should be.
    """

    step: str
    kind: str
    state: str
    reason: str = ""
    about: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on each step, in order."""

    verdicts: tuple[Verdict, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing was refused."""
        return all(v.state != "refused" for v in self.verdicts)

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """What was refused."""
        return tuple(v for v in self.verdicts if v.state == "refused")


def same(field: str, given: object, right: object) -> None:
    """Raises RefusedError where a field is not what it should be."""
    if given != right or isinstance(given, bool) != isinstance(right, bool):
        raise RefusedError("differs", right, field)


def near(field: str, given: float | None, right: Number) -> None:
    """Raises RefusedError where a number is not what it should be."""
    if given is None or right is None:
        if given is not None or right is not None:
            raise RefusedError("differs", right, field)
    elif isinstance(given, bool) or abs(given - float(right)) > _NEAR:
        raise RefusedError("differs", right, field)
