"""Does one job: reads its companies, concludes, writes the part of the results that is theirs."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterable, Sequence
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.batch.company import Reader
from tpgraph.batch.inputs import Input
from tpgraph.batch.rows import counts, failure_cells, finding_cells, problem_cells
from tpgraph.batch.settings import Settings
from tpgraph.batch.spool import Unit, job_path, read_job
from tpgraph.errors import InputError
from tpgraph.inventory.limits import limit
from tpgraph.inventory.messages import input_error, shown
from tpgraph.model import Inventory, Place
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.shards import conclude_together
from tpgraph.text import inert

FINDINGS, PROBLEMS, COMPANIES, GRAPHS = "findings.csv", "problems.csv", "companies.jsonl", "g.nq"


class Done(NamedTuple):
    """A finished job: how large each file of its part is, and its companies.

    For each company: its number and IRI, and where its findings and its graphs begin, in bytes.
    """

    job: int
    sizes: dict[str, int]
    companies: list[tuple[int, str, int, int]]

    def findings_of(self) -> list[tuple[str, int, int]]:
        """Each company's IRI, and where its findings begin and end."""
        return _spans([(iri, at) for _, iri, at, _ in self.companies], self.sizes[FINDINGS])

    def graphs_of(self) -> list[tuple[str, int, int]]:
        """Each company's IRI, and where its graphs begin and end."""
        return _spans([(iri, at) for _, iri, _, at in self.companies], self.sizes[GRAPHS])


def _spans(starts: Sequence[tuple[str, int]], size: int) -> list[tuple[str, int, int]]:
    ends = [*(at for _, at in starts[1:]), size]
    return [(iri, begin, end) for (iri, begin), end in zip(starts, ends, strict=False)]


class Worker:
    """Does jobs, each into a folder of its own that appears whole or not at all."""

    def __init__(self, inputs: list[Input], settings: Settings, folder: Path) -> None:
        """``folder`` is where the batch keeps its spool and its parts."""
        self._settings = settings
        self._folder = folder
        self._reader = Reader(inputs, settings)

    def do(self, job: int) -> Done:
        """Does a job anew, whatever an earlier run has left of it."""
        part = job_path(self._folder / "parts", job)
        waiting = part.with_name(f"{part.name}.{os.getpid()}")
        for old in (waiting, part):
            shutil.rmtree(old, ignore_errors=True)
        waiting.mkdir(parents=True)
        done = self._write(job, waiting)
        waiting.rename(part)
        _sync(part.parent)
        return done

    def _write(self, job: int, folder: Path) -> Done:
        files = {name: _File(folder / name) for name in (FINDINGS, PROBLEMS, COMPANIES, GRAPHS)}
        units = list(read_job(self._folder / "spool", job, limit("ROWS")))
        companies: list[tuple[int, str, int, int]] = []
        read = self._read(units, files[PROBLEMS])
        for unit, analysis in self._concluded(read, files[PROBLEMS]):
            source = self._reader.source(unit)
            iri = analysis.inventory.company.iri
            try:
                told = self._told(analysis, source)
            except Exception as error:
                self._failed(unit, error, files[PROBLEMS])
                continue
            place = (unit.number, iri, files[FINDINGS].size, files[GRAPHS].size)
            companies.append(place)
            for name, data in told.items():
                files[name].write(data)
        return Done(job, {name: file.close() for name, file in files.items()}, companies)

    def _read(self, units: list[Unit], problems: _File) -> list[tuple[Unit, Inventory]]:
        """The companies that can be read; the others go to ``problems``."""
        found: dict[str, tuple[Unit, Inventory]] = {}
        for unit in units:
            try:
                inventory = self._reader.read(unit)
                earlier = found.setdefault(inventory.company.iri, (unit, inventory))
                if earlier[0] is not unit:
                    raise same_company(
                        self._reader.source(unit), inventory.company.name, earlier[1].company.name
                    )
            except Exception as error:
                self._failed(unit, error, problems)
        return list(found.values())

    def _concluded(
        self, read: Sequence[tuple[Unit, Inventory]], problems: _File
    ) -> Iterable[tuple[Unit, Conclusions]]:
        """What follows for each company: together, or one by one where one of them fails."""
        options = self._settings.options()
        try:
            together = conclude_together([inventory for _, inventory in read], options)
        except Exception:
            for unit, inventory in read:
                try:
                    (concluded,) = conclude_together([inventory], options)
                except Exception as error:
                    self._failed(unit, error, problems)
                else:
                    yield unit, concluded
            return
        yield from zip((unit for unit, _ in read), together, strict=True)

    def _told(self, analysis: Conclusions, source: str) -> dict[str, bytes]:
        """What each file of the part holds of a company."""
        findings = analysis.findings
        language, inventory = self._settings.lang, analysis.inventory
        told = counts(analysis, findings, source)
        problems = problem_cells(told["company"], source, inventory.problems, language)
        return {
            FINDINGS: self._lines(finding_cells(analysis, findings)),
            PROBLEMS: self._lines(problems),
            COMPANIES: json.dumps(told, ensure_ascii=False).encode() + b"\n",
            GRAPHS: _graphs(analysis) if self._settings.store else b"",
        }

    def _failed(self, unit: Unit, error: Exception, problems: _File) -> None:
        source = self._reader.source(unit)
        name = unit.name or source
        problems.write(self._lines([failure_cells(name, source, error, self._settings.lang)]))

    def _lines(self, rows: Iterable[Sequence[str]]) -> bytes:
        return csv_lines(rows, safe=self._settings.format == "csv")


def same_company(source: str, name: str, earlier: str) -> InputError:
    """The error of a company whose name gives the same IRI as an earlier one's."""
    return input_error("same-company", Place(source), value=name, other=shown(earlier))


def csv_lines(rows: Iterable[Sequence[str]], *, safe: bool) -> bytes:
    """Rows as CSV; where ``safe``, no cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([inert(cell) for cell in row] if safe else row for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _graphs(analysis: Conclusions) -> bytes:
    """The company's graphs as N-Quads, with the places of the facts that gaps rest on."""
    import pyoxigraph as ox

    from tpgraph.views.triples import found_quads

    placed = {fact.id for f in analysis.gaps for fact in f.facts}
    quads = found_quads(analysis, analysis.findings, placed)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


class _File:
    """A file of a part: counts what is written, and is on the disk when it is closed."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("wb")
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += self._stream.write(data)

    def close(self) -> int:
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return self.size


def _sync(folder: Path) -> None:
    """Makes a renaming last where the system can."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


# ------------------------------------------------------------------------------ worker processes

_worker: list[Worker] = []


def start(inputs: list[Input], settings: Settings, folder: Path) -> None:
    """Makes this process a worker, which ends when the process that started it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it decides
    gc.set_threshold(100_000, 50, 50)  # much is made and little freed: as for a command
    _worker[:] = [Worker(inputs, settings, folder)]
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def do(job: int) -> Done:
    """Does a job in this worker process."""
    return _worker[0].do(job)
