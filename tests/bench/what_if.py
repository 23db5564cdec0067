"""How long a what-if takes after loading, against loading the same triples and full inference.

Run it with ``python -m tests.bench.what_if``; it prints a table of milliseconds of processor time,
which other programs on the machine disturb least, and writes it into ``results.md`` beside itself.
The company has as many touchpoints as asked for (50), taken from the shipped samples, with their
columns, links and bounds. It ends with 1 where the target is missed.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from tests.bench.results import machine, write_section
from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.model import Edit, Inventory
from tpgraph.reason.delta.rehearsal import Rehearsal
from tpgraph.reason.infer import finding_statuses
from tpgraph.reason.rules import load_rules
from tpgraph.samples import sample
from tpgraph.store import open_engine

AS_OF = date(2026, 11, 22)
SOURCES = ("casa_morgana", "nordlicht_software", "hanul_teilor")
TARGET_MS = 10
KINDS = ("Coupon", "Website", "Customer service", "Leaflet", "Trade fair", "Newsletter")


def company_of(touchpoints: int) -> Inventory:
    """A company of that many touchpoints: the samples' rows, again and again under other names."""
    rows: list[dict[str, str]] = []
    for name in SOURCES:
        text = (sample(name) / "touchpoints.csv").read_text(encoding="utf-8-sig")
        delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
        rows += csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for i in range(touchpoints):
        row, turn = dict(rows[i % len(rows)]), i // len(rows)
        if turn:
            row["name"] += f" {turn}"
            row["url"] = f"{row['url']}/{turn}" if row.get("url") else ""
            links = [x for x in re.split("[|;]", row.get("leads_to") or "") if x]
            row["leads_to"] = "|".join(x if x == "none" else f"{x.strip()} {turn}" for x in links)
        writer.writerow(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        toml = (sample(SOURCES[0]) / "company.toml").read_text(encoding="utf-8")
        (path / "company.toml").write_text(toml, encoding="utf-8")
        (path / "touchpoints.csv").write_text(out.getvalue(), encoding="utf-8")
        return read_inventory(path, as_of=AS_OF, complete=[])


def edits(inventory: Inventory) -> Iterator[tuple[str, Edit]]:
    """What is tried out: something of every touchpoint, and some kinds added."""
    for kind in KINDS:
        yield "add", Edit("add", None, {"name": f"New {kind}", "type": kind})
    for t in inventory.touchpoints:
        yield "remove", Edit("retire", t.iri)
        yield "set an owner", Edit("change", t.iri, {"owner": "Ana"})
        cells = {"satisfaction": "3", "satisfaction_scale": "1-5", "importance": "4"}
        yield "set ratings", Edit("change", t.iri, cells)
        yield "set stages", Edit("change", t.iri, {"stages": "purchase;post-purchase"})
        yield "set a cost", Edit("change", t.iri, {"cost": "99", "currency": "EUR"})


def ms(action: Callable[[], object], times: int = 5) -> float:
    """The least of a few runs' processor time, in milliseconds."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        action()
        found.append((time.process_time() - begun) * 1000)
    return min(found)


def report(touchpoints: int, triples: int, loading: float, full: float, table: str) -> str:
    """The result as Markdown."""
    return f"""\
# Trying an edit out

What a change of one touchpoint would do to the findings, after loading, in milliseconds of
processor time: the least of three runs of each edit. Made by `python -m tests.bench.what_if`: a
company of {touchpoints} touchpoints ({triples:,} triples) from the rows of {len(SOURCES)} samples.
Loading its triples takes {loading:.1f} ms, inferring everything again {full:.1f} ms.

| tried out | median | 95 of 100 within | worst |
|---|---|---|---|
{table}
| target for the median | at most {TARGET_MS} | | |

{machine()}
"""


def main() -> int:
    """Measures, prints and writes; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("touchpoints", type=int, nargs="?", default=50)
    inventory = company_of(parser.parse_args().touchpoints)
    rules = load_rules()
    rehearsal = Rehearsal(inventory, rules)
    graph = inventory_graph(inventory)
    loading = ms(lambda: open_engine().load(graph.ntriples))
    full = ms(
        lambda: finding_statuses(inventory_graph(edit_inventory(inventory, [])), rules), times=3
    )
    taken: dict[str, list[float]] = {}
    for name, edit in edits(inventory):
        rehearsal([edit])
        taken.setdefault(name, []).append(ms(partial(rehearsal, [edit]), times=3))
    everything = [x for xs in taken.values() for x in xs]
    rows = []
    for name, xs in [*taken.items(), ("all of these", everything)]:
        high = sorted(xs)[int(len(xs) * 0.95) - 1]
        rows.append(f"| {name} | {statistics.median(xs):.1f} | {high:.1f} | {max(xs):.1f} |")
    triples = len(graph.ntriples.splitlines())
    text = report(len(inventory.touchpoints), triples, loading, full, "\n".join(rows))
    write_section(text)
    print(text)
    return 0 if all(statistics.median(xs) <= TARGET_MS for xs in taken.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
