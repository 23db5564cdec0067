"""A store of many that is served: nobody writes into it, and another one in its place is served."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import Running, serving
from tests.serve.test_reload import wait_for
from tpgraph.batch.run import run_batch
from tpgraph.batch.settings import Settings
from tpgraph.errors import CallError
from tpgraph.store.company_store import open_for_writing

COMPANIES = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a tpg:Company }"
PAGE = {"Accept": "text/html"}


def shop(folder: Path, name: str) -> str:
    made = folder / name
    made.mkdir(parents=True)
    (made / "company.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
    (made / "touchpoints.csv").write_text("name,type\nWindow,Shop window\n", encoding="utf-8")
    return str(made)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two stores: ``one`` of two companies, ``other`` of three."""
    folder = tmp_path_factory.mktemp("stores")
    paths = [shop(folder / "shops", name) for name in ("Corner", "Market", "Harbour")]
    for store, some in (("one", paths[:2]), ("other", paths[2:])):
        settings = Settings(store=str(folder / store))
        run_batch(some, str(folder / f"{store} out"), settings, workers=1)
        if store == "one":
            shutil.copytree(folder / "one", folder / "other")
    return folder


@pytest.fixture(scope="module")
def server(stores: Path) -> Iterator[Running]:
    with serving(stores / "one", limit={"workers": 1, "reload_interval_s": 0.1}) as running:
        yield running


def test_a_store_that_is_served_is_not_written(server: Running, stores: Path) -> None:
    with pytest.raises(CallError, match="another process"), open_for_writing(stores / "one"):
        pass
    assert server.query(COMPANIES).count == 2


def test_another_store_in_its_place_is_served(server: Running, stores: Path) -> None:
    assert server.query(COMPANIES).count == 2
    assert server.ask(target="/harbour/", headers=PAGE).status == 404
    assert server.ask(target="/market/", headers=PAGE).status == 200
    shutil.move(stores / "one", stores / "before")
    wait_for(lambda: server.health()["status"] == "degraded")
    assert "one" in server.health()["store"]["trouble"]
    # What is asked of the endpoint is answered from the store that was there.
    assert server.query(COMPANIES).count == 2
    # A page of a company that nobody has opened has nothing to be made of: not for long.
    page = server.ask(target="/corner/", headers=PAGE)
    assert (page.status, page.headers.get("retry-after")) == (503, "10")
    shutil.move(stores / "other", stores / "one")
    wait_for(lambda: bool(server.events("store-changed")))
    assert server.health()["status"] == "ok"
    assert server.query(COMPANIES).count == 3
    for slug in ("harbour", "corner"):
        assert server.ask(target=f"/{slug}/", headers=PAGE).status == 200
    assert len(server.ask(target="/api/companies").json["rows"]) == 3
    assert len(server.events("store-trouble")) == 1


def test_what_is_no_store_leaves_the_earlier_one(server: Running, stores: Path) -> None:
    before = server.query(COMPANIES).count
    kept = (stores / "one" / "CURRENT").read_bytes()
    (stores / "one" / "CURRENT").write_bytes(b"MANIFEST-999999\n")
    wait_for(lambda: server.health()["status"] == "degraded")
    assert server.query(COMPANIES).count == before
    (stores / "one" / "CURRENT").write_bytes(kept)
    wait_for(lambda: server.health()["status"] == "ok")
    assert server.query(COMPANIES).count == before
