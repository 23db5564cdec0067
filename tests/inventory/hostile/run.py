"""Runs commands on hostile files in a process of its own.

``python -m tests.inventory.hostile.run`` reads
``{"allowed": FOLDER, "commands": [[ARGUMENT, ...], ...]}`` from its input and writes a line
of JSON for each command: what it said, how it ended, how long it took and what it tried.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

MOST_S = 60  # a command


class Outcome(NamedTuple):
    """How a command on a hostile file ended. ``fault`` is a traceback, or empty."""

    code: int
    out: str
    err: str
    fault: str
    tried: list[str]
    took_s: float
    peak_mb: int


def run_guarded(
    commands: Sequence[Sequence[str]], allowed: Path, environment: dict[str, str] | None = None
) -> list[Outcome]:
    """The outcome of each command; all of them in one guarded child process."""
    told = json.dumps({"allowed": str(allowed), "commands": [list(c) for c in commands]})
    child = subprocess.run(
        [sys.executable, "-m", "tests.inventory.hostile.run"],
        input=told,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **(environment or {}),
        },
        timeout=MOST_S * 3,
        check=False,
    )
    found = [Outcome(**json.loads(line)) for line in child.stdout.splitlines()]
    assert len(found) == len(commands), (
        commands[len(found)],
        child.returncode,
        child.stderr[-800:],
    )
    return found


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {MOST_S} s")


def main() -> None:
    """Run the commands that are told, one after the other."""
    from tests.inventory.hostile.guard import Guard, peak_mb, reset_peak
    from tpgraph import cli
    from tpgraph.cli.parser import build_parser

    told = json.loads(sys.stdin.read())
    signal.signal(signal.SIGALRM, _too_long)
    build_parser()
    guard = Guard(Path(told["allowed"]))
    for command in told["commands"]:
        out, err, fault, code = io.StringIO(), io.StringIO(), "", -1
        reset_peak()
        begun = time.monotonic()
        signal.alarm(MOST_S)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = cli.run(command)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        except BaseException:
            fault = traceback.format_exc()
        signal.alarm(0)
        took = time.monotonic() - begun
        outcome = Outcome(
            code,
            out.getvalue()[-5000:],
            err.getvalue()[-5000:],
            fault,
            guard.tried,
            took,
            peak_mb(),
        )  # fmt: skip
        sys.__stdout__.write(json.dumps(outcome._asdict()) + "\n")  # type: ignore[union-attr]
        guard.tried.clear()


if __name__ == "__main__":
    main()
