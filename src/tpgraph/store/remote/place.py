"""Where a SPARQL server is and how it is spoken to: addresses, credentials and limits.

Addresses come from the caller, everything else from the environment:

* ``TPGRAPH_SPARQL_UPDATE``: the address for updates, where it does not follow from the other;
* ``TPGRAPH_SPARQL_USER`` and ``TPGRAPH_SPARQL_PASSWORD``, or ``TPGRAPH_SPARQL_TOKEN``;
* ``TPGRAPH_SPARQL_TIMEOUT``: seconds that one request may take (120);
* ``TPGRAPH_SPARQL_MAX_MB``: megabytes that one answer may have (512).
"""

from __future__ import annotations

import base64
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from tpgraph.errors import CallError
from tpgraph.phrases import phrase, shown

CONNECT_TIMEOUT_S = 10.0
TIMEOUT_S = 120.0
MAX_MB = 512.0
_UPDATE = "TPGRAPH_SPARQL_UPDATE"


@dataclass(frozen=True, slots=True)
class Place:
    """A SPARQL server: its addresses, what goes with every request, and the limits.

    ``secrets`` are the texts that no message may repeat.
    """

    query_url: str
    update_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    timeout_s: float = TIMEOUT_S
    max_bytes: int = int(MAX_MB * 1_000_000)

    @property
    def host(self) -> str:
        """Host and port, as messages name the server."""
        return urlsplit(self.query_url).netloc

    def without_secrets(self, text: str) -> str:
        """A text that came from elsewhere, fit to be shown."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def place_of(url: str, environment: Mapping[str, str] | None = None) -> Place:
    """The server at an address, with what the environment says of it.

    Raises CallError where the address is none, or carries a password.
    """
    env = os.environ if environment is None else environment
    query = _address(url)
    told = env.get(_UPDATE)
    update = _address(told).geturl() if told else update_address(query)
    user, password = env.get("TPGRAPH_SPARQL_USER"), env.get("TPGRAPH_SPARQL_PASSWORD", "")
    token = env.get("TPGRAPH_SPARQL_TOKEN")
    headers: dict[str, str] = {}
    secrets: list[str] = []
    if token:
        headers["Authorization"] = f"Bearer {_on_one_line(token, 'TPGRAPH_SPARQL_TOKEN')}"
        secrets = [token]
    elif user:
        basic = base64.b64encode(f"{user}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {basic}"
        secrets = [basic, *([password] if password else [])]
    if headers and _origin(urlsplit(update)) != _origin(query):
        # Credentials are for one server.
        raise CallError(phrase("call.other-update-host", variable=_UPDATE))
    return Place(
        query.geturl(),
        update,
        headers,
        tuple(secrets),
        _number(env, "TPGRAPH_SPARQL_TIMEOUT", TIMEOUT_S),
        int(_number(env, "TPGRAPH_SPARQL_MAX_MB", MAX_MB) * 1_000_000),
    )


def update_address(query: SplitResult) -> str:
    """Where a server takes updates, by the custom of the server that the address looks like.

    ``/query`` has ``/update`` beside it (Oxigraph, Fuseki), ``/repositories/NAME`` has
    ``/statements`` under it (GraphDB, RDF4J); others take both at one address (Virtuoso, Neptune).
    """
    path = query.path.rstrip("/")
    head, _, last = path.rpartition("/")
    if last == "query":
        return query._replace(path=f"{head}/update").geturl()
    if head.endswith("/repositories"):
        return query._replace(path=f"{path}/statements").geturl()
    return query.geturl()


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises where it is no number
    except ValueError:
        whole = False
    if not whole or any(c.isspace() or ord(c) < 32 for c in url.strip()):
        raise CallError(phrase("call.bad-engine-address"))
    if parts.username is not None or parts.password is not None:
        # Never repeated: it would end in histories and logs.
        raise CallError(phrase("call.credentials-in-address"))
    return parts._replace(fragment="")


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port


def _on_one_line(value: str, variable: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise CallError(phrase("call.bad-variable", variable=variable))
    return value


def _number(env: Mapping[str, str], variable: str, default: float) -> float:
    written = env.get(variable)
    if not written:
        return default
    try:
        number = float(written)
    except ValueError:
        number = math.nan
    if not 0 < number < 1e6:
        raise CallError(phrase("call.bad-number-variable", variable=variable, text=shown(written)))
    return number
