"""A batch that is cut short at any moment is continued: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.batch.tables import many, shuffled, write_csv
from tpgraph.batch import work
from tpgraph.batch.journal import Journal
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import WORK, Settings
from tpgraph.batch.work import Done
from tpgraph.errors import CallError
from tpgraph.query.run import ONTOLOGY_GRAPH
from tpgraph.store.company_store import RUNS, open_for_reading
from tpgraph.store.lock import held

DAY = date(2026, 6, 1)
SETTINGS = Settings(as_of=DAY)
KILLS = 20
JOBS = 12  # of a batch that is killed
TABLES = ("companies", "findings", "industries", "problems", "rules")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="kills a group of processes")


def results(out: Path) -> dict[str, bytes]:
    """The files of the results."""
    return {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}


def stored(path: Path) -> set[ox.Quad]:
    """What a store holds of companies; the ontology, and which run made what, aside."""
    with open_for_reading(path) as store:
        ontology = ox.NamedNode(ONTOLOGY_GRAPH)
        assert store.contains_named_graph(ontology)
        return {quad for quad in store if quad.graph_name not in (RUNS, ontology)}


def command(path: Path, out: Path, *more: str) -> list[str]:
    words = ["batch", str(path), "--out", str(out), "--as-of", DAY.isoformat(), "--quiet"]
    return [sys.executable, "-m", "tpgraph", *words, *more]


# Jobs of two companies, so that many are cut short in the middle though there is little to do.
SMALL_JOBS = """
import sys
from tpgraph.batch import spool
from tpgraph.cli import main
spool.COMPANIES_A_JOB = 2
main(sys.argv[1:])
"""


@needs_posix
@pytest.mark.slow
def test_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", shuffled(many(2 * JOBS, 1)))
    whole, whole_store = tmp_path / "whole", tmp_path / "whole-store"
    run_batch([path], whole, Settings(as_of=DAY, store=str(whole_store)), workers=1)
    expected, expected_quads = results(whole), stored(whole_store)
    assert len(expected) == len(TABLES) + 1
    chance = random.Random(20261122)
    killed_after: list[int] = []
    rounds = 0
    while len(killed_after) < KILLS:
        rounds += 1
        out, store = tmp_path / f"out{rounds}", tmp_path / f"store{rounds}"
        words = [sys.executable, "-c", SMALL_JOBS, *command(path, out, "--store", str(store))[3:]]
        while len(killed_after) < KILLS and _cut_short(words, out, chance):
            killed_after.append(_jobs_done(out))
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        assert results(out) == expected
        assert stored(store) == expected_quads
        assert not (out / WORK / "parts").exists()
    # It was cut short before the first job, and after different numbers of them.
    assert 0 in killed_after
    assert len(set(killed_after)) > 4, killed_after


def _jobs_done(out: Path) -> int:
    lines = out / WORK / "journal.jsonl"
    return lines.read_bytes().count(b"\n") if lines.exists() else 0


def _cut_short(words: list[str], out: Path, chance: random.Random) -> bool:
    """Runs a batch until some more of its jobs are done, and a moment longer; then kills it.

    False where it came to its end before.
    """
    done, more, moment_s = _jobs_done(out), chance.randrange(4), chance.uniform(0, 0.1)
    words = [*words, "--workers", str(chance.choice((1, 2)))]
    begun = out.exists()
    process = subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL)
    if not begun:  # while it groups, or does its first jobs
        _wait_until(out.exists)
    elif more == 0:  # while it starts, or wherever it has come to
        moment_s = chance.uniform(0, 1)
    else:
        _wait_until(lambda: _jobs_done(out) >= min(done + more, JOBS) or process.poll() is not None)
    try:
        assert process.wait(moment_s) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


@needs_posix
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(400, 3))
    words = command(path, tmp_path / "out", "--workers", "2")
    process = subprocess.Popen(words, start_new_session=True, stdout=subprocess.DEVNULL)
    journal = tmp_path / "out" / WORK / "journal.jsonl"
    _wait_until(lambda: journal.exists() and journal.stat().st_size > 0)
    process.kill()  # this process alone: its workers are not told
    process.wait()
    _wait_until(lambda: not _alive(process.pid))


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until(holds: Callable[[], bool], at_most_s: float = 60) -> None:
    end = time.monotonic() + at_most_s
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


class _Stop(Exception):  # noqa: N818 - what a power cut would be
    pass


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, bytes], set[ox.Quad]]:
    """A table of more than one job, with the results and the store of a run left in peace."""
    base = tmp_path_factory.mktemp("undisturbed")
    path = write_csv(base / "all.csv", many(24, 1))
    run_batch([path], base / "out", Settings(as_of=DAY, store=str(base / "store")), workers=1)
    return path, results(base / "out"), stored(base / "store")


@pytest.mark.parametrize("step", ["mkdir", "rename", "journal", "put", "collect", "replace"])
def test_cut_short_at_each_step(
    tmp_path: Path,
    undisturbed: tuple[Path, dict[str, bytes], set[ox.Quad]],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """Stops at every place at which something is written, the second time it comes there."""
    path, expected, expected_quads = undisturbed
    settings = Settings(as_of=DAY, store=str(tmp_path / "store"))
    out = tmp_path / "out"
    place = {
        "mkdir": ("tpgraph.batch.work.Worker._write", 2),
        "rename": ("tpgraph.batch.work._sync", 2),
        "journal": ("tpgraph.batch.journal.Journal.add", 2),
        "put": ("tpgraph.store.company_store.CompanyStore.put", 2),
        "collect": ("tpgraph.batch.collect._copy", 2),
        "replace": ("tpgraph.batch.collect.write_whole", 1),
    }[step]
    with monkeypatch.context() as patch:
        _stop_at(patch, *place)
        with pytest.raises(_Stop):
            run_batch([path], out, settings, workers=1)
    outcome = run_batch([path], out, settings, workers=1)
    assert outcome.continued == {"mkdir": 20, "rename": 20, "journal": 20}.get(
        step, outcome.continued
    )
    assert results(out) == expected
    assert stored(tmp_path / "store") == expected_quads


def _stop_at(patch: pytest.MonkeyPatch, name: str, time_: int) -> None:
    module, _, attribute = name.rpartition(".")
    owner: object = sys.modules.get(module)
    if owner is None:
        module, _, cls = module.rpartition(".")
        owner = getattr(sys.modules[module], cls)
    real = getattr(owner, attribute)
    count = 0

    def stopping(*args: object, **more: object) -> object:
        nonlocal count
        count += 1
        if count == time_:
            raise _Stop
        return real(*args, **more)

    patch.setattr(owner, attribute, stopping)


def test_a_finished_run_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "all.csv", many(5, 2))
    first = run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    monkeypatch.setattr(work.Worker, "do", None)
    again = run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    assert again.was_finished
    assert again.summary == first.summary


def test_the_day_is_that_of_the_run_that_is_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "all.csv", many(50, 2))
    with monkeypatch.context() as patch:
        _stop_at(patch, "tpgraph.batch.journal.Journal.add", 2)
        with pytest.raises(_Stop):
            run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    outcome = run_batch([path], tmp_path / "out", workers=1)  # on another day, without --as-of
    assert outcome.summary["as_of"] == DAY.isoformat()
    with pytest.raises(CallError, match="as_of"):
        run_batch([path], tmp_path / "out", Settings(as_of=date(2026, 6, 2)), workers=1)


def test_a_changed_input_is_said_and_never_mixed(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(5, 2))
    run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    before = results(tmp_path / "out")
    stamp = path.stat()
    text = path.read_bytes()
    path.write_bytes(text.replace(b"Ana", b"Ion", 1))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # its contents count, not its date
    with pytest.raises(CallError, match=r"all\.csv"):
        run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    (tmp_path / "mapping.toml").write_text('[headers]\nowner = "-"\n', encoding="utf-8")
    path.write_bytes(text)
    with pytest.raises(CallError, match=r"all\.csv"):
        run_batch([path], tmp_path / "out", SETTINGS, workers=1)
    assert results(tmp_path / "out") == before
    run_batch([path], tmp_path / "out", SETTINGS, workers=1, restart=True)
    assert results(tmp_path / "out") != before


def test_two_processes_on_one_folder(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(3, 2))
    folder = tmp_path / "out" / WORK
    folder.mkdir(parents=True)
    with held(folder / "lock") as mine:
        assert mine
        second = subprocess.run(
            command(path, tmp_path / "out"), capture_output=True, text=True, check=False
        )
    assert second.returncode == 2
    assert "another process" in second.stderr
    assert not (tmp_path / "out" / "findings.csv").exists()
    subprocess.run(command(path, tmp_path / "out"), check=True, stdout=subprocess.DEVNULL)


def test_a_journal_that_breaks_off(tmp_path: Path) -> None:
    (tmp_path / "parts" / "0000" / "0000000").mkdir(parents=True)
    (tmp_path / "parts" / "0000" / "0000000" / "findings.csv").write_bytes(b"abc")
    done = Done(0, {"findings.csv": 3}, [(0, "iri", 0, 0)])
    journal = Journal(tmp_path)
    journal.add(done)
    journal.close()
    file = tmp_path / "journal.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:-5])
    again = Journal(tmp_path)
    assert again.done == {0: done}
    again.close()
    assert file.read_bytes() == whole
    # A part that is not as it was written is done again.
    (tmp_path / "parts" / "0000" / "0000000" / "findings.csv").write_bytes(b"ab")
    last = Journal(tmp_path)
    assert last.done == {}
    last.close()


def test_a_worker_that_dies(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "all.csv", many(60, 2))
    words = command(path, tmp_path / "out", "--workers", "2")
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'spawn_main' in str(sys.orig_argv):\n"
        "    import tpgraph.batch.company\n"
        "    tpgraph.batch.company.Reader.read = lambda *a: os._exit(9)\n",
        encoding="utf-8",
    )
    paths = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    ended = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "--workers" in ended.stderr
    assert "Traceback" not in ended.stderr
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["analysed"] == 60
