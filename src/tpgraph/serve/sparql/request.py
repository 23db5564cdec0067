"""Reads a request by the SPARQL 1.1 Protocol: what is asked, in what way, of which graphs.

https://www.w3.org/TR/sparql11-protocol/, sections 2.1 and 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from starlette.requests import Request

from tpgraph.phrases import phrase
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.settings import Settings

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_FIELDS_MAX = 200

Fields = list[tuple[str, str]]
Graphs = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query or an update; ``graphs`` are those of its default graph and its named ones."""

    kind: Literal["query", "update"]
    text: str
    graphs: Graphs | None


async def asked(request: Request, settings: Settings) -> Asked | None:
    """What a request asks; None where it asks for the description of the service.

    Raises RefusedError.
    """
    address = _fields(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        if not request.scope["query_string"]:
            return None
        if _of(address, "update"):
            raise RefusedError(400, phrase("endpoint.update-by-get"))
        return _made("query", _one("query", address), address, settings)
    media_type = _media_type(request)
    body = await request.body()
    if media_type == FORM:
        fields = address + _fields(body)
        kinds = [kind for kind in ("query", "update") if _of(fields, kind)]
        if len(kinds) != 1:
            raise RefusedError(400, phrase("endpoint.query-or-update"))
        kind: Literal["query", "update"] = "query" if kinds[0] == "query" else "update"
        return _made(kind, _one(kind, fields), fields, settings)
    if _of(address, "query") or _of(address, "update"):
        raise RefusedError(400, phrase("endpoint.query-or-update"))
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, phrase("endpoint.no-utf-8")) from error
    return _made("query" if media_type == QUERY else "update", text, address, settings)


def _made(kind: Literal["query", "update"], text: str, fields: Fields, settings: Settings) -> Asked:
    if len(text.encode(errors="replace")) > settings.query_max_bytes:
        raise RefusedError(413, phrase("endpoint.query-too-long", max=settings.query_max_bytes))
    other = _DATASET["update" if kind == "query" else "query"]
    if wrong := [name for name in other if _of(fields, name)]:
        raise RefusedError(400, phrase("endpoint.other-dataset", name=wrong[0], kind=kind))
    default, named = (_of(fields, name) for name in _DATASET[kind])
    return Asked(kind, text, (default, named) if default or named else None)


def _media_type(request: Request) -> str:
    """The body's type. Raises RefusedError for one that the protocol does not know."""
    accepted = {"Accept-Post": ", ".join((FORM, QUERY, UPDATE))}
    media_type, *parameters = request.headers.get("content-type", "").split(";")
    media_type = media_type.strip().lower()
    if media_type not in (FORM, QUERY, UPDATE) or "content-encoding" in request.headers:
        raise RefusedError(415, phrase("endpoint.body-type", known=accepted["Accept-Post"]),
                           headers=accepted)  # fmt: skip
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        is_charset = name.strip().lower() == "charset"
        if is_charset and value.strip().strip('"').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise RefusedError(415, phrase("endpoint.no-utf-8"), headers=accepted)
    return media_type


def _fields(encoded: bytes) -> Fields:
    try:
        return parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_FIELDS_MAX,
        )
    except UnicodeDecodeError as error:
        raise RefusedError(400, phrase("endpoint.no-utf-8")) from error
    except ValueError as error:
        raise RefusedError(400, phrase("endpoint.fields", max=_FIELDS_MAX)) from error


def _of(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _one(name: str, fields: Fields) -> str:
    values = _of(fields, name)
    if len(values) != 1:
        raise RefusedError(400, phrase("endpoint.one-query", name=name, count=len(values)))
    return values[0]
