"""Waivers: faults that stand for a written reason; one that waives nothing is itself a fault."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tpgraph.errors import OntologyError
from tpgraph.reason.gate.report import ERROR, Fault
from tpgraph.reason.gate.source import short

_KEYS = {"check", "term", "reason"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """A check that need not hold for a term (``tpg:Name``), or for all terms (``*``), and why."""

    check: str
    term: str
    reason: str
    line: int

    def covers(self, fault: Fault) -> bool:
        """Whether the fault is one that this waives."""
        return fault.check == self.check and self.term in ("*", short(fault.term))


def load_waivers(path: Path) -> list[Waiver]:
    """The waivers of ``waivers.toml``, a ``[[waiver]]`` each.

    Raises OntologyError where the file is not TOML, or a waiver lacks check, term or reason.
    """
    text = path.read_text(encoding="utf-8")
    try:
        entries = tomllib.loads(text).get("waiver", [])
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path.name}: not TOML: {error}") from error
    starts = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[waiver]]"
    ]
    found = []
    for entry, line in zip(entries, starts, strict=True):
        if entry.keys() != _KEYS or not all(str(entry[key]).strip() for key in _KEYS):
            raise OntologyError(f"{path.name}:{line}: a waiver has a check, a term and a reason.")
        found.append(Waiver(entry["check"], entry["term"], entry["reason"], line))
    return found


def waive(
    faults: Iterable[Fault], waivers: Iterable[Waiver], file: str, ran: Iterable[str]
) -> tuple[list[Fault], list[Fault]]:
    """The faults that remain, with an error for each idle waiver; and the faults waived.

    ``ran`` names the checks that ran: a waiver of another is not idle.
    """
    remaining: list[Fault] = []
    waived: list[Fault] = []
    used: set[Waiver] = set()
    waivers = list(waivers)
    for fault in faults:
        covering = [waiver for waiver in waivers if waiver.covers(fault)]
        used.update(covering)
        (waived if covering else remaining).append(fault)
    names = set(ran)
    for waiver in waivers:
        if waiver.check in names and waiver not in used:
            remaining.append(
                Fault(
                    ERROR,
                    "waivers",
                    "",
                    file,
                    waiver.line,
                    1,
                    f"The waiver of [{waiver.check}] for {waiver.term} waives nothing",
                    "Take it out",
                )
            )
    return remaining, waived
