"""Files of the pages that never change under one name: bundled, named by their hash, compressed."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from tpgraph.errors import TpgraphError
from tpgraph.phrases import phrase, reported
from tpgraph.resources import web_dir
from tpgraph.serve.accept import best

_OWN = Path(__file__).resolve().parent / "web"
FOR_EVER = "public, max-age=31536000, immutable"
# Shown again only after the server has been asked whether it is still the same.
ASK_FIRST = "no-cache"
_WORTH_PACKING_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes with their media type, their hash and the same bytes compressed."""

    content: bytes
    media: str
    tag: str
    packed: bytes

    @classmethod
    def of(cls, content: bytes, media: str) -> Body:
        """A body with its hash; what is short is not worth compressing."""
        packed = gzip.compress(content, 6, mtime=0) if len(content) > _WORTH_PACKING_BYTES else b""
        return cls(content, media, sha256(content).hexdigest()[:20], packed)

    def response(self, request: Request, cache_control: str = ASK_FIRST) -> Response:
        """The body, or 304 where the client has it; compressed where the client takes that."""
        tag = f'"{self.tag}"'
        headers = {"ETag": tag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
        known = request.headers.get("if-none-match", "")
        if tag in (t.strip().removeprefix("W/") for t in known.split(",")) or known.strip() == "*":
            return Response(status_code=304, headers=headers)
        content = self.content
        if self.packed and _takes_gzip(request):
            content, headers["Content-Encoding"] = self.packed, "gzip"
        return Response(content, media_type=self.media, headers=headers)


def _takes_gzip(request: Request) -> bool:
    header = request.headers.get("accept-encoding")
    return bool(header) and best(header, ("gzip",)) == "gzip"


def source(name: str) -> bytes:
    """One of the files that the pages are made of: the server's own, else the explorer's.

    Raises TpgraphError where it is missing.
    """
    own = _OWN / name
    path = own if own.is_file() else web_dir() / name
    try:
        return path.read_bytes()
    except OSError as error:
        broken = phrase("call.broken-install", path=str(path), why=reported(error))
        raise TpgraphError(broken) from error


@cache
def bundles() -> dict[str, Body]:
    """All bundles by name: ``page.css``, ``page.js``, ``texts.json``, ``site.css``..."""
    from tpgraph.serve.editor import editor_assets
    from tpgraph.serve.explorer import explorer_assets

    site = {
        "site.css": Body.of(
            b"".join(map(source, ("reference/reference.css", "site.css"))), "text/css"
        ),
    }
    return {**site, **editor_assets(), **explorer_assets()}


@cache
def address(name: str) -> str:
    """Where a bundle is served: its name with its hash, so that it can be kept for ever."""
    stem, _, ending = name.rpartition(".")
    return f"/assets/{stem}-{bundles()[name].tag}.{ending}"


@cache
def by_address() -> dict[str, Body]:
    """The bundles by the paths at which they are served."""
    return {address(name): body for name, body in bundles().items()}
