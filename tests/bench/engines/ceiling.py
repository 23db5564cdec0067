"""How much faster two processes can be on this machine: the same work twice, nothing shared."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def ceiling(touchpoints: int) -> float:
    """How many times one process's work two do in its time, each with companies of its own."""
    alone = _seconds(_begun(touchpoints))
    both = [_begun(touchpoints) for _ in range(2)]
    return 2 * alone / max(map(_seconds, both))


def _begun(touchpoints: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.engines.cells", "tpgraph", str(touchpoints)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _seconds(process: subprocess.Popen[bytes]) -> float:
    """Seconds of the clock, of loading and inference."""
    told, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    cell: dict[str, Any] = json.loads(told)
    return float(cell["load"]["wall"] + cell["infer"]["wall"])
