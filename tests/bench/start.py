"""How much longer `tpgraph gaps` takes, as a whole process, than the bare interpreter's start.

Run it with ``python -m tests.bench.start``; it prints the result and writes it into ``results.md``
beside itself. The two commands are run in turn, so that what else the machine does strikes both
alike, and the median of the differences is taken. It ends with 1 where the target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.results import machine, write_section

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "bottega_jeans"
TARGET_S = 0.15
PAIRS = 40
WARM_UP = 4

BARE = (sys.executable, "-c", "pass")
GAPS = (sys.executable, "-m", "tpgraph", "gaps", str(ROOT / "data" / SAMPLE))


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The time of one process, from its start to its end."""
    begun = time.perf_counter()
    subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - begun


def measure(pairs: int) -> tuple[list[float], list[float]]:
    """Seconds of the bare interpreter and of the command, pair by pair."""
    # Without byte code each start would compile the package anew, which no user's does.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(WARM_UP):
        seconds(BARE, environment)
        seconds(GAPS, environment)
    bare, gaps = [], []
    for _ in range(pairs):
        bare.append(seconds(BARE, environment))
        gaps.append(seconds(GAPS, environment))
    return bare, gaps


def report(bare: list[float], gaps: list[float]) -> str:
    """The result as Markdown."""
    difference = statistics.median(g - b for b, g in zip(bare, gaps, strict=True))
    low, _, high = statistics.quantiles((g - b for b, g in zip(bare, gaps, strict=True)), n=4)
    ratio = statistics.median(g / b for b, g in zip(bare, gaps, strict=True))
    return f"""\
# Start of a command

`tpgraph gaps` on one company (`data/{SAMPLE}`) as a whole process, against the bare interpreter
(`python -c pass`). Made by `python -m tests.bench.start`: {len(bare)} pairs, run in turn, after
{WARM_UP} to warm up; medians.

| | seconds |
|---|---|
| bare interpreter | {statistics.median(bare):.3f} |
| `tpgraph gaps` | {statistics.median(gaps):.3f} |
| difference | {difference:.3f} (middle half: {low:.3f} to {high:.3f}) |
| target for the difference | at most {TARGET_S} |

Ratio to the bare interpreter: {ratio:.1f}.

{machine()}
"""


def main() -> int:
    """Measures, prints and writes; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs to measure")
    bare, gaps = measure(parser.parse_args().pairs)
    text = report(bare, gaps)
    write_section(text)
    print(text)
    difference = statistics.median(g - b for b, g in zip(bare, gaps, strict=True))
    return 0 if difference <= TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
