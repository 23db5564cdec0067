"""Whether all engines find the same, on the samples and on companies made up at random.

``python tests/bench/agreement.py --companies 1000`` runs every rule over each company on each
engine, compares findings of every status, their triples and the candidates for advice with those of
Oxigraph in the process, prints a table and writes it into ``results.md`` beside itself. It ends
with 1 where an engine differs; ``--first N --companies 1`` runs the company of seed N again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.bench.results import machine, write_section  # noqa: E402
from tests.store.prepared import prepared_queries  # noqa: E402
from tests.support.agreement import Outcome, outcome, outcome_of_page  # noqa: E402
from tests.support.companies import AS_OF, made_up  # noqa: E402
from tests.support.wasm import Node  # noqa: E402
from tpgraph.inventory import read_inventory  # noqa: E402
from tpgraph.inventory.graph import inventory_graph  # noqa: E402
from tpgraph.reason.rules import RuleSet, load_rules  # noqa: E402
from tpgraph.store import open_engine  # noqa: E402

FIRST = "oxigraph"  # the others are compared with it
PAGE = "wasm"
ENGINES = (FIRST, "rdflib", PAGE)
CALLED = {
    FIRST: "Oxigraph in the process (pyoxigraph)",
    "rdflib": "rdflib",
    PAGE: "Oxigraph's WebAssembly build under the page's engine code (Node.js)",
}
CHUNK = 20  # companies that one process runs before it reports
MOST_SHOWN = 10
SAMPLES = sorted(p.parent for p in (ROOT / "data").rglob("touchpoints.csv"))


@dataclass
class Tally:
    """What was run and what came out of it."""

    companies: int = 0
    touchpoints: int = 0
    triples: int = 0
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    differing: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Takes another tally in."""
        self.companies += other.companies
        self.touchpoints += other.touchpoints
        self.triples += other.triples
        for name in ("met", "proposed", "differing"):
            getattr(self, name).update(getattr(other, name))
        for engine, seconds in other.seconds.items():
            self.seconds[engine] += seconds
        self.differences += other.differences


@cache
def rules() -> RuleSet:
    """The built-in rules."""
    return load_rules()


@cache
def node() -> Node:
    """This process's own Node.js, with the built-in rules; it ends when its input does."""
    started = Node()
    started.use(rules())
    return started


def on(engine: str, inventory: bytes) -> Outcome:
    """What an engine makes of a company's graph."""
    if engine == PAGE:
        return outcome_of_page(node(), inventory)
    with prepared_queries(), closing(open_engine(engine)) as opened:
        return outcome(opened, inventory, rules())


def compare(name: str, folder: Path, as_of: date, engines: Sequence[str]) -> Tally:
    """One company on all engines."""
    read = read_inventory(folder, as_of=as_of, complete=[])
    inventory = inventory_graph(read).ntriples
    tally = Tally(companies=1, touchpoints=len(read.touchpoints))
    outcomes = {}
    for engine in engines:
        started = time.process_time() if engine != PAGE else time.perf_counter()
        outcomes[engine] = on(engine, inventory)
        ended = time.process_time() if engine != PAGE else time.perf_counter()
        tally.seconds[engine] += ended - started
    first = outcomes[FIRST]
    tally.triples = sum(len(f["triples"]) for f in first.findings.values())
    tally.met.update((f["rule"], f["status"]) for f in first.findings.values())
    tally.proposed.update(c["rule"] for c in first.candidates.values())
    for engine in engines:
        found = list(first.differences(outcomes[engine]))
        tally.differing[engine] += bool(found)
        tally.differences += [f"{name}: {FIRST} / {engine}: {said}" for said in found]
    return tally


def made(seeds: Sequence[int], engines: Sequence[str]) -> Tally:
    """Companies made up from seeds, on all engines."""
    total = Tally()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            shop = made_up(Random(seed)).write(Path(folder))
            total.add(compare(f"seed {seed}", shop, AS_OF, engines))
    return total


def of_samples(engines: Sequence[str]) -> Iterator[Tally]:
    """Every company that is shipped, on all engines."""
    for folder in SAMPLES:
        yield compare(folder.name, folder, date(2026, 11, 22), engines)


def section(samples: Tally, found: Tally, engines: Sequence[str], call: str) -> str:
    """What was found, as Markdown."""
    gaps = [rule.name for rule in rules().gaps]
    advice = [rule.name for rule in rules().recommendations]
    never = sorted(f"{rule} {s}" for rule in gaps for s in ("gap", "unknown", "ok")
                   if not found.met[rule, s])  # fmt: skip
    without = sorted(name for name in advice if not found.proposed[name])
    lines = [
        "# Engines agree",
        "",
        "Every rule over each company on each engine: findings of every status with all their",
        "triples, and the candidates for advice, compared with those of the first.",
        f"Made by `{call}`: {found.companies:,} companies made up at random ({found.touchpoints:,}",
        f"touchpoints, {found.met.total():,} findings, {found.triples:,} triples of findings,",
        f"{found.proposed.total():,} candidates) and {samples.companies} shipped ones",
        f"({samples.touchpoints:,} touchpoints, {samples.met.total():,} findings).",
        "",
        "| engine | made-up companies that differ | shipped ones that differ | s a company |",
        "|---|---|---|---|",
        *(
            f"| {CALLED.get(e, e)} | {found.differing[e]} | {samples.differing[e]} "
            f"| {found.seconds[e] / max(1, found.companies):.3f} |"
            for e in engines
        ),
        "",
        "Seconds of processor time with loading the ontology; of Node.js, which runs beside,",
        "seconds on the clock. Met by no made-up company:",
        f"{', '.join(never) or 'no rule in no status'};",
        f"advice: {', '.join(without) or 'every rule gave some'}.",
        "",
        machine(),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--companies", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first company's seed")
    parser.add_argument(
        "--engines",
        nargs="+",
        default=list(ENGINES),
        help="names, or addresses of SPARQL servers (default: %(default)s)",
    )
    parser.add_argument("--jobs", type=int, default=1, help="companies run at once")
    parser.add_argument("--no-samples", action="store_true")
    parser.add_argument("--no-results", action="store_true", help="leave results.md as it is")
    asked = parser.parse_args()
    engines = list(dict.fromkeys((FIRST, *asked.engines)))
    seeds = range(asked.first, asked.first + asked.companies)
    chunks = [seeds[i : i + CHUNK] for i in range(0, len(seeds), CHUNK)]
    found, samples = Tally(), Tally()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for tally in pool.map(partial(made, engines=engines), chunks):
            found.add(tally)
            print(f"{found.companies} companies, {len(found.differences)} differences", flush=True)
            for difference in tally.differences[:MOST_SHOWN]:
                print(f"  {difference}", flush=True)
    if not asked.no_samples:
        for tally in of_samples(engines):
            samples.add(tally)
    call = f"python tests/bench/agreement.py --companies {asked.companies}"
    said = section(samples, found, engines, call)
    print(said)
    for difference in samples.differences[:MOST_SHOWN]:
        print(difference)
    if not asked.no_results:
        write_section(said)
    return 1 if found.differences or samples.differences else 0


if __name__ == "__main__":
    sys.exit(main())
