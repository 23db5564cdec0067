"""Whether all engines find the same, on the samples and on companies made up at random.

``python tests/bench/agreement.py --companies 1000`` runs every rule over each company on each
engine, compares findings of every status, their triples and the candidates for advice with those of
Oxigraph in the process, prints a table and writes it into ``results.md`` beside itself. It ends
with 1 where an engine differs; ``--first N --companies 1`` runs the company of seed N again.
``--serve oxigraph`` (or ``jena``) starts that SPARQL server and asks it in place of the others: one
server for all companies, which keeps the ontology's facts while companies come and go.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.bench.results import machine, write_section  # noqa: E402
from tests.store.remote.jena import jena_server  # noqa: E402
from tests.store.remote.servers import oxigraph_server  # noqa: E402
from tests.support.agreement import Outcome, outcome, outcome_of_compiled, outcome_of_page  # noqa: E402
from tests.support.companies import AS_OF, made_up  # noqa: E402
from tests.support.wasm import Node  # noqa: E402
from tpgraph.inventory import read_inventory  # noqa: E402
from tpgraph.inventory.graph import inventory_graph  # noqa: E402
from tpgraph.reason.rules import RuleSet, load_rules  # noqa: E402
from tpgraph.store import open_engine  # noqa: E402

FIRST = "oxigraph"  # the others are compared with it
PAGE = "wasm"
COMPILED = "compiled"
ENGINES = (FIRST, COMPILED, "rdflib", PAGE)
CALLED = {
    FIRST: "Oxigraph in the process (pyoxigraph)",
    COMPILED: "the rules compiled, as for many companies",
    "rdflib": "rdflib",
    PAGE: "Oxigraph's WebAssembly build under the page's engine code (Node.js)",
}
SERVERS = {"oxigraph": oxigraph_server, "jena": jena_server}
SERVED = {"oxigraph": "Oxigraph server over HTTP", "jena": "Apache Jena over HTTP"}
CHUNK = 20  # companies that one process runs before it reports
MOST_SHOWN = 10
TITLE = "Engines agree"
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


def beside(engine: str) -> bool:
    """Whether an engine is another process, whose time only the clock tells."""
    return engine == PAGE or "://" in engine


def on(engine: str, inventory: bytes) -> Outcome:
    """What an engine makes of a company's graph."""
    if engine == PAGE:
        return outcome_of_page(node(), inventory)
    if engine == COMPILED:
        return outcome_of_compiled(inventory, rules())
    with closing(open_engine(engine)) as opened:
        return outcome(opened, inventory, rules())


def compare(name: str, folder: Path, as_of: date, engines: Sequence[str]) -> Tally:
    """One company on all engines."""
    read = read_inventory(folder, as_of=as_of, complete=[])
    inventory = inventory_graph(read).ntriples
    tally = Tally(companies=1, touchpoints=len(read.touchpoints))
    outcomes = {}
    for engine in engines:
        clock = time.perf_counter if beside(engine) else time.process_time
        started = clock()
        outcomes[engine] = on(engine, inventory)
        tally.seconds[engine] += clock() - started
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


def section(samples: Tally, found: Tally, called: Mapping[str, str], call: str, title: str) -> str:
    """What was found, as Markdown; ``called`` are the engines with what they are called."""
    gaps = [rule.name for rule in rules().gaps]
    advice = [rule.name for rule in rules().recommendations]
    never = sorted(f"{rule} {s}" for rule in gaps for s in ("gap", "unknown", "ok")
                   if not found.met[rule, s])  # fmt: skip
    without = sorted(name for name in advice if not found.proposed[name])
    lines = [
        f"# {title}",
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
            f"| {name} | {found.differing[e]} | {samples.differing[e]} "
            f"| {found.seconds[e] / max(1, found.companies):.3f} |"
            for e, name in called.items()
        ),
        "",
        "Seconds of processor time with loading the ontology; of what runs beside, Node.js or a",
        "server, seconds on the clock. Met by no made-up company:",
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
    parser.add_argument("--serve", choices=SERVERS, help="start this server, and ask it alone")
    parser.add_argument("--jobs", type=int, default=1, help="companies run at once")
    parser.add_argument("--no-samples", action="store_true")
    parser.add_argument("--no-results", action="store_true", help="leave results.md as it is")
    asked = parser.parse_args()
    with ExitStack() as stack:
        called = {e: CALLED.get(e, e) for e in (FIRST, *asked.engines)}
        call, title = f"python tests/bench/agreement.py --companies {asked.companies}", TITLE
        if asked.serve:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(SERVERS[asked.serve](folder))
            called = {FIRST: CALLED[FIRST], url: SERVED[asked.serve]}
            call, title = f"{call} --serve {asked.serve}", f"{TITLE}: {SERVED[asked.serve]}"
        found, samples = run(asked, list(called))
    said = section(samples, found, called, call, title)
    print(said)
    for difference in samples.differences[:MOST_SHOWN]:
        print(difference)
    if not asked.no_results:
        write_section(said)
    return 1 if found.differences or samples.differences else 0


def run(asked: argparse.Namespace, engines: Sequence[str]) -> tuple[Tally, Tally]:
    """The companies made up and the samples that are asked for, on all engines."""
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
    return found, samples


if __name__ == "__main__":
    sys.exit(main())
