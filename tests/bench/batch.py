"""How fast `tpgraph batch` is with one worker and with two, how its time grows, its memory.

Run it with ``python -m tests.bench.batch [--rows N ...]``; it prints the result and writes it into
``results.md`` beside itself. Each run is a process of its own, over a table of companies of 25
touchpoints whose rows are mixed. It ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.big_list import write_list
from tests.bench.results import machine, write_section

EACH = 25  # touchpoints of a company
ROWS = (1_000, 10_000, 100_000)
TARGET_RATIO = 1.7
TARGET_MB = 1_024
SEED = 20261122
INDUSTRIES = ("fashion", "food and drink", "beauty and health", "")


class Run(NamedTuple):
    """A run: seconds as a whole process, and the most memory that its processes had together."""

    seconds: float
    peak_mb: float


def write_table(path: Path, rows: int) -> None:
    """A table of companies of 25 touchpoints each, their rows mixed in blocks of 40 companies."""
    plain = path.with_suffix(".plain.csv")
    write_list(plain, rows, SEED)
    chance = random.Random(SEED)
    with (
        plain.open(encoding="utf-8", newline="") as source,
        path.open("w", encoding="utf-8", newline="") as target,
    ):
        reader = csv.reader(source)
        header = next(reader)
        # Links lead to touchpoints of the whole list, most of which are another company's.
        links = header.index("leads_to") if "leads_to" in header else None
        writer = csv.writer(target)
        writer.writerow(["company", "company_industry", "company_complete", *header])
        block: list[list[str]] = []
        for number, row in enumerate(reader):
            if links is not None:
                row[links] = ""
            company = number // EACH
            industry = INDUSTRIES[company % len(INDUSTRIES)]
            block.append([f"Company {company}", industry, "stages" if company % 2 else "", *row])
            if len(block) == 40 * EACH:
                chance.shuffle(block)
                writer.writerows(block)
                block.clear()
        writer.writerows(block)
    plain.unlink()


def run(path: Path, workers: int) -> Run:
    """One batch, as a process."""
    with tempfile.TemporaryDirectory() as out:
        words = ["batch", str(path), "--out", out, "--workers", str(workers), "--quiet"]
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "tpgraph", *words, "--as-of", "2026-06-01"],
            stdout=subprocess.DEVNULL,
        )
        peak = _Peak(process.pid)
        code = process.wait()
        seconds = time.perf_counter() - begun
        assert code == 0
        return Run(seconds, peak.stop())


class _Peak:
    """Watches the memory of a process and its children; what they share is counted once."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0.0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> float:
        """The most there was, in MB."""
        self._end.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._end.wait(0.1):
            self._most = max(self._most, sum(map(_resident_mb, [self._pid, *_children(self._pid)])))


def _children(pid: int) -> Iterator[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in map(int, text.split()):
        yield child
        yield from _children(child)


def _resident_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next((x for x in text.splitlines() if x.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) / 1024


def report(found: dict[int, tuple[Run, Run]]) -> str:
    """The result as Markdown."""
    lines = [
        f"| {rows:,} | {rows // EACH:,} | {one.seconds:.1f} | {two.seconds:.1f} "
        f"| {one.seconds / two.seconds:.2f} | {two.seconds / rows * 1e3:.2f} "
        f"| {one.peak_mb:.0f} | {two.peak_mb:.0f} |"
        for rows, (one, two) in found.items()
    ]
    return "\n".join(
        [
            "# Many companies",
            "",
            f"`tpgraph batch` over a table of companies of {EACH} touchpoints, rows mixed, as",
            "whole processes. Made by `python -m tests.bench.batch`; one run each.",
            "",
            "| touchpoints | companies | 1 worker, s | 2 workers, s | ratio | ms a touchpoint (2) "
            "| memory (1), MB | memory (2), MB |",
            "|---|---|---|---|---|---|---|---|",
            *lines,
            f"| target | | | | at least {TARGET_RATIO} | the same | under {TARGET_MB} "
            f"| under {TARGET_MB} |",
            "",
            f"{machine()} Load before: {os.getloadavg()[0]:.1f}.",
            "",
        ]
    )


def main() -> int:
    """Measures, prints and writes; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROWS))
    found: dict[int, tuple[Run, Run]] = {}
    for rows in sorted(parser.parse_args().rows):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "companies.csv"
            write_table(path, rows)
            found[rows] = run(path, 1), run(path, 2)
            print(rows, found[rows], flush=True)
    text = report(found)
    write_section(text)
    print(text)
    largest = found[max(found)]
    fast = largest[0].seconds / largest[1].seconds >= TARGET_RATIO
    small = max(each.peak_mb for pair in found.values() for each in pair) < TARGET_MB
    return 0 if fast and small else 1


if __name__ == "__main__":
    sys.exit(main())
