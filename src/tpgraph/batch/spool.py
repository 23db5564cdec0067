"""Groups what is to be done into jobs on disk: companies in order, each with all of its rows.

A table need not be sorted by company: rows wait in memory by job and are written out, job by job,
whenever there are many of them. Memory then grows only with the number of companies (about 150
bytes each), not with that of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COMPANIES_A_JOB = 20  # what a kill may cost each worker, and what it holds in memory
_HELD = 64_000_000  # characters of rows that wait in memory
_FOLDER = 1_000  # jobs in one folder


class Unit(NamedTuple):
    """A company as a job has it: the path of its own inventory, or rows of the table ``source``."""

    number: int
    name: str
    source: int
    rows: list[tuple[int, list[str]]]
    too_many: bool = False


def job_path(folder: Path, job: int) -> Path:
    """Where something of a job stands: not too many in one folder."""
    return folder / f"{job // _FOLDER:04}" / f"{job:07}"


class Spool:
    """Writes companies into jobs, in the order in which they first come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[int, str], int] = {}
        self._waiting: dict[int, list[str]] = {}
        self._held = 0
        self.companies = 0

    def add_path(self, source: int) -> None:
        """A company whose inventory is the input ``source`` itself."""
        self._add(self._next(), [source])

    def add_row(self, source: int, company: str, row: int, cells: list[str]) -> None:
        """A row of the table ``source``."""
        key = (source, company)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = self._next()
        self._add(number, [source, company, row, cells])

    @property
    def jobs(self) -> int:
        """How many jobs there are."""
        return -(-self.companies // COMPANIES_A_JOB)

    def _next(self) -> int:
        self.companies += 1
        return self.companies - 1

    def _add(self, number: int, what: list[object]) -> None:
        # JSON escapes lone surrogates, which stand for damaged bytes.
        line = json.dumps([number, *what], separators=(",", ":"))
        self._waiting.setdefault(number // COMPANIES_A_JOB, []).append(line)
        self._held += len(line) + 60
        if self._held > _HELD:
            self.write_out()

    def write_out(self) -> None:
        """Writes down what waits."""
        for job, lines in self._waiting.items():
            path = job_path(self._folder, job)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="ascii") as file:
                file.writelines(f"{line}\n" for line in lines)
        self._waiting.clear()
        self._held = 0


def read_job(folder: Path, job: int, most_rows: int) -> Iterator[Unit]:
    """The companies of a job in order, of none more rows than ``most_rows``."""
    found: dict[int, Unit] = {}
    with job_path(folder, job).open(encoding="ascii") as file:
        for line in file:
            number, source, *row = json.loads(line)
            if not row:
                found[number] = Unit(number, "", source, [])
                continue
            unit = found.get(number)
            if unit is None:
                unit = found[number] = Unit(number, row[0], source, [])
            if len(unit.rows) < most_rows:
                unit.rows.append((row[1], row[2]))
            elif not unit.too_many:
                found[number] = unit._replace(too_many=True)
    yield from (found[number] for number in sorted(found))
