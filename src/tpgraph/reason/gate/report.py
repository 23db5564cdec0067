"""What the gate found: faults with their places, and the report as a compiler prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the ontology's files a fault lies; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the check that found it, the term, its place, what is wrong, how to mend it.

    ``level`` is ``error`` or ``warning``; ``term`` is an IRI, or empty where it is a whole file.
    """

    level: str
    check: str
    term: str
    file: str
    line: int
    column: int
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class GateReport:
    """All faults that no waiver covers, in the order of their places, and a summary."""

    faults: tuple[Fault, ...]
    summary: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; warnings do not count."""
        return not any(fault.level == ERROR for fault in self.faults)

    @property
    def lines(self) -> tuple[str, ...]:
        """The report as it is printed, a line each."""
        return (*(render(fault) for fault in self.faults), *self.summary)


def render(fault: Fault) -> str:
    """A fault as ``file:line:column: level: [check] message. Mend: mend.``, on one line."""
    return (
        f"{fault.file}:{fault.line}:{fault.column}: {fault.level}: "
        f"[{fault.check}] {_sentence(fault.message)} Mend: {_sentence(fault.mend)}"
    )


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, by file and line."""
    return sorted(set(faults), key=lambda f: (f.file, f.line, f.column, f.check, f.message))


def count_of(faults: Iterable[Fault]) -> str:
    """How many errors and warnings there are, in words."""
    levels = [fault.level for fault in faults]
    errors, warnings = levels.count(ERROR), levels.count(WARNING)
    return f"{_plural(errors, 'error')}, {_plural(warnings, 'warning')}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else text + "."
