"""Makes the results of the parts, in the order of the companies: one table of each kind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from tpgraph.batch.plan import Plan, write_whole
from tpgraph.batch.rows import FINDINGS, PROBLEMS, failure_cells, problem_cells
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import job_path
from tpgraph.batch.summary import COMPANIES, INDUSTRIES, RULES, Summary
from tpgraph.batch.work import COMPANIES as COMPANIES_PART
from tpgraph.batch.work import FINDINGS as FINDINGS_PART
from tpgraph.batch.work import PROBLEMS as PROBLEMS_PART
from tpgraph.batch.work import Done, csv_lines, same_company
from tpgraph.inventory.messages import problem
from tpgraph.model import Place

_LOST = "lost.csv"
_SUMMARY = "summary.json"


class Table(Protocol):
    """A table of the results that is written as CSV lines, whatever its format."""

    def write(self, lines: bytes) -> None:
        """Adds whole lines."""

    def close(self) -> None:
        """Ends the table."""


class CsvTable:
    """A CSV file; the mark in front makes spreadsheets read it as UTF-8."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._stream = path.open("wb")
        self._stream.write(b"\xef\xbb\xbf" + csv_lines([columns], safe=True))

    def write(self, lines: bytes) -> None:
        """Adds whole lines."""
        self._stream.write(lines)

    def close(self) -> None:
        """Ends the table."""
        self._stream.close()


def collect(
    out: Path, kept: Path, plan: Plan, settings: Settings, done: Mapping[int, Done]
) -> dict[str, Any]:
    """Writes the tables and ``summary.json`` into ``out``; gives the summary."""
    folder = kept / "results"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    counts = folder / ".companies.jsonl"
    with counts.open("wb") as kept_counts:
        _collect_parts(folder, kept, settings, done, kept_counts)
    summary = Summary(counts, settings)
    for name, columns, rows in (
        ("companies", COMPANIES, summary.companies()),
        ("rules", RULES, summary.rules()),
        ("industries", INDUSTRIES, summary.industries()),
    ):
        table = _table(folder, name, columns, settings)
        for row in rows:
            table.write(csv_lines([row], safe=settings.format == "csv"))
        table.close()
    counts.unlink()
    files = sorted(p.name for p in folder.iterdir())
    said = summary.to_json(plan, files)
    for name in files:
        (folder / name).replace(out / name)
    write_whole(out / _SUMMARY, json.dumps(said, ensure_ascii=False, indent=1).encode())
    folder.rmdir()
    return said


def read_summary(out: Path) -> dict[str, Any]:
    """The summary of a finished batch."""
    summary: dict[str, Any] = json.loads((out / _SUMMARY).read_bytes())
    return summary


def _collect_parts(
    folder: Path, kept: Path, settings: Settings, done: Mapping[int, Done], counts: IO[bytes]
) -> None:
    findings = _table(folder, "findings", FINDINGS, settings)
    problems = _table(folder, "problems", PROBLEMS, settings)
    problems.write((kept / _LOST).read_bytes())
    taken: dict[str, str] = {}
    for job in sorted(done):
        part = job_path(kept / "parts", job)
        problems.write((part / PROBLEMS_PART).read_bytes())
        lines = (part / COMPANIES_PART).read_bytes().splitlines(keepends=True)
        with (part / FINDINGS_PART).open("rb") as stream:
            for line, (_, begin, end) in zip(lines, done[job].findings_of(), strict=True):
                told = json.loads(line)
                name, source = told["company"], told["source"]
                if told["iri"] in taken:
                    error = same_company(source, name, taken[told["iri"]])
                    cells = failure_cells(name, source, error, settings.lang)
                    problems.write(csv_lines([cells], safe=settings.format == "csv"))
                    continue
                taken[told["iri"]] = name
                counts.write(line)
                _copy(stream, begin, end, findings)
    findings.close()
    problems.close()


def _copy(stream: IO[bytes], begin: int, end: int, table: Table) -> None:
    stream.seek(begin)
    table.write(stream.read(end - begin))


def _table(folder: Path, name: str, columns: tuple[str, ...], settings: Settings) -> Table:
    if settings.format == "parquet":
        from tpgraph.batch.parquet import ParquetTable

        return ParquetTable(folder / f"{name}.parquet", columns)
    return CsvTable(folder / f"{name}.csv", columns)


@contextmanager
def write_lost(kept: Path, settings: Settings) -> Iterator[Callable[[Path, int, str], None]]:
    """Writes down rows that name no company: path, row, header of the column."""
    with (kept / _LOST).open("wb") as stream:

        def say(path: Path, row: int, header: str) -> None:
            found = [problem("no-company", Place(path.name, row=row, column=header))]
            cells = problem_cells("", str(path), found, settings.lang)
            stream.write(csv_lines(cells, safe=settings.format == "csv"))

        yield say
