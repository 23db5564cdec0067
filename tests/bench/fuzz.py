"""Damages sample files of every format at random and reads them: a result or a message, no more.

``python tests/bench/fuzz.py --seconds 600 --seed 1 --out FOLDER`` keeps each file that led to
anything else (an exception that is none of tpgraph's, more than 20 s, the network, a file written
elsewhere) in FOLDER, with what happened, and ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.inventory.hostile.guard import Guard, peak_mb  # noqa: E402
from tests.inventory.hostile.mutate import damage_file  # noqa: E402
from tests.inventory.hostile.samples import SAMPLES  # noqa: E402
from tpgraph.errors import CallError, InputError  # noqa: E402
from tpgraph.model import LANGUAGES  # noqa: E402

MOST_S = 20


class Hang(Exception):  # noqa: N818 (not an error of tpgraph)
    """A file took too long."""


def too_long(number: int, frame: FrameType | None) -> None:
    raise Hang(f"more than {MOST_S} s")


def main() -> int:
    """Run until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--only", help="a part of the names of the targets to run")
    given = parser.parse_args()
    signal.signal(signal.SIGALRM, too_long)
    found, outcomes = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        tasks: list[tuple[str, Path, bytes, Callable[[Path], None]]] = []
        for name, (write, run) in SAMPLES.items():
            folder = work / name
            folder.mkdir()
            path = write(folder)
            tasks.append((name, path, path.read_bytes(), run))
        tasks = [t for t in tasks if not given.only or given.only in t[0]]
        for _, path, _, run in tasks:
            run(path)
        given.out.mkdir(parents=True, exist_ok=True)
        guard = Guard(work, given.out)
        end = time.monotonic() + given.seconds
        number = given.seed * 1_000_000
        while time.monotonic() < end:
            number += 1
            name, path, good, run = tasks[number % len(tasks)]
            choose = random.Random(number)
            damage_file(path, good, choose)
            begun = time.monotonic()
            signal.alarm(MOST_S)
            said = ""
            try:
                run(path)
                outcomes[f"{name} read"] += 1
            except (InputError, CallError) as error:
                outcomes[f"{name} refused"] += 1
                for language in LANGUAGES:
                    error.text(language).encode()
            except Exception:
                said = traceback.format_exc()
            finally:
                signal.alarm(0)
            if guard.tried:
                said += "\n".join(guard.tried)
                guard.tried.clear()
            if said:
                last = said.strip().splitlines()[-3:]
                key = " / ".join(part.strip() for part in last)[:200]
                found[key] += 1
                if found[key] == 1:
                    shutil.copy(path, given.out / f"{number}-{name}{path.suffix}")
                    (given.out / f"{number}-{name}.txt").write_text(said)
                    print(number, name, key, f"{time.monotonic() - begun:.1f} s", flush=True)
    for key, count in sorted(outcomes.items()):
        print(f"{count:>8} {key}")
    print(f"{sum(outcomes.values())} files, {len(found)} different faults, peak {peak_mb()} MB")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
