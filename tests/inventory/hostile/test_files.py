"""What is no ordinary file, has another's ending, or is cut; imports of hostile files."""

from __future__ import annotations

import os
from pathlib import Path

from tests.inventory.hostile.corpus import GROUPS
from tests.inventory.hostile.run import run_guarded
from tests.inventory.hostile.samples import SAMPLES
from tests.inventory.hostile.test_corpus import faults
from tpgraph.inventory.read import READERS

IMPORTS = {
    "ga4": (),
    "accounts": (),
    "survey": ("--columns", "*", "--scale", "1-5", "--overall", "name"),
}
CUTS = 8  # a file


def _check(path: Path) -> tuple[str, ...]:
    return ("check", str(path), "--as-of", "2026-11-22")


def test_what_is_no_ordinary_file_is_named(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "folder.csv").mkdir()
    os.mkfifo(work / "pipe.csv")
    (work / "circle.csv").symlink_to(work / "circle.csv")
    (work / "dangling.xlsx").symlink_to(work / "nothing.xlsx")
    (work / "zeros.csv").symlink_to("/dev/zero")
    (work / "device.json").symlink_to("/dev/full")
    (work / "process.ttl").symlink_to("/proc/self/mem")
    paths = sorted(work.iterdir())
    for name in ("company.toml", "mapping.toml", "touchpoints.csv"):
        for kind in ("pipe", "folder", "zeros"):
            folder = tmp_path / f"{kind}-{name}"
            folder.mkdir()
            (folder / "touchpoints.csv").write_text("name\nA\n")
            (folder / name).unlink(missing_ok=True)
            if kind == "pipe":
                os.mkfifo(folder / name)
            elif kind == "folder":
                (folder / name).mkdir()
            else:
                (folder / name).symlink_to("/dev/zero")
            paths.append(folder)
    imports = [
        ("import", source, str(path), "--out", str(tmp_path / "out"), *options)
        for source, options in IMPORTS.items()
        for path in sorted(work.iterdir())
    ]
    commands = [*map(_check, paths), *imports]
    wrong = {}
    for command, outcome in zip(commands, run_guarded(commands, tmp_path), strict=True):
        found = faults(outcome)
        # A company or mapping file that is no file is as good as none.
        may_be_read = command[0] == "check" and Path(command[1]).parent == tmp_path
        if outcome.code != 2 and not may_be_read:
            found.append("read, and not refused")
        if found:
            wrong[command[:3]] = found
    assert wrong == {}


def test_every_format_under_every_ending_and_cut_anywhere(tmp_path: Path) -> None:
    commands = []
    for name, sample in SAMPLES.items():
        folder = tmp_path / name
        folder.mkdir()
        path = sample.write(folder)
        data = path.read_bytes()
        if path.suffix not in READERS:
            continue
        for suffix in READERS:
            other = tmp_path / f"{name}-as{suffix}"
            other.write_bytes(data)
            commands.append(_check(other))
        for cut in range(CUTS):
            short = tmp_path / f"{name}-cut-{cut}{path.suffix}"
            short.write_bytes(data[: len(data) * cut // CUTS])
            commands.append(_check(short))
    outcomes = run_guarded(commands, tmp_path)
    wrong = {c[1]: faults(o) for c, o in zip(commands, outcomes, strict=True) if faults(o)}
    assert wrong == {}
    # Workbooks, JSON and RDF/XML are nothing under another's ending, and nothing when they are cut.
    for command, outcome in zip(commands, outcomes, strict=True):
        path = Path(command[1])
        if path.name.startswith(("xlsx-cut", "ods-cut", "json-cut", "rdf-cut")):
            assert outcome.code == 2, path.name


def test_imports_of_hostile_files(tmp_path: Path) -> None:
    chosen = {n: c for n, c in GROUPS["csv"].items() if len(c.data()) < 500_000}
    chosen |= {n: c for n, c in GROUPS["cells"].items() if len(c.data()) < 100_000}
    commands = []
    for number, case in enumerate(chosen.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / case.file
        path.write_bytes(case.data())
        commands += [
            ("import", source, str(path), "--out", str(folder / source), *options)
            for source, options in IMPORTS.items()
        ]
    outcomes = run_guarded(commands, tmp_path)
    wrong = {c[1:3]: faults(o) for c, o in zip(commands, outcomes, strict=True) if faults(o)}
    assert wrong == {}
