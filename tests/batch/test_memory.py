"""The memory of a batch does not grow with its input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.tables import many, shuffled, write_csv

# One process that does everything itself, and then says the most memory it had, in kilobytes.
SCRIPT = """
import resource, sys
from tpgraph.cli import run
assert run(["batch", sys.argv[1], "--out", sys.argv[2], "--workers", "1", "--quiet"]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
ALLOWED_MB = 40


def peak_mb(folder: Path, companies: int) -> float:
    path = write_csv(folder / f"{companies}.csv", shuffled(many(companies, 4)))
    words = [sys.executable, "-c", SCRIPT, str(path), str(folder / f"out{companies}")]
    ended = subprocess.run(words, capture_output=True, text=True, check=True)
    return int(ended.stdout.split()[-1]) / 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell it this way")
def test_ten_times_the_companies_need_no_more_memory(tmp_path: Path) -> None:
    few, more = peak_mb(tmp_path, 40), peak_mb(tmp_path, 400)
    assert more < few + ALLOWED_MB
