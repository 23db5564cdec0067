"""How long a large list takes to be read, recognised and checked, against what one must do anyway.

Run it with ``python -m tests.bench.reading``; it prints the result and writes it to ``results.md``
beside itself. What must be done anyway: Python's csv module makes a dictionary of each row, and
pyoxigraph takes the same triples, made as its own objects, into a store. Each of the two runs in a
process of its own, in turn; medians of the times, the highest peak of memory. It ends with 1 where
a target is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tests.bench.big_list import write_list
from tests.bench.results import machine, write_section

ROWS = 100_000
PAIRS = 3
TARGET_RATIO = 3.0
TARGET_MB = 1024
AS_OF = date(2026, 11, 22)
_LINES = 50_000  # triples that are put into the hands of the baseline at once


def anyway(path: Path) -> dict[str, Any]:
    """Dictionaries of the rows; then the triples, as quads of pyoxigraph, into a store."""
    begun = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parsed = time.perf_counter()
    seconds = parsed - begun
    store = ox.Store()
    for triples in _triples(path.with_suffix(".nt")):  # found without being timed
        begun = time.perf_counter()
        store.extend(
            ox.Quad(
                ox.NamedNode(s),
                ox.NamedNode(p),
                ox.NamedNode(o)
                if datatype is None
                else ox.Literal(o, datatype=ox.NamedNode(datatype)),
            )
            for s, p, o, datatype in triples
        )
        seconds += time.perf_counter() - begun
    return {"seconds": seconds, "rows": len(rows), "triples": len(store)}


def _triples(path: Path) -> Iterator[list[tuple[str, str, str, str | None]]]:
    """The triples of an N-Triples file as texts, some at a time."""
    with path.open("rb") as file:
        while lines := b"".join(islice(file, _LINES)):
            yield [
                (t.subject.value, t.predicate.value, t.object.value, _datatype(t.object))
                for t in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
            ]


def _datatype(term: object) -> str | None:
    return term.datatype.value if isinstance(term, ox.Literal) else None


def tpgraph(path: Path) -> dict[str, Any]:
    """What ``tpgraph check`` does before it prints."""
    from tpgraph.inventory import read_inventory
    from tpgraph.reason.conclusions import Conclusions, Options

    begun = time.perf_counter()
    inventory = read_inventory(path, as_of=AS_OF)
    read = time.perf_counter()
    problems = Conclusions(inventory, Options()).check()
    checked = time.perf_counter()
    return {
        "seconds": checked - begun,
        "read": read - begun,
        "check": checked - read,
        "rows": len(inventory.touchpoints),
        "problems": len(problems),
        "codes": Counter(p.code for p in problems),
        "words": len(inventory.recognitions),
    }


def triples(path: Path) -> dict[str, Any]:
    """Write the triples that the list becomes beside it."""
    from tpgraph.inventory import read_inventory
    from tpgraph.inventory.graph import inventory_graph

    ntriples = inventory_graph(read_inventory(path, as_of=AS_OF)).ntriples
    path.with_suffix(".nt").write_bytes(ntriples)
    return {"triples": ntriples.count(b"\n")}


PARTS = {"anyway": anyway, "tpgraph": tpgraph, "triples": triples}


def run(part: str, path: Path) -> dict[str, Any]:
    """One part in a process of its own: what it says of itself, and the peak of its memory."""
    command = [sys.executable, "-m", "tests.bench.reading", "--part", part, "--file", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def report(rows: int, bases: list[dict[str, Any]], runs: list[dict[str, Any]]) -> tuple[str, bool]:
    """The result as Markdown, and whether the targets are met."""
    base = statistics.median(b["seconds"] for b in bases)
    ours = statistics.median(r["seconds"] for r in runs)
    ratio = statistics.median(r["seconds"] / b["seconds"] for b, r in zip(bases, runs, strict=True))
    peak = max(r["peak_mb"] for r in runs)
    last, first = runs[-1], bases[0]
    codes = ", ".join(f"{code} {count:,}" for code, count in last["codes"].items())
    text = f"""\
# A large list

{rows:,} rows of CSV read, recognised and checked (what `tpgraph check` does before it prints),
against what one must do anyway: `csv.DictReader` into dictionaries, and the same triples as objects
of pyoxigraph through `Store.extend`. Made by `python -m tests.bench.reading`: {len(runs)} pair(s)
of processes, run in turn; medians. The list is made by `tests/bench/big_list.py`: {last["rows"]:,}
touchpoints, {first["triples"]:,} triples, {last["words"]:,} words that are no labels,
{last["problems"]:,} problems.

| | seconds | peak memory, MB |
|---|---|---|
| csv module and pyoxigraph | {base:.1f} | {max(b["peak_mb"] for b in bases):,.0f} |
| tpgraph | {ours:.1f} | {peak:,.0f} |
| of which reading and recognising | {statistics.median(r["read"] for r in runs):.1f} | |
| of which graph and checks | {statistics.median(r["check"] for r in runs):.1f} | |
| ratio | {ratio:.2f} | |
| target | at most {TARGET_RATIO:g} | at most {TARGET_MB:,} |

Problems by code: {codes}.

{machine()}
"""
    return text, ratio <= TARGET_RATIO and peak <= TARGET_MB


def main() -> int:
    """Measures, prints and writes; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the list")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs to measure")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        found = PARTS[arguments.part](arguments.file)
        found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write_list(path, arguments.rows)
        run("triples", path)
        bases, runs = [], []
        for _ in range(arguments.pairs):
            bases.append(run("anyway", path))
            runs.append(run("tpgraph", path))
    text, is_met = report(arguments.rows, bases, runs)
    print(text)
    if arguments.rows == ROWS:
        write_section(text)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
