"""A file that changes underneath: read anew, or the earlier data kept; and every sort of end."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import psutil
import pytest

from tests.serve.running import ENDLESS, Running, serving

TABLE = "name,type,category\nWindow,Shop window,advertising\n"
NAMES = "SELECT (COUNT(*) AS ?n) { ?t a tpg:Touchpoint }"
LIMITS = {"workers": 1, "reload_interval_s": 0.2, "shutdown_timeout_s": 3, "query_timeout_s": 20}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "touchpoints.csv").write_text(TABLE, encoding="utf-8")
    (folder / "company.toml").write_text('name = "Corner Shop"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(shop: Path) -> Iterator[Running]:
    with serving(shop, limit=LIMITS) as running:
        yield running


def wait_for(what: Callable[[], bool], timeout_s: float = 30) -> None:
    until = time.monotonic() + timeout_s
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def touchpoints(server: Running) -> int:
    return server.query(NAMES).count


def test_a_change_is_served(server: Running, shop: Path) -> None:
    before = touchpoints(server)
    generation = server.health()["generation"]
    with (shop / "touchpoints.csv").open("a", encoding="utf-8") as file:
        file.write("Till,Cashier,\n")
    wait_for(lambda: bool(server.events("changed")))
    assert touchpoints(server) == before + 1
    assert server.health()["generation"] == generation + 1


def test_what_cannot_be_read_leaves_the_earlier_data(server: Running, shop: Path) -> None:
    before = touchpoints(server)
    good = (shop / "company.toml").read_bytes()
    (shop / "company.toml").write_bytes(b"name = \xff\xfe[")
    wait_for(lambda: server.health()["status"] == "degraded")
    (company,) = server.health()["companies"]
    assert "company.toml" in company["trouble"]
    assert server.events("trouble")
    assert touchpoints(server) == before
    (shop / "company.toml").write_bytes(good)
    wait_for(lambda: server.health()["status"] == "ok")
    # Gone altogether, and back.
    shutil.move(shop / "touchpoints.csv", shop.parent / "away.csv")
    wait_for(lambda: server.health()["status"] == "degraded")
    assert touchpoints(server) == before
    shutil.move(shop.parent / "away.csv", shop / "touchpoints.csv")
    wait_for(lambda: server.health()["status"] == "ok")
    assert touchpoints(server) == before


def test_another_company_in_its_place_is_no_change(server: Running, shop: Path) -> None:
    (shop / "company.toml").write_text('name = "Another"\n', encoding="utf-8")
    wait_for(lambda: server.health()["status"] == "degraded")
    assert server.query('ASK { ?c a tpg:Company ; rdfs:label "Corner Shop" }').boolean
    (shop / "company.toml").write_text('name = "Corner Shop"\n', encoding="utf-8")
    wait_for(lambda: server.health()["status"] == "ok")


def test_a_file_that_is_only_touched_is_not_read(server: Running, shop: Path) -> None:
    # Every reading counts as a generation; it is logged a moment after its data are there.
    changes = server.health()["generation"]
    wait_for(lambda: len(server.events("changed")) == changes)
    (shop / "touchpoints.csv").touch()
    time.sleep(1)
    assert server.health()["generation"] == changes
    assert len(server.events("changed")) == changes


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_every_end_under_load_with_a_file_changing(
    shop: Path, tmp_path: Path, how: signal.Signals
) -> None:
    folder = tmp_path / "shop"
    shutil.copytree(shop, folder)
    stop = threading.Event()
    wrong: list[object] = []

    def ask(server: Running) -> None:
        while not stop.is_set():
            try:
                reply = server.query(NAMES)
            except (OSError, HTTPException):
                return
            if reply.status not in (200, 503):
                wrong.append(reply)

    def change() -> None:
        while not stop.is_set():
            with (folder / "touchpoints.csv").open("a", encoding="utf-8") as file:
                file.write(f"Till {time.monotonic_ns()},Cashier,\n")
            stop.wait(0.05)

    with serving(folder, limit={**LIMITS, "query_timeout_s": 1}) as server:
        children = psutil.Process(server.process.pid).children()
        threads = [threading.Thread(target=ask, args=(server,)) for _ in range(4)]
        threads.append(threading.Thread(target=change))
        endless = threading.Thread(target=lambda: _quietly(server))
        for thread in [*threads, endless]:
            thread.start()
        time.sleep(1)
        code = server.stop(how)
        stop.set()
        for thread in [*threads, endless]:
            thread.join()
        assert code == (-9 if how == signal.SIGKILL else 0)
        # Processes that answered end with it, or when the query that holds them is at its limit.
        _, alive = psutil.wait_procs(children, timeout=6)
        assert alive == []
        if how != signal.SIGKILL:
            assert server.events("stopped")
    assert wrong == []
    rows = len((folder / "touchpoints.csv").read_text(encoding="utf-8").splitlines()) - 1
    with serving(folder, limit={**LIMITS, "workers": 1}) as server:
        assert touchpoints(server) == rows


def _quietly(server: Running) -> None:
    try:
        server.query(ENDLESS)
    except (OSError, HTTPException):
        return


def test_a_stop_does_not_wait_for_listeners_or_idle_connections(shop: Path) -> None:
    limits = {**LIMITS, "shutdown_timeout_s": 20}
    with serving(shop, limit=limits) as server, server.connected():
        server.process.terminate()
        # It would wait as long as the limit says.
        assert server.process.wait(12) == 0
