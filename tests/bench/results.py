"""Keeps ``results.md``: a section a measurement, each replaced by whoever measured it again."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results.md"


def write_section(section: str) -> None:
    """Put ``section``, which begins with its heading ``# ...``, in the place of the earlier one."""
    heading = section.partition("\n")[0]
    earlier = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = [s for s in re.split(r"(?m)^(?=# )", earlier) if s.strip()]
    kept = {s.partition("\n")[0]: s for s in sections}
    kept[heading] = section
    RESULTS.write_text("\n".join(s.strip() + "\n" for s in kept.values()), encoding="utf-8")


def machine() -> str:
    """Processor, cores, system and Python, for the foot of a section."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}, {python}."


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
