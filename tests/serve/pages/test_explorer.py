"""The explorer as it is served: the same front end and contract, its parts kept by browsers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

import tpgraph
from tests.serve.pages.conftest import AS_OF
from tpgraph.pipeline import analyse
from tpgraph.resources import web_dir
from tpgraph.views.page import script_names
from tpgraph.views.page_network import network_data
from tpgraph.views.snapshot import snapshot

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> str:
    return str(client.get("/hanul-teilor/", headers=PAGE).text)


def address(document: str, id_: str) -> str:
    found = re.search(rf'id="{id_}" data-src="([^"]+)"', document)
    assert found is not None, id_
    return found[1]


def test_the_snapshot_is_the_contract_s(client: TestClient, root: Path) -> None:
    served = client.get("/hanul-teilor/snapshot.json")
    path = Path(tpgraph.__file__).parent / "views" / "snapshot.schema.json"
    Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).validate(served.json())
    right = snapshot(analyse(root / "data" / "hanul_teilor", as_of=AS_OF))
    assert served.json() == json.loads(json.dumps(right))
    network = client.get("/hanul-teilor/network.json").json()
    assert network == json.loads(json.dumps(network_data(right["network"])))


def test_the_scripts_are_those_of_the_file(client: TestClient, document: str) -> None:
    found = re.search(r'data-page="([^"]+)"', document)
    assert found is not None
    bundle = client.get(found[1]).text
    places = []
    for name in script_names(live=True):
        text = (web_dir() / name).read_text(encoding="utf-8")
        assert bundle.count(text) == 1, name
        places.append(bundle.index(text))
    assert places == sorted(places)


def test_no_script_may_be_inline(client: TestClient, document: str) -> None:
    policy = client.get("/hanul-teilor/", headers=PAGE).headers["content-security-policy"]
    scripts = next(p for p in policy.split(";") if p.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "connect-src 'self'" in policy
    for tag, body in re.findall(r"<script([^>]*)>(.*?)</script>", document, re.S):
        assert not body.strip(), tag
    assert not re.search(r"\son\w+=|https?://", document)


def test_every_part_is_there_and_kept(client: TestClient, document: str) -> None:
    assets = re.findall(r'(?:src|href|data-page)="(/assets/[^"]+)"', document)
    assert len(assets) >= 7
    for path in assets:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["etag"].strip('"') in path
    for id_ in ("tp-snapshot", "tp-network", "tp-queries", "tp-live"):
        assert client.get(address(document, id_)).status_code == 200


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/hanul-teilor/snapshot.json", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    again = client.get(
        "/hanul-teilor/snapshot.json", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'}
    )
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/hanul-teilor/snapshot.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == first.json()


@pytest.mark.parametrize("path", ["/assets/page-0.js", "/hanul-teilor/x.json"])
def test_what_is_no_part_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_s_own_address_ends_with_a_stroke(client: TestClient) -> None:
    answer = client.get("/hanul-teilor?lang=fa", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (308, "/hanul-teilor/?lang=fa")
