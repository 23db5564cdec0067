"""Which of the five languages a request is answered in."""

from __future__ import annotations

from starlette.requests import Request

from tpgraph.model import LANGUAGES
from tpgraph.serve.accept import best
from tpgraph.serve.state import state_of


def language_of(request: Request) -> str:
    """``lang`` of the address, else what the browser prefers, else the server's own."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    own = state_of(request).settings.lang
    header = request.headers.get("accept-language")
    if not header:
        return own
    # The server's own language is the first of equals; `ro-MD` is Romanian.
    offers = [own, *(language for language in LANGUAGES if language != own)]
    plain = ",".join(_plain(part) for part in header.split(","))
    return best(plain, offers) or own


def _plain(part: str) -> str:
    name, separator, rest = part.strip().partition(";")
    return name.strip().partition("-")[0].lower() + separator + rest
