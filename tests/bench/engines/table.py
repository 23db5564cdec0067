"""The engines side by side over 25 to 1,000,000 touchpoints, in one run: a table and a figure.

Run it with ``python -m tests.bench.engines.table`` (``make bench``); it prints the table and writes
it to ``results.md`` and ``engines.svg`` in ``tests/bench``. ``--quick`` takes the two smallest
sizes and writes nothing, ``--sizes`` others. ``--limit`` are the seconds of the processor after
which a cell of another engine is stopped; what was stopped is not tried at a larger size. It
ends with 1 where engines disagree about the findings or a target is missed. DuckDB is asked only
where it is installed: ``pip install --group bench`` in the project's folder.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tpgraph
from tests.bench.engines.beside import ENGINES as BESIDE
from tests.bench.engines.ceiling import ceiling
from tests.bench.engines.cells import TOO_LONG
from tests.bench.engines.figure import draw
from tests.bench.engines.sql import RULES
from tests.bench.results import machine, write_section

SIZES = (25, 1_000, 10_000, 100_000, 1_000_000)
LIMIT_S = 300
FIGURE = Path(__file__).resolve().parents[1] / "engines.svg"
NAMES = {
    "tpgraph": "tpgraph, one process",
    "tpgraph-2": "tpgraph, two processes",
    "as-sets": "pyoxigraph, the rules as sets",
    "classified": "tpgraph, classification alone",
    "one-store": "pyoxigraph, one store, rules as written",
    "rdflib": "rdflib",
    "pyshacl": "pySHACL (SHACL-AF)",
    "owlrl": "owlrl (classification)",
    "hermit": "HermiT (classification)",
    "duckdb": f"DuckDB ({len(RULES)} rules in SQL, counted)",
    "http-oxigraph": "Oxigraph server over HTTP, company by company",
    "http-jena": "Apache Jena over HTTP, company by company",
    "batch": "`tpgraph batch`, table to files, one worker",
    "batch-2": "`tpgraph batch`, table to files, two workers",
    "spark": "Spark on this machine, table to rows",
}
MINUTES = 35
CEILING_AT = 100_000  # touchpoints at which the ceiling is measured, or fewer
AGAIN = 3  # runs of tpgraph's own cells up to there, of which the quickest stands in the table
_LEAST_S = 5  # a cell that has less time left is not tried
TARGET_RATIO, TARGET_FASTER, TARGET_MB, TARGET_THREADS, TARGET_GROWTH = 3.0, 100, 1024, 1.7, 1.25
_OURS = ("tpgraph", "tpgraph-2")
# What is to be faster, and than what: all rules, or no more than an OWL reasoner is asked.
_COMPARED = (("tpgraph", "pyshacl"), ("classified", "owlrl"), ("classified", "hermit"))
_COMPLETE = (
    "tpgraph", "tpgraph-2", "as-sets", "one-store", "rdflib", "pyshacl",
    "http-oxigraph", "http-jena",
)  # fmt: skip


@dataclass
class Table:
    """What each cell found: engine and touchpoints to its answer; ``None`` where it was stopped."""

    limit_s: int
    cells: dict[tuple[str, int], dict[str, Any] | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    # After how many seconds a cell was stopped, where that was sooner than at the limit.
    limits: dict[tuple[str, int], int] = field(default_factory=dict)
    # How much faster two processes that share nothing are than one, where it was measured.
    ceiling: float | None = None

    def run(self, engine: str, touchpoints: int, left_s: float | None = None) -> None:
        """Runs a cell, unless a smaller one of the engine was stopped already.

        ``left_s`` is how long it may take by the clock.
        """
        if any(e == engine and answer is None for (e, _), answer in self.cells.items()):
            self.cells[engine, touchpoints] = None
            return
        limit_s = 0 if engine in _OURS else self.limit_s
        if limit_s and left_s is not None and left_s < limit_s:
            limit_s = self.limits[engine, touchpoints] = max(_LEAST_S, int(left_s))
        command = [sys.executable, "-m", "tests.bench.engines.cells", engine, str(touchpoints)]
        # A session of its own, so that what it starts is stopped with it.
        process = subprocess.Popen(
            [*command, str(limit_s)], stdout=subprocess.PIPE, start_new_session=True
        )
        # Of the clock an engine in the process may take more: other programs hold it up.
        most_s = limit_s if engine in BESIDE else max(limit_s, left_s or 0)
        try:
            told, _ = process.communicate(timeout=most_s if limit_s else None)
            stopped = process.returncode in (-signal.SIGXCPU, -signal.SIGKILL, TOO_LONG)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            told, _ = process.communicate()
            stopped = True
        if not stopped and process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        answer = None if stopped else json.loads(told)
        if (known := self.cells.get((engine, touchpoints))) and answer:
            answer = min(known, answer, key=_cost)
        self.cells[engine, touchpoints] = answer

    def seconds(self, engine: str, touchpoints: int, part: str) -> float | None:
        """Seconds of a part: of the clock where several processors work, else of the processor."""
        cell = self.cells.get((engine, touchpoints))
        kind = "wall" if engine == "tpgraph-2" else "cpu"  # of what runs beside both are the clock
        return None if cell is None or part not in cell else float(cell[part][kind])

    def whole(self, engine: str, touchpoints: int) -> float | None:
        """Seconds of loading and inference."""
        parts = [self.seconds(engine, touchpoints, part) for part in ("load", "infer")]
        return None if None in parts else sum(p for p in parts if p is not None)

    def compare(self, sizes: list[int]) -> None:
        """Notes where engines found different things."""
        for size in sizes:
            found = {e: c["found"] for e in _COMPLETE if (c := self.cells.get((e, size)))}
            counts = {(f.get("gap"), f.get("unknown")) for f in found.values()}
            if len(counts) > 1:
                self.faults.append(f"at {size:,} touchpoints the findings differ: {found}")
            types = {
                c["types"] for (_, s), c in self.cells.items() if s == size and c and "types" in c
            }
            if len(types) > 1:
                self.faults.append(f"at {size:,} touchpoints the classes differ: {types}")
            ours, sql = found.get("tpgraph"), self.cells.get(("duckdb", size))
            if ours and sql and RULES[0] in ours:
                for rule in RULES:
                    if ours.get(rule, 0) != sql["found"].get(rule, 0):
                        self.faults.append(f"at {size:,} DuckDB differs in {rule}")

    def judge(self, sizes: list[int]) -> list[tuple[str, str, bool]]:
        """Each target: what it is, what was measured, whether it is met."""
        found = []
        largest = max((s for s in sizes if self.cells.get(("tpgraph", s))), default=0)
        if largest and (load := self.seconds("tpgraph", largest, "load")):
            ratio = (self.seconds("tpgraph", largest, "infer") or 0) / load
            text = f"{ratio:.1f} at {largest:,}"
            if read := self.seconds("tpgraph", largest, "read"):
                text += f"; {ratio - read / load:.1f} without reading its own tables"
            found.append(("inference at most 3 times loading", text, ratio <= TARGET_RATIO))
        if largest > 1_000 and (small := self.whole("tpgraph", 1_000)):
            growth = (self.whole("tpgraph", largest) or 0) / small / (largest / 1_000)
            text = f"{growth:.2f} times the cost a touchpoint at 1,000"
            found.append((f"linear to {largest:,}", text, growth <= TARGET_GROWTH))
        found += [self._faster(*pair) for pair in _COMPARED if self._both(*pair)]
        both = [s for s in sizes if s >= 10_000 and self.cells.get(("tpgraph-2", s))]
        if both and (one := self.cells.get(("tpgraph", both[-1]))):
            two = self.whole("tpgraph-2", both[-1]) or 0
            faster = (one["load"]["wall"] + one["infer"]["wall"]) / two
            text = f"{faster:.2f} at {both[-1]:,}"
            if self.ceiling:
                text += f"; two that share nothing reach {self.ceiling:.2f} on this machine"
            found.append(("two processes at least 1.7 times one", text, faster >= TARGET_THREADS))
        peak = max((c["mb"] for (e, _), c in self.cells.items() if c and e in _OURS), default=0)
        found.append(("less than 1 GB of memory", f"{peak:,.0f} MB", peak < TARGET_MB))
        return found

    def _both(self, ours: str, theirs: str) -> list[tuple[int, float]]:
        """How many times faster ours is, by size: where both came to an end."""
        sizes = sorted(size for engine, size in self.cells if engine == theirs)
        whole = [(s, self.whole(ours, s), self.whole(theirs, s)) for s in sizes]
        return [(size, their / our) for size, our, their in whole if our and their]

    def _faster(self, ours: str, theirs: str) -> tuple[str, str, bool]:
        """Whether ours is faster at the most touchpoints at which the other was not stopped.

        Where it was stopped, ours is faster if it was long enough at it.
        """
        times = dict(self._both(ours, theirs))
        at = max(times)
        said = [f"{times[size]:,.0f} times at {size:,}" for size in sorted(times)]
        is_met = times[at] >= TARGET_FASTER
        stopped = [s for (e, s), answer in self.cells.items() if e == theirs and answer is None]
        if stopped and (our := self.whole(ours, min(stopped))):
            least = self.limits.get((theirs, min(stopped)), self.limit_s) / our
            said.append(f"{least:,.0f} or more at {min(stopped):,}, where it was stopped")
            if least >= TARGET_FASTER:
                at, is_met = min(stopped), True
        what = f"{TARGET_FASTER} times faster than {NAMES[theirs]} at {at:,}"
        return what, "; ".join(said), is_met

    def markdown(self, sizes: list[int]) -> str:
        """The result."""
        head = " | ".join(f"{size:,}" for size in sizes)
        rows = "\n".join(
            f"| {NAMES[engine]} | " + " | ".join(self._cell(engine, s) for s in sizes) + " |"
            for engine in NAMES
            if any(e == engine for e, _ in self.cells)
        )
        targets = "\n".join(
            f"| {target} | {text} | {'met' if is_met else 'missed'} |"
            for target, text, is_met in self.judge(sizes)
        )
        return f"""\
# Engines side by side

All rules (shared facts and gap rules) over companies of 25 touchpoints each, made by
`tests/bench/companies.py` from the rows of the samples; gaps and unknowns written, what is in order
counted. A cell: seconds of loading + inference, in brackets their ratio, and the peak of memory.
Made by `python -m tests.bench.engines.table`: a process a cell, all in one run; of tpgraph's own
the quickest of {AGAIN} runs up to {CEILING_AT:,} touchpoints, one run beyond; those of the others
are stopped after {self.limit_s:,} s, or when their share of the time for the whole table is over
("> 100 s"; "-": not tried, because it was stopped at a smaller size). Seconds of the processor,
which other programs disturb least; of the clock for two processes and for what runs beside
(servers, batches, Spark). All engines with all rules found the same numbers of gaps and unknowns,
and DuckDB those of its rules; owlrl gives each touchpoint the classes that tpgraph gives it. OWL
reasoners classify and no more: they stand beside tpgraph's classification alone.

Loading is always what Oxigraph takes to load the same triples. tpgraph's rules, compiled when the
package is built, read them into tables of their own; that reading is part of its inference.

![Seconds by touchpoints](engines.svg)

| | {head} |
|---|{"---|" * len(sizes)}
{rows}

| target | measured | |
|---|---|---|
{targets}

{machine()}
"""

    def _cell(self, engine: str, size: int) -> str:
        cell = self.cells.get((engine, size))
        if (engine, size) not in self.cells:
            return ""
        if cell is None:
            tried = [s for (e, s), answer in self.cells.items() if e == engine and answer is None]
            limit_s = self.limits.get((engine, size), self.limit_s)
            return f"> {limit_s:,} s" if size == min(tried) else "-"
        load = self.seconds(engine, size, "load") or 0
        infer = self.seconds(engine, size, "infer") or 0
        ratio = f" ({infer / load:.1f})" if load else ""
        return f"{_short(load)} + {_short(infer)}{ratio}, {cell['mb']:,.0f} MB"

    def figure(self, sizes: list[int]) -> str:
        """Seconds of loading and inference, as SVG."""
        lines = {
            name: [(s, whole) for s in sizes if (whole := self.whole(engine, s))]
            for engine, name in NAMES.items()
        }
        return draw("Seconds of loading and inference", {n: ps for n, ps in lines.items() if ps})


def _cost(cell: dict[str, Any]) -> float:
    """Seconds of the clock, of loading and inference."""
    return float(cell["load"]["wall"] + cell["infer"]["wall"])


def _short(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"


def main() -> int:
    """Measures, prints and writes; 1 where a target is missed or engines disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--quick", action="store_true", help="the two smallest sizes alone")
    parser.add_argument(
        "--limit", type=int, default=LIMIT_S, help="seconds of the processor a cell"
    )
    parser.add_argument("--engines", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--minutes", type=float, default=MINUTES, help="for the whole table")
    arguments = parser.parse_args()
    sizes = sorted(SIZES[:2] if arguments.quick else arguments.sizes)
    table = Table(arguments.limit)
    # Nobody compiles the package anew at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(tpgraph.__file__).parent, quiet=1)
    end = time.monotonic() + arguments.minutes * 60
    for number, engine in enumerate(arguments.engines):
        # What is left is shared out evenly; what one does not need is there for the others.
        own_end = time.monotonic() + (end - time.monotonic()) / (len(arguments.engines) - number)
        for size in sizes:
            print(f"{NAMES[engine]}: {size:,} touchpoints", file=sys.stderr)
            again = AGAIN if engine in _OURS and size <= CEILING_AT else 1
            try:
                for _ in range(again):
                    table.run(engine, size, own_end - time.monotonic())
            except subprocess.CalledProcessError:
                print(f"{NAMES[engine]}: it cannot be asked here", file=sys.stderr)
                break
        if engine == "tpgraph-2" and (larger := [s for s in sizes if 10_000 <= s <= CEILING_AT]):
            table.ceiling = ceiling(larger[-1])
    table.compare(sizes)
    text = table.markdown(sizes)
    print(text, *table.faults, sep="\n")
    if not table.faults and not arguments.quick:
        FIGURE.write_text(table.figure(sizes), encoding="utf-8")
        write_section(text)
    return 0 if not table.faults and all(met for _, _, met in table.judge(sizes)) else 1


if __name__ == "__main__":
    sys.exit(main())
