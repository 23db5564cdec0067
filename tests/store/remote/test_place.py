"""Addresses, credentials and limits of a server, as people give them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tpgraph.cli import run
from tpgraph.errors import CallError
from tpgraph.store import open_engine
from tpgraph.store.remote.place import place_of, update_address


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("https://x.org/ds/query/", "https://x.org/ds/update"),
        ("https://x.org/repositories/shop", "https://x.org/repositories/shop/statements"),
        ("https://x.org/sparql", "https://x.org/sparql"),
    ],
)
def test_the_update_address_follows_the_custom_of_servers(query: str, update: str) -> None:
    assert update_address(urlsplit(query)) == update
    assert place_of(query, {}).update_url == update


def test_the_environment_names_another_update_address() -> None:
    place = place_of("http://h/ds/sparql", {"TPGRAPH_SPARQL_UPDATE": "http://h/ds/update"})
    assert place.update_url == "http://h/ds/update"


@pytest.mark.parametrize("address", ["ftp://x.org/", "http://", "http://x:y/q", "http://x y/q"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(CallError, match="begins with http"):
        open_engine(address)


def test_a_password_in_an_address_is_refused_and_not_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for address in ("http://ana:swordfish@x.org/query", "https://swordfish@x.org/"):
        assert run(["gaps", "data/casa_morgana", "--engine", address]) == 2
        said = capsys.readouterr().err
        assert "TPGRAPH_SPARQL_PASSWORD" in said
        assert "swordfish" not in said


def test_credentials_are_sent_to_one_server_only() -> None:
    env = {"TPGRAPH_SPARQL_TOKEN": "t", "TPGRAPH_SPARQL_UPDATE": "https://other.org/update"}
    with pytest.raises(CallError, match="another server"):
        place_of("https://x.org/query", env)
    assert place_of("https://x.org/query", {**env, "TPGRAPH_SPARQL_TOKEN": ""}).headers == {}


def test_credentials_become_a_header_and_are_not_shown() -> None:
    token = place_of("https://x.org/query", {"TPGRAPH_SPARQL_TOKEN": "sesame"})
    assert token.headers["Authorization"] == "Bearer sesame"
    env = {"TPGRAPH_SPARQL_USER": "ană", "TPGRAPH_SPARQL_PASSWORD": "swordfish"}
    basic = place_of("https://x.org/query", env)
    assert basic.headers["Authorization"].startswith("Basic ")
    assert "sesame" not in repr(token)
    assert "swordfish" not in repr(basic)
    assert basic.without_secrets("you said swordfish") == "you said …"
    with pytest.raises(CallError, match="TPGRAPH_SPARQL_TOKEN"):
        place_of("https://x.org/query", {"TPGRAPH_SPARQL_TOKEN": "a\nHost: evil"})


def test_limits_are_numbers() -> None:
    assert place_of("http://x/query", {"TPGRAPH_SPARQL_TIMEOUT": "2.5"}).timeout_s == 2.5
    assert place_of("http://x/query", {"TPGRAPH_SPARQL_MAX_MB": "2"}).max_bytes == 2_000_000
    for text in ("soon", "0", "-1", "nan", "inf"):
        with pytest.raises(CallError, match="TPGRAPH_SPARQL_TIMEOUT"):
            place_of("http://x/query", {"TPGRAPH_SPARQL_TIMEOUT": text})
