"""Each hostile file is refused with a clear message or read right; nothing else ever happens.

No traceback, no hang, no network, no memory over 1 GB, no file written outside the output.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.inventory.hostile.corpus import ENVIRONMENT, GROUPS, Case
from tests.inventory.hostile.guard import MOST_MB
from tests.inventory.hostile.run import Outcome, run_guarded

MOST_S = 30  # a file, on a machine that does other things as well


def faults(outcome: Outcome) -> list[str]:
    """What must not happen, whatever the file."""
    found = [outcome.fault] if outcome.fault else []
    found += outcome.tried
    if "Traceback" in outcome.err:
        found.append("a traceback is shown")
    if outcome.code not in (0, 1, 2):
        found.append(f"exit code {outcome.code}")
    if outcome.code == 2 and not re.fullmatch(r"tpgraph: [^\n]{20,}\n", outcome.err):
        found.append(f"no message of one line: {outcome.err[:300]!r}")
    if outcome.took_s > MOST_S:
        found.append(f"{outcome.took_s:.0f} s")
    if outcome.peak_mb > MOST_MB:
        found.append(f"{outcome.peak_mb} MB")
    return found


def _write(folder: Path, case: Case) -> Path:
    folder.mkdir()
    path = folder / case.file
    path.write_bytes(case.data())
    if path.suffix == ".toml":
        table = folder / "touchpoints.csv"
        table.write_text("name,type\nA,Shop window\n")
        return folder
    return path


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_file_is_a_message_or_a_result(group: str, tmp_path: Path) -> None:
    cases = GROUPS[group]
    assert cases
    paths = [_write(tmp_path / str(i), case) for i, case in enumerate(cases.values())]
    before = sorted(tmp_path.rglob("*"))
    commands = [("check", str(path), "--as-of", "2026-11-22") for path in paths]
    outcomes = run_guarded(commands, tmp_path, ENVIRONMENT.get(group))
    wrong: dict[str, list[str]] = {}
    for (name, case), outcome in zip(cases.items(), outcomes, strict=True):
        found = faults(outcome) + _differs(case, outcome)
        if found:
            wrong[name] = found
    assert wrong == {}
    assert sorted(tmp_path.rglob("*")) == before


def _differs(case: Case, outcome: Outcome) -> list[str]:
    """Where the outcome is not the one that the case expects."""
    if case.says is not None:
        if outcome.code != 2:
            return [f"read, and not refused: {outcome.code}"]
        return [
            f"{word!r} is not said: {outcome.err[:400]}"
            for word in case.says
            if word not in outcome.err
        ]
    if case.reads is not None and outcome.code == 2:
        return [f"refused: {outcome.err[:400]}"]
    summary = outcome.out.rstrip().rpartition("\n")[2]
    if case.reads and case.reads > 0 and not re.match(rf"{case.reads} touchpoint", summary):
        return [f"not {case.reads} touchpoints: {summary}"]
    return []
