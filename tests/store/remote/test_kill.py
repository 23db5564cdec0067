"""A run that is killed leaves nothing half-written, and the next one takes its leftovers away."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.remote.servers import Between, Quads, everything, server_at
from tests.store.remote.test_results import FOREIGN, without_common
from tpgraph.store.remote import runs
from tpgraph.store.remote.runs import Run

COMPANY = "https://example.org/company"
MOMENTS = 20
RUN = """
import datetime, sys, tpgraph
folder, day, url = sys.argv[1:]
as_of = datetime.date.fromisoformat(day)
tpgraph.analyze(folder, as_of=as_of, engine=url).publish()
"""


def _published(quads: Quads) -> Quads:
    kept = without_common(quads)
    return frozenset(q for q in kept if "/graph/run" not in str(q[0]) and q[0] != FOREIGN)


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_the_old_or_the_new(server: str, tmp_path: Path) -> None:
    (tmp_path / "touchpoints.csv").write_text("name,type,stages\nShop,shop,purchase\nSign,,\n")
    days = ("2020-01-01", "2026-11-22")

    def start(day: str, url: str = server) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", RUN, str(tmp_path), day, url]
        return subprocess.Popen(command, stderr=subprocess.PIPE)

    def run(day: str, url: str = server) -> Quads:
        process = start(day, url)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        return _published(everything(server))

    server_at(server).add(FOREIGN, b'<https://example.org/a> <https://example.org/b> "c" .')
    one = run(days[0])
    with Between(server) as between:
        two = run(days[1], between.url)
    assert one != two
    last = len(between.seen)
    assert last > 80
    # In the midst of the rules and, most of all, while it is published.
    chance = random.Random(2026)
    moments = [chance.randint(1, last) for _ in range(MOMENTS // 2)]
    moments += [chance.randint(last - 12, last) for _ in range(MOMENTS - len(moments))]
    left_behind = 0
    for number, at in enumerate(moments):
        with Between(server) as between:
            process = start(days[number % 2], between.url)
            while len(between.seen) < at and process.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.random() * 0.01)
            process.kill()
            process.communicate()
        found = everything(server)
        assert _published(found) in (one, two), at
        assert len({q for q in found if q[0] == FOREIGN}) == 1
        left_behind += any("/graph/run" in str(q[0]) for q in found)
    # Most were killed in the midst; the next run ends as if they had never been.
    assert left_behind > MOMENTS // 2
    assert run(days[1]) == two
    assert not [q for q in everything(server) if "/graph/run" in str(q[0])]


def test_the_run_of_a_living_process_is_left_alone(server: str) -> None:
    first = Run(server_at(server), COMPANY)
    first.begin()
    first.add("facts", b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .")
    before = everything(server)
    second = Run(server_at(server), COMPANY)
    second.begin()
    assert before < everything(server)
    second.end()
    assert everything(server) == before
    first.end()
    assert everything(server) == frozenset()


@pytest.mark.parametrize(
    ("age", "machine", "process", "dead"),
    [
        (timedelta(minutes=1), None, "gone", True),
        (timedelta(minutes=1), None, "here", False),
        (timedelta(minutes=1), "0123abcd", "gone", False),
        (timedelta(hours=25), "0123abcd", "gone", True),
        (timedelta(hours=25), None, "here", True),
    ],
)
def test_what_is_dead_is_taken_away(
    server: str, age: timedelta, machine: str | None, process: str, dead: bool
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    number = gone.pid if process == "gone" else os.getpid()
    name = (datetime.now(UTC) - age).strftime("%Y%m%dT%H%M%SZ")
    iri = f"{COMPANY}/graph/run/{name}-{machine or runs._machine()}-{number}-{'0' * 12}"
    other = Run(server_at(server), COMPANY)
    other.iri = iri
    server_at(server).update(
        f"INSERT DATA {{ GRAPH <{other.register}> "
        f'{{ <{iri}> <http://www.w3.org/ns/prov#startedAtTime> "2026-01-01T00:00:00Z" }} '
        f"GRAPH <{iri}/facts> {{ <https://example.org/a> <https://example.org/b> 1 }} }}"
    )
    Run(server_at(server), COMPANY).sweep()
    assert everything(server) == frozenset() if dead else len(everything(server)) == 2


def test_only_graphs_of_the_companys_own_runs_are_taken_away(server: str) -> None:
    old = "20200101T000000Z-01234567-1-0123456789ab"
    register = f"{COMPANY}/graph/runs"
    for iri in (f"https://example.org/other/graph/run/{old}", f"{COMPANY}/graph/run/{old}/../x"):
        server_at(server).update(
            f"INSERT DATA {{ GRAPH <{register}> "
            f'{{ <{iri}> <http://www.w3.org/ns/prov#startedAtTime> "2020-01-01T00:00:00Z" }} '
            f"GRAPH <{iri}/facts> {{ <https://example.org/a> <https://example.org/b> 1 }} }}"
        )
    before = everything(server)
    Run(server_at(server), COMPANY).sweep()
    assert everything(server) == before


def test_an_interrupted_run_takes_its_graphs_away(server: str, tmp_path: Path) -> None:
    (tmp_path / "touchpoints.csv").write_text("name\nShop\n")
    command = [sys.executable, "-m", "tpgraph", "gaps", str(tmp_path), "--engine", server]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    for _ in range(1000):
        if any(re.search("/graph/run/.*/facts", str(q[0])) for q in everything(server)):
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode in (0, 130)
    assert without_common(everything(server)) == frozenset()
