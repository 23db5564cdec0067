"""How long a plan takes after loading: inference, candidates, all simulations, the choice.

Run it with ``python -m tests.bench.plan``; it prints a table of seconds of processor time and
writes it into ``results.md`` beside itself. The company is that of ``what_if``, with as many
touchpoints as asked for (100). Each run begins anew in this process; the solver is loaded before,
and what that took is said. It ends with 1 where the target is missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from tests.bench.results import machine, write_section
from tests.bench.what_if import company_of
from tpgraph.pipeline import Analysis
from tpgraph.reason.conclusions import Options

TARGET_S = 1.0
RUNS = 7


def parts_of(analysis: Analysis) -> dict[str, float]:
    """Seconds that each part of a plan takes."""
    found: dict[str, float] = {}
    begun = time.process_time()

    def lap(name: str) -> None:
        found[name] = time.process_time() - begun - sum(found.values())

    _ = analysis.findings
    lap("inferring gaps and unknowns")
    _ = analysis.try_out
    lap("making ready to try edits out")
    _ = analysis.recommendations
    lap("recommendations, each simulated")
    plan = analysis.plan(max_actions=10)
    lap("choosing, trying out together")
    assert plan.steps
    return found


def main() -> int:
    """Measures, prints and writes; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("touchpoints", type=int, nargs="?", default=100)
    inventory = company_of(parser.parse_args().touchpoints)
    begun = time.process_time()
    import scipy.optimize  # noqa: F401

    loading = time.process_time() - begun
    runs = [parts_of(Analysis(inventory, Options())) for _ in range(RUNS)]
    whole = statistics.median(sum(run.values()) for run in runs)
    count = len(Analysis(inventory, Options()).recommendations)
    rows = [f"| {name} | {statistics.median(r[name] for r in runs):.2f} |" for name in runs[0]]
    text = f"""\
# A plan

`tpgraph plan` for a company of {len(inventory.touchpoints)} touchpoints after loading, in seconds
of processor time: medians of {RUNS} runs. Made by `python -m tests.bench.plan`. There are {count}
recommendations; at most ten are chosen. Loading the solver (scipy) takes {loading:.2f} s, once a
process.

| part | seconds |
|---|---|
{chr(10).join(rows)}
| all of it | {whole:.2f} |
| target | at most {TARGET_S:g} |

{machine()}
"""
    write_section(text)
    print(text)
    return 0 if whole <= TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
