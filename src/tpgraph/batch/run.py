"""Runs a batch: groups, has the jobs done by workers, collects; continues what was cut short."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tpgraph.batch import work
from tpgraph.batch.collect import collect, read_summary, write_lost
from tpgraph.batch.inputs import Input, find_inputs
from tpgraph.batch.journal import Journal
from tpgraph.batch.plan import Plan, clear, identity, load_plan, on_its_day, require_same
from tpgraph.batch.settings import WORK, Settings
from tpgraph.batch.spool import Spool
from tpgraph.batch.storing import Storing
from tpgraph.batch.table import rows
from tpgraph.errors import CallError, EngineError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.phrases import not_written, phrase
from tpgraph.reason.rules import load_rules
from tpgraph.store.lock import held

_LOCK = "lock"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished batch: its summary as ``summary.json`` has it, and what this run found done.

    ``continued`` counts the companies that an earlier run had analysed; ``was_finished`` says
    that there was nothing left to do.
    """

    summary: dict[str, Any]
    out: Path
    continued: int = 0
    was_finished: bool = False


def run_batch(
    paths: Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    restart: bool = False,
    on_progress: Progress | None = None,
) -> Outcome:
    """Analyses all companies under the paths and writes the results into the folder ``out``.

    A run that was cut short is continued where it stopped; one that is finished is not done
    again. ``restart`` begins anew. ``workers`` is the number of processes, by default one a core.
    ``on_progress(done, total)`` is called with numbers of companies.

    Raises CallError where inputs or settings are not those that were begun with, where another
    process is at it, or where no company is found; InputError where a table breaks off;
    EngineError where a worker ends unasked.
    """
    settings = settings or Settings()
    folder = Path(out)
    if settings.rules_dir:
        load_rules(settings.lang, Path(settings.rules_dir))  # a broken rule is said before all else
    if settings.format == "parquet":
        from tpgraph.batch.parquet import require

        require()
    with _locked(folder):
        kept = folder / WORK
        if restart:
            clear(kept, keep_lock=_LOCK)
        earlier = load_plan(kept)
        settings = on_its_day(settings, earlier)
        inputs = find_inputs([Path(path) for path in paths], settings.by)
        now = identity(inputs, settings)
        if earlier is not None:
            require_same(earlier, now, folder)
        if earlier is not None and earlier.done:
            _clean(kept)  # a kill may have come between the results and this
            return Outcome(read_summary(folder), folder, earlier.companies, True)
        plan = earlier
        if plan is None:
            clear(kept, keep_lock=_LOCK)
            plan = _group(inputs, kept, Plan(now), settings)
        journal = Journal(kept)
        continued = _work(journal, inputs, kept, plan, settings, workers, on_progress)
        summary = collect(folder, kept, plan, settings, journal.done)
        replace(plan, done=True).save(kept)
        _clean(kept)
        return Outcome(summary, folder, continued)


def _clean(kept: Path) -> None:
    """Takes away what a finished run has no more use for."""
    for part in ("spool", "parts"):
        shutil.rmtree(kept / part, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    kept = folder / WORK
    try:
        kept.mkdir(parents=True, exist_ok=True)
        with held(kept / _LOCK) as mine:
            if not mine:
                raise CallError(phrase("call.batch-busy", out=str(folder)))
            yield
    except OSError as error:
        raise CallError(not_written(folder, error)) from error


def _group(inputs: Sequence[Input], kept: Path, plan: Plan, settings: Settings) -> Plan:
    """Groups everything into jobs, and says so in the plan when all of it is written."""
    spool = Spool(kept / "spool")
    count = 0
    with write_lost(kept, settings) as say:
        for source, found in enumerate(inputs):
            if found.head is None:
                spool.add_path(source)
                continue
            at = found.head.company
            for number, cells in rows(found.head):
                name = one_line(clean(cells[at]).text) if at < len(cells) else ""
                if name:
                    spool.add_row(source, name, number, cells)
                else:
                    say(found.path, number, found.head.headers[at])
                    count += 1
    spool.write_out()
    plan = replace(plan, jobs=spool.jobs, companies=spool.companies, lost=count)
    plan.save(kept)
    return plan


def _work(
    journal: Journal,
    inputs: list[Input],
    kept: Path,
    plan: Plan,
    settings: Settings,
    workers: int | None,
    on_progress: Progress | None,
) -> int:
    """Has every job done that is not done yet; gives how many companies were done before."""
    with ExitStack() as stack:
        stack.callback(journal.close)
        storing = stack.enter_context(Storing.opened(kept, plan, settings, journal.done))
        before = sum(len(done.companies) for done in journal.done.values())
        finished = len(journal.done)
        open_jobs = [job for job in range(plan.jobs) if job not in journal.done]

        def tell() -> None:
            if on_progress:
                share = finished / plan.jobs if plan.jobs else 1
                on_progress(round(plan.companies * share), plan.companies)

        tell()
        storing.advance()
        for done in _done(open_jobs, inputs, settings, kept, workers):
            journal.add(done)
            finished += 1
            tell()
            storing.advance()
    return before


def _done(
    jobs: Sequence[int], inputs: list[Input], settings: Settings, kept: Path, workers: int | None
) -> Iterator[work.Done]:
    """Does the jobs and gives each when it is done, in whatever order."""
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        worker = work.Worker(inputs, settings, kept)
        yield from map(worker.do, jobs)
        return
    waiting = iter(jobs)
    running: set[Future[work.Done]] = set()
    # A new process that is no copy of this one is the same on every system.
    with ProcessPoolExecutor(
        count, get_context("spawn"), work.start, (inputs, settings, kept)
    ) as pool:
        try:
            while True:
                # A few more than there are workers, so that none waits; not all of a million.
                while len(running) < 2 * count and (job := next(waiting, None)) is not None:
                    running.add(pool.submit(work.do, job))
                if not running:
                    return
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    yield future.result()
        except BrokenProcessPool as error:
            raise EngineError(phrase("call.batch-worker")) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
